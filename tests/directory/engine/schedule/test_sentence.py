"""Sentences and short forms as people read them, and search slots."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given

from tests.directory.engine.schedule.strategies import rules
from yui.directory.engine import schedule as s


def period(text: str) -> s.Period:
    start, _, end = text.partition("-")
    return s.Period(time.fromisoformat(start), time.fromisoformat(end) if end else None)


def entry(when: s.When, *hours: str, months: tuple[int, ...] = ()) -> s.Entry:
    return s.Entry(when, tuple(period(text) for text in hours), months)


def holidays(mode: s.HolidayMode, *hours: str) -> s.HolidayRule:
    return s.HolidayRule(mode, tuple(period(text) for text in hours))


WORKDAYS = s.Weekly((0, 1, 2, 3, 4))
EVERY_DAY = s.Weekly((0, 1, 2, 3, 4, 5, 6))
CLOSED = s.HolidayRule(s.HolidayMode.CLOSED)
TODAY = date(2026, 4, 1)

CASES = [
    (
        s.ScheduleRule((entry(s.Weekly((1,)), "09:30-11:30"),)),
        "毎週火曜 9時30分〜11時30分",
        "火 9:30〜11:30",
    ),
    (
        s.ScheduleRule((entry(s.Ordinal((2, 4), (1,)), "13:00-15:00"),)),
        "第2・第4火曜 13時〜15時",
        "第2・第4火 13:00〜15:00",
    ),
    (
        s.ScheduleRule((entry(WORKDAYS, "09:00-16:00"),), (), CLOSED, (s.NEW_YEAR,)),
        "月曜〜金曜 9時〜16時。祝日と12月29日〜1月3日は休みます",
        "月〜金 9:00〜16:00",
    ),
    (
        s.ScheduleRule((entry(s.Weekly((1, 3)), "10:00-"),), (), CLOSED, (s.BON, s.NEW_YEAR)),
        "毎週火曜・木曜 10時から。祝日、8月13日〜16日と12月29日〜1月3日は休みます",
        "火・木 10:00から",
    ),
    (
        s.ScheduleRule(
            (entry(WORKDAYS, "09:00-12:00", "13:00-16:00"), entry(s.Weekly((5,)), "09:00-12:00"))
        ),
        "月曜〜金曜 9時〜12時と13時〜16時、土曜 9時〜12時",
        "月〜金 9:00〜12:00・13:00〜16:00、土 9:00〜12:00",
    ),
    (
        s.ScheduleRule(
            (entry(EVERY_DAY, "09:00-21:30"),),
            (s.Closure(s.Weekly((0,))), s.Closure(s.Ordinal((3,), (6,)))),
            holidays(s.HolidayMode.SHIFT_NEXT_DAY, "10:00-19:00"),
        ),
        "火曜〜日曜 9時〜21時30分。月曜が祝日のときは開けて、翌日を休みます。"
        "祝日は10時〜19時です。第3日曜は休みます",
        "火〜日 9:00〜21:30",
    ),
    (
        s.ScheduleRule(
            (entry(WORKDAYS, "09:00-17:00"),), (), holidays(s.HolidayMode.SPECIAL, "09:00-17:00")
        ),
        "月曜〜金曜と祝日 9時〜17時",
        "月〜金・祝日 9:00〜17:00",
    ),
    (
        s.ScheduleRule((s.Entry(EVERY_DAY, (s.ALL_DAY,)),), (), s.HolidayRule(s.HolidayMode.OPEN)),
        "毎日 24時間。祝日も開いています",
        "毎日 24時間",
    ),
    (
        s.ScheduleRule((entry(s.MonthDays((15, s.LAST)), "22:00-05:00"),)),
        "毎月15日・末日 22時〜翌5時",
        "毎月15日・末日 22:00〜翌5:00",
    ),
    (
        s.ScheduleRule((entry(s.Weekly((1,)), "10:00-12:00", months=(12, 1, 2, 3)),)),
        "12月〜3月は毎週火曜 10時〜12時",
        "12月〜3月 火 10:00〜12:00",
    ),
    (
        s.ScheduleRule(
            (entry(s.EveryWeeks(2, date(2026, 4, 7)), "10:00-24:00".replace("24", "00")),)
        ),
        "隔週火曜（次は4月7日の週） 10時〜24時",
        "隔週火（次は4月7日の週） 10:00〜24:00",
    ),
    (s.ScheduleRule((entry(WORKDAYS),)), "月曜〜金曜。時間は電話で確かめてください", "月〜金"),
    (
        s.ScheduleRule((entry(s.Weekly((1,))), entry(s.Weekly((3,)), "10:00-12:00"))),
        "火曜、木曜 10時〜12時。時間の書かれていない日は電話で確かめてください",
        "火、木 10:00〜12:00",
    ),
    (
        s.ScheduleRule(
            (
                entry(
                    s.OnDates((date(2026, 3, 1), date(2026, 5, 7), date(2026, 5, 8))), "10:00-12:00"
                ),
            ),
            closed_on=(date(2026, 3, 2), date(2026, 5, 20)),
            extra_open=(s.ExtraOpening(date(2026, 6, 1), (period("10:00-11:00"),)),),
            valid_to=date(2027, 3, 31),
        ),
        "2026年5月7日・8日 10時〜12時。2026年6月1日は10時〜11時に開きます。"
        "2026年5月20日は休みます。2027年3月31日までです",
        "2026年5月7日・8日 10:00〜12:00",
    ),
    (s.ScheduleRule(), "日時は電話で確かめてください", "日時は電話で"),
]


@pytest.mark.parametrize(("rule", "full", "short"), CASES)
def test_words_when_a_rule_is_shown(rule: s.ScheduleRule, full: str, short: str) -> None:
    assert s.sentence(rule, TODAY) == full
    assert s.short_form(rule, TODAY) == short


@given(rules())
def test_words_are_plain_when_any_rule(rule: s.ScheduleRule) -> None:
    text = s.sentence(rule)
    assert text
    assert not text.endswith("。")
    assert "。。" not in text
    assert "None" not in text
    assert "None" not in s.short_form(rule)


def test_short_form_says_more_when_there_are_many_groups() -> None:
    rule = s.ScheduleRule(tuple(entry(s.Weekly((d,)), f"{9 + d:02}:00-") for d in range(3)))
    assert s.short_form(rule) == "月 9:00から、火 10:00から ほか"


def test_slots_when_a_period_touches_two_bands() -> None:
    rule = s.ScheduleRule(
        (entry(s.Weekly((1,)), "11:30-13:00"), entry(s.Weekly((2,)), "12:00-17:00"))
    )
    assert s.slots(rule) == ("tue-am", "tue-pm", "wed-pm")


def test_slots_when_the_night_passes_midnight() -> None:
    rule = s.ScheduleRule((entry(s.Weekly((6,)), "22:00-05:00"),))
    assert s.slots(rule) == ("mon-am", "sun-eve")


def test_slots_when_hours_or_weekdays_are_not_known() -> None:
    rule = s.ScheduleRule((entry(s.Weekly((1,))), entry(s.MonthDays((15,)), "10:00-12:00")))
    assert s.slots(rule) == ("tue-unknown",)


def test_slots_leave_out_days_when_they_close_every_week() -> None:
    rule = s.ScheduleRule(
        (entry(EVERY_DAY, "09:00-10:00"),), (s.Closure(s.Weekly((0, 1, 2, 3, 4))),)
    )
    assert s.slots(rule) == ("sat-am", "sun-am")


def test_slots_name_holidays_when_they_have_hours_of_their_own() -> None:
    rule = s.ScheduleRule(
        (entry(s.Weekly((0,)), "18:00-20:00"),), (), holidays(s.HolidayMode.SPECIAL, "13:00-")
    )
    assert s.slots(rule) == ("mon-eve", "hol-pm")


@given(rules())
def test_slots_are_known_codes_when_any_rule(rule: s.ScheduleRule) -> None:
    assert set(s.slots(rule)) <= set(s.SLOT_CODES)
