"""`yui load-vocabulary`: the vocabularies that come with Yui, or those of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yui.policy.viewer import operator
from yui.taxonomy.actions import load_vocabulary
from yui.taxonomy.errors import TaxonomyRefused


class Command(BaseCommand):
    """This command will bring the vocabularies up to their files."""

    help = "分類（23分野、困りごとの種類など）を読み込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will declare the options."""
        parser.add_argument("--folder", type=Path, default=None, help="YAMLのフォルダー")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will load, and say in one line what changed."""
        try:
            report = load_vocabulary(
                by=operator("load-vocabulary"), at=timezone.now(), folder=options["folder"]
            )
        except TaxonomyRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"分類の語: 追加{report.added}件、変更{report.changed}件、"
            f"同じ{report.same}件、外れた{report.dropped}件"
        )
