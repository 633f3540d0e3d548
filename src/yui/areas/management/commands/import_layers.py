"""`yui import-layers`: 圏域, 包括担当区域 or 小学校区, from a table or from GeoJSON polygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yui.areas.actions import LoadReport, import_layer_polygons, import_layers
from yui.areas.errors import AreasRefused
from yui.areas.queries import get_area
from yui.areas.states import LAYERS, Tier
from yui.policy.viewer import operator


class Command(BaseCommand):
    """This command will set one layer of one municipality."""

    help = "日常生活圏域・包括の担当区域・小学校区を、町字の表かGeoJSONの面から読み込みます。"

    def add_arguments(self, parser: CommandParser) -> None:
        """This function will declare the options."""
        parser.add_argument("file", type=Path, help="CSV・.xlsx・.geojson のファイル")
        parser.add_argument("--area", required=True, help="市区町村の番号")
        parser.add_argument("--layer", required=True, choices=sorted(tier.value for tier in LAYERS))
        parser.add_argument("--source", default="", help="面の出典")
        parser.add_argument("--name-key", default="", help="面の名前が入っている項目")
        parser.add_argument(
            "--new-towns", action="store_true", help="全国の一覧にない町字も、新しく作ります"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """This function will import the layer, and tell what was left out and why."""
        try:
            report = _import(options)
        except AreasRefused as error:
            raise CommandError(str(error)) from error
        for sentence in report.refused:
            self.stderr.write(sentence)
        self.stdout.write(
            f"町字: 追加{report.added}件、変更{report.changed}件、同じ{report.same}件、"
            f"外れた{report.vanished}件"
        )


def _import(options: dict[str, Any]) -> LoadReport:
    by, at, file = operator("import-layers"), timezone.now(), options["file"]
    area_path, layer = get_area(by, options["area"]).path, Tier(options["layer"])
    if file.suffix.lower() in (".geojson", ".json"):
        return import_layer_polygons(
            by=by,
            at=at,
            area_path=area_path,
            layer=layer,
            path=file,
            source=options["source"],
            name_key=options["name_key"],
        )
    return import_layers(
        by=by,
        at=at,
        area_path=area_path,
        layer=layer,
        path=file,
        takes_unknown=options["new_towns"],
    )
