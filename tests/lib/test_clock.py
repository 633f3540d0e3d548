from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib import clock
from yui.lib.clock import DateRefused


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026年11月10日", date(2026, 11, 10)),
        ("2026/11/10", date(2026, 11, 10)),
        ("2026-11-10", date(2026, 11, 10)),
        ("2026.11.10", date(2026, 11, 10)),
        ("２０２６年１１月１０日（火）", date(2026, 11, 10)),
        ("2026-11-10 00:00:00", date(2026, 11, 10)),
        ("2026-11-10T00:00:00", date(2026, 11, 10)),
        ("20261110", date(2026, 11, 10)),
        ("令和8年11月23日", date(2026, 11, 23)),
        ("令和 8 年 11 月 23 日", date(2026, 11, 23)),
        ("R8.11.23", date(2026, 11, 23)),
        ("r8/11/23", date(2026, 11, 23)),
        ("令8.11.23", date(2026, 11, 23)),
        ("㋿8年11月23日", date(2026, 11, 23)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("H1.1.8", date(1989, 1, 8)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("明治6年1月1日", date(1873, 1, 1)),
        ("S20.8.15", date(1945, 8, 15)),
        ("2026年6月末", date(2026, 6, 30)),
        ("令和6年2月末日", date(2024, 2, 29)),
        ("46349", date(2026, 11, 23)),
        ("46349.0", date(2026, 11, 23)),
    ],
)
def test_parse_date_reads_how_offices_write(cell: str, day: date) -> None:
    assert clock.parse_date(cell) == day


def test_parse_date_takes_the_year_from_the_reference() -> None:
    assert clock.parse_date("8月5日（水）", reference_year=2026) == date(2026, 8, 5)
    with pytest.raises(DateRefused, match="年がありません"):
        clock.parse_date("8月5日（水）")


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("令和100年13月1日", "ありません"),
        ("令和100年13月", "読み取れません"),
        ("2026年2月30日", "ありません"),
        ("2025/2/29", "ありません"),
        ("平成31年5月1日", "平成にはありません。令和元年5月1日ですか"),
        ("昭和64年1月8日", "平成元年1月8日ですか"),
        ("令和元年4月30日", "平成31年4月30日ですか"),
        ("令和0年1月1日", "令和にはありません"),
        ("明治5年12月2日", "明治にはありません"),
        ("26/11/10", "西暦4けたか和暦"),
        ("0/0/0", "西暦4けたか和暦"),
        ("0000-00-00", "ありません"),
        ("令和9999年1月1日", "ありません"),
        ("随時", "読み取れません"),
        ("8月5日～8月16日", "読み取れません"),
        ("2026-11-10 09:30", "読み取れません"),
        ("", "読み取れません"),
    ],
)
def test_parse_date_refuses_impossible_dates_with_a_sentence(cell: str, sentence: str) -> None:
    with pytest.raises(DateRefused, match=sentence):
        clock.parse_date(cell, reference_year=2026)


@given(st.text(max_size=20))
def test_parse_date_answers_or_refuses_whatever_comes(text: str) -> None:
    try:
        day = clock.parse_date(text, reference_year=2026)
    except DateRefused:
        return
    assert clock.parse_date(day.isoformat()) == day


@given(st.dates(date(1873, 1, 1), date(2200, 12, 31)))
def test_parse_date_reads_back_what_was_formatted(day: date) -> None:
    assert clock.parse_date(clock.format_wareki(day)) == day
    assert clock.parse_date(clock.format_date_ja(day)) == day
    assert clock.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 23), "令和8年11月23日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
        (date(1873, 1, 1), "明治6年1月1日"),
    ],
)
def test_format_wareki_changes_on_the_first_day_of_an_era(day: date, text: str) -> None:
    assert clock.format_wareki(day) == text


def test_format_wareki_refuses_days_counted_by_the_moon() -> None:
    with pytest.raises(DateRefused, match="明治6年1月1日から"):
        clock.format_wareki(date(1872, 12, 31))


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)],
)
def test_fiscal_year_begins_in_april(day: date, year: int) -> None:
    assert clock.fiscal_year(day) == year
    first, last = clock.fiscal_year_bounds(year)
    assert first <= day <= last


def test_format_fiscal_year_is_named_after_its_first_day() -> None:
    assert clock.format_fiscal_year(2025) == "令和7年度"
    assert clock.format_fiscal_year(2019) == "平成31年度"
    assert clock.format_fiscal_year(2018) == "平成30年度"


def test_hours_are_shown_in_words() -> None:
    assert clock.format_date_ja(date(2026, 11, 10)) == "2026年11月10日"
    assert clock.weekday_ja(date(2026, 11, 10)) == "火"
    assert clock.format_time_ja(time(9, 0)) == "9時"
    assert clock.format_span_ja(time(9, 30), time(11, 30)) == "9時30分〜11時30分"


@pytest.mark.parametrize(
    ("cell", "hour"),
    [
        ("9:30", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("9時30分", time(9, 30)),
        ("9時半", time(9, 30)),
        ("9時", time(9, 0)),
        ("09:30:00", time(9, 30)),
        ("13", time(13, 0)),
        ("午前9時", time(9, 0)),
        ("午後1時15分", time(13, 15)),
        ("午前12時", time(12, 0)),
        ("午後0時", time(12, 0)),
        ("PM 12:00", time(12, 0)),
        ("AM12:00", time(0, 0)),
    ],
)
def test_parse_time_reads_how_people_write(cell: str, hour: time) -> None:
    assert clock.parse_time(cell) == hour


@pytest.mark.parametrize(
    "cell", ["24", "24:00", "9:60", "25時", "日没", "24時間利用可能", "", "午後13時", "午後12時"]
)
def test_parse_time_refuses_what_is_no_hour_of_the_day(cell: str) -> None:
    with pytest.raises(DateRefused, match="時刻"):
        clock.parse_time(cell)


@given(st.times())
def test_parse_time_reads_back_what_was_formatted(hour: time) -> None:
    shown = clock.format_time_ja(hour)
    assert clock.parse_time(shown) == hour.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    "cell", ["9:30〜11:30", "9:30-11:30", "９時３０分から１１時３０分", "9:30 ～ 11:30"]
)
def test_parse_span_reads_both_hours(cell: str) -> None:
    assert clock.parse_span(cell) == (time(9, 30), time(11, 30))


@pytest.mark.parametrize("cell", ["11:30〜9:30", "9:30〜9:30", "9:30", "9:30〜", "終日"])
def test_parse_span_refuses_what_does_not_end_after_it_starts(cell: str) -> None:
    with pytest.raises(DateRefused):
        clock.parse_span(cell)


def test_moments_are_shown_in_japanese_time() -> None:
    moment = datetime(2026, 11, 9, 15, 30, tzinfo=UTC)
    assert clock.date_in_jst(moment) == date(2026, 11, 10)
    assert clock.format_moment_ja(moment) == "2026年11月10日 0時30分"
    assert clock.to_jst(moment).utcoffset() == timedelta(hours=9)
    with pytest.raises(ValueError, match="time zone"):
        clock.to_jst(datetime(2026, 11, 9, 15, 30))
