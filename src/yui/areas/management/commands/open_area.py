"""`yui open-area`: a municipality takes part, prepares, or is not yet there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yui.areas.actions import set_opening
from yui.areas.errors import AreaNotFound
from yui.areas.queries import get_area
from yui.areas.states import Opening
from yui.policy.viewer import ANONYMOUS, operator


class Command(BaseCommand):
    """This command will say how far a municipality has come with taking part."""

    help = "市区町村を開きます（open）。準備中（preparing）や、まだ（not_yet）にもできます。"

    def add_arguments(self, parser: Any) -> None:
        """This function will take the code of the municipality and its new state."""
        parser.add_argument("code", help="市区町村の番号（例 14100）")
        parser.add_argument(
            "state", nargs="?", default="open", choices=Opening.values, help="状態（既定 open）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will set the state and say the address of the town's page."""
        try:
            area = get_area(ANONYMOUS, options["code"])
        except AreaNotFound as error:
            raise CommandError(str(error)) from error
        opening = Opening(options["state"])
        by = operator("open-area")
        set_opening(by=by, at=timezone.now(), area_path=area.path, opening=opening)
        self.stdout.write(f"{area.full_name}（/{area.jis}/）: {opening.label}")
