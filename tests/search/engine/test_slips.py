"""Slips of a phone's kana pad, and wrong kanji, in an index where every pair of signs stands."""

from __future__ import annotations

import pytest

from tests.search.engine.builders import World, document
from yui.search.engine.folding import bigrams, slip_key

HERE, ELSEWHERE = "90/90100", "90/90200"
SLIPS = {
    "しよくじ": "食事の会",
    "りようり": "料理の会",
    "おちやかい": "茶話会ことり",
    "にんちしよう": "認知症の会",
    "にんちしょ": "認知症の会",
    "しやきょう": "社協の窓口",
    "しやきよう": "社協の窓口",
    "ディサービス": "デイサービス山",
    "デーサービス": "デイサービス山",
    "でーさーびす": "デイサービス山",
    "マッサーシ": "マッサージの家",
    "まつさーじ": "マッサージの家",
    "ざろん": "サロンひなた",
    "たいぞう": "体操の会",
    "うんどお": "運動の会",
    "うんどう": "運動の会",
    "かいももの": "買い物の会",
    "そおじ": "掃除の会",
    "まあじやん": "麻雀の会",
    "ごみたし": "ごみ出し当番",
}
KANJI = {
    "掃徐": "掃除の会",
    "部屋の掃徐": "掃除の会",
    "買い者": "買い物の会",
    "散保": "散歩の会",
    "囲棋": "囲碁の会",
    "介獲": "介護の会",
    "配色": "配食の会",
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A town, and a record elsewhere that holds all pairs of signs, but none of the words."""
    names = [*dict.fromkeys((*SLIPS.values(), *KANJI.values()))]
    scattered = " ".join(pair for word in (*SLIPS, *KANJI) for pair in bigrams(word))
    return World(
        tmp_path_factory.mktemp("town"),
        [
            *(document(name, areas=(HERE,)) for name in names),
            document("まちの電器とくよ", areas=(HERE,)),
            document("かいこの会", summary="蚕を飼います。", areas=(HERE,)),
            document("遠い会", summary=scattered, areas=(ELSEWHERE,)),
        ],
    )


@pytest.mark.parametrize(("words", "name"), [*SLIPS.items(), *KANJI.items()])
def test_a_slip_finds_what_was_meant_though_its_pairs_stand_elsewhere(
    town: World, words: str, name: str
) -> None:
    assert name in town.found(words, area=HERE)


@pytest.mark.parametrize("words", [word for word in (*SLIPS, *KANJI) if word != "うんどう"])
def test_a_slip_is_said(town: World, words: str) -> None:
    assert len(town.ask(words, area=HERE).understood.corrections) == 1


@pytest.mark.parametrize(
    "words",
    ["うんどう", "とくよ", "かいこ", "サロン", "介護", "囲碁", "買い物", "しりとり", "山田"],
)
def test_a_right_word_is_left_alone(town: World, words: str) -> None:
    assert not town.ask(words, area=HERE).understood.corrections


def test_a_name_that_differs_by_a_long_sign_is_found_and_not_corrected(town: World) -> None:
    assert town.found("とくよ", area=HERE) == ["まちの電器とくよ"]


@pytest.mark.parametrize("words", ["しにだい", "むねがいだい", "ちがとまらない", "いきがくるしい"])
def test_words_of_an_emergency_become_nothing_else(town: World, words: str) -> None:
    assert not town.ask(words, area=HERE).understood.corrections


def test_a_bold_guess_that_finds_nothing_is_not_made(town: World) -> None:
    assert town.ask("配色", area=HERE).understood.corrections == {"配色": "配食"}
    assert not town.ask("配色", area="90/90300").understood.corrections


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("きようしつ", "キョウシツ"),
        ("デーサービス", "ディサービス"),
        ("ざろん", "サロン"),
        ("うんどお", "うんどう"),
        ("かいももの", "かいもの"),
        ("づつう", "ずつう"),
        ("スマフォ", "スマホ"),
    ],
)
def test_slips_have_the_key_of_the_word(typed: str, meant: str) -> None:
    assert slip_key(typed) == slip_key(meant)


@pytest.mark.parametrize(
    ("one", "other"), [("かいご", "かいわ"), ("はり", "はる"), ("さか", "さけ")]
)
def test_other_words_have_other_keys(one: str, other: str) -> None:
    assert slip_key(one) != slip_key(other)


@pytest.mark.parametrize("words", ["xyz", "abc", "pc"])
def test_a_few_latin_letters_are_not_made_into_others(
    tmp_path_factory: pytest.TempPathFactory, words: str
) -> None:
    other = World(
        tmp_path_factory.mktemp("latin"), [document("yz の会", summary="ab と pcs を学びます。")]
    )
    assert not other.ask(words, area=HERE).understood.corrections
