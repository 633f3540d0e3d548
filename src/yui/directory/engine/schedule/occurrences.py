"""When a rule is open: on a day, in a window, at a moment, and next."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import jpholiday

from yui.directory.engine.schedule.canonical import period_key
from yui.directory.engine.schedule.values import (
    LAST,
    SHIFT_MODES,
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

JAPAN = ZoneInfo("Asia/Tokyo")
_ONE_DAY = timedelta(days=1)
_LONGEST_SHIFT_DAYS = 12
"""Ten holidays and weekend days in a row happened once (2019); twelve is on the safe side."""


@lru_cache(maxsize=20_000)
def is_national_holiday(day: date) -> bool:
    """This function will tell whether the day is a national holiday, 振替休日 included.

    Source: jpholiday, after 国民の祝日に関する法律; equinoxes by calculation beyond the next year.
    """
    return bool(jpholiday.is_holiday(day))


def matches(when: When, day: date) -> bool:
    """This function will tell whether the day is one of the days described."""
    match when:
        case Weekly(weekdays):
            return day.weekday() in weekdays
        case Ordinal(ordinals, weekdays):
            if day.weekday() not in weekdays:
                return False
            is_last = day.day + 7 > monthrange(day.year, day.month)[1]
            return (day.day + 6) // 7 in ordinals or (is_last and LAST in ordinals)
        case MonthDays(days):
            is_last = day.day == monthrange(day.year, day.month)[1]
            return day.day in days or (is_last and LAST in days)
        case EveryWeeks(weeks, anchor):
            return (day - anchor).days % (weeks * 7) == 0
        case OnDates(dates):
            return day in dates


def in_season(months: tuple[int, ...], day: date) -> bool:
    """This function will tell whether the day's month is among the months; empty means all."""
    return not months or day.month in months


def _is_closing_day(rule: ScheduleRule, day: date, *, moves: bool) -> bool:
    """This function will look among the closures that holidays move (weekly), or the others."""
    movable = rule.holidays.mode in SHIFT_MODES
    return any(
        in_season(closure.months, day) and matches(closure.when, day)
        for closure in rule.closures
        if moves == (movable and isinstance(closure.when, Weekly))
    )


def _shifted_to(day: date, mode: HolidayMode) -> date:
    following = day + _ONE_DAY
    if mode is HolidayMode.SHIFT_NEXT_WEEKDAY:
        while following.weekday() >= 5 or is_national_holiday(following):
            following += _ONE_DAY
    return following


def _is_shift_target(rule: ScheduleRule, day: date) -> bool:
    """This function will tell whether a closing day on a holiday was moved to this day."""
    mode = rule.holidays.mode
    for distance in range(1, _LONGEST_SHIFT_DAYS + 1):
        origin = day - distance * _ONE_DAY
        if not (is_national_holiday(origin) and _is_closing_day(rule, origin, moves=True)):
            continue
        if _shifted_to(origin, mode) == day:
            return True
    return False


def _is_closed(rule: ScheduleRule, day: date) -> bool:
    holiday, mode = is_national_holiday(day), rule.holidays.mode
    if day in rule.closed_on or any(span.holds(day) for span in rule.yearly_closures):
        return True
    if holiday and mode is HolidayMode.CLOSED:
        return True
    if mode is HolidayMode.DAY_AFTER_OFF and is_national_holiday(day - _ONE_DAY):
        return True
    if _is_closing_day(rule, day, moves=False):
        return True
    if mode not in SHIFT_MODES:
        return False
    stays = _is_closing_day(rule, day, moves=True) and not holiday
    return stays or _is_shift_target(rule, day)


def _is_valid(rule: ScheduleRule, day: date) -> bool:
    starts = rule.valid_from is None or rule.valid_from <= day
    return starts and (rule.valid_to is None or day <= rule.valid_to)


def periods_on(rule: ScheduleRule, day: date) -> tuple[Period, ...] | None:
    """This function will give the periods that start on the day.

    None: closed. An empty tuple: open, hours unknown. Where some entries name hours and others
    do not, the named hours are given.
    """
    if not _is_valid(rule, day):
        return None
    for opening in rule.extra_open:
        if opening.on == day:
            return _in_order(opening.periods)
    if _is_closed(rule, day):
        return None
    holiday = is_national_holiday(day)
    if holiday and rule.holidays.mode is HolidayMode.SPECIAL:
        return _in_order(rule.holidays.periods)
    open_today = [e for e in rule.entries if in_season(e.months, day) and matches(e.when, day)]
    if not open_today:
        return None
    if holiday and rule.holidays.periods:
        return _in_order(rule.holidays.periods)
    return _in_order(period for entry in open_today for period in entry.periods)


def _in_order(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(set(periods), key=period_key))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One opening: the date on which it starts and its period; period None = hours unknown."""

    on: date
    period: Period | None

    @property
    def starts_at(self) -> datetime | None:
        """This property will give the start in Asia/Tokyo; None when hours are unknown."""
        if self.period is None:
            return None
        return datetime.combine(self.on, self.period.start, JAPAN)

    @property
    def ends_at(self) -> datetime | None:
        """This property will give the end in Asia/Tokyo; None when it is unknown."""
        if self.period is None or self.period.end_min is None:
            return None
        midnight = datetime.combine(self.on, datetime.min.time(), JAPAN)
        return midnight + timedelta(minutes=self.period.end_min)


def occurrences(rule: ScheduleRule, first: date, last: date) -> tuple[Occurrence, ...]:
    """This function will list the openings that start from `first` to `last`, both included."""
    return tuple(_walk(rule, first, last))


def _walk(rule: ScheduleRule, first: date, last: date) -> Iterator[Occurrence]:
    first = max(first, rule.valid_from or first)
    last = min(last, rule.valid_to or last)
    for number in range((last - first).days + 1):
        day = first + number * _ONE_DAY
        periods = periods_on(rule, day)
        if periods is not None:
            yield from (Occurrence(day, period) for period in periods or (None,))


class Openness(StrEnum):
    """Whether a service is open at a moment; UNKNOWN when the rule does not say."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def is_open(rule: ScheduleRule, at: datetime) -> Openness:
    """This function will tell whether the service is open at the moment (aware datetime).

    UNKNOWN when the hours of the day or the end of the running period are not known, and on a
    holiday about which the rule is silent. The end itself is no longer open.
    Raises: ValueError for a naive datetime.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    local = at.astimezone(JAPAN)
    found = {_state_of(rule, Occurrence(day, period), local) for day, period in _near(rule, local)}
    for state in (Openness.OPEN, Openness.UNKNOWN):
        if state in found:
            return state
    return Openness.CLOSED


def _near(rule: ScheduleRule, local: datetime) -> Iterator[tuple[date, Period | None]]:
    for opening in _walk(rule, local.date() - _ONE_DAY, local.date()):
        yield opening.on, opening.period


def _state_of(rule: ScheduleRule, opening: Occurrence, at: datetime) -> Openness:
    starts_at, ends_at = opening.starts_at, opening.ends_at
    if starts_at is None:
        return Openness.UNKNOWN if opening.on == at.date() else Openness.CLOSED
    if at < starts_at or (ends_at is not None and at >= ends_at):
        return Openness.CLOSED
    if ends_at is None:
        return Openness.UNKNOWN if opening.on == at.date() else Openness.CLOSED
    return Openness.UNKNOWN if is_uncertain_on(rule, opening.on) else Openness.OPEN


def is_uncertain_on(rule: ScheduleRule, day: date) -> bool:
    """This function will tell whether the day is a holiday about which the rule is silent."""
    listed = any(opening.on == day for opening in rule.extra_open) or any(
        isinstance(entry.when, OnDates) and matches(entry.when, day) for entry in rule.entries
    )
    silent = rule.holidays.mode is HolidayMode.UNSTATED and is_national_holiday(day)
    return silent and not listed


def next_opening(rule: ScheduleRule, at: datetime, within_days: int = 400) -> Occurrence | None:
    """This function will find the first opening that starts after the moment.

    An opening with unknown hours counts from the day after `at`. None when there is none within
    `within_days` days.
    """
    local = at.astimezone(JAPAN)
    today = local.date()
    for opening in _walk(rule, today, today + within_days * _ONE_DAY):
        starts_at = opening.starts_at
        if starts_at > local if starts_at is not None else opening.on > today:
            return opening
    return None
