"""Nearest first, and inside a circle: exact distances over the grid of the index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import tantivy

from yui.search.engine.cells import Point, cover, distance_m, nearest_m, unpack
from yui.search.engine.compiling import MUST, MUST_NOT, TQuery, constant
from yui.search.engine.requests import Hit
from yui.search.engine.schema import index_schema

_FIRST_RADIUS_M = 1_000
_GROWTH = 2.5
# Half the way round the Earth: beyond this every place has been looked at.
_LAST_RADIUS_M = 3_000_000
_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class _Located:
    distance_m: float
    address: tantivy.DocAddress


def circle_conditions(
    searcher: tantivy.Searcher, query: TQuery, origin: Point, within_m: float
) -> list[tuple[tantivy.Occur, TQuery]]:
    """This function will return filters that keep exactly the records with a place in the circle.

    Cells on the edge are looked into, and the records there that lie outside are named.
    """
    inside, edge = cover(origin, within_m)
    outside: list[str] = []
    if edge:
        at_edge = [(MUST, query), (MUST, constant(_cells(edge), 0.0))]
        if inside:
            at_edge.append((MUST_NOT, _cells(inside)))
        found = _located(searcher, TQuery.boolean_query(at_edge), origin)
        outside = [_key(searcher, one.address) for one in found if one.distance_m > within_m]
    conditions = [(MUST, constant(_cells([*inside, *edge]), 0.0))]
    if outside:
        excluded = TQuery.term_set_query(index_schema(), "key", outside)
        conditions.append((MUST_NOT, excluded))
    return conditions


def nearest(
    searcher: tantivy.Searcher, query: TQuery, origin: Point, wanted: int, total: int
) -> list[Hit]:
    """This function will return the `wanted` nearest records, those without a place last.

    Circles grow until enough records lie surely inside. Records without a place (they come to
    the house) keep their neutral order.
    """
    found: list[_Located] = []
    for radius in _radii():
        inside, edge = cover(origin, radius)
        cells = constant(_cells([*inside, *edge]), 0.0)
        ring = TQuery.boolean_query([(MUST, query), (MUST, cells)])
        found = [one for one in _located(searcher, ring, origin) if one.distance_m <= radius]
        if len(found) >= wanted or len(found) == total:
            break
    found.sort(key=lambda one: one.distance_m)
    hits = [Hit(_key(searcher, one.address), 0.0, one.distance_m) for one in found[:wanted]]
    if len(hits) < wanted:
        hits += _without_place(searcher, query, wanted - len(hits))
    return hits


def _located(searcher: tantivy.Searcher, query: TQuery, origin: Point) -> list[_Located]:
    """All records of a query that have a place, with the distance to the nearest one."""
    addresses = [address for _, address in searcher.search(query, _AT_ONCE, count=False).hits]
    spots = searcher.fast_field_values("spot", addresses)
    places = searcher.fast_field_values("places", addresses)
    return [
        _Located(_distance(searcher, address, int(spot), int(count or 1), origin), address)
        for address, spot, count in zip(addresses, spots, places, strict=True)
        if spot is not None
    ]


def _distance(
    searcher: tantivy.Searcher, address: tantivy.DocAddress, spot: int, count: int, origin: Point
) -> float:
    """Only records with several places are read from the store: that is the slow part."""
    if count == 1:
        return distance_m(origin, unpack(spot))
    packed = json.loads(str(searcher.doc(address).get_first("stored")))
    return nearest_m(origin, map(unpack, packed))


def with_distances(
    searcher: tantivy.Searcher,
    hits: Sequence[tuple[float, tantivy.DocAddress]],
    origin: Point | None,
) -> Iterator[Hit]:
    """This function will turn raw hits into `Hit`s, with distances where an origin is given."""
    addresses = [address for _, address in hits]
    spots = searcher.fast_field_values("spot", addresses)
    places = searcher.fast_field_values("places", addresses)
    for (score, address), spot, count in zip(hits, spots, places, strict=True):
        distance = None
        if origin is not None and spot is not None:
            distance = _distance(searcher, address, int(spot), int(count or 1), origin)
        yield Hit(_key(searcher, address), float(score), distance)


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("key"))


def _without_place(searcher: tantivy.Searcher, query: TQuery, wanted: int) -> list[Hit]:
    placeless = TQuery.boolean_query([(MUST, query), (MUST_NOT, TQuery.exists_query("spot"))])
    hits = searcher.search(placeless, wanted, count=False, order_by_field="neutral").hits
    return [Hit(_key(searcher, address), 0.0) for _, address in hits]


def _radii() -> Iterator[float]:
    radius = float(_FIRST_RADIUS_M)
    while radius < _LAST_RADIUS_M:
        yield radius
        radius *= _GROWTH
    yield float(_LAST_RADIUS_M)


def _cells(terms: list[str]) -> TQuery:
    return TQuery.term_set_query(index_schema(), "cell", terms)
