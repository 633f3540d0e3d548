"""Rows of public lists in ../shared as the detector sees them, and the labels on pairs of them."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yui.directory.engine.same import Thing, kinds_in
from yui.directory.formats.care_types import care_type_of
from yui.lib.japanese import parse_phones

SHARED: Final = Path(os.environ.get("YUI_SHARED", Path(__file__).parents[5] / "shared")) / "data"
LABELS: Final = Path(__file__).with_name("labels.csv")
_NATION: Final = "national/mhlw_care_8services_2025-06_national.csv.gz"
_HOSPITALS: Final = "national/official_01-1_hospital_facility_info_20250601.csv"
_TAKAMATSU: Final = ("elderly_welfare_facility", "nursing_home", "group_home", "hospital")
_YAIZU: Final = (
    "facilities_for_vulnerable",
    "relief_hospital",
    "digital_coupon_shops",
    "restaurants",
    "shops",
    "voucher_other",
    "voucher_retail",
    "city_office",
    "community_exchange_center",
    "culture",
    "library",
    "sports",
    "welfare_hall",
)
# What the lists call the same column.
_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("name", "名称", "正式名称", "要配慮者利用施設名称", "クーポン名", "店舗名"),
    "kana": ("kana", "名称_カナ", "正式名称（フリガナ）", "クーポン名カナ"),
    "address": ("address", "住所", "所在地", "店舗住所"),
    "phone": ("tel", "telephoneNumber", "telephone\u3000number", "電話番号", "連絡先電話番号"),
    "latitude": ("lat", "latitude", "緯度", "所在地座標（緯度）"),
    "longitude": ("lng", "longitude", "経度", "所在地座標（経度）"),
    "kind": ("serviceType", "service", "区分"),
}
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Label:
    """This value will hold what a reader decided on two rows; `same` is None where unclear."""

    first: str
    second: str
    rows_hash: str
    same: bool | None
    reason: str
    is_held_out: bool


def labels() -> list[Label]:
    """This function will read the labels; lines that begin with # are the header."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    decided = {"same": True, "different": False, "unclear": None}
    return [
        Label(
            row["first"],
            row["second"],
            row["rows_hash"],
            decided[row["label"]],
            row["reason"],
            row["half"] == "held_out",
        )
        for row in rows
    ]


def rows() -> dict[str, Row]:
    """This function will return every row by list and line（`care:2` is the first office）."""
    return dict(_rows())


def things(all_rows: Mapping[str, Row]) -> list[Thing]:
    """This function will return the rows as things to compare."""
    return [_thing(key, row) for key, row in all_rows.items()]


def hash_of(*both: Row) -> str:
    """This function will return the hash that says a label still speaks of these rows."""
    text = "\n".join("\t".join(row.values()) for row in both)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _rows() -> Iterator[tuple[str, Row]]:
    yield from _numbered("care", gzip.decompress((SHARED / _NATION).read_bytes()))
    yield from _numbered("hospital", (SHARED / _HOSPITALS).read_bytes())
    for town, lists in (("takamatsu", _TAKAMATSU), ("yaizu", _YAIZU)):
        for name in lists:
            file = SHARED / town / f"{name}.csv"
            yield from _numbered(f"{town}/{name}", file.read_bytes())


def _numbered(name: str, data: bytes) -> Iterator[tuple[str, Row]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932")
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), 2):
        yield f"{name}:{line}", {key: value or "" for key, value in row.items() if key}


def _thing(key: str, row: Row) -> Thing:
    cell = {name: _first(row, headers) for name, headers in _HEADERS.items()}
    official = care_type_of(cell["kind"])
    return Thing(
        key=key,
        name=cell["name"],
        kana=cell["kana"],
        area=_area_of(key, row, cell["address"]),
        phones=tuple(phone.digits for phone in parse_phones(cell["phone"])),
        address=cell["address"],
        latitude=float(cell["latitude"] or 0) or None,
        longitude=float(cell["longitude"] or 0) or None,
        kinds=frozenset({official}) if official else kinds_in(cell["kind"]),
    )


def _first(row: Row, headers: tuple[str, ...]) -> str:
    return next((row[header] for header in headers if header in row), "")


def _area_of(key: str, row: Row, address: str) -> str:
    if "code5" in row:
        return row["code5"]
    towns = {"takamatsu": "37201", "yaizu": "22212"}
    if key.partition("/")[0] in towns:
        return towns[key.partition("/")[0]]
    known = {"高松市": "37201", "焼津市": "22212"}
    return next((code for name, code in known.items() if name in address), address[:6])
