"""Lists are recognised by their headers, however they are spelt and wherever they stand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from yui.directory.formats import FORMATS, fold_header, format_of_kind, recognise
from yui.directory.formats.headings import heading_of
from yui.directory.formats.recognition import fingerprint


def _headers(kind: str) -> list[str]:
    layout = format_of_kind(kind)
    assert layout is not None
    return list(layout.headers)


@pytest.mark.parametrize(
    "layout", FORMATS, ids=lambda layout: f"{layout.kind}-{len(layout.columns)}"
)
def test_every_format_recognises_its_own_headers(layout: object) -> None:
    found = recognise([list(layout.headers)])  # type: ignore[attr-defined]

    assert found is not None
    assert found.format is layout
    assert len(found.matches) == len(layout.columns)  # type: ignore[attr-defined]


@settings(max_examples=30, deadline=None)
@given(some.permutations(_headers("mhlw_kayoinoba")))
def test_order_of_columns_does_not_matter(headers: list[str]) -> None:
    found = recognise([headers])

    assert found is not None
    assert found.format.kind == "mhlw_kayoinoba"
    fields = {headers[index]: name for index, name in found.matches.items()}
    assert fields["運営日（祝日）－終了"] == "holiday_end"


def test_dashes_widths_and_aliases_do_not_matter() -> None:
    spelt = [
        header.replace("－", "-").replace("（", "(").replace("）", ")")
        for header in _headers("mhlw_kayoinoba")
    ]
    found = recognise([spelt])
    assert found is not None
    assert len(found.matches) == 38
    assert fold_header("所在地_連結標記") == fold_header("所在地＿連結表記")
    assert fold_header("都道府県コード又は\n市区町村コード") == fold_header(
        "都道府県コードまたは市区町村コード"
    )
    assert fold_header("名称_ｶﾅ") == fold_header("名称_カナ")


def test_titles_above_and_three_rows_of_headings_are_passed_over() -> None:
    headers = _headers("recommended_public_facility")
    numbers = [str(number) for number in range(1, len(headers) + 1)]
    data = ["372013", "1", "香川県", "高松市", "見本会館"]
    titled = recognise([["公共施設一覧"], [], headers, data])
    stacked = recognise([[f"A{number}" for number in numbers], numbers, headers, data])

    assert titled is not None
    assert stacked is not None
    assert (titled.first_row, stacked.first_row) == (3, 3)
    assert stacked.format.kind == "recommended_public_facility"


def test_merged_headings_are_joined() -> None:
    headers = _headers("mhlw_kayoinoba")
    upper = ["運営日（平日）" if "平日" in header else header for header in headers]
    lower = [header.split("－")[1] if "平日" in header else "" for header in headers]
    found = recognise([upper, lower, ["1"]])

    assert found is not None
    assert found.first_row == 2
    assert {"weekday_start", "weekday_end"} <= set(found.matches.values())


def test_helper_columns_and_unknown_columns_are_named() -> None:
    headers = [*_headers("recommended_public_facility"), "市の独自列", "←データの項目名を入力"]
    found = recognise([headers])

    assert found is not None
    assert found.unknown == ("市の独自列",)
    assert found.helpers == (len(headers) - 1,)


def test_a_table_of_something_else_is_no_list() -> None:
    assert recognise([["品名", "数量", "単価"], ["りんご", "3", "100"]]) is None
    assert recognise([]) is None
    assert recognise([_headers("mhlw_care")], kind="mhlw_hospital") is None


def test_heading_of_an_unknown_table_is_found_and_fingerprinted() -> None:
    rows = [
        ["サロン一覧"],
        ["会の名まえ", "でんわ", "ばしょ"],
        ["ひだまり会", "087-000-1111", "番町"],
    ]

    assert heading_of(rows) == (1, 1, ("会の名まえ", "でんわ", "ばしょ"))
    assert fingerprint(["会の名まえ"]) == fingerprint(["会の名まえ　"])
    assert fingerprint(["会の名まえ"]) != fingerprint(["でんわ"])


@pytest.mark.shared
def test_columns_agree_with_the_published_definitions(shared_files: Path) -> None:
    folder = shared_files / "schemas" / "japan"
    for name, kind in (
        ("mhlw_kayoinoba_opendata_columns.csv", "mhlw_kayoinoba"),
        ("mhlw_kaigo_jigyosho_columns.csv", "mhlw_care"),
    ):
        with (folder / name).open(encoding="utf-8") as file:
            published = {row["column"] for row in csv.DictReader(file)}
        assert published <= set(_headers(kind))
    with (folder / "municipal_standard_ods_public_facility_header_from_nonoichi.csv").open(
        encoding="utf-8"
    ) as file:
        headers = [row["column"] for row in csv.DictReader(file)]
    found = recognise([headers])
    assert found is not None
    assert found.format.kind == "ods_public_facility"
    assert len(found.unknown) <= 8
