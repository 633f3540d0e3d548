"""Hits are what holds the words; what is only related stands apart from them."""

from __future__ import annotations

import pytest

from tests.search.engine.builders import World, document
from yui.search.engine.requests import FACETS

TUESDAY = {"slots": ("tue-am",)}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    """「体操」 is a kind of 運動 in the thesaurus, and stands for the need "exercise"."""
    return World(
        tmp_path_factory.mktemp("town"),
        [
            document("さくら体操クラブ", fields=("health",), needs=("exercise",), **TUESDAY),
            document("公園のラジオ体操", fields=("health",), **TUESDAY),
            document("プールで運動", fields=("sports",), needs=("exercise",), **TUESDAY),
            document("おでかけ床屋", summary="家で髪を切ります。", fields=("health",), **TUESDAY),
            document("歩く会", needs=("exercise",), slots=("wed-pm",)),
            document("川辺の歯医者", summary="入れ歯も診ます。"),
            document("麻雀の会", summary="牌を並べて楽しみます。"),
            document("お医者さんの車", summary="送迎車が病院の前まで行きます。"),
            document("通院の付き添い", summary="受診にいっしょに行きます。"),
            document("買い物の送り迎え", summary="車で送り迎えをします。"),
        ],
    )


def test_only_the_word_and_its_kinds_are_hits(town: World) -> None:
    found = town.found("体操", weekdays=("tue",), bands=("am",))

    assert sorted(found) == ["さくら体操クラブ", "公園のラジオ体操"]


def test_what_is_only_related_stands_apart_and_under_the_same_conditions(town: World) -> None:
    answer = town.ask("体操", weekdays=("tue",), bands=("am",), nearby=10)

    assert [town.names[hit.key] for hit in answer.nearby] == ["プールで運動"]
    assert answer.total == 2


def test_nothing_related_is_offered_unless_asked_for_nor_in_another_order(town: World) -> None:
    assert town.ask("体操").nearby == ()
    assert town.ask("体操", nearby=10, sort="freshness").nearby == ()
    by_distance = town.ask("体操", nearby=10, sort="distance", origin=(35.0, 139.0))
    assert by_distance.nearby == ()
    assert len(by_distance.hits) == by_distance.total == 2
    assert town.ask("体操", nearby=10, offset=20).nearby == ()


def test_facets_count_hits_alone(town: World) -> None:
    answer = town.ask("体操", nearby=10, facets=FACETS)

    assert answer.facets["field"] == {"health": 2}
    assert answer.nearby


def test_many_hits_need_nothing_related(tmp_path_factory: pytest.TempPathFactory) -> None:
    crowd = [document(f"体操の会{number}") for number in range(5)]
    world = World(tmp_path_factory.mktemp("crowd"), [*crowd, document("プールで運動")])

    assert world.ask("体操", nearby=10).nearby == ()


def test_a_dentist_is_no_mahjong(town: World) -> None:
    assert town.found("歯医者") == ["川辺の歯医者"]


def test_all_words_must_stand_in_a_hit(town: World) -> None:
    answer = town.ask("体操 公園")

    assert [town.names[hit.key] for hit in answer.hits] == ["公園のラジオ体操"]
    assert answer.understood.required == len(answer.understood.words) == 2


def test_one_word_is_enough_where_no_record_holds_them_all(town: World) -> None:
    answer = town.ask("歯医者 麻雀")

    assert sorted(town.names[hit.key] for hit in answer.hits) == ["川辺の歯医者", "麻雀の会"]
    assert (answer.understood.required, answer.understood.strict_total) == (1, 0)


def test_another_wording_of_a_meaning_is_the_same(town: World) -> None:
    found = town.found("病院の送り迎え")

    assert sorted(found) == ["お医者さんの車", "通院の付き添い"]


def test_phrases_of_a_question_are_no_words(town: World) -> None:
    assert town.found("近くの歯医者に行きたい") == ["川辺の歯医者"]
    assert town.found("麻雀ができるところ") == ["麻雀の会"]


def test_a_word_nobody_uses_is_named(town: World) -> None:
    answer = town.ask("麻雀 ヒッポグリフ")

    assert answer.total == 1
    assert answer.understood.unknown == ("ヒッポグリフ",)


def test_the_name_counts_more_than_the_summary_and_that_more_than_the_description(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    world = World(
        tmp_path_factory.mktemp("order"),
        [
            document("あおぞら", text="囲碁を打ちます。"),
            document("みどり", how_to_start="囲碁の日に来ます。"),
            document("囲碁の日", text="碁盤があります。"),
        ],
    )

    assert world.found("囲碁") == ["囲碁の日", "みどり", "あおぞら"]


@pytest.mark.parametrize("typed", ["体操 火曜", "火曜の午前 体操", "毎週火曜の体操"])
def test_a_typed_day_is_a_condition(town: World, typed: str) -> None:
    answer = town.ask(f"{typed} プール", nearby=0)
    assert answer.understood.times[0].weekdays == ("tue",)
    assert sorted(town.found(typed)) == ["さくら体操クラブ", "公園のラジオ体操"]
    assert town.found(typed.replace("火", "日")) == []


def test_a_day_alone_stays_a_word(town: World) -> None:
    assert town.ask("火曜").understood.times == ()


def test_a_chosen_day_stays_as_chosen(town: World) -> None:
    assert town.found("歩く会 火曜", weekdays=("wed",)) == ["歩く会"]


def test_a_record_of_a_rare_sector_is_not_ranked_below_a_passing_mention(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    crowd = [document(f"歌の会{number}", summary="みんなで歌います。") for number in range(200)]
    mention = document("ハーモニカの会", text="歯医者さんが教えます。")
    dentist = document("訪問の歯医者さん", summary="家に来ます。", sector="medical")
    world = World(tmp_path_factory.mktemp("sectors"), [*crowd, mention, dentist])

    assert world.found("歯医者") == ["訪問の歯医者さん", "ハーモニカの会"]


def test_where_nothing_is_found_one_word_is_enough_for_what_is_near(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    town = World(
        tmp_path_factory.mktemp("shop"), [document("ぶらり号", summary="移動販売の車です。")]
    )

    answer = town.ask("豆腐 囲碁 盆栽 編み物", nearby=5)

    assert answer.total == 0
    assert [town.names[hit.key] for hit in answer.nearby] == ["ぶらり号"]
