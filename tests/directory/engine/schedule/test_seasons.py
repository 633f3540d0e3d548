"""Seasons worked out by hand: what part of the year is open, and when it opens again."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.directory.engine.schedule.strategies import rules
from yui.directory.engine import schedule as s
from yui.directory.engine.schedule.seasons import season_spans, short_closures

MONDAYS = s.Entry(s.Weekly((0,)), (s.Period(time(10), time(12)),))
AUTUMN = date(2026, 11, 24)
SUMMER_ONLY = s.YearlySpan(8, 29, 7, 21)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def rule(*closures: s.YearlySpan, **more: object) -> s.ScheduleRule:
    return s.ScheduleRule((MONDAYS,), yearly_closures=closures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("closures", "season", "short", "said"),
    [
        ((), (), (), "毎週月曜 10時〜12時"),
        (
            (s.BON, s.NEW_YEAR),
            (),
            (s.BON, s.NEW_YEAR),
            "毎週月曜 10時〜12時。8月13日〜16日と12月29日〜1月3日は休みます",
        ),
        (
            (SUMMER_ONLY, s.BON, s.NEW_YEAR),
            (s.YearlySpan(7, 22, 8, 28),),
            (s.BON,),
            "7月22日〜8月28日だけ、毎週月曜 10時〜12時。8月13日〜16日は休みます",
        ),
        # Two closures side by side are one: together they are longer than four weeks.
        (
            (s.YearlySpan(2, 1, 2, 20), s.YearlySpan(2, 21, 3, 10)),
            (s.YearlySpan(3, 11, 1, 31),),
            (),
            "3月11日〜1月31日だけ、毎週月曜 10時〜12時",
        ),
        (
            (s.YearlySpan(1, 10, 3, 31), s.YearlySpan(7, 1, 8, 31)),
            (s.YearlySpan(4, 1, 6, 30), s.YearlySpan(9, 1, 1, 9)),
            (),
            "4月1日〜6月30日と9月1日〜1月9日だけ、毎週月曜 10時〜12時",
        ),
    ],
)
def test_a_season_is_said_first_and_by_what_is_open(
    closures: tuple[s.YearlySpan, ...],
    season: tuple[s.YearlySpan, ...],
    short: tuple[s.YearlySpan, ...],
    said: str,
) -> None:
    assert sorted(map(str, season_spans(rule(*closures)))) == sorted(map(str, season))
    assert short_closures(rule(*closures)) == short
    assert s.sentence(rule(*closures)) == said


@pytest.mark.parametrize(
    ("asked", "day", "until"),
    [
        (rule(SUMMER_ONLY), AUTUMN, date(2027, 7, 26)),
        (rule(SUMMER_ONLY), date(2026, 7, 21), date(2026, 7, 27)),
        (rule(valid_from=date(2027, 4, 1)), AUTUMN, date(2027, 4, 5)),
        (rule(valid_to=date(2026, 9, 30)), AUTUMN, None),
        (
            s.ScheduleRule((s.Entry(s.Weekly((1,)), (), (4, 5, 6)),)),
            AUTUMN,
            date(2027, 4, 6),
        ),
        (s.ScheduleRule((s.Entry(s.OnDates((date(2026, 3, 1),))),)), AUTUMN, None),
    ],
)
def test_between_seasons_it_is_said_when_it_opens_again(
    asked: s.ScheduleRule, day: date, until: date | None
) -> None:
    assert s.rest_of(asked, day) == s.Rest(until)


@pytest.mark.parametrize(
    "asked",
    [
        rule(),
        rule(s.BON, s.NEW_YEAR),
        rule(s.YearlySpan(1, 10, 3, 31)),
        s.ScheduleRule((s.Entry(s.OnDates((date(2026, 3, 1), date(2026, 12, 1)))),)),
        rule(SUMMER_ONLY, extra_open=(s.ExtraOpening(date(2026, 12, 5)),)),
    ],
)
def test_within_its_season_a_rule_does_not_rest(asked: s.ScheduleRule) -> None:
    assert s.rest_of(asked, AUTUMN) is None


def test_days_off_at_new_year_are_no_season() -> None:
    assert s.rest_of(rule(s.NEW_YEAR), date(2026, 12, 31)) is None


@given(rules(), DAYS)
def test_a_rule_that_rests_is_shut_on_that_day(asked: s.ScheduleRule, day: date) -> None:
    if s.rest_of(asked, day) is not None:
        assert s.periods_on(asked, day) is None
