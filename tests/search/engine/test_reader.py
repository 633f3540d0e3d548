from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from tests.search.engine.builders import World, document, key
from yui.search.engine.damage import IndexDamaged
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import Query, RequestRefused
from yui.search.engine.writer import IndexWriter

DAY = date(2026, 11, 1).toordinal()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(
        tmp_path_factory.mktemp("town"),
        [
            document(
                "さくら体操クラブ",
                summary="椅子に座ってできる体操です。",
                fields=("health",),
                needs=("exercise",),
                kinds=("go",),
                slots=("tue-am",),
                fee="free",
                flags=("transport",),
                areas=("90/90100/90101/s-kawabe",),
                phones=("000-555-1234",),
                confirmed_day=DAY,
            ),
            document(
                "川辺茶話会",
                kana="かわべさわかい",
                summary="お茶を飲みながら話します。",
                fields=("place_to_be",),
                needs=("place_to_be", "talking"),
                kinds=("go",),
                slots=("wed-pm", "fri-pm"),
                fee="paid",
                flags=("transport", "meals"),
                areas=("90/90100/90102/s-kita",),
                confirmed_day=DAY - 200,
            ),
            document(
                "のぞみ移動スーパー",
                summary="野菜と魚を積んで集落を回ります。",
                fields=("shopping",),
                needs=("delivery",),
                kinds=("mobile_shop",),
                areas=("90/90321",),
            ),
            document(
                "ほほえみお手伝い隊",
                summary="電球の交換と家具の移動をします。",
                text="買い物にもいっしょに行きます。",
                needs=("small_repairs", "furniture"),
                kinds=("come",),
                areas=("90/90321",),
            ),
            document(
                "通所センター花水木",
                sector="insurance",
                summary="日帰りの通所介護です。体操もします。",
            ),
            document(
                "内部の体操記録",
                summary="体操の下書き",
                visible_to=("body:7", "90/90321"),
                areas=("90/90321",),
            ),
        ],
        position=41,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("体操", "さくら体操クラブ"),
        ("たいそう", "さくら体操クラブ"),
        ("エクササイズ 椅子", "さくら体操クラブ"),
        ("お茶会", "川辺茶話会"),
        ("サロン", "川辺茶話会"),
        ("さろん", "川辺茶話会"),
        ("さわかい", "川辺茶話会"),
        ("移動販売", "のぞみ移動スーパー"),
        ("いどうはんばい", "のぞみ移動スーパー"),
        ("電気が切れた", "ほほえみお手伝い隊"),
        ("たんすを動かしたい", "ほほえみお手伝い隊"),
        ("膝が痛い", "さくら体操クラブ"),
        ("一人でさみしい", "川辺茶話会"),
        ("デイサービス", "通所センター花水木"),
        ("花水木", "通所センター花水木"),
        ("通所センター花水木", "通所センター花水木"),
        ("000-555-1234", "さくら体操クラブ"),
        ("５５５１２３４", "さくら体操クラブ"),
        ("1234", "さくら体操クラブ"),
    ],
)
def test_search_when_everyday_words_are_typed(town: World, words: str, name: str) -> None:
    assert town.found(words)[:1] == [name] or (
        name == "通所センター花水木" and name in town.found(words)
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("いどうはんばう", "のぞみ移動スーパー"),
        ("移動スパー", "のぞみ移動スーパー"),
        ("サロソ", "川辺茶話会"),
        ("たいそうきようしつ", "さくら体操クラブ"),
        ("でんきゆう", "ほほえみお手伝い隊"),
    ],
)
def test_search_when_a_finger_slips_finds_and_says_what_was_meant(
    town: World, typed: str, name: str
) -> None:
    answer = town.ask(typed)
    assert town.names[answer.hits[0].key] == name
    assert answer.understood.corrections


def test_search_when_nothing_is_asked_lists_everyday_services_only(town: World) -> None:
    answer = town.ask()
    assert answer.total == 4
    assert answer.cursor == 41
    assert answer.facets["kind"] == {"go": 2, "mobile_shop": 1, "come": 1}
    assert answer.facets["area"] == {"90": 4}


def test_search_when_insurance_is_chosen_finds_only_its_offices(town: World) -> None:
    assert town.found(filters={"sector": ("insurance",)}) == ["通所センター花水木"]
    assert town.found("体操", filters={"sector": ("insurance",)}) == ["通所センター花水木"]
    assert "通所センター花水木" not in town.found("体操")
    assert "通所センター花水木" in town.found("体操", sectors=())


def test_search_when_a_record_is_not_public_needs_a_token(town: World) -> None:
    assert "内部の体操記録" not in town.found("体操", sectors=())
    assert "内部の体操記録" not in town.found("下書き", viewer=("public", "body:8"))
    assert "内部の体操記録" in town.found("下書き", viewer=("public", "body:7"))
    assert "内部の体操記録" in town.found(viewer=("90/90321",))
    assert town.ask("体操", viewer=("body:7",)).total == 1


def test_search_when_words_stand_in_hidden_records_only_proposes_nothing(town: World) -> None:
    for typed in ("下書き", "したがき", "したがぎ", "下書さ"):
        said = town.ask(typed).understood
        assert "下書き" not in str((said.synonyms, said.corrections))
    unknown, hidden = town.ask("空飛ぶ円盤").understood, town.ask("下書き").understood
    assert (hidden.words, len(hidden.ignored)) == (unknown.words, 1)
    mine = town.ask("したがき", viewer=("public", "body:7"))
    assert [town.names[hit.key] for hit in mine.hits] == ["内部の体操記録"]


@pytest.mark.parametrize(
    ("area", "count"),
    [("90", 4), ("90/90100", 2), ("90100", 2), ("90/90100/90101/", 1), ("s-kita", 1), ("14", 0)],
)
def test_search_when_an_area_is_given_counts_everything_below(
    town: World, area: str, count: int
) -> None:
    assert town.ask(area=area).total == count


def test_search_when_values_of_a_facet_are_joined_with_or_and_facets_with_and(town: World) -> None:
    assert town.ask(filters={"fee": ("free", "paid")}).total == 2
    assert town.ask(filters={"fee": ("free", "paid"), "need": ("talking",)}).total == 1
    assert town.ask(filters={"flag": ("transport", "meals")}).total == 1


def test_facets_when_one_is_filtered_still_count_its_other_choices(town: World) -> None:
    answer = town.ask(filters={"fee": ("free",)})
    assert answer.total == 1
    assert answer.facets["fee"] == {"free": 1, "paid": 1, "unknown": 2}
    assert answer.facets["need"] == {"exercise": 1}


def test_facets_when_areas_are_counted_by_level(town: World) -> None:
    assert town.ask(area_depth=2).facets["area"] == {"90100": 2, "90321": 2}
    deep = town.ask(area="90/90100", area_depth=3).facets["area"]
    assert deep["s-kita"] == 1
    assert deep["90102"] == 1


@pytest.mark.parametrize(
    ("weekdays", "bands", "count"),
    [(("tue",), (), 1), ((), ("pm",), 1), (("fri",), ("pm",), 1), (("fri",), ("am",), 0)],
)
def test_search_when_weekday_and_time_are_given(
    town: World, weekdays: tuple[str, ...], bands: tuple[str, ...], count: int
) -> None:
    assert town.ask(weekdays=weekdays, bands=bands).total == count


def test_search_when_keys_are_excluded_leaves_them_out_everywhere(town: World) -> None:
    answer = town.ask("体操", excluded=(key("さくら体操クラブ"),))
    assert answer.total == 0
    assert answer.hits == ()
    assert answer.facets["need"] == {}
    assert town.ask(excluded=(key("さくら体操クラブ"),)).total == 3


def test_search_when_freshness_orders_and_filters(town: World) -> None:
    assert town.found(sort="freshness")[:2] == ["さくら体操クラブ", "川辺茶話会"]
    assert town.found(confirmed_from_day=DAY - 180) == ["さくら体操クラブ"]


def test_search_when_not_all_parts_fit_says_how_many_were_required(town: World) -> None:
    answer = town.ask("茶話会 魚")
    assert answer.total == 2
    assert (answer.understood.strict_total, answer.understood.required) == (0, 1)
    assert len(answer.understood.words) == 2


@pytest.mark.parametrize(
    "words", ["", "  ", "、。", "\0", "𠮷", "AND OR (", '"', "あ" * 5000, "🙂", "*:*"]
)
def test_search_when_the_words_are_odd_never_fails(town: World, words: str) -> None:
    assert town.ask(words).total <= 4


def test_search_when_a_page_is_asked_for_pages_do_not_overlap(town: World) -> None:
    first = town.found(limit=2)
    second = town.found(limit=2, offset=2)
    assert len({*first, *second}) == 4
    assert town.ask(limit=0).hits == ()


@pytest.mark.parametrize(
    "facts",
    [
        {"limit": 201},
        {"offset": -1},
        {"sort": "price"},
        {"facets": ("colour",)},
        {"filters": {"area": ("90",)}},
        {"area_depth": 4},
        {"viewer": ()},
        {"sort": "distance"},
        {"within_m": 500},
        {"origin": (31.0, 136.0), "within_m": 0},
    ],
)
def test_query_when_it_asks_for_what_is_not_offered(facts: dict[str, object]) -> None:
    with pytest.raises(RequestRefused):
        Query(**facts)  # type: ignore[arg-type]


def test_search_when_scores_are_equal_follows_the_neutral_key(tmp_path: Path) -> None:
    numbers = random.Random(5).sample(range(1 << 20), 40)
    same = [document("体操の会", key=key(str(number)), neutral_key=number) for number in numbers]
    world = World(tmp_path, same)
    by_key = {one.key: one.neutral_key for one in same}
    for facts in ({"words": "体操"}, {}):
        order = [by_key[hit.key] for hit in world.ask(limit=40, **facts).hits]
        assert order == sorted(order, reverse=True)


def test_reader_when_a_change_is_committed_sees_it_at_once(tmp_path: Path) -> None:
    with IndexWriter(tmp_path) as writer:
        reader = IndexReader(tmp_path)
        assert reader.search(Query(words="将棋")).total == 0
        writer.apply(upserts=[document("将棋の会")], position=5)
        assert reader.search(Query(words="将棋")).total == 1
        assert reader.cursor == 5
        writer.apply(upserts=[document("将棋の会", summary="休み")], position=6)
        assert reader.search(Query(words="将棋")).total == 1
        writer.apply(deletes=[key("将棋の会")], position=7)
        assert reader.search(Query(words="将棋")).total == 0
        assert reader.cursor == 7


def test_reader_when_there_is_no_index(tmp_path: Path) -> None:
    reader = IndexReader(tmp_path / "nothing")
    assert reader.is_damaged()
    with pytest.raises(IndexDamaged):
        reader.search(Query())
