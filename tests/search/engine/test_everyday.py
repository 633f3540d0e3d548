"""Everyday words in kana, with slips, and with verbs that must not carry a hit."""

from __future__ import annotations

import pytest

from tests.search.engine.builders import World, document


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(
        tmp_path_factory.mktemp("town"),
        [
            document("川辺の会", summary="お茶を飲んで話します。", needs=("place_to_be",)),
            document("スマホ教室", needs=("smartphone",)),
            document("つれあいを亡くした人の集い", summary="夫や妻をなくした人が話します。"),
            document("鍵預かり", summary="合鍵をあずかります。"),
            document(
                "こころ音読の会", summary="声の調子を変えて読みます。そろばん3級の人もいます。"
            ),
            document("まちの電器屋", summary="電球1個から取り替えます。"),
            document("健康マージャン", needs=("hobby",)),
            document("将棋クラブ", needs=("hobby",)),
            document("川べりの歌声", summary="童謡を歌います。", needs=("hobby",)),
            document("めがねの直し", summary="眼鏡のねじをしめます。"),
            document("市の配食サービス", summary="夕食を届けます。", needs=("meals",)),
            document("ひざの会", summary="膝が痛い人の体操です。", needs=("exercise",)),
            document("歩く会", summary="川べりを歩きます。"),
            document("家のおふろ係", summary="訪問入浴の車が来ます。", sector="insurance"),
        ],
    )


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("おちゃ", "川辺の会"),
        ("スマフォ", "スマホ教室"),
        ("すまふぉ", "スマホ教室"),
        ("電級を変えたい", "まちの電器屋"),
        ("めがね", "めがねの直し"),
        ("お風呂", "家のおふろ係"),
    ],
)
def test_everyday_words_find_what_they_mean(town: World, words: str, name: str) -> None:
    assert name in town.found(words)


@pytest.mark.parametrize("words", ["胸が痛い", "血が止まらない", "むねがいたい", "転んで動けない"])
def test_words_of_an_emergency_are_never_corrected(town: World, words: str) -> None:
    assert not town.ask(words).understood.corrections


@pytest.mark.parametrize("words", ["腕が痛い", "服が痛い", "紙が止まらない"])
def test_another_word_of_one_kanji_is_no_slip(town: World, words: str) -> None:
    assert not town.ask(words).understood.corrections


@pytest.mark.parametrize("words", ["ひざがいたあい", "ひざがいだい"])
def test_a_correction_is_said_as_people_write_it(town: World, words: str) -> None:
    assert set(town.ask(words).understood.corrections.values()) == {"膝が痛い"}


@pytest.mark.parametrize("words", ["弁当", "お弁当", "べんとう"])
def test_a_lunch_box_finds_who_brings_it(town: World, words: str) -> None:
    assert "市の配食サービス" in town.found(words)


def test_a_verb_alone_carries_no_hit_beside_a_thing(town: World) -> None:
    assert town.found("鍵をなくした") == ["鍵預かり"]
    assert "こころ音読の会" not in town.found("電級を変えたい")
    assert town.found("ヒッポグリフをなくした") == []


def test_a_verb_by_itself_still_finds(town: World) -> None:
    assert town.found("歩く") == ["歩く会"]


def test_hobbies_are_near_only_when_they_are_of_the_same_kind(town: World) -> None:
    answer = town.ask("麻雀", nearby=10)

    assert [town.names[hit.key] for hit in answer.nearby] == ["将棋クラブ"]
