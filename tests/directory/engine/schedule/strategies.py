"""Hypothesis strategies for schedule rules."""

from __future__ import annotations

from datetime import date, time

from hypothesis import strategies as st

from yui.directory.engine import schedule as s

DAYS = st.dates(date(2025, 1, 1), date(2029, 12, 31))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
PERIODS = st.builds(s.Period, TIMES, st.none() | TIMES)
MONTHS = st.lists(st.integers(1, 12), max_size=4).map(tuple)


def some(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(numbers, min_size=1, max_size=6).map(tuple)


WEEKDAYS = some(st.integers(0, 6))
WHENS = st.one_of(
    st.builds(s.Weekly, WEEKDAYS),
    st.builds(s.Ordinal, some(st.sampled_from((1, 2, 3, 4, 5, s.LAST))), WEEKDAYS),
    st.builds(s.MonthDays, some(st.sampled_from((*range(1, 32), s.LAST)))),
    st.builds(s.EveryWeeks, st.integers(2, 8), DAYS),
    st.builds(s.OnDates, st.lists(DAYS, min_size=1, max_size=4).map(tuple)),
)
ENTRIES = st.builds(s.Entry, WHENS, st.lists(PERIODS, max_size=3).map(tuple), MONTHS)
SPANS = st.builds(
    s.YearlySpan, st.integers(1, 12), st.integers(1, 29), st.integers(1, 12), st.integers(1, 29)
)
HOLIDAYS = st.sampled_from(
    [s.HolidayRule(mode) for mode in s.HolidayMode if not mode.startswith("shift")]
    + [s.HolidayRule(s.HolidayMode.SPECIAL, (s.ALL_DAY, s.Period(time(9), time(12))))]
)


@st.composite
def rules(draw: st.DrawFn) -> s.ScheduleRule:
    extra = draw(st.dictionaries(DAYS, st.lists(PERIODS, max_size=2).map(tuple), max_size=2))
    closed = [day for day in draw(st.lists(DAYS, max_size=3)) if day not in extra]
    return s.ScheduleRule(
        entries=tuple(draw(st.lists(ENTRIES, max_size=4))),
        closures=tuple(draw(st.lists(st.builds(s.Closure, WHENS, MONTHS), max_size=2))),
        holidays=draw(HOLIDAYS),
        yearly_closures=tuple(draw(st.lists(SPANS, max_size=2))),
        closed_on=tuple(closed),
        extra_open=tuple(s.ExtraOpening(on, periods) for on, periods in extra.items()),
    )
