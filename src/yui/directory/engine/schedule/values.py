"""Value types for how a service at a place is open.

A `ScheduleRule` is stored once and everything shown is derived from it. It is a positive list of
`Entry` (which days, which periods) minus closures. Weekdays count from Monday = 0; months and days
of month from 1; times are local clock times of Japan (Asia/Tokyo, which has no summer time).
A temporary stop of the service is not part of the rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

LAST = -1
"""Ordinal or day of month that means the last one of the month."""

DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class ScheduleError(ValueError):
    """A rule that cannot be: a month 13, an empty list of days, a date both open and closed."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ScheduleError(message)


@dataclass(frozen=True, slots=True)
class Period:
    """One stretch of opening on a day.

    `end` None: only the start is known. `end` not after `start`: the period passes midnight and
    ends on the next day, so 00:00 to 00:00 is the whole day and 22:00 to 00:00 ends at 24時.
    Raises: ScheduleError when a time carries seconds or a time zone.
    """

    start: time
    end: time | None = None

    def __post_init__(self) -> None:
        for moment in (self.start, self.end):
            if moment is not None:
                plain = not (moment.second or moment.microsecond or moment.tzinfo)
                _require(plain, "a period is given in whole minutes of local time")

    @property
    def start_min(self) -> int:
        """This property will give the start in minutes after midnight, 0 to 1439."""
        return self.start.hour * 60 + self.start.minute

    @property
    def end_min(self) -> int | None:
        """This property will give the end in minutes after the midnight before the start.

        Past 1440 when the period passes midnight; None when the end is unknown.
        """
        if self.end is None:
            return None
        minutes = self.end.hour * 60 + self.end.minute
        return minutes if minutes > self.start_min else minutes + 1440


ALL_DAY = Period(time(0), time(0))
"""From midnight to midnight: 24時間."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week on these weekdays (Monday = 0)."""

    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(bool(self.weekdays), "no weekday given")
        _require(all(0 <= day <= 6 for day in self.weekdays), "a weekday is 0 to 6")


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The n-th such weekdays of each month: 1 to 5, or LAST. A missing 5th does not move."""

    ordinals: tuple[int, ...]
    weekdays: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(bool(self.ordinals and self.weekdays), "no ordinal or no weekday given")
        _require(all(o == LAST or 1 <= o <= 5 for o in self.ordinals), "an ordinal is 1 to 5 or -1")
        _require(all(0 <= day <= 6 for day in self.weekdays), "a weekday is 0 to 6")


@dataclass(frozen=True, slots=True)
class MonthDays:
    """These days of each month: 1 to 31, or LAST. The 31st does not move in shorter months."""

    days: tuple[int, ...]

    def __post_init__(self) -> None:
        _require(bool(self.days), "no day of month given")
        _require(all(d == LAST or 1 <= d <= 31 for d in self.days), "a day is 1 to 31 or -1")


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """Every `weeks` weeks (2 or more) on the weekday of `anchor`, before and after it alike.

    The start of a service is `ScheduleRule.valid_from`; the anchor only says which weeks count.
    """

    weeks: int
    anchor: date

    def __post_init__(self) -> None:
        _require(2 <= self.weeks <= 53, "an interval is 2 to 53 weeks; every week is Weekly")


@dataclass(frozen=True, slots=True)
class OnDates:
    """Exactly these dates."""

    dates: tuple[date, ...]

    def __post_init__(self) -> None:
        _require(bool(self.dates), "no date given")


When = Weekly | Ordinal | MonthDays | EveryWeeks | OnDates


def _check_months(months: tuple[int, ...]) -> None:
    _require(all(1 <= month <= 12 for month in months), "a month is 1 to 12")


@dataclass(frozen=True, slots=True)
class Entry:
    """Days with their periods. No periods: open on these days, hours unknown.

    `months` limits the entry to a season (冬季 = 12, 1, 2, 3); empty means the whole year.
    """

    when: When
    periods: tuple[Period, ...] = ()
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check_months(self.months)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days taken away from the entries: 第3日曜は休み, 毎月末日は休み."""

    when: When
    months: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        _check_months(self.months)


@dataclass(frozen=True, slots=True)
class YearlySpan:
    """A closure that returns each year, both ends included; may pass the new year."""

    start_month: int
    start_day: int
    end_month: int
    end_day: int

    def __post_init__(self) -> None:
        for month, day in (
            (self.start_month, self.start_day),
            (self.end_month, self.end_day),
        ):
            _check_months((month,))
            _require(1 <= day <= DAYS_IN_MONTH[month - 1], "no such day in the month")

    def holds(self, day: date) -> bool:
        """This function will tell whether the day lies in the span, whatever its year."""
        start, end = (self.start_month, self.start_day), (self.end_month, self.end_day)
        moment = (day.month, day.day)
        if start <= end:
            return start <= moment <= end
        return moment >= start or moment <= end


BON = YearlySpan(8, 13, 8, 16)
"""お盆 as usually kept; a municipality may set other days."""
NEW_YEAR = YearlySpan(12, 29, 1, 3)
"""年末年始 as offices keep it (行政機関の休日に関する法律 第1条: 12月29日から翌年1月3日)."""


class HolidayMode(StrEnum):
    """What national holidays do (国民の祝日に関する法律, with 振替休日 and 国民の休日).

    UNSTATED: the source says nothing; the day follows the entries but is not certain.
    OPEN: as any other day. CLOSED: never open.
    SPECIAL: open on every holiday whatever its weekday, with the holiday hours only.
    SHIFT_NEXT_DAY: a weekday closed every week (`Weekly` in `closures`) is open when it is a
    holiday, and the day after it is closed; other closures stay where they are.
    SHIFT_NEXT_WEEKDAY: the same, but the closed day is the first following day that is neither
    Saturday, Sunday nor holiday (翌平日).
    DAY_AFTER_OFF: holidays as any other day; the day after each holiday is closed.
    """

    UNSTATED = "unstated"
    OPEN = "open"
    CLOSED = "closed"
    SPECIAL = "special"
    SHIFT_NEXT_DAY = "shift_next_day"
    SHIFT_NEXT_WEEKDAY = "shift_next_weekday"
    DAY_AFTER_OFF = "day_after_off"


SHIFT_MODES = frozenset({HolidayMode.SHIFT_NEXT_DAY, HolidayMode.SHIFT_NEXT_WEEKDAY})


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """What happens on national holidays, and the hours there when they differ.

    `periods` with SPECIAL and none given: open, hours unknown. With a shift mode they replace the
    hours of any holiday that is open. With other modes they must be empty.
    """

    mode: HolidayMode = HolidayMode.UNSTATED
    periods: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        may_have = self.mode is HolidayMode.SPECIAL or self.mode in SHIFT_MODES
        _require(may_have or not self.periods, "this holiday mode has no hours of its own")


@dataclass(frozen=True, slots=True)
class ExtraOpening:
    """One date that is open although the rest of the rule says otherwise, with its own hours."""

    on: date
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleRule:
    """How a service at a place is open.

    Order of force on a date: validity, then `extra_open`, then `closed_on`, `yearly_closures`,
    holidays, `closures`, then the union of all matching entries. A period belongs to the date on
    which it starts, so a closed date does not cut a night that began the evening before.
    """

    entries: tuple[Entry, ...] = ()
    closures: tuple[Closure, ...] = ()
    holidays: HolidayRule = field(default_factory=HolidayRule)
    yearly_closures: tuple[YearlySpan, ...] = ()
    closed_on: tuple[date, ...] = ()
    extra_open: tuple[ExtraOpening, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        extra = {opening.on for opening in self.extra_open}
        _require(not extra & set(self.closed_on), "a date is both open and closed")
        if self.valid_from and self.valid_to:
            _require(self.valid_from <= self.valid_to, "the rule ends before it begins")
        shifts = self.holidays.mode in SHIFT_MODES
        weekly = any(isinstance(closure.when, Weekly) for closure in self.closures)
        _require(weekly or not shifts, "a shifted closing day needs a weekly closing day")

    @property
    def is_empty(self) -> bool:
        """This property will tell whether the rule opens on no day at all."""
        special = self.holidays.mode is HolidayMode.SPECIAL
        return not (self.entries or self.extra_open or special)
