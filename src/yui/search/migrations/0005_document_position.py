"""What was followed since a batch is looked up when the batch is undone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0004_document_neutral'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(fields=['position', 'key'], name='document_position'),
        ),
    ]
