from __future__ import annotations

import pytest

from yui.search.engine.folding import normalise
from yui.search.engine.meanings import our_meanings
from yui.search.engine.words import splitter


def in_text(text: str) -> set[str]:
    meanings, folded = our_meanings(), normalise(text)
    numbers = meanings.in_text(folded, splitter().split(folded))
    return {meanings.by_number[number].term for number in numbers}


def in_question(text: str) -> list[str]:
    meanings = our_meanings()
    return [
        meanings.by_number[number].term
        for match in meanings.in_question(normalise(text))
        for number in match.numbers
    ]


def test_in_text_when_a_longer_word_is_meant_takes_the_longest() -> None:
    assert "移動販売" in in_text("移動販売車が来ます")
    assert "移動支援" not in in_text("移動販売車が来ます")


def test_in_text_when_a_narrow_word_is_met_adds_what_is_above() -> None:
    assert {"百歳体操", "体操", "運動"} <= in_text("いきいき百歳体操をします")


@pytest.mark.parametrize(
    ("text", "absent"),
    [("ヘアサロン", "サロン"), ("そうじゃない話", "掃除"), ("番犬の話", "ペット")],
)
def test_in_text_when_a_word_is_only_a_piece_of_another(text: str, absent: str) -> None:
    assert absent not in in_text(text)


def test_in_text_ignores_what_people_only_say_in_questions() -> None:
    assert "膝痛" not in in_text("膝が痛い人も来ています")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("膝が痛い", "膝痛"),
        ("ひざがいたい", "膝痛"),
        ("一人でさみしい", "孤独"),
        ("おつかい", "買い物代行"),
        ("病院の足がない", "通院"),
        ("かよいのば", "通いの場"),
        ("でいさーびす", "デイサービス"),
        ("電球の交換", "電球の交換"),
        ("ゆきおろし", "雪かき"),
        ("スマホ教室", "スマホ"),
    ],
)
def test_in_question_when_residents_speak(question: str, meant: str) -> None:
    assert in_question(question) == [meant]


def test_by_words_when_other_particles_stand_between() -> None:
    words = splitter().split(normalise("病院へ付き添ってほしい"))
    meanings = our_meanings()
    terms = [meanings.by_number[n].term for _, _, some in meanings.by_words(words) for n in some]
    assert terms == ["通院の付き添い"]
