"""Rows into records: areas, keys, terms, hours, fees, and reasons."""

from __future__ import annotations

import pytest

from yui.directory.formats import format_of_kind, recognise
from yui.exchange.engine.cleaning import Cleaner, CleanRow, eligibility_of
from yui.exchange.engine.places import AreaBook
from yui.exchange.engine.records import changed_values
from yui.exchange.engine.service_types import terms_of_gathering, terms_of_type

_AREAS = [
    ["", "", "全国", "全国", None, None, ""],
    ["08/", "080004", "茨城県", "茨城県", None, None, ""],
    ["08/08208/", "082082", "龍ケ崎市", "茨城県龍ケ崎市", 35.91, 140.18, ""],
    ["22/", "220001", "静岡県", "静岡県", None, None, ""],
    ["22/22130/", "221309", "浜松市", "静岡県浜松市", 34.71, 137.73, ""],
    ["22/22130/22138/", "221384", "中央区", "静岡県浜松市中央区", 34.71, 137.73, ""],
    ["22/22130/22131/", "221317", "中区", "静岡県浜松市中区", 34.71, 137.73, "22/22130/22138/"],
    ["12/", "120006", "千葉県", "千葉県", None, None, ""],
    ["12/12100/", "121002", "千葉市", "千葉県千葉市", 35.607, 140.106, ""],
    ["12/12100/12106/", "121061", "緑区", "千葉県千葉市緑区", 35.56, 140.18, ""],
    ["01/", "010006", "北海道", "北海道", None, None, ""],
    ["01/01210/", "012106", "岩見沢市", "北海道岩見沢市", 43.19, 141.77, ""],
]


def _clean(kind: str, home: str = "", **cells: str) -> CleanRow:
    layout = format_of_kind(kind)
    assert layout is not None
    found = recognise([layout.headers])
    assert found is not None
    book = AreaBook.from_rows(_AREAS, home)
    cleaner = Cleaner(layout, found.matches, found.headers, book)
    row = tuple(cells.get(column.field, "") for column in layout.columns)
    return cleaner.clean(2, row)


@pytest.mark.parametrize(
    ("cells", "path"),
    [
        ({"area_code": "08208"}, "08/08208/"),
        ({"area_code": "8208"}, "08/08208/"),
        ({"area_code": "082082"}, "08/08208/"),
        ({"area_code": "12106", "prefecture": "千葉県"}, "12/12100/12106/"),
        ({"area_code": "12106", "prefecture": "北海道"}, "01/01210/"),
        ({"area_code": "", "address": "茨城県龍ヶ崎市3710"}, "08/08208/"),
        ({"area_code": "", "prefecture": "茨城県", "municipality": "竜ヶ崎市"}, "08/08208/"),
        ({"area_code": "22131"}, "22/22130/22138/"),
    ],
)
def test_area_of_a_row_by_code_address_or_name(cells: dict[str, str], path: str) -> None:
    row = _clean("mhlw_care", name="見本", service_type="訪問介護", **cells)

    assert row.area_path == path, row.reason


def test_row_of_no_known_area_is_refused() -> None:
    row = _clean("mhlw_care", name="見本", area_code="12106", address="どこか1-1")

    assert row.values is None
    assert row.reason.startswith("どの市区町村か分かりません")


def test_gathering_has_hours_fee_people_and_terms() -> None:
    row = _clean(
        "mhlw_kayoinoba",
        area_code="082082",
        key="12",
        name="ひだまり会",
        address="茨城県龍ケ崎市3710",
        activity="体操とお茶",
        audience="65歳以上の方",
        weekday_start="10:00",
        weekday_end="12:00",
        fee="無料（材料費あり）",
        transport="1",
        meals="0",
        capacity="２０人",
    )
    values = row.values

    assert values is not None
    assert (row.key, values["sector"]) == ("12", "daily")
    assert values["sentence"].startswith("月曜〜金曜")
    assert (values["fee_class"], values["fee_text"]) == ("paid", "無料（材料費あり）")
    assert (values["transport"], values["meals"]) == ("yes", "no")
    assert values["eligibility"] == {"minimum_age": 65}
    assert values["description"] == "体操とお茶\n定員：20人"
    assert {"field:health", "field:place_to_be", "provision:go"} <= set(values["terms"])


@pytest.mark.parametrize(
    ("service_type", "provision"),
    [
        ("訪問介護", "come"),
        ("通所介護", "go"),
        ("地域密着型通所介護", "go"),
        ("定期巡回・随時対応型訪問介護看護", "come"),
        ("居宅介護支援", "consult"),
        ("福祉用具貸与", "deliver"),
        ("介護老人福祉施設", "live_in"),
        ("介護医療院", "live_in"),
    ],
)
def test_terms_of_a_care_service_type(service_type: str, provision: str) -> None:
    terms = terms_of_type(service_type)

    assert "field:care" in terms
    assert f"provision:{provision}" in terms


def test_terms_of_a_gathering_say_only_what_the_words_say() -> None:
    assert "field:meals" in terms_of_gathering("会食会")
    assert "field:meals" not in terms_of_gathering("将棋")


def test_eligibility_keeps_words_that_say_more_than_an_age() -> None:
    assert eligibility_of("65歳以上の方") == {"minimum_age": 65}
    assert eligibility_of("市内の６５歳以上で歩ける方。") == {"other": "市内の６５歳以上で歩ける方"}
    assert eligibility_of("特になし") == {}


def test_changed_values_ignore_spelling_and_what_the_file_does_not_speak_of() -> None:
    now = {"name": "龍ケ崎デイ", "address": "茨城県龍ケ崎市３", "kana": "ア", "phones": []}
    new = {"name": "龍ヶ崎デイ", "address": "茨城県龍ヶ崎市3", "kana": "イ", "phones": []}

    assert changed_values(now, new, frozenset({"name", "address"})) == []
    assert changed_values(now, new, frozenset({"name", "kana", "phones"})) == ["kana"]
