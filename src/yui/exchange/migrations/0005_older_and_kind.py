"""Rows that stay because a newer edition is in; what kind of list a table is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """This migration will name a further outcome of rows and remember the kind of a list."""

    dependencies = [("exchange", "0004_mend")]

    operations = [
        migrations.AlterField(
            model_name="stagingrow",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("add", "加える"),
                    ("change", "変える"),
                    ("same", "同じ"),
                    ("vanished", "ファイルにない"),
                    ("rejected", "取り込めない"),
                    ("older", "新しい版があるのでそのまま"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="columnmap",
            name="list_kind",
            field=models.CharField(blank=True, default="", max_length=10),
        ),
    ]
