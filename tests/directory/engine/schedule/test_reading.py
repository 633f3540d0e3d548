"""Free texts and columns of real shape into rules: what is read, what is handed back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.directory.engine import schedule as s

FULLY = [
    ("毎週火曜日 9:30～11:30", "毎週火曜 9時30分〜11時30分"),
    ("第1・3水曜日 10:00～12:00", "第1・第3水曜 10時〜12時"),
    ("第２、第４火曜日 午後１時３０分～３時", "第2・第4火曜 13時30分〜15時"),
    ("最終金曜日13時半～15時半", "最終金曜 13時30分〜15時30分"),
    ("毎週火・木曜日", "毎週火曜・木曜。時間は電話で確かめてください"),
    ("月火水木金", "月曜〜金曜。時間は電話で確かめてください"),
    ("平日", "月曜〜金曜。時間は電話で確かめてください。祝日は休みます"),
    (
        "月～金曜日　９時～１７時（祝日・年末年始12/29～1/3を除く）",
        "月曜〜金曜 9時〜17時。祝日と12月29日〜1月3日は休みます",
    ),
    ("月1回 第3木曜日 13:30~15:00", "第3木曜 13時30分〜15時"),
    ("毎月15日 10時から正午", "毎月15日 10時〜12時"),
    ("毎週月・水・金 9:00～12:00、13:00～16:00", "毎週月曜・水曜・金曜 9時〜12時と13時〜16時"),
    (
        "月水10:00~12:00 金13:00~15:00",
        "毎週月曜・水曜 10時〜12時".replace("毎週", "") + "、金曜 13時〜15時",
    ),
    ("土曜・日曜 22:00～翌5:00", "毎週土曜・日曜 22時〜翌5時"),
    ("第2金曜 10:00～", "第2金曜 10時から"),
    ("冬季12月～3月 火曜日 10:00～12:00", "12月〜3月は毎週火曜 10時〜12時"),
    ("24時間利用可能", "毎日 24時間。祝日も開いています"),
    ("年中無休 9:00～17:00", "毎日 9時〜17時。祝日も開いています"),
    ("土日祝以外 9:00~17:00", "月曜〜金曜 9時〜17時。祝日は休みます"),
    ("令和8年4月7日 10:00～12:00", "2026年4月7日 10時〜12時"),
    (
        "【開館時間】9：00～21：30 【休館日】月の第3日曜日、祝日",
        "毎日 9時〜21時30分。祝日と第3日曜は休みます",
    ),
    (
        "【開館時間】9:00～21:30 【休館日】月曜日（月曜日が祝日又は振替休日のときはその翌平日）",
        "火曜〜日曜 9時〜21時30分。月曜が祝日のときは開けて、次の平日を休みます",
    ),
    (
        "【開館時間】平日9：00～17：00 土日祝　10：00～19：00 【休"
        "館日】月曜日（月曜が祝休日の場合は開館し翌日休館）",
        "火曜〜金曜 9時〜17時、土曜・日曜 10時〜19時。月曜が祝"
        "日のときは開けて、翌日を休みます。祝日は10時〜19時です",
    ),
]


@pytest.mark.parametrize(("text", "expected"), FULLY)
def test_text_is_read_when_all_of_it_is_understood(text: str, expected: str) -> None:
    parsed = s.parse_hours(text)
    assert parsed.rule is not None, parsed
    assert s.sentence(parsed.rule) == expected
    assert parsed.unread == ()
    assert parsed.outcome == "full"


@pytest.mark.parametrize(
    "text",
    [
        "日没まで",
        "9:00～17:00",
        "隔週土曜 10:00-12:00",
        "不定休",
        "随時",
        "火曜 1:30～3:30",
        "火曜 10:00～9:00",
        "火曜 25:00～26:00",
        "第1火曜・木曜 10:00～12:00",
        "第6火曜日 10:00～12:00",
        "火曜日（第3を除く）10:00~12:00",
        "月2回 第3木曜日 13:30~15:00",
        "8月5日（水）～8月16日（日）",
        "月曜～土曜の祝日は営業",
        "日曜日以外の祝日は営業",
        "9:00～19:00 9:00～17:00（土・日・祝休日）",
        "11:00?13:30",
    ],
)
def test_text_is_refused_when_it_would_need_a_guess(text: str) -> None:
    parsed = s.parse_hours(text)
    assert parsed.rule is None
    assert parsed.unread
    assert parsed.outcome == "not"


@pytest.mark.parametrize("text", ["", " - ", "－", "なし", "特になし。", "特記事項なし"])
def test_text_is_blank_when_it_says_nothing(text: str) -> None:
    assert s.parse_hours(text).outcome == "blank"


def test_unread_words_come_back_when_a_part_is_understood() -> None:
    parsed = s.parse_hours("毎週火曜 10:00～12:00。雨の日は中止")
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == "毎週火曜 10時〜12時"
    assert parsed.unread == ("雨の日は中止",)


def test_new_year_without_dates_when_the_municipality_says_its_custom() -> None:
    text = "月～金 9:00～17:00。年末年始は休み"
    assert s.parse_hours(text).unread == ("年末年始",)
    parsed = s.parse_hours(text, customs=s.Customs(new_year=s.NEW_YEAR))
    assert parsed.rule is not None
    assert parsed.rule.yearly_closures == (s.NEW_YEAR,)
    assert parsed.assumed == ("年末年始",)
    assert parsed.unread == ()


@pytest.mark.parametrize(
    ("hours", "closing", "expected"),
    [
        ("10:00～18:00", "水曜", "月曜・火曜・木曜〜日曜 10時〜18時"),
        ("10:00～18:00", "なし", "毎日 10時〜18時。祝日も開いています"),
        (
            "11:00～14:00/17:00～22:00",
            "月曜(祝日の場合は翌日休)",
            "火曜〜日曜 11時〜14時と17時〜22時。月曜が祝日のときは開けて、翌日を休みます",
        ),
        (
            "平日8:00～17:00/土曜・日曜・祝日8:00～18:00",
            "水曜",
            "月曜・火曜・木曜・金曜 8時〜17時、土曜・日曜と祝日 8時〜18時",
        ),
    ],
)
def test_closing_days_open_the_others_when_they_are_a_list(
    hours: str, closing: str, expected: str
) -> None:
    parsed = s.parse_hours(hours, closing)
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == expected
    assert parsed.outcome == "full"


COLUMNS = [
    (
        (
            "月火水木金",
            "09:00",
            "17:00",
            "国民の祝日に関する法律に規定する休日及び"
            "年末年始（１２月２９日から翌年の１月３日まで）は利用不可。",
        ),
        "月曜〜金曜 9時〜17時。祝日と12月29日〜1月3日は休みます",
    ),
    (
        ("月火水木金土日", "9:00", "21:00", "日曜日は9：00～17：00、8/13～8/15、12/29～1/3を除く"),
        "月曜〜土曜 9時〜21時、日曜 9時〜17時。8月13日〜15日と12月29日〜1月3日は休みます",
    ),
    (
        (
            "月水木金土日",
            "09:00",
            "17:00",
            "祝日は開館。火曜日は休館、ただし、火曜日が祝日の場合は開館で、翌日が休館。",
        ),
        "月曜・水曜〜日曜 9時〜17時。火曜が祝日のときは開けて、翌日を休みます",
    ),
    (("月火水木金土日", "", "", "24時間対応"), "毎日 24時間"),
    (("月火水木金土日", "0:00", "24:00:00", ""), "毎日 24時間"),
    (("", "00:00", "24:00", "なし"), "毎日 24時間。祝日も開いています"),
    (
        (
            "火水木金土日",
            "09:30",
            "19:00",
            "土日祝は17：00まで。月が休日の場合は翌日休館。毎月末日休館。",
        ),
        "火曜〜金曜 9時30分〜19時、土曜・日曜 9時30分〜17時。"
        "月曜が祝日のときは開けて、翌日を休みます。祝日は9時30分〜17時です。毎月末日は休みます",
    ),
]


@pytest.mark.parametrize(("cells", "expected"), COLUMNS)
def test_columns_are_read_when_weekdays_hours_and_a_note_stand_apart(
    cells: tuple[str, str, str, str], expected: str
) -> None:
    weekdays, start, end, note = cells
    parsed = s.parse_columns(weekdays, (start, end), note)
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == expected
    assert parsed.outcome == "full"


def test_columns_keep_their_days_when_the_note_changes_all_their_hours() -> None:
    parsed = s.parse_columns("土日", ("9:00", "17:00"), "土日は10:00～12:00。月曜休館")
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == "毎週土曜・日曜 10時〜12時"


def test_columns_keep_their_days_when_the_note_closes_the_month_end() -> None:
    parsed = s.parse_columns("火水木金土日", ("09:30", "19:00"), "毎月末日休館")
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == "火曜〜日曜 9時30分〜19時。毎月末日は休みます"


@pytest.mark.parametrize(
    "cells", [("9:00", "日没"), ("", "17:00"), ("9時ころ", ""), ("18:00", "9:00")]
)
def test_columns_hand_back_hours_when_they_are_not_clock_times(cells: tuple[str, str]) -> None:
    parsed = s.parse_columns("月", cells, "")
    assert parsed.rule is not None
    assert parsed.unread == ("～".join(cells),) or parsed.rule.entries[0].periods


def test_sunset_is_never_a_clock_time_when_it_stands_in_a_column() -> None:
    parsed = s.parse_columns("月", ("9:00", "日没"), "")
    assert parsed.unread == ("9:00～日没",)
    assert parsed.rule == s.ScheduleRule((s.Entry(s.Weekly((0,))),))


def test_listed_days_say_holidays_when_each_kind_has_a_box() -> None:
    closed = s.parse_open_days("平日|土曜日", "")
    opened = s.parse_open_days("平日|土曜日|祝日", "年末年始（１２/３０～１/３）は休業")
    weekend = s.parse_open_days("土曜日|日曜日|祝日", "")
    assert closed.rule is not None
    assert opened.rule is not None
    assert weekend.rule is not None
    assert s.sentence(closed.rule) == "月曜〜土曜。時間は電話で確かめてください。祝日は休みます"
    assert (
        s.sentence(opened.rule) == "月曜〜土曜。時間は電話で確かめてください。祝日も開いています。"
        "12月30日〜1月3日は休みます"
    )
    assert weekend.rule.holidays.mode is s.HolidayMode.SPECIAL


def test_contradiction_comes_back_when_the_note_denies_the_boxes() -> None:
    parsed = s.parse_open_days("平日|祝日", "祝日は休み")
    assert parsed.unread == ("祝日は休み",)
    assert parsed.outcome == "partly"


def test_kayoinoba_columns_are_read_when_kinds_of_day_have_hours() -> None:
    row = {
        "運営日（平日）－開始": "10:00",
        "運営日（平日）－終了": "15:00",
        "運営日（土曜）－開始": "10:00",
        "運営日（土曜）－終了": "12:00",
        "運営日（祝日）－開始": "",
        "定休日": "水曜、年末年始（12/28～1/4）",
    }
    parsed = s.parse_kayoinoba(row)
    assert parsed.rule is not None
    assert s.sentence(parsed.rule) == (
        "月曜・火曜・木曜・金曜 10時〜15時、土曜 10時〜12時。祝日と12月28日〜1月4日は休みます"
    )
    assert parsed.outcome == "full"


def test_kayoinoba_row_is_blank_when_no_column_is_filled() -> None:
    assert s.parse_kayoinoba({"定休日": ""}).outcome == "blank"


def test_week_columns_leave_holidays_unstated_when_the_file_has_none() -> None:
    parsed = s.parse_week({0: ("9:00", "17:00"), 6: ("-", "-")}, note="祝日を除く")
    unstated = s.parse_week({0: ("9:00", "17:00")})
    assert parsed.rule is not None
    assert unstated.rule is not None
    assert parsed.rule.holidays.mode is s.HolidayMode.CLOSED
    assert unstated.rule.holidays.mode is s.HolidayMode.UNSTATED


PIECES = st.sampled_from(
    [
        "月",
        "火曜",
        "第1・3水曜日",
        "平日",
        "祝日",
        "年末年始",
        "12/29～1/3",
        "10:00",
        "～",
        "12時",
        "から",
        "まで",
        "は",
        "、",
        "。",
        "（",
        "）",
        "休み",
        "を除く",
        "24時間",
        "毎月",
        "末日",
        "翌日",
        "の場合は",
        "のみ",
        "9",
        "年",
        "\n",
        "x",
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_reading_gives_a_canonical_rule_or_words_back_when_any_text(text: str) -> None:
    parsed = s.parse_hours(text)
    if parsed.rule is not None:
        assert s.from_json(s.to_json(parsed.rule)) == parsed.rule
        assert not parsed.rule.is_empty
    assert all(words.strip() for words in parsed.unread)
