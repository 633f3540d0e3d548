"""Two columns more. Plain statements: Django would write a million rows anew on SQLite."""

from django.db import migrations, models

_COLUMNS = (("analysis", "varchar(16)"), ("cut", "text"))


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_document_tokens'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"ALTER TABLE search_document ADD COLUMN {name} {kind} NOT NULL DEFAULT ''",
                    f"ALTER TABLE search_document DROP COLUMN {name}",
                )
                for name, kind in _COLUMNS
            ],
            state_operations=[
                migrations.AddField(
                    model_name='document',
                    name='analysis',
                    field=models.CharField(default='', max_length=16),
                ),
                migrations.AddField(
                    model_name='document',
                    name='cut',
                    field=models.TextField(default=''),
                ),
            ],
        ),
    ]
