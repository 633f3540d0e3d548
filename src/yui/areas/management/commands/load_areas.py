"""`yui load-areas`: the nation, prefectures, municipalities and wards; postcodes with --postal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from yui.areas.actions import load_insurers, load_national_areas, load_postal_codes
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will load the national lists that come with Yui."""

    help = "全国・都道府県・市区町村・行政区と、2020年国勢調査の人口を読み込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will declare the options."""
        parser.add_argument("--postal", action="store_true", help="郵便番号も読み込みます。")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will load, and say in one line what changed."""
        by, at = operator("load-areas"), timezone.now()
        report = load_national_areas(by=by, at=at)
        self.stdout.write(
            f"地域: 追加{report.added}件、変更{report.changed}件、同じ{report.same}件"
        )
        insurers = load_insurers(by=by, at=at)
        self.stdout.write(f"保険者: 追加{insurers.added}件、変更{insurers.changed}件")
        if options["postal"]:
            postal = load_postal_codes(by=by, at=at)
            self.stdout.write(
                f"郵便番号: 追加{postal.added}件、削除{postal.vanished}件、同じ{postal.same}件"
            )
