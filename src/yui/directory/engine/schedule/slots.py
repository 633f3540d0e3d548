"""Weekday × band codes such as "tue-am", by which search finds a service that fits a week.

Bands: am before 12:00, pm 12:00 to 17:00, eve from 17:00 to midnight. "tue-unknown" stands for a
weekday whose hours are not known, "hol-…" for services with hours on national holidays. Days of
month give no code: they fall on any weekday, and a search for Tuesday should not find them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yui.directory.engine.schedule.values import (
    Entry,
    EveryWeeks,
    HolidayMode,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    When,
)

WEEKDAY_CODES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HOLIDAY_CODE = "hol"
UNKNOWN_BAND = "unknown"
BANDS = (("am", 0, 720), ("pm", 720, 1020), ("eve", 1020, 1440))
"""Band code with its start and end in minutes after midnight, end excluded."""
SLOT_CODES = tuple(
    f"{day}-{band}"
    for day in (*WEEKDAY_CODES, HOLIDAY_CODE)
    for band in (*(code for code, _, _ in BANDS), UNKNOWN_BAND)
)


def weekdays_of(when: When) -> frozenset[int]:
    """This function will give the weekdays (Monday = 0) on which the days always fall."""
    match when:
        case Weekly(weekdays) | Ordinal(_, weekdays):
            return frozenset(weekdays)
        case EveryWeeks(_, anchor):
            return frozenset({anchor.weekday()})
        case OnDates(dates):
            return frozenset(day.weekday() for day in dates)
        case MonthDays():
            return frozenset()


def closed_weekdays(rule: ScheduleRule) -> frozenset[int]:
    """This function will give the weekdays that are closed every week of the year."""
    weekly = [c.when for c in rule.closures if isinstance(c.when, Weekly) and not c.months]
    return frozenset(day for when in weekly for day in when.weekdays)


def _bands(period: Period) -> Iterator[tuple[int, str]]:
    """This function will yield (days after the start, band) for each band the period touches."""
    end_min = period.start_min + 1 if period.end_min is None else period.end_min
    for day in (0, 1):
        for code, begins, ends in BANDS:
            if period.start_min < ends + day * 1440 and begins + day * 1440 < end_min:
                yield day, code


def _entry_slots(entry: Entry, closed: frozenset[int]) -> Iterator[str]:
    for weekday in weekdays_of(entry.when) - closed:
        if not entry.periods:
            yield f"{WEEKDAY_CODES[weekday]}-{UNKNOWN_BAND}"
        for period in entry.periods:
            for day, band in _bands(period):
                yield f"{WEEKDAY_CODES[(weekday + day) % 7]}-{band}"


def _holiday_slots(periods: Iterable[Period]) -> Iterator[str]:
    known = {band for period in periods for day, band in _bands(period) if day == 0}
    for band in known or {UNKNOWN_BAND}:
        yield f"{HOLIDAY_CODE}-{band}"


def slots(rule: ScheduleRule) -> tuple[str, ...]:
    """This function will give the slot codes of a rule in the order of `SLOT_CODES`.

    Seasons, holidays and single closed dates do not take a slot away: a slot says "in some weeks".
    """
    closed = closed_weekdays(rule)
    found = {code for entry in rule.entries for code in _entry_slots(entry, closed)}
    if rule.holidays.mode is HolidayMode.SPECIAL:
        found |= set(_holiday_slots(rule.holidays.periods))
    return tuple(code for code in SLOT_CODES if code in found)
