"""`yui set-window`: telephone, hours and site of a municipality or of one of its layers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yui.areas.actions import set_window
from yui.areas.errors import AreaNotFound, AreasRefused
from yui.areas.queries import AreaInfo, get_area, layers_of
from yui.areas.states import LAYERS
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will set the window; what is not named stays as it is."""

    help = "まち、圏域、包括の担当区域の窓口を決めます。書かなかったものは、そのままです。"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will take the area, the layer if one is meant, and the window."""
        parser.add_argument("code", help="市区町村の番号（例 14100）")
        parser.add_argument("--layer", default="", help="圏域や担当区域の名前")
        parser.add_argument("--phone", help='電話番号。"" で消します')
        parser.add_argument("--hours", help="つながる時間（例 平日 8時30分から17時15分）")
        parser.add_argument("--website", help="ホームページの住所（https:// から）")

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will set the window and say how it is now."""
        by = operator("set-window")
        try:
            area = _meant(get_area(by, options["code"]), options["layer"])
            held = {"phone": area.phone, "hours": area.hours, "website": area.website}
            new = {name: value for name in held if (value := options[name]) is not None}
            window = held | new
            set_window(by=by, at=timezone.now(), area_path=area.path, **window)
        except AreasRefused as error:
            raise CommandError(str(error)) from error
        said = "、".join(value for value in window.values() if value) or "窓口なし"
        self.stdout.write(f"{area.name}: {said}")


def _meant(area: AreaInfo, layer: str) -> AreaInfo:
    """The area itself, or the one of its layers that has this name."""
    if not layer:
        return area
    found = [each for tier in LAYERS for each in layers_of(area.path, tier) if each.name == layer]
    if len(found) != 1:
        said = "いくつもあります" if found else "見つかりません"
        raise AreaNotFound(f"{area.name}に「{layer}」は{said}。")
    return found[0]
