"""`yui find-same`: look for records that may be one, outside the web process."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.areas.errors import AreaNotFound
from yui.areas.queries import get_area
from yui.directory.actions import find_same
from yui.policy.viewer import ANONYMOUS, operator


class Command(BaseCommand):
    """This command will propose pairs of records that may speak of the same thing."""

    help = "同じものかもしれない記録の組を見つけ、職員の画面に出します。まとめるのは人です。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the code of the area."""
        parser.add_argument("code", help="地域の番号（14101、14 など。全国は 00）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will look at each municipality of the area and say how many are new."""
        try:
            area = get_area(ANONYMOUS, options["code"])
        except AreaNotFound as error:
            raise CommandError(str(error)) from error
        new = find_same(by=operator("find-same"), at=timezone.now(), area_path=area.path)
        self.stdout.write(f"{area.full_name}: 新しく{new:,}組")
