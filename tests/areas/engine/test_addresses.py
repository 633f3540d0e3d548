"""Municipality and 町字 at the beginning of written addresses."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.areas.engine.addresses import (
    Place,
    canonical,
    gazetteer_of,
    read_municipality,
    read_town,
)

PLACES = gazetteer_of(
    [
        Place("13/13206/", "東京都", ("府中市",)),
        Place("34/34208/", "広島県", ("府中市",)),
        Place("34/34302/", "広島県", ("安芸郡府中町", "府中町")),
        Place("12/12203/", "千葉県", ("市川市",)),
        Place("08/08208/", "茨城県", ("龍ケ崎市",)),
        Place("39/39405/", "高知県", ("高岡郡檮原町", "檮原町")),
        Place("14/14100/", "神奈川県", ("横浜市",)),
        Place("14/14100/14101/", "神奈川県", ("横浜市鶴見区",)),
        Place("24/24202/", "三重県", ("四日市市",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "paths", "rest"),
    [
        ("神奈川県横浜市鶴見区鶴見中央3-20-1", ("14/14100/14101/",), "鶴見中央3-20-1"),
        ("横浜市 鶴見区 鶴見中央", ("14/14100/14101/",), "鶴見中央"),
        ("〒230-0051　神奈川県横浜市西区", ("14/14100/",), "西区"),
        ("茨城県龍ヶ崎市3710", ("08/08208/",), "3710"),
        ("茨城県竜ケ崎市3710", ("08/08208/",), "3710"),
        ("高知県高岡郡梼原町梼原1444-1", ("39/39405/",), "梼原1444-1"),
        ("高知県梼原町梼原", ("39/39405/",), "梼原"),
        ("府中市宮西町2-24", ("13/13206/", "34/34208/"), "宮西町2-24"),
        ("広島県府中市府川町315", ("34/34208/",), "府川町315"),
        ("広島県安芸郡府中町大通", ("34/34302/",), "大通"),
        ("千葉県市川市市川1丁目", ("12/12203/",), "市川1丁目"),
        ("千葉県巿川巿八幡", ("12/12203/",), "八幡"),
        ("三重県四日市市諏訪町", ("24/24202/",), "諏訪町"),
        ("ニューヨーク", (), "ニューヨーク"),
        ("", (), ""),
    ],
)
def test_municipality_is_read_when_spellings_differ(
    text: str, paths: tuple[str, ...], rest: str
) -> None:
    assert read_municipality(text, PLACES) == (paths, rest)


@pytest.mark.parametrize(
    ("text", "town", "rest"),
    [
        ("大字仏生山町甲218-1", "仏生山町", "甲218-1"),
        ("錦町1-7-20", "錦町一丁目", "7-20"),
        ("錦町１丁目7番", "錦町一丁目", "7番"),
        ("錦町十二丁目", "錦町十二丁目", ""),
        ("錦町2", "錦町", "2"),
        ("霞ヶ関3", "霞が関", "3"),
        ("浜ノ町5", "浜の町", "5"),
        ("一之舟入町537", "一之舟入町", "537"),
    ],
)
def test_town_is_read_when_spellings_differ(text: str, town: str, rest: str) -> None:
    names = ["仏生山町", "錦町", "錦町一丁目", "錦町十二丁目", "霞が関", "浜の町", "一之舟入町"]
    assert read_town(text, names) == (town, rest)


def test_town_is_none_when_no_name_fits() -> None:
    assert read_town("どこか1-2", ["錦町", ""]) is None


def test_one_block_is_not_another_when_digits_go_on() -> None:
    assert read_town("錦町12-3", ["錦町一丁目"]) is None


@given(st.text(max_size=60))
def test_reading_never_fails_and_rest_is_an_ending(text: str) -> None:
    paths, rest = read_municipality(text, PLACES)
    assert isinstance(paths, tuple)
    assert canonical(text).endswith(canonical(rest)) or not canonical(rest)


@given(st.text(alphabet="大字あヶがケ之ノ一二十百丁目3-ー 條", max_size=20))
def test_canonical_form_is_stable(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == canonical(canonical(once))


@pytest.mark.shared
def test_municipality_is_found_in_999_of_1000_when_addresses_are_dirty(shared_files: Path) -> None:
    from yui.areas.formats.national import national_areas
    from yui.areas.states import Tier
    from yui.lib.japanese.text import fold

    areas = {area.path: area for area in national_areas()}
    full = {
        path: areas[path.split("/")[0] + "/"].name + _written(path, areas)
        for path, area in areas.items()
        if area.tier in (Tier.MUNICIPALITY, Tier.WARD)
    }
    places = gazetteer_of(
        Place(path, areas[path[:3]].name, (_written(path, areas), areas[path].name)[: 2 - is_ward])
        for path in full
        for is_ward in (areas[path].tier is Tier.WARD,)
    )
    path = shared_files / "data/addresses/addresses.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    judged = [
        fold(row["都道府県"] + row["市区町村"])
        in {fold(full[path]) for path in read_municipality(row["住所"], places)[0]}
        for row in rows
        if row["市区町村"]
    ]
    assert len(judged) == 3595
    assert sum(judged) >= 3591


def _written(path: str, areas: dict[str, object]) -> str:
    parts = path.split("/")[1:-1]
    names = [areas["/".join(path.split("/")[: depth + 2]) + "/"] for depth in range(len(parts))]
    return "".join(area.county + area.name for area in names)  # type: ignore[attr-defined]
