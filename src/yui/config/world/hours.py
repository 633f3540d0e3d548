"""Opening hours of the content become schedule rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta

from yui.config.world.content import Record
from yui.directory.actions import ScheduleInput
from yui.directory.engine.schedule import (
    BON,
    NEW_YEAR,
    Entry,
    HolidayMode,
    HolidayRule,
    Ordinal,
    Period,
    ScheduleRule,
    Weekly,
    YearlySpan,
)

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Any leap year: a span may end on 29 February.
_YEAR = 2024
_DAY = timedelta(days=1)


def hours_of(written: Record | None) -> ScheduleInput | None:
    """This function will return the opening hours of a record; None is by arrangement."""
    return ScheduleInput(rule_of(written)) if written else None


def rule_of(written: Record) -> ScheduleRule:
    """This function will return the rule that the content describes (keys in README.md)."""
    return ScheduleRule(
        entries=tuple(_entries(written)),
        holidays=HolidayRule(HolidayMode(written["holidays"])),
        yearly_closures=tuple(_closures(written)),
    )


def _entries(written: Record) -> Iterator[Entry]:
    months = tuple(written.get("months", ()))
    for day, periods in written.get("weekly", {}).items():
        yield Entry(Weekly((_WEEKDAYS.index(day),)), _periods(periods), months)
    for each in written.get("monthly", ()):
        when = Ordinal(tuple(each["nth"]), (_WEEKDAYS.index(each["weekday"]),))
        yield Entry(when, _periods(each["periods"]), months)


def _periods(written: Sequence[str]) -> tuple[Period, ...]:
    pairs = (each.replace("24:00", "00:00").split("-") for each in written)
    return tuple(Period(time.fromisoformat(a), time.fromisoformat(b)) for a, b in pairs)


def _closures(written: Record) -> Iterator[YearlySpan]:
    if written["obon"] == "closed":
        yield BON
    if written["new_year"] == "closed":
        yield NEW_YEAR
    if season := written.get("season"):
        yield _span(_day(season["to"]) + _DAY, _day(season["from"]) - _DAY)
    for each in written.get("except", ()):
        yield _span(_day(each["from"]), _day(each["to"]))


def _day(written: str) -> date:
    return date.fromisoformat(f"{_YEAR}-{written}")


def _span(first: date, last: date) -> YearlySpan:
    return YearlySpan(first.month, first.day, last.month, last.day)
