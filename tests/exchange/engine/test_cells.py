"""Single cells: what a rule proves is mended, everything else stays or is left out aloud."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from yui.exchange.engine import cells
from yui.exchange.engine.naming import list_name_of, period_of
from yui.exchange.engine.rules import Notes, RowRefused
from yui.lib.csvfile import guard_cell


def _rules(notes: Notes) -> list[str]:
    return [entry["rule"] for entry in notes.repairs]


@pytest.mark.parametrize(
    ("cell", "text", "rules"),
    [
        ("体操（改行）お茶", "体操\nお茶", ["line_break"]),
        ("体操<br />お茶", "体操\nお茶", ["line_break"]),
        ("<b>体操</b>", "体操", ["html"]),
        ("A&amp;B", "A&B", ["html"]),
        ("　体操 ", "体操", ["spaces"]),
        ("－", "", ["dash_as_empty"]),
        ("ゼロ\u200b幅", "ゼロ幅", ["hidden_letters"]),
        ("3 < 5 > 2", "3 < 5 > 2", []),
        ("髙﨑①㈱～∥￠", "髙﨑①㈱～∥￠", []),
        ("", "", []),
    ],
)
def test_text_of_mends_marks_and_says_so(cell: str, text: str, rules: list[str]) -> None:
    notes = Notes()

    assert cells.text_of(cell, "列", notes) == text
    assert _rules(notes) == rules


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\ue000", "\ufffd"])
def test_text_of_refuses_letters_that_cannot_be_kept(letter: str) -> None:
    with pytest.raises(RowRefused, match="列の2文字目"):
        cells.text_of(f"あ{letter}", "列", Notes())


@given(some.text(alphabet="=+-@'あ1\t ＝", max_size=8))
def test_text_of_takes_the_guard_of_our_own_export_away(text: str) -> None:
    plain = "" if re.fullmatch("[-ー*]+", text.strip()) else text.strip()

    assert cells.text_of(guard_cell(text), "列", Notes()) == plain


@pytest.mark.parametrize(
    ("cell", "number", "rules"),
    [
        ("087-839-2811", "087-839-2811", []),
        ("0878392811", "087-839-2811", ["hyphens"]),
        ("878392811", "087-839-2811", ["lost_zero"]),
        ("０８７－８３９－２８１１", "087-839-2811", ["full_width"]),
        ("8.78E+08", None, ["broken_number"]),
        ("0000-12-34", None, ["phone_dropped"]),
    ],
)
def test_phones_of_reads_and_never_completes(
    cell: str, number: str | None, rules: list[str]
) -> None:
    notes = Notes()
    found = cells.phones_of(cell, "電話番号", notes)

    assert [phone["number"] for phone in found] == ([number] if number else [])
    assert _rules(notes) == rules


def test_phones_of_refuses_a_bad_number_in_a_table_made_by_hand() -> None:
    with pytest.raises(RowRefused, match="桁を確かめて"):
        cells.phones_of("0000-12-34", "電話", Notes(), is_strict=True)


@pytest.mark.parametrize(
    ("cell", "url", "mail", "rules"),
    [
        ("https://example.jp/", "https://example.jp/", "", []),
        ("example.jp", "http://example.jp", "", ["url_scheme"]),
        ("https//example.jp", "https://example.jp", "", ["url_scheme"]),
        ("http：//example.jp", "http://example.jp", "", ["full_width"]),
        ("info@example.jp", "", "info@example.jp", ["mail_in_url"]),
        ("なし", "", "", ["url_dropped"]),
        ("javascript:alert(1)", "", "", ["url_dropped"]),
        (f"https://example.jp/{'a' * 300}", "", "", ["url_dropped"]),
    ],
)
def test_url_and_mail_sorts_what_people_type(
    cell: str, url: str, mail: str, rules: list[str]
) -> None:
    notes = Notes()

    assert cells.url_and_mail(cell, "URL", notes) == (url, mail)
    assert _rules(notes) == rules


def test_numbers_and_postcodes() -> None:
    notes = Notes()

    assert cells.whole_number("1,200人", "定員", notes) == 1200
    assert cells.whole_number("若干名", "定員", notes) is None
    assert cells.postal_code_of("〒７６０－８５７１", "郵便番号", notes) == "7608571"
    assert cells.postal_code_of("600001", "郵便番号", notes) == "0600001"
    assert cells.postal_code_of("12", "郵便番号", notes) == ""
    assert _rules(notes) == ["comma_number", "postal_code", "lost_zero", "number_dropped"]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("mhlw_care_8services_2025-06_national.csv", date(2025, 6, 30)),
        ("202606.csv", date(2026, 6, 30)),
        ("通いの場一覧_R8.3.31.xlsx", date(2026, 3, 31)),
        ("令和元年5月.csv", date(2019, 5, 31)),
        ("list_20250630.csv", date(2025, 6, 30)),
        ("community_center.csv", None),
        ("372013_care_service.csv", None),
    ],
)
def test_period_of_a_file_name(name: str, day: date | None) -> None:
    assert period_of(name) == day


def test_list_name_stays_the_same_over_editions() -> None:
    assert list_name_of("通いの場一覧_R8.xlsx") == list_name_of("通いの場一覧_R9.xlsx")
    assert list_name_of("community_center.csv") != list_name_of("library.csv")
    assert list_name_of("202606.csv") == ""
