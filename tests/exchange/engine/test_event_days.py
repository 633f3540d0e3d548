"""Days and hours of events: what is read, what stays in words, what is refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.exchange.engine.event_days import NO_YEAR, DayReader, check_order, days_of, read_hours
from yui.exchange.engine.event_hours import Hours, HoursRefused, hours_of
from yui.exchange.engine.rules import RowRefused
from yui.lib.clock import weekday_ja

AUGUST = date(2026, 8, 5)


def _reader(period: date | None = AUGUST) -> DayReader:
    return DayReader(period, "開催日")


@pytest.mark.parametrize(
    ("words", "days", "last", "note"),
    [
        ("8月12日（水）", [date(2026, 8, 12)], None, ""),
        ("2026-08-22", [date(2026, 8, 22)], None, ""),
        ("令和8年8月22日(土)", [date(2026, 8, 22)], None, ""),
        ("8/22", [date(2026, 8, 22)], None, ""),
        ("8月11日(火・祝)～9月23日(水・祝）", [date(2026, 8, 11)], date(2026, 9, 23), ""),
        ("8月22日(土)～23日(日）", [date(2026, 8, 22)], date(2026, 8, 23), ""),
        (
            "7月1日（水）～\n8月31日（月）\n※平日のみ",
            [date(2026, 7, 1)],
            date(2026, 8, 31),
            "※平日のみ",
        ),
        ("8月15日（土）から8月16日（日）まで", [date(2026, 8, 15)], date(2026, 8, 16), ""),
        ("12月20日～1月10日", [date(2026, 12, 20)], date(2027, 1, 10), ""),
        (
            "9月4日、18日、10月2日、16日 (第1週、3週の金曜日)",
            [date(2026, 9, 4), date(2026, 9, 18), date(2026, 10, 2), date(2026, 10, 16)],
            None,
            "第1週、3週の金曜日",
        ),
    ],
)
def test_words_of_days_are_read(words: str, days: list[date], last: date | None, note: str) -> None:
    assert _reader().span(words) == (tuple(days), last, note)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "開催日がありません"),
        ("8月16日(日)まで", "始まりの日がありません"),
        ("～9月25日(金)\nまで ", "始まりの日がありません"),
        ("8月5日～", "終わりの日がありません"),
        ("8・9月の試合日程", "読み取れません"),
        ("随時（要調整）", "読み取れません"),
        ("8月12日（火）", "曜日が合いません"),
        ("9月4日、18日、10月3日 (第1週、3週の金曜日)", "曜日が合いません"),
        ("2月30日", "ありません"),
        ("8月5日、5日", "2回"),
        ("2026年8月5日～2026年8月1日", "より前です"),
        ("8月5日～6日～7日", "始まりの日がありません"),
    ],
)
def test_what_is_no_day_is_refused_and_never_guessed(words: str, reason: str) -> None:
    with pytest.raises(RowRefused, match=reason):
        _reader().span(words)


def test_a_day_without_a_year_needs_the_day_of_the_list() -> None:
    with pytest.raises(RowRefused, match=NO_YEAR):
        _reader(None).span("8月12日（水）")
    assert _reader(None).span("2026年8月12日（水）")[0] == (date(2026, 8, 12),)


def test_a_list_of_december_reaches_into_the_next_year() -> None:
    december = _reader(date(2026, 12, 1))
    assert december.span("1月10日（日）")[0] == (date(2027, 1, 10),)
    assert december.repairs == [("1月10日(日)", date(2027, 1, 10))]
    assert _reader(date(2027, 1, 5)).span("12月27日")[0] == (date(2026, 12, 27),)


@given(
    st.dates(min_value=date(2021, 1, 1), max_value=date(2035, 12, 31)),
    st.integers(min_value=-180, max_value=180),
)
def test_a_day_near_the_list_is_found_again_from_its_month_and_weekday(
    period: date, away: int
) -> None:
    day = period + timedelta(days=away)
    words = f"{day.month}月{day.day}日（{weekday_ja(day)}）"
    if (day.month, day.day) == (2, 29):
        return
    assert DayReader(period, "").span(words)[0] == (day,)


@pytest.mark.parametrize(
    ("start", "end", "slots", "note", "words"),
    [
        ("9：00", "17：00", [(time(9), time(17))], "", ""),
        ("午後1時半", "3時", None, "", ""),
        ("13:30", "-", [(time(13, 30), None)], "", ""),
        ("18:00", "24:00", [(time(18), time(0))], "", ""),
        (
            "10:00\n13:30",
            "12:30\n16:00",
            [(time(10), time(12, 30)), (time(13, 30), time(16))],
            "",
            "",
        ),
        ("①13：00\n\n②14：45", "-", [(time(13), None), (time(14, 45), None)], "", ""),
        (
            "9:30",
            "17:00(金、土は19:00まで)",
            [(time(9, 30), time(17))],
            "(金、土は19:00まで)",
            "",
        ),
        ("9:30", "17:00(土は18:00)", [(time(9, 30), time(17))], "終わり：(土は18:00)", ""),
        ("10:00\n13:30", "12:30", [], "", "10:00 13:30〜12:30"),
        ("開演の30分前", "-", [], "", "開演の30分前"),
        ("-", "-", [], "", ""),
        ("9:00", "9:00", [], "", "9:00"),
    ],
)
def test_hours_are_read_or_stay_in_words(
    start: str,
    end: str,
    slots: list[tuple[time, time | None]] | None,
    note: str,
    words: str,
) -> None:
    if slots is None:
        with pytest.raises(HoursRefused, match="より前です"):
            hours_of(start, end)
        return
    assert hours_of(start, end) == Hours(tuple(slots), note, words)


@pytest.mark.parametrize(("start", "end", "column"), [("24:00", "", "始"), ("9:00", "25:00", "終")])
def test_hours_that_cannot_be_name_their_column(start: str, end: str, column: str) -> None:
    with pytest.raises(RowRefused) as refused:
        read_hours(start, end, ("始", "終"))
    assert refused.value.column == column


def test_days_of_a_span_are_one_whole_span_with_its_hours_in_words() -> None:
    (day,), rest = days_of([AUGUST], date(2026, 8, 16), hours_of("9:00", "22:00"), "※10日以外")
    assert day == {
        "starts": "2026-08-05T00:00:00+09:00",
        "ends": "2026-08-16T00:00:00+09:00",
        "all_day": True,
        "hours_note": "9時〜22時　※10日以外",
    }
    assert rest == ""


def test_an_end_at_midnight_lies_on_the_next_day() -> None:
    (day,), _ = days_of([AUGUST], None, hours_of("18:00", "24:00"), "")
    assert datetime.fromisoformat(day["ends"]).date() == date(2026, 8, 6)


def test_words_too_long_for_the_day_are_handed_on_whole() -> None:
    (day,), rest = days_of([AUGUST], None, Hours(words="あ" * 200), "")
    assert (day["hours_note"], rest) == ("", "あ" * 200)


def test_a_span_of_years_is_refused() -> None:
    with pytest.raises(RowRefused, match="1年より長い"):
        check_order(AUGUST, date(2028, 1, 1), "終了日")
