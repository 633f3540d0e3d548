"""The index against counting by hand over the same documents, for any mix of filters."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.engine.builders import World, document, key
from yui.search.engine.cells import distance_m, nearest_m
from yui.search.engine.documents import EVERYDAY_SECTORS, Document

WORDS = ("体操", "将棋", "俳句", "陶芸")
AREAS = ("90/90100/90101/s-a", "90/90100/90101/s-b", "90/90100", "90/90321", "91/91201")
SECTORS = ("daily", "daily", "public", "insurance", "medical")
SCOPES = (("public",), ("public",), ("registered",), ("body:1", "90/90100"))
ORIGIN = (31.2, 136.2)


def some(draw: random.Random, values: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(draw.sample(values, draw.randint(0, most)))


def drawn(number: int, draw: random.Random) -> Document:
    words = some(draw, WORDS, 2)
    return document(
        f"第{number}回の{'と'.join(words)}",
        key=key(str(number)),
        areas=tuple(draw.sample(AREAS, draw.randint(1, 2))),
        fields=some(draw, ("health", "culture", "care"), 3),
        needs=some(draw, ("exercise", "hobby", "talking", "role"), 4),
        kinds=some(draw, ("go", "come"), 2),
        slots=some(draw, ("mon-am", "tue-pm", "sun-eve"), 2),
        fee=draw.choice(("free", "paid", "unknown")),
        flags=some(draw, ("transport", "meals"), 2),
        sector=draw.choice(SECTORS),
        visible_to=draw.choice(SCOPES),
        confirmed_day=draw.choice((0, 739_000, 739_100)),
        neutral_key=draw.getrandbits(20),
        points=tuple(
            (ORIGIN[0] + draw.gauss(0, 0.02), ORIGIN[1] + draw.gauss(0, 0.02))
            for _ in range(draw.choice((0, 1, 1, 2)))
        ),
    )


DRAW = random.Random(20261123)
DOCUMENTS = [drawn(number, DRAW) for number in range(260)]
TITLES = {one.key: one.name for one in DOCUMENTS}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("plain"), DOCUMENTS)


def in_area(one: Document, path: str) -> bool:
    asked = path.split("/")
    return any(
        own[: len(asked)] == asked or asked[: len(own)] == own
        for own in (area.split("/") for area in one.areas)
    )


queries = st.fixed_dictionaries(
    {},
    optional={
        "area": st.sampled_from(["90", "91", "90/90100", "90/90100/90101", "90/90100/90101/s-a"]),
        "filters": st.fixed_dictionaries(
            {},
            optional={
                "fee": st.sampled_from([("free",), ("free", "paid")]),
                "need": st.sampled_from([("exercise",), ("hobby", "role")]),
                "flag": st.sampled_from([("meals",), ("meals", "transport")]),
            },
        ),
        "sectors": st.sampled_from([(), ("daily",), ("daily", "insurance"), ("public",)]),
        "viewer": st.sampled_from([("public",), ("registered",), ("public", "body:1")]),
        "weekdays": st.sampled_from([("mon",), ("mon", "sun")]),
        "confirmed_from_day": st.sampled_from([739_000, 739_050]),
        "within_m": st.sampled_from([300, 1_500, 4_000, 20_000]),
        "excluded": st.just(tuple(one.key for one in DOCUMENTS[:40])),
        "word": st.sampled_from(WORDS),
    },
)


def fits(one: Document, facts: dict[str, object], without: str = "") -> bool:
    filters = facts.get("filters") or {}
    assert isinstance(filters, dict)
    sectors = facts.get("sectors")
    wanted = EVERYDAY_SECTORS if sectors is None else sectors
    near = facts.get("within_m")
    checks = [
        not wanted or one.sector in wanted,
        bool(set(one.visible_to) & set(facts.get("viewer", ("public",)))),
        one.key not in facts.get("excluded", ()),
        "area" not in facts or without == "area" or in_area(one, str(facts["area"])),
        without == "fee" or "fee" not in filters or one.fee in filters["fee"],
        without == "need" or "need" not in filters or bool(set(one.needs) & set(filters["need"])),
        without == "flag" or "flag" not in filters or set(one.flags) >= set(filters["flag"]),
        "weekdays" not in facts
        or without == "slot"
        or any(slot[:3] in facts["weekdays"] for slot in one.slots),
        one.confirmed_day >= facts.get("confirmed_from_day", 0),
        near is None or (bool(one.points) and nearest_m(ORIGIN, one.points) <= near),
        "word" not in facts or str(facts["word"]) in one.name,
    ]
    return all(checks)


@settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(facts=queries)
def test_search_equals_counting_by_hand(world: World, facts: dict[str, object]) -> None:
    asked = {name: value for name, value in facts.items() if name != "word"}
    if "within_m" in asked:
        asked["origin"] = ORIGIN
    answer = world.ask(str(facts.get("word", "")), limit=200, **asked)
    expected = [one for one in DOCUMENTS if fits(one, facts)]
    if "word" in facts and len(expected) < 10:
        return  # the question is asked again with more meanings: other tests look at that
    assert answer.total == len(expected)
    assert {hit.key for hit in answer.hits} <= {one.key for one in expected}
    for facet, values_of in (
        ("fee", lambda one: [one.fee]),
        ("need", lambda one: one.needs),
        ("flag", lambda one: one.flags),
        ("slot", lambda one: one.slots),
        ("sector", lambda one: [one.sector]),
    ):
        counted = Counter(
            value for one in DOCUMENTS if fits(one, facts, facet) for value in values_of(one)
        )
        assert dict(answer.facets[facet]) == dict(counted), facet


@pytest.mark.parametrize("viewer", [("public",), ("registered",)])
def test_search_never_shows_what_the_asker_may_not_see(
    world: World, viewer: tuple[str, ...]
) -> None:
    allowed = {one.key for one in DOCUMENTS if set(one.visible_to) & set(viewer)}
    for words in ("", "体操", "膝が痛い", "さみしい", "習いごとがしたい", "体操 将棋 俳句"):
        answer = world.ask(words, viewer=viewer, sectors=(), limit=200)
        assert {hit.key for hit in answer.hits} <= allowed
        assert sum(answer.facets["fee"].values()) == answer.total <= len(allowed)


@pytest.mark.parametrize("limit", [1, 5, 30, 200])
def test_distance_order_equals_sorting_by_hand(world: World, limit: int) -> None:
    shown = [
        one for one in DOCUMENTS if "public" in one.visible_to and one.sector in EVERYDAY_SECTORS
    ]
    placed = [one for one in shown if one.points]
    hits = world.ask(sort="distance", origin=ORIGIN, limit=limit).hits
    expected = sorted(nearest_m(ORIGIN, one.points) for one in placed)[:limit]
    found = [hit.distance_m for hit in hits if hit.distance_m is not None]
    assert found == pytest.approx(expected, abs=0.5)
    assert len(hits) == min(limit, len(shown))


def test_distance_order_when_asked_page_by_page_is_the_same_list(world: World) -> None:
    whole = [hit.key for hit in world.ask(sort="distance", origin=ORIGIN, limit=60).hits]
    pages = [
        hit.key
        for start in range(0, 60, 7)
        for hit in world.ask(sort="distance", origin=ORIGIN, limit=7, offset=start).hits
    ]
    assert pages[:60] == whole


def test_distances_are_told_in_every_order(world: World) -> None:
    points = {one.key: one.points for one in DOCUMENTS}
    for hit in world.ask("体操", origin=ORIGIN).hits:
        if points[hit.key]:
            assert hit.distance_m == pytest.approx(nearest_m(ORIGIN, points[hit.key]), abs=0.5)
            assert hit.distance_m <= distance_m(ORIGIN, points[hit.key][0]) + 0.5
        else:
            assert hit.distance_m is None
