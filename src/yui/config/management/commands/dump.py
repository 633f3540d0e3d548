"""`yui dump --canonical`: every row as sorted JSON lines, equal for equal data (H8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

# What processes say of themselves every few seconds is no data.
_PASSING = {"journal_workerbeat"}


class Command(BaseCommand):
    """This command will write the whole database in one canonical form."""

    help = (
        "データベースの中身を、いつも同じ順・同じ形で書き出します（--canonical）。"
        "個人の情報と、合言葉を確かめるための値も入ります。外に出さないでください。"
    )

    def add_arguments(self, parser: Any) -> None:
        """This function will take --canonical, the only form there is."""
        parser.add_argument("--canonical", action="store_true", help="決まった形で書き出します")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will print one JSON line per row: table, key, row."""
        if not options["canonical"]:
            raise CommandError("--canonical を付けてください。")
        for model in sorted(_own_models(), key=lambda each: each._meta.db_table):
            for line in _lines(model):
                self.stdout.write(line)


def _own_models() -> list[type[models.Model]]:
    own = (model for model in apps.get_models() if model.__module__.startswith("yui."))
    return [model for model in own if model._meta.db_table not in _PASSING]


def _lines(model: type[models.Model]) -> Iterator[str]:
    fields = [field.attname for field in model._meta.concrete_fields]
    for row in model._default_manager.order_by("pk").values(*fields).iterator(chunk_size=2000):
        yield json.dumps(
            {"table": model._meta.db_table, "key": str(row[model._meta.pk.attname]), "row": row},
            cls=DjangoJSONEncoder,
            ensure_ascii=False,
            sort_keys=True,
        )
