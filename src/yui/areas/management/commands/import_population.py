"""`yui import-population`: figures by 町字 (推奨データセット, 高松市) or by census mesh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yui.areas.actions import import_population
from yui.areas.errors import AreasRefused
from yui.areas.queries import get_area
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will take in one population file."""

    help = "地域・年齢別人口（町字別）または国勢調査のメッシュの人口を読み込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will declare the options."""
        parser.add_argument("file", type=Path, help="CSVか.xlsxのファイル")
        parser.add_argument(
            "--source", required=True, help="出典（例: 高松市オープンデータ CC BY 4.0）"
        )
        parser.add_argument("--area", default="", help="市区町村の番号（ファイルに番号がないとき）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will import the file, and tell what was left out and why."""
        by = operator("import-population")
        try:
            path = get_area(by, options["area"]).path if options["area"] else ""
            report = import_population(
                by=by,
                at=timezone.now(),
                path=options["file"],
                source=options["source"],
                area_path=path,
            )
        except AreasRefused as error:
            raise CommandError(str(error)) from error
        for sentence in report.refused:
            self.stderr.write(sentence)
        self.stdout.write(
            f"追加{report.added}行、同じ{report.same}行、読めない{len(report.refused)}行"
        )
