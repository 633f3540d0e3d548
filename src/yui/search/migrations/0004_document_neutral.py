"""Without an index, a nation's rows are looked at in neutral order for as long as there is time."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_document_cut'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='document',
            index=models.Index(
                condition=models.Q(('is_public', True)),
                fields=['neutral_key', 'area_path', 'sector'],
                name='document_neutral',
            ),
        ),
    ]
