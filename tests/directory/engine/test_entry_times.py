"""The answers about time and the rule that means the same; nothing is taken apart by guessing."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.directory.engine.entry_times import (
    TimesError,
    answers_of,
    blank_answers,
    rule_of,
    words_of,
)
from yui.directory.engine.flags import Flag, flags_in
from yui.directory.engine.schedule import (
    Entry,
    EveryWeeks,
    HolidayMode,
    HolidayRule,
    Period,
    ScheduleRule,
    Weekly,
    occurrences,
)


def _answers(**said: Any) -> dict[str, Any]:
    return {**blank_answers(), **said}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, ""),
        (
            {"rhythm": "weekly", "weekdays": ["1"], "starts_at": "09:30", "ends_at": "11:30"},
            "毎週火曜 9時30分〜11時30分",
        ),
        (
            {"rhythm": "ordinal", "weekdays": ["1"], "ordinals": ["2", "4"], "starts_at": "10:00"},
            "第2・第4火曜 10時から",
        ),
        (
            {"rhythm": "words", "hours_words": "月・水 10:00～12:00"},
            "毎週月曜・水曜 10時〜12時",
        ),
        ({"rhythm": "words", "hours_words": "気が向いたとき"}, "気が向いたとき"),
        (
            {"rhythm": "words", "hours_words": "月曜 10:00～12:00、気が向けば夜も"},
            "月曜 10:00～12:00、気が向けば夜も",
        ),
    ],
)
def test_answers_are_said_as_residents_read_them(said: dict[str, Any], sentence: str) -> None:
    assert words_of(_answers(**said)) == sentence


def test_every_other_week_counts_from_the_day_that_was_named() -> None:
    rule, _unread = rule_of(_answers(rhythm="fortnight", first_date="2026-12-03"))
    assert rule is not None
    found = occurrences(rule, date(2026, 11, 30), date(2027, 1, 3))
    days = [each.on for each in found]
    assert days == [date(2026, 12, 3), date(2026, 12, 17), date(2026, 12, 31)]


def test_a_season_may_pass_the_new_year() -> None:
    rule, _unread = rule_of(
        _answers(rhythm="weekly", weekdays=["0"], season_from="12", season_to="2")
    )
    assert rule is not None
    assert rule.entries[0].months == (1, 2, 12)
    assert answers_of(rule)["season_from"] == "12"
    assert answers_of(rule)["season_to"] == "2"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"rhythm": "weekly"}, "weekdays"),
        ({"rhythm": "ordinal", "weekdays": ["1"]}, "ordinals"),
        ({"rhythm": "fortnight"}, "first_date"),
        ({"rhythm": "words"}, "hours_words"),
        ({"rhythm": "weekly", "weekdays": ["1"], "ends_at": "10:00"}, "starts_at"),
        (
            {"rhythm": "weekly", "weekdays": ["1"], "starts_at": "10:00", "ends_at": "10:00"},
            "ends_at",
        ),
        ({"rhythm": "weekly", "weekdays": ["1"], "season_from": "4"}, "season_from"),
    ],
)
def test_a_missing_answer_is_named(said: dict[str, Any], field: str) -> None:
    with pytest.raises(TimesError) as refused:
        rule_of(_answers(**said))
    assert refused.value.field == field


@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    ordinals=st.sets(st.sampled_from([1, 2, 3, 4, 5, -1])),
    hours=st.lists(st.integers(0, 23 * 60), min_size=0, max_size=2, unique=True),
    season=st.none() | st.tuples(st.integers(1, 12), st.integers(1, 12)),
)
def test_answers_come_back_as_a_rule_of_the_same_meaning(
    weekdays: set[int],
    ordinals: set[int],
    hours: list[int],
    season: tuple[int, int] | None,
) -> None:
    clock = [time(minutes // 60, minutes % 60).isoformat("minutes") for minutes in sorted(hours)]
    said = _answers(
        rhythm="ordinal" if ordinals else "weekly",
        weekdays=[str(day) for day in weekdays],
        ordinals=[str(number) for number in ordinals],
        starts_at=clock[0] if clock else "",
        ends_at=clock[1] if len(clock) > 1 else "",
        season_from=str(season[0]) if season else "",
        season_to=str(season[1]) if season else "",
    )
    rule = rule_of(said)[0]
    assert rule is not None
    back = answers_of(rule)
    if back["rhythm"] != "kept":
        assert rule_of(back)[0] == rule


@pytest.mark.parametrize(
    "rule",
    [
        ScheduleRule((Entry(EveryWeeks(2, date(2026, 12, 3))),)),
        ScheduleRule(
            (Entry(Weekly((1,)), (Period(time(9), time(10)), Period(time(13), time(14)))),)
        ),
        ScheduleRule((Entry(Weekly((1,))),), holidays=HolidayRule(HolidayMode.CLOSED)),
        ScheduleRule((Entry(Weekly((1,))), Entry(Weekly((3,)), (Period(time(9)),)))),
        ScheduleRule((Entry(Weekly((1,)), months=(1, 2, 6)),)),
    ],
)
def test_what_the_questions_cannot_say_is_kept_as_it_is(rule: ScheduleRule) -> None:
    assert answers_of(rule) == {"rhythm": "kept"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("お茶を飲みながら話します。", ()),
        ("電話で「行ってみたい」と伝えてください。", ()),
        ("みなさん、お母さん、利用者さん、近所の仲間さんと", ()),
        ("お隣さんと。お客様へ。皆様どうぞ。八百屋さんが来ます。", ()),
        ("民生委員が見守ります。担当の地区を回ります。", ()),
        ("090-1234-5678 に電話", (Flag.PHONE,)),
        ("０９８ー５５５ー１２０１まで", (Flag.PHONE,)),
        ("山田さんが車で迎えに来ます。", (Flag.NAME,)),
        ("佐藤花子様の家です。", (Flag.NAME,)),
        ("代表 試験 花子", (Flag.NAME,)),
        ("会長：新田 ふみ 03-1234-5678", (Flag.PHONE, Flag.NAME)),
    ],
)
def test_numbers_and_names_in_public_text_are_pointed_out(
    text: str, found: tuple[Flag, ...]
) -> None:
    assert flags_in(text) == found
