"""Which 町字 belongs to which 圏域, 包括担当区域 or 小学校区: by a table or by polygons."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from yui.areas.engine.polygon import GeometryRefused, Shape, shape_of
from yui.areas.errors import FileRefused
from yui.areas.formats.sheets import read_sheet

_LARGEST_GEOJSON_BYTES = 30_000_000
_TOWN_NAMES = (
    *("町字", "町字名", "町名", "町丁名", "町丁字", "大字町名", "大字", "地域名", "所在地_町字"),
    *("自治会", "自治会名", "地区", "地区名", "町内会"),
)
_LAYER_NAMES = (
    *("圏域", "圏域名", "日常生活圏域", "日常生活圏域名", "担当圏域", "担当区域", "担当"),
    *(
        "地域包括支援センター",
        "地域包括支援センター名",
        "担当地域包括支援センター",
        "包括",
        "包括名",
    ),
    *("小学校区", "校区", "学区", "小学校", "小学校名", "学校名"),
)
_PHONE_NAMES = ("電話番号", "電話", "TEL", "連絡先電話番号")
_SITE_NAMES = ("URL", "ホームページ", "ウェブサイト")
_SHAPE_NAMES = (*_LAYER_NAMES, "自治会名", "名称", "name", "区域名", "校区名")


@dataclass(frozen=True, slots=True)
class LayerRow:
    """This value will hold one 町字 and the layer it belongs to, with the window if given."""

    row: int
    town_name: str
    layer_name: str
    phone: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class LayerShape:
    """This value will hold the outline of one layer, as read and as it came."""

    name: str
    shape: Shape
    geometry: dict[str, object]


def read_layer_table(path: Path, name: str) -> tuple[LayerRow, ...]:
    """This function will read a table with a column of 町字 and one of 圏域・包括・小学校区.

    Rows without either are left out. Raises: FileRefused when a column is missing.
    """
    columns, rows = read_sheet(path, name)
    town, layer = columns.first(*_TOWN_NAMES), columns.first(*_LAYER_NAMES)
    if town is None or layer is None:
        raise FileRefused(
            "「町字」の列と、「圏域」「地域包括支援センター」「小学校区」のどれかの列が要ります。"
        )
    phone, site = columns.first(*_PHONE_NAMES), columns.first(*_SITE_NAMES)
    return tuple(
        LayerRow(
            row.number,
            row.cell(town).strip()[:80],
            row.cell(layer).strip()[:60],
            row.cell(phone).strip()[:20] if phone is not None else "",
            row.cell(site).strip()[:300] if site is not None else "",
        )
        for row in rows
        if row.cell(town).strip() and row.cell(layer).strip()
    )


def read_layer_shapes(path: Path, name_key: str = "") -> tuple[LayerShape, ...]:
    """This function will read the polygons of a GeoJSON FeatureCollection in WGS84.

    `name_key` names the property that holds the name; without it the usual ones are tried.
    Raises: FileRefused.
    """
    if path.stat().st_size > _LARGEST_GEOJSON_BYTES:
        raise FileRefused("GeoJSONが大きすぎます。30MBまでにしてください。")
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FileRefused("GeoJSONとして読めません。UTF-8で書き出してください。") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise FileRefused("GeoJSONに図形（features）がありません。")
    return tuple(_shape(number, each, name_key) for number, each in enumerate(features, 1))


def _shape(number: int, feature: object, name_key: str) -> LayerShape:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    named = properties if isinstance(properties, dict) else {}
    keys = (name_key,) if name_key else _SHAPE_NAMES
    name = next((str(named[key]).strip() for key in keys if named.get(key)), "")[:60]
    if not name:
        raise FileRefused(f"{number}番目の図形に、名前がありません。")
    try:
        shape = shape_of(geometry)
    except GeometryRefused as error:
        raise FileRefused(f"{number}番目の図形「{name}」: {error}") from error
    return LayerShape(name, shape, dict(geometry) if isinstance(geometry, dict) else {})
