"""Openings worked out by hand on the calendars of 2024 to 2029."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest

from yui.directory.engine import schedule as s

MORNING = s.Period(time(9), time(12))
WHOLE = s.Weekly(tuple(range(7)))
JST = timezone(timedelta(hours=9))


def rule(when: s.When, *periods: s.Period, **parts: object) -> s.ScheduleRule:
    return s.ScheduleRule(entries=(s.Entry(when, periods or (MORNING,)),), **parts)  # type: ignore[arg-type]


def days(made: s.ScheduleRule, first: date, last: date) -> list[str]:
    return [f"{o.on:%m-%d}" for o in s.occurrences(made, first, last)]


def holidays(mode: s.HolidayMode, *periods: s.Period) -> s.HolidayRule:
    return s.HolidayRule(mode, periods)


def test_new_years_day_on_monday_when_holidays_close() -> None:
    made = rule(s.Weekly((0,)), holidays=holidays(s.HolidayMode.CLOSED))
    assert date(2029, 1, 1).weekday() == 0
    # 1 Jan is 元日, 8 Jan is 成人の日 (second Monday).
    assert days(made, date(2029, 1, 1), date(2029, 1, 31)) == ["01-15", "01-22", "01-29"]


def test_substitute_holiday_closes_when_the_holiday_is_a_sunday() -> None:
    made = rule(s.Weekly((2,)), holidays=holidays(s.HolidayMode.CLOSED))
    # 3 May 2026 is a Sunday; 4 and 5 May are holidays, so the substitute is Wednesday 6 May.
    assert days(made, date(2026, 5, 1), date(2026, 5, 31)) == ["05-13", "05-20", "05-27"]


def test_citizens_holiday_closes_when_it_lies_between_two_holidays() -> None:
    made = rule(s.Weekly((1,)), holidays=holidays(s.HolidayMode.CLOSED))
    # 敬老の日 21 and 秋分の日 23 September 2026 make Tuesday 22 a holiday.
    assert days(made, date(2026, 9, 14), date(2026, 9, 30)) == ["09-15", "09-29"]


def test_fifth_week_when_only_some_months_have_one() -> None:
    made = rule(s.Ordinal((5,), (1,)))
    assert days(made, date(2026, 1, 1), date(2026, 6, 30)) == ["03-31", "06-30"]


def test_last_weekday_when_it_is_the_fourth_or_the_fifth() -> None:
    made = rule(s.Ordinal((s.LAST,), (4,)))
    assert days(made, date(2026, 1, 1), date(2026, 3, 31)) == ["01-30", "02-27", "03-27"]


def test_leap_day_when_the_month_ends_on_it() -> None:
    made = rule(s.MonthDays((29, s.LAST)))
    assert days(made, date(2028, 2, 1), date(2028, 3, 31)) == ["02-29", "03-29", "03-31"]
    assert days(made, date(2027, 2, 1), date(2027, 3, 1)) == ["02-28"]


def test_yearly_span_when_it_ends_on_a_leap_day() -> None:
    made = rule(WHOLE, yearly_closures=(s.YearlySpan(2, 27, 2, 29),))
    assert days(made, date(2027, 2, 26), date(2027, 3, 2)) == ["02-26", "03-01", "03-02"]
    assert days(made, date(2028, 2, 26), date(2028, 3, 1)) == ["02-26", "03-01"]


def test_shift_to_the_next_day_when_the_closing_monday_is_a_holiday() -> None:
    made = rule(
        WHOLE,
        closures=(s.Closure(s.Weekly((0,))),),
        holidays=holidays(s.HolidayMode.SHIFT_NEXT_DAY),
    )
    # Monday 20 July 2026 is 海の日.
    opened = days(made, date(2026, 7, 19), date(2026, 7, 28))
    assert opened == ["07-19", "07-20", "07-22", "07-23", "07-24", "07-25", "07-26", "07-28"]


def test_shift_to_the_next_weekday_when_holidays_follow() -> None:
    made = rule(
        WHOLE,
        closures=(s.Closure(s.Weekly((0,))),),
        holidays=holidays(s.HolidayMode.SHIFT_NEXT_WEEKDAY),
    )
    # Monday 4, Tuesday 5 and Wednesday 6 May 2026 are holidays: the closing moves to Thursday 7.
    assert "05-07" not in days(made, date(2026, 5, 4), date(2026, 5, 8))
    assert days(made, date(2026, 5, 4), date(2026, 5, 8)) == ["05-04", "05-05", "05-06", "05-08"]


def test_other_closures_stay_when_holidays_move_the_weekly_one() -> None:
    made = rule(
        WHOLE,
        closures=(s.Closure(s.Weekly((0,))), s.Closure(s.MonthDays((23,)))),
        holidays=holidays(s.HolidayMode.SHIFT_NEXT_DAY),
    )
    # 23 November 2026 is a Monday and 勤労感謝の日: closed as the 23rd, and the Monday moves on.
    assert days(made, date(2026, 11, 22), date(2026, 11, 25)) == ["11-22", "11-25"]


def test_day_after_a_holiday_when_it_is_off() -> None:
    made = rule(WHOLE, holidays=holidays(s.HolidayMode.DAY_AFTER_OFF))
    assert days(made, date(2026, 2, 10), date(2026, 2, 13)) == ["02-10", "02-11", "02-13"]


def test_special_holiday_hours_when_the_weekday_is_not_open() -> None:
    short = s.Period(time(10), time(15))
    made = rule(s.Weekly((0,)), holidays=holidays(s.HolidayMode.SPECIAL, short))
    # 11 February 2026 is a Wednesday.
    found = s.occurrences(made, date(2026, 2, 9), date(2026, 2, 15))
    assert [(o.on.day, o.period) for o in found] == [(9, MORNING), (11, short)]


def test_bon_and_new_year_close_when_they_are_set() -> None:
    made = rule(WHOLE, yearly_closures=(s.BON, s.NEW_YEAR))
    assert days(made, date(2026, 8, 12), date(2026, 8, 17)) == ["08-12", "08-17"]
    assert days(made, date(2026, 12, 28), date(2027, 1, 4)) == ["12-28", "01-04"]


def test_exceptions_win_when_they_meet_holidays_and_closures() -> None:
    made = rule(
        s.Weekly((2,)),
        holidays=holidays(s.HolidayMode.CLOSED),
        closed_on=(date(2026, 5, 13),),
        extra_open=(s.ExtraOpening(date(2026, 5, 6), (MORNING,)),),
        valid_to=date(2026, 5, 20),
    )
    assert days(made, date(2026, 5, 1), date(2026, 5, 31)) == ["05-06", "05-20"]


def test_every_second_week_when_the_anchor_is_later() -> None:
    made = rule(s.EveryWeeks(2, date(2026, 6, 2)))
    assert days(made, date(2026, 5, 1), date(2026, 6, 10)) == ["05-05", "05-19", "06-02"]


def test_season_when_it_passes_the_new_year() -> None:
    made = s.ScheduleRule((s.Entry(s.MonthDays((1,)), (MORNING,), (12, 1, 2)),))
    assert days(made, date(2026, 10, 1), date(2027, 4, 1)) == ["12-01", "01-01", "02-01"]


def test_is_open_when_the_night_passes_midnight() -> None:
    made = rule(s.Weekly((5,)), s.Period(time(22), time(5)))
    saturday = datetime(2026, 4, 4, 23, 0, tzinfo=JST)
    assert s.is_open(made, saturday) is s.Openness.OPEN
    assert s.is_open(made, saturday + timedelta(hours=5)) is s.Openness.OPEN
    assert s.is_open(made, saturday + timedelta(hours=6)) is s.Openness.CLOSED
    assert s.is_open(made, saturday - timedelta(hours=18)) is s.Openness.CLOSED


def test_is_open_when_the_moment_is_given_in_utc() -> None:
    made = rule(s.Weekly((1,)))
    # Tuesday 7 April 2026, 8:59, 9:00, 11:59 and 12:00 in Japan.
    tuesday = datetime(2026, 4, 6, 23, 59, tzinfo=UTC)
    moments = [tuesday + timedelta(minutes=m) for m in (0, 1, 180, 181)]
    states = [s.is_open(made, moment).value for moment in moments]
    assert states == ["closed", "open", "open", "closed"]


def test_is_open_is_unknown_when_hours_end_or_holidays_are_not_known() -> None:
    at = datetime(2026, 4, 7, 10, tzinfo=JST)
    assert s.is_open(s.ScheduleRule((s.Entry(s.Weekly((1,))),)), at) is s.Openness.UNKNOWN
    assert s.is_open(rule(s.Weekly((1,)), s.Period(time(9))), at) is s.Openness.UNKNOWN
    holiday = datetime(2026, 5, 5, 10, tzinfo=JST)
    assert s.is_open(rule(s.Weekly((1,))), holiday) is s.Openness.UNKNOWN
    said = rule(s.Weekly((1,)), holidays=holidays(s.HolidayMode.OPEN))
    assert s.is_open(said, holiday) is s.Openness.OPEN


def test_is_open_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        s.is_open(rule(WHOLE), datetime(2026, 4, 7, 10))


def test_next_opening_when_today_has_begun() -> None:
    made = rule(s.Weekly((1,)), s.Period(time(9), time(12)), s.Period(time(13), time(15)))
    found = s.next_opening(made, datetime(2026, 4, 7, 9, 30, tzinfo=JST))
    assert found == s.Occurrence(date(2026, 4, 7), s.Period(time(13), time(15)))
    found = s.next_opening(made, datetime(2026, 4, 7, 13, 0, tzinfo=JST))
    assert found is not None
    assert found.on == date(2026, 4, 14)


def test_next_opening_when_there_is_none() -> None:
    made = rule(WHOLE, valid_to=date(2026, 4, 1))
    assert s.next_opening(made, datetime(2026, 4, 2, tzinfo=JST)) is None


def test_end_when_the_period_is_the_whole_day_or_unknown() -> None:
    day = date(2026, 4, 7)
    assert s.Occurrence(day, s.ALL_DAY).ends_at == datetime(2026, 4, 8, tzinfo=JST)
    assert s.Occurrence(day, s.Period(time(9))).ends_at is None
    assert s.Occurrence(day, None).starts_at is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: s.Weekly(()),
        lambda: s.Weekly((7,)),
        lambda: s.Ordinal((6,), (0,)),
        lambda: s.Ordinal((1,), ()),
        lambda: s.MonthDays((0,)),
        lambda: s.MonthDays((32,)),
        lambda: s.EveryWeeks(1, date(2026, 1, 1)),
        lambda: s.OnDates(()),
        lambda: s.Entry(WHOLE, months=(13,)),
        lambda: s.YearlySpan(2, 30, 3, 1),
        lambda: s.Period(time(9, 0, 30)),
        lambda: s.HolidayRule(s.HolidayMode.CLOSED, (MORNING,)),
        lambda: s.ScheduleRule(holidays=s.HolidayRule(s.HolidayMode.SHIFT_NEXT_DAY)),
        lambda: s.ScheduleRule(valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1)),
        lambda: s.ScheduleRule(
            closed_on=(date(2026, 1, 5),), extra_open=(s.ExtraOpening(date(2026, 1, 5)),)
        ),
    ],
)
def test_values_refuse_when_they_cannot_be(make: object) -> None:
    with pytest.raises(s.ScheduleError):
        make()  # type: ignore[operator]
