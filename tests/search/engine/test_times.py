from __future__ import annotations

import pytest

from yui.search.engine.times import WEEKDAYS, read_times, without


@pytest.mark.parametrize(
    ("typed", "rest", "weekdays", "bands"),
    [
        ("体操 火曜", "体操", ("tue",), ()),
        ("火曜の午前 体操", "体操", ("tue",), ("am",)),
        ("火曜午前 体操", "体操", ("tue",), ("am",)),
        ("毎週水曜の体操", "体操", ("wed",), ()),
        ("火・木曜の体操教室", "体操教室", ("tue", "thu"), ()),
        ("毎週月水金 配食", "配食", ("mon", "wed", "fri"), ()),
        ("第2・第4土曜日 サロン", "サロン", ("sat",), ()),
        ("土日 体操", "体操", ("sat", "sun"), ()),
        ("平日の午後に話し相手", "話し相手", WEEKDAYS[:5], ("pm",)),
        ("月曜と金曜 買い物", "買い物", ("mon", "fri"), ()),
        ("夕方の見守り", "見守り", (), ("eve",)),
        ("夜 食堂", "食堂", (), ("eve",)),
    ],
)
def test_days_and_times_are_taken_out_of_the_words(
    typed: str, rest: str, weekdays: tuple[str, ...], bands: tuple[str, ...]
) -> None:
    read = read_times(typed)

    assert (read.rest, read.weekdays, read.bands) == (rest, weekdays, bands)


@pytest.mark.parametrize(
    "typed",
    ["日曜市", "日曜大工", "朝のラジオ体操", "夜さびしくて話したい", "水曜以外 体操", "日本語", ""],
)
def test_words_that_only_look_like_a_day_stay_words(typed: str) -> None:
    read = read_times(typed)

    assert (read.rest, read.words) == (typed, ())


def test_one_time_word_is_dropped_with_its_particle() -> None:
    assert without("火曜の午前 体操", "火曜") == "午前 体操"
    assert without("土日に開いている食堂", "土日") == "開いている食堂"
    assert without("体操", "火曜") == "体操"
