"""Headings and headers of people's own tables: where they stand, and what they likely mean."""

from __future__ import annotations

import pytest

from yui.directory.formats import FIELD_LABELS, suggested_field, suggested_fields
from yui.directory.formats.headings import heading_of, titles_of

TITLE = "令和8年度 見本市 日常生活圏域別 通いの場一覧"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("活動名", "name"),
        ("①会の名前", "name"),
        ("団体名", "corporate_name"),
        ("実施主体", "corporate_name"),
        ("内容", "activity"),
        ("代表者", "leader"),
        ("代表者氏名", "leader"),
        ("代表者電話", "leader_phone"),
        ("携帯", "leader_phone"),
        ("代表電話", "phone"),
        ("連絡先_電話", "phone"),
        ("連絡先", "phone"),
        ("会場", "venue"),
        ("会場_名前", "venue"),
        ("会場の住所", "address"),
        ("開催場所", "venue"),
        ("曜日", "weekdays"),
        ("活動日", "weekdays"),
        ("時間", "hours_note"),
        ("対象", "audience"),
        ("対象地域", "service_area"),
        ("参加費", "fee"),
        ("日常生活圏域", "sphere"),
        ("シートの名前", "sphere"),
        ("ID", "key"),
        ("№", "key"),
        ("ふりがな", "kana"),
        ("地方公共団体名", ""),
        ("代表者住所", ""),
        ("世帯数", ""),
    ],
)
def test_header_of_an_own_table_is_guessed(header: str, field: str) -> None:
    assert suggested_field(header) == field
    assert field == "" or field in FIELD_LABELS


def test_group_is_the_name_where_nothing_else_is() -> None:
    assert suggested_fields(["団体名", "電話"]) == {0: "name", 1: "phone"}
    assert suggested_fields(["活動名", "団体名"]) == {0: "name", 1: "corporate_name"}


def test_title_over_all_columns_is_no_heading() -> None:
    rows = [[TITLE] * 4, [], ["名称", "電話", "曜日", "時間"], ["ひだまり会", "0", "月", "10時"]]

    assert heading_of(rows) == (2, 1, ("名称", "電話", "曜日", "時間"))
    assert titles_of(rows, 2) == (TITLE,)
    found = suggested_fields(heading_of(rows)[2])
    assert found == {0: "name", 1: "phone", 2: "weekdays", 3: "hours_note"}


def test_two_rows_of_headings_are_joined_in_a_workbook_and_in_a_text() -> None:
    joined = ("名称", "連絡先_電話", "連絡先_FAX", "備考")
    upper, lower = ["名称", "連絡先", "連絡先", "備考"], ["名称", "電話", "FAX", "備考"]
    data = ["ひだまり会", "087-000-1111", "", ""]
    assert heading_of([[TITLE] * 4, upper, lower, data]) == (1, 2, joined)
    upper, lower = ["名称", "連絡先", "", "備考"], ["", "電話", "FAX", ""]
    assert heading_of([[TITLE], upper, lower, data]) == (1, 2, joined)


def test_rows_of_words_below_a_heading_are_not_joined_to_it() -> None:
    rows = [["名称", "会場", "曜日"], ["ひだまり会", "公民館", "月曜"], ["つつみ会", "", "火曜"]]

    assert heading_of(rows) == (0, 1, ("名称", "会場", "曜日"))


def test_date_beside_a_title_is_no_merged_heading() -> None:
    rows = [[TITLE, "", "令和8年3月末現在", ""], ["名称", "電話", "会場", "備考"], ["あ", "1"]]

    assert heading_of(rows) == (1, 1, ("名称", "電話", "会場", "備考"))
