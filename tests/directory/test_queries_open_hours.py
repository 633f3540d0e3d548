"""Schedule rows against the days the engine itself works out."""

import uuid
from datetime import date, datetime, time

import pytest
from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from yui.directory.engine.schedule import (
    Entry,
    EveryWeeks,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    occurrences,
    to_data,
)
from yui.directory.queries import OpenSchedule
from yui.directory.queries.open_hours import hours_rows, weekdays_of

FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
MORNING = (Period(time(9, 30), time(11, 30)),)
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def schedule_of(rule):
    return OpenSchedule(uuid.uuid4(), to_data(rule) if rule else {}, "", "")


def days_of(row):
    """What a reader of RFC 5545 makes of one row, within the window."""
    if not row.freq:
        return {row.first}
    found = rrule(
        {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY}[row.freq],
        dtstart=datetime.combine(row.first or FIRST, time()),
        until=datetime.combine(row.last or LAST, time()),
        interval=row.interval,
        byweekday=[_weekday(text) for text in row.byday.split(",") if text] or None,
        bymonthday=[int(text) for text in row.bymonthday.split(",") if text] or None,
        bymonth=row.months or None,
    )
    return {moment.date() for moment in found if FIRST <= moment.date() <= LAST}


def _weekday(text):
    return weekday(DAYS.index(text[-2:]), int(text[:-2]) if text[:-2] else None)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(Weekly((0, 2, 6)), MORNING),
        Entry(Weekly((5,)), (), months=(12, 1, 2)),
        Entry(Ordinal((2, 4), (1, 3)), MORNING),
        Entry(Ordinal((5,), (4,)), MORNING),
        Entry(Ordinal((-1,), (6,)), MORNING, months=(5,)),
        Entry(MonthDays((5, 15, 31)), MORNING),
        Entry(MonthDays((-1,)), MORNING),
        Entry(EveryWeeks(2, date(2026, 11, 25)), MORNING),
        Entry(EveryWeeks(3, date(2030, 1, 2)), MORNING),
        Entry(OnDates((date(2026, 12, 24), date(2027, 1, 7))), MORNING),
    ],
)
def test_rows_are_the_days_of_the_rule(entry):
    rule = ScheduleRule(entries=(entry,))
    expected = {each.on for each in occurrences(rule, FIRST, LAST)}
    assert expected
    rows = hours_rows(schedule_of(rule))
    assert set().union(*(days_of(row) for row in rows)) == expected


def test_rows_end_where_the_rule_ends():
    rule = ScheduleRule(
        entries=(Entry(Weekly((1,)), MORNING),),
        valid_from=date(2026, 6, 2),
        valid_to=date(2026, 6, 16),
    )
    (row,) = hours_rows(schedule_of(rule))
    assert days_of(row) == {date(2026, 6, 2), date(2026, 6, 9), date(2026, 6, 16)}


def test_each_period_has_a_row_of_its_own():
    periods = (Period(time(9), time(12)), Period(time(13)))
    rows = hours_rows(schedule_of(ScheduleRule(entries=(Entry(Weekly((0,)), periods),))))
    assert [(row.opens_at, row.closes_at) for row in rows] == [("09:00", "12:00"), ("13:00", "")]


@pytest.mark.parametrize("rule", [{}, {"version": 999}, {"entries": "?"}])
def test_a_rule_that_cannot_be_read_has_no_rows(rule):
    assert hours_rows(OpenSchedule(uuid.uuid4(), rule, "毎日", "")) == ()


def test_weekdays_are_those_of_every_week_only():
    weekly = schedule_of(ScheduleRule(entries=(Entry(Weekly((4, 0)), MORNING),)))
    ordinal = schedule_of(ScheduleRule(entries=(Entry(Ordinal((2,), (1,)), MORNING),)))
    assert weekdays_of((weekly, ordinal)) == "月金"
    assert weekdays_of((ordinal, schedule_of(None))) == ""
