"""A rule as iCalendar properties (RFC 5545) for a bounded window.

Holidays, お盆 and moved closing days have no RRULE; inside the window they become EXDATE, and
openings that no repetition reaches become RDATE. Outside the window nothing is said.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from yui.directory.engine.schedule.canonical import canonical, period_key
from yui.directory.engine.schedule.occurrences import JAPAN, in_season, matches, occurrences
from yui.directory.engine.schedule.values import (
    Entry,
    EveryWeeks,
    MonthDays,
    OnDates,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    When,
)

_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class CalendarSeries:
    """One VEVENT's worth of repetition.

    `first` is the date of DTSTART; `period` None is an all-day event (hours unknown); `rrule` is
    empty when the dates are only listed; `rdates` never repeat `first`.
    """

    first: date
    period: Period | None
    rrule: str
    rdates: tuple[date, ...]
    exdates: tuple[date, ...]

    def property_lines(self) -> tuple[str, ...]:
        """This function will give the content lines DTSTART to EXDATE, unfolded, without CRLF."""
        lines = [f"DTSTART{self._stamps((self.first,))}"]
        if self.period is not None and self.period.end_min is not None:
            minutes = self.period.end_min - self.period.start_min
            lines.append(f"DURATION:PT{minutes}M")
        if self.rrule:
            lines.append(f"RRULE:{self.rrule}")
        if self.rdates:
            lines.append(f"RDATE{self._stamps(self.rdates)}")
        if self.exdates:
            lines.append(f"EXDATE{self._stamps(self.exdates)}")
        return tuple(lines)

    def _stamps(self, days: tuple[date, ...]) -> str:
        if self.period is None:
            return ";VALUE=DATE:" + ",".join(f"{day:%Y%m%d}" for day in days)
        clock = f"T{self.period.start:%H%M}00"
        return ";TZID=Asia/Tokyo:" + ",".join(f"{day:%Y%m%d}{clock}" for day in days)


def calendar_series(rule: ScheduleRule, first: date, last: date) -> tuple[CalendarSeries, ...]:
    """This function will give series that together are exactly `occurrences(rule, first, last)`."""
    rule = canonical(rule)
    open_dates: dict[Period | None, set[date]] = defaultdict(set)
    for opening in occurrences(rule, first, last):
        open_dates[opening.period].add(opening.on)
    series = []
    for entry in rule.entries:
        for period in entry.periods or (None,):
            found = _repeating(entry, period, (first, last), open_dates[period])
            if found is not None:
                series.append(found)
    return (*series, *_listed(open_dates))


def _repeating(
    entry: Entry, period: Period | None, window: tuple[date, date], wanted: set[date]
) -> CalendarSeries | None:
    """This function will cover wanted dates by the entry's repetition and strike them off."""
    if isinstance(entry.when, OnDates):
        return None
    first, last = window
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [d for d in days if in_season(entry.months, d) and matches(entry.when, d)]
    if not wanted.intersection(days):
        return None
    struck = tuple(day for day in days if day not in wanted)
    wanted.difference_update(days)
    until = f"{last:%Y%m%d}" if period is None else _until(last)
    rrule = f"{_frequency(entry.when)}{_by_month(entry)};UNTIL={until}"
    return CalendarSeries(days[0], period, rrule, (), struck)


def _until(last: date) -> str:
    end = datetime.combine(last, time(23, 59, 59), JAPAN)
    return f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _by_month(entry: Entry) -> str:
    return f";BYMONTH={','.join(map(str, entry.months))}" if entry.months else ""


def _frequency(when: When) -> str:
    match when:
        case Weekly(weekdays):
            return "FREQ=WEEKLY;BYDAY=" + ",".join(_BYDAY[day] for day in weekdays)
        case Ordinal(ordinals, weekdays):
            days = [f"{o}{_BYDAY[day]}" for o in ordinals for day in weekdays]
            return "FREQ=MONTHLY;BYDAY=" + ",".join(days)
        case MonthDays(days_of_month):
            return "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, days_of_month))
        case EveryWeeks(weeks, _):
            return f"FREQ=WEEKLY;INTERVAL={weeks}"
        case OnDates():
            raise ValueError("dates have no frequency")


def _listed(open_dates: dict[Period | None, set[date]]) -> list[CalendarSeries]:
    known = sorted((p for p in open_dates if p is not None), key=period_key)
    ordered: list[Period | None] = [*known, None]
    rest = [(period, sorted(open_dates.get(period, ()))) for period in ordered]
    return [CalendarSeries(days[0], p, "", tuple(days[1:]), ()) for p, days in rest if days]
