"""Opening times as HSDS schedule rows: the repetition of RFC 5545, one row a period.

HSDS has no BYMONTH and no exceptions, so seasons, holidays and closures stand in the sentence of
the schedule. Nothing here depends on today: equal rules give equal rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from yui.directory.engine.schedule import (
    Entry,
    EveryWeeks,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleError,
    ScheduleRule,
    Weekly,
    canonical,
    from_data,
)
from yui.directory.queries.open_values import OpenSchedule

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class HoursRow:
    """This value will hold one repetition; empty parts ask nothing.

    `opens_at`/`closes_at` are "HH:MM" of Japanese clocks; `closes_at` at or before `opens_at`
    is on the next day. `first`: a day the repetition counts from, or the one day of a date.
    `last`: the day it ends. `months`: only these, () = every month.
    """

    freq: Literal["", "WEEKLY", "MONTHLY"]
    interval: int
    byday: str
    bymonthday: str
    opens_at: str
    closes_at: str
    first: date | None
    last: date | None
    months: tuple[int, ...]


def hours_rows(schedule: OpenSchedule) -> tuple[HoursRow, ...]:
    """This function will return the repetitions of a schedule; none when only words are known."""
    rule = _rule_of(schedule)
    if rule is None:
        return ()
    return tuple(
        row
        for entry in rule.entries
        for period in entry.periods or (None,)
        for row in _rows(entry, period, rule)
    )


def weekdays_of(schedules: Iterable[OpenSchedule]) -> str:
    """This function will return the days that are open every week, 「月火金」, or ""."""
    rules = (_rule_of(schedule) for schedule in schedules)
    entries = [entry for rule in rules if rule is not None for entry in rule.entries]
    days = {
        day for entry in entries if isinstance(entry.when, Weekly) for day in entry.when.weekdays
    }
    return "".join("月火水木金土日"[day] for day in sorted(days))


def _rule_of(schedule: OpenSchedule) -> ScheduleRule | None:
    if not schedule.rule:
        return None
    try:
        return canonical(from_data(schedule.rule))
    except ScheduleError:
        # An older row that the present rules refuse: its sentence still says what is known.
        return None


def _rows(entry: Entry, period: Period | None, rule: ScheduleRule) -> tuple[HoursRow, ...]:
    opens = f"{period.start:%H:%M}" if period else ""
    closes = f"{period.end:%H:%M}" if period and period.end else ""
    if isinstance(entry.when, OnDates):
        return tuple(
            HoursRow("", 1, "", "", opens, closes, day, day, ()) for day in entry.when.dates
        )
    freq, interval, byday, bymonthday = _repetition(entry.when)
    anchor = entry.when.anchor if isinstance(entry.when, EveryWeeks) else rule.valid_from
    row = HoursRow(
        freq, interval, byday, bymonthday, opens, closes, anchor, rule.valid_to, entry.months
    )
    return (row,)


def _repetition(
    when: Weekly | Ordinal | MonthDays | EveryWeeks,
) -> tuple[Literal["WEEKLY", "MONTHLY"], int, str, str]:
    match when:
        case Weekly(weekdays):
            return "WEEKLY", 1, ",".join(_BYDAY[day] for day in weekdays), ""
        case Ordinal(ordinals, weekdays):
            days = [f"{ordinal}{_BYDAY[day]}" for ordinal in ordinals for day in weekdays]
            return "MONTHLY", 1, ",".join(days), ""
        case MonthDays(days_of_month):
            return "MONTHLY", 1, "", ",".join(map(str, days_of_month))
        case EveryWeeks(weeks, anchor):
            return "WEEKLY", weeks, _BYDAY[anchor.weekday()], ""
