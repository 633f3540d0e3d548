"""The part of the year in which a rule opens at all: 夏休みのあいだだけ, 冬は休み."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from yui.directory.engine.schedule.occurrences import JAPAN, in_season, next_opening
from yui.directory.engine.schedule.values import OnDates, ScheduleRule, YearlySpan

LONG_DAYS = 28
"""A yearly closure of four weeks or more makes a season; お盆 and 年末年始 are only days off."""

_LEAP_YEAR = tuple(date(2024, 1, 1) + timedelta(days=number) for number in range(366))


@dataclass(frozen=True, slots=True)
class Rest:
    """A rule that is between its seasons; `until` is the next day it opens, None when unknown."""

    until: date | None


def season_spans(rule: ScheduleRule) -> tuple[YearlySpan, ...]:
    """This function will give the spans of the year that are open; empty when the whole year is.

    A rule that is closed all the year has no season either.
    """
    closed = _long_closed(rule)
    if not closed or len(closed) == len(_LEAP_YEAR):
        return ()
    return tuple(_runs([day for day in _LEAP_YEAR if day not in closed]))


def short_closures(rule: ScheduleRule) -> tuple[YearlySpan, ...]:
    """This function will give the yearly closures within the season: お盆 in a summer's rule."""
    closed = _long_closed(rule)
    if not closed:
        return rule.yearly_closures
    return tuple(
        span
        for span in rule.yearly_closures
        if any(span.holds(day) and day not in closed for day in _LEAP_YEAR)
    )


def rest_of(rule: ScheduleRule, day: date) -> Rest | None:
    """This function will tell whether a rule is between its seasons, before its first day or past
    its last one; None while it opens as written."""
    if _is_in_season(rule, day):
        return None
    found = next_opening(rule, datetime.combine(day, time(0), JAPAN))
    return Rest(found.on if found is not None else None)


def _is_in_season(rule: ScheduleRule, day: date) -> bool:
    if (rule.valid_from and day < rule.valid_from) or (rule.valid_to and day > rule.valid_to):
        return False
    if any(opening.on >= day for opening in rule.extra_open):
        return True
    if date(_LEAP_YEAR[0].year, day.month, day.day) in _long_closed(rule):
        return False
    coming = [
        entry
        for entry in rule.entries
        if in_season(entry.months, day)
        and not (isinstance(entry.when, OnDates) and max(entry.when.dates) < day)
    ]
    return bool(coming) or not rule.entries


def _long_closed(rule: ScheduleRule) -> frozenset[date]:
    """The days of a leap year that lie in closures of four weeks or more, taken together."""
    if not rule.yearly_closures:
        return frozenset()
    shut = [day for day in _LEAP_YEAR if any(span.holds(day) for span in rule.yearly_closures)]
    found: set[date] = set()
    for span in _runs(shut):
        run = [day for day in shut if span.holds(day)]
        found.update(run if len(run) >= LONG_DAYS else ())
    return frozenset(found)


def _runs(days: list[date]) -> list[YearlySpan]:
    """Days of a leap year in a row, as spans; the last of December goes on in January."""
    runs = [
        [day for _number, day in group]
        for _key, group in groupby(enumerate(days), key=lambda each: each[1].toordinal() - each[0])
    ]
    if len(runs) > 1 and (runs[0][0], runs[-1][-1]) == (_LEAP_YEAR[0], _LEAP_YEAR[-1]):
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    return [YearlySpan(run[0].month, run[0].day, run[-1].month, run[-1].day) for run in runs]
