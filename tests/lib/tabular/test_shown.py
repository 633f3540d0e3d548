from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib.tabular.shown import GENERAL, format_of_id, show_number


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("92011", GENERAL, "92011"),
        ("92011", "000000", "092011"),
        ("100", "0000", "0100"),
        ("7600001", "000-0000", "760-0001"),
        ("10001", r"000\-0000", "001-0001"),
        ("7600001", "[<=999]000;[<=9999]000-00;000-0000", "760-0001"),
        ("760", "[<=999]000;[<=9999]000-00;000-0000", "760"),
        ("7601", "[<=999]000;[<=9999]000-00;000-0000", "076-01"),
        ("878392811", r"[<=99999999]####\-####;\(00\)\ ####\-####", "(08) 7839-2811"),
        ("8392811", r"[<=99999999]####\-####;\(00\)\ ####\-####", "839-2811"),
        ("35.681235999999998", GENERAL, "35.681236"),
        ("35.681236", "0.00", "35.681236"),
        ("35.6", "0", "35.6"),
        ("4315", "#,##0", "4315"),
        ("4E12", GENERAL, "4000000000000"),
        ("4010401098455", "0.00E+00", "4010401098455"),
        ("1.2345678901234568E+19", GENERAL, "1.2345678901234568E+19"),
        ("0.15", "0%", "15%"),
        ("-3", "0000", "-3"),
        ("0.1", GENERAL, "0.1"),
        ("1E-7", GENERAL, "0.0000001"),
        ("0", GENERAL, "0"),
        ("46349", "yyyy/m/d", "2026-11-23"),
        ("46349", '[$-411]ggge"年"m"月"d"日"', "2026-11-23"),
        ("46349", 'm"月"d"日"', "2026-11-23"),
        ("46349.395833333336", "yyyy/m/d h:mm", "2026-11-23T09:30:00"),
        ("0.39583333333333331", "h:mm", "09:30"),
        ("0.39583333333333331", 'h"時"mm"分"', "09:30"),
        ("0.5", "h:mm AM/PM", "12:00"),
        ("1.0625", "[h]:mm", "25:30"),
        ("59", "yyyy/m/d", "1900-02-28"),
        ("60", "yyyy/m/d", "60"),
        ("61", "yyyy/m/d", "1900-03-01"),
        ("-1", "yyyy/m/d", "-1"),
        ("9999999", "yyyy/m/d", "9999999"),
        ("5", "[Red]0", "5"),
        ("5", '0"人"', "5"),
        ("5", "@", "5"),
        ("NaN", GENERAL, "NaN"),
        ("abc", GENERAL, "abc"),
    ],
)
def test_show_number_writes_what_the_sheet_shows(raw: str, code: str, text: str) -> None:
    assert show_number(raw, code) == text


@pytest.mark.parametrize("number", [14, 22, 27, 30, 31, 36, 50, 57, 58])
def test_format_of_id_knows_the_dates_of_japanese_sheets(number: int) -> None:
    assert show_number("46349", format_of_id(number)) == "2026-11-23"


def test_show_number_counts_from_1904_where_the_workbook_does() -> None:
    assert show_number("0", "yyyy/m/d", from_1904=True) == "1904-01-01"
    assert show_number("44887", "yyyy/m/d", from_1904=True) == "2026-11-23"


@given(st.integers(61, 2_958_465))
def test_show_number_follows_the_calendar(serial: int) -> None:
    day = date(1899, 12, 30) + timedelta(days=serial)
    assert show_number(str(serial), "yyyy/m/d") == day.isoformat()


@given(st.floats(-1e14, 1e14))
def test_show_number_loses_nothing_of_a_number(value: float) -> None:
    assert float(show_number(repr(value), GENERAL)) == value


@given(st.text(max_size=12), st.text(max_size=12))
def test_show_number_answers_whatever_comes(raw: str, code: str) -> None:
    assert isinstance(show_number(raw, code), str)
    assert isinstance(show_number("12345.5", code), str)
    assert isinstance(show_number("12345", code), str)
