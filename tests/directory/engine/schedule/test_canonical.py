"""The one written form of a rule."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.directory.engine.schedule.strategies import rules
from yui.directory.engine import schedule as s

NINE = s.Period(time(9), time(12))
TWO = s.Period(time(14), time(16))


@given(rules())
def test_json_round_trip_when_any_rule(rule: s.ScheduleRule) -> None:
    text = s.to_json(rule)
    assert s.to_json(s.from_json(text)) == text
    assert s.from_json(text) == s.canonical(rule)


@settings(max_examples=40)
@given(rules(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_canonical_opens_as_before_when_any_rule(rule: s.ScheduleRule, first: date) -> None:
    last = first + timedelta(days=120)
    assert s.occurrences(s.canonical(rule), first, last) == s.occurrences(rule, first, last)


@given(rules(), st.integers(0, 10_000))
def test_json_is_byte_equal_when_only_the_order_differs(rule: s.ScheduleRule, seed: int) -> None:
    shuffled = random.Random(seed)

    def mixed(parts: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(shuffled.sample(parts, len(parts)))

    entries = tuple(
        replace(entry, periods=mixed(entry.periods), months=mixed(entry.months))
        for entry in rule.entries
    )
    other = replace(
        rule,
        entries=mixed(entries),
        closures=mixed(rule.closures),
        yearly_closures=mixed(rule.yearly_closures),
        closed_on=mixed(rule.closed_on),
        extra_open=mixed(rule.extra_open),
    )
    assert s.to_json(other) == s.to_json(rule)


def test_json_is_byte_equal_when_days_are_written_apart_or_together() -> None:
    apart = s.ScheduleRule(
        tuple(s.Entry(s.Weekly((day,)), (p,)) for day in (4, 0, 2) for p in (TWO, NINE))
    )
    together = s.ScheduleRule((s.Entry(s.Weekly((0, 2, 4)), (NINE, TWO)),))
    assert s.to_json(apart) == s.to_json(together)


@pytest.mark.parametrize("fifth", [5, s.LAST])
def test_json_is_byte_equal_when_all_weeks_of_the_month_are_named(fifth: int) -> None:
    ordinals = s.ScheduleRule((s.Entry(s.Ordinal((1, 2, 3, 4, fifth), (1,)), (NINE,)),))
    weekly = s.ScheduleRule((s.Entry(s.Weekly((1,)), (NINE,)),))
    assert s.to_json(ordinals) == s.to_json(weekly)


@pytest.mark.parametrize("missing", [1, 2, 3, 4])
def test_ordinals_stay_ordinals_when_one_week_is_missing(missing: int) -> None:
    ordinals = tuple(o for o in (1, 2, 3, 4, 5, s.LAST) if o != missing)
    rule = s.ScheduleRule((s.Entry(s.Ordinal(ordinals, (1,)), (NINE,)),))
    assert s.canonical(rule).entries[0].when == s.Ordinal(ordinals, (1,))


def test_json_keeps_rules_apart_when_their_hours_differ() -> None:
    one = s.ScheduleRule((s.Entry(s.Weekly((1,)), (NINE,)),))
    assert s.to_json(one) != s.to_json(s.ScheduleRule((s.Entry(s.Weekly((1,)), (TWO,)),)))
    assert s.to_json(one) != s.to_json(s.ScheduleRule((s.Entry(s.Weekly((1,))),)))


def test_json_is_short_and_plain_when_written() -> None:
    rule = s.ScheduleRule(
        (s.Entry(s.Weekly((1,)), (s.Period(time(22), time(0)),)),),
        holidays=s.HolidayRule(s.HolidayMode.CLOSED),
        yearly_closures=(s.NEW_YEAR,),
    )
    assert s.to_json(rule) == (
        '{"entries":[{"periods":["22:00-24:00"],"weekly":[1]}],"holidays":{"mode":"closed"},'
        '"version":1,"yearly_closures":["12-29/01-03"]}'
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version":2}',
        '{"version":1,"entries":[{"weekly":[9]}]}',
        '{"version":1,"entries":[{"weekly":5}]}',
        '{"version":1,"entries":[{"weekly":[1],"periods":["25:00-"]}]}',
        '{"version":1,"entries":7}',
        '{"version":1,"holidays":{"mode":"sometimes"}}',
        '{"version":1,"yearly_closures":["99-99/00-00"]}',
        '{"version":1,"valid_from":"yesterday"}',
    ],
)
def test_reading_refuses_when_it_is_not_a_schedule(text: str) -> None:
    with pytest.raises(s.ScheduleError):
        s.from_json(text)
