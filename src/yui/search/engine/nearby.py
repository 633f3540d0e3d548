"""Nearest first, and inside a circle: exact distances over the grid of the index."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import tantivy

from yui.search.engine.cells import Point, cover, nearest_m, unpack
from yui.search.engine.compiling import MUST, MUST_NOT, TQuery, constant
from yui.search.engine.requests import Hit
from yui.search.engine.schema import index_schema

_FIRST_RADIUS_M = 1_000
_GROWTH = 2.5
# Half the way round the Earth: beyond this every place has been looked at.
_LAST_RADIUS_M = 3_000_000
_AT_ONCE = 1_000_000


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
        found = located(searcher, TQuery.boolean_query(at_edge), origin)
        outside = [hit.key for hit in found if (hit.distance_m or 0) > within_m]
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
    found: list[Hit] = []
    for radius in _radii():
        inside, edge = cover(origin, radius)
        ring = TQuery.boolean_query(
            [(MUST, query), (MUST, constant(_cells([*inside, *edge]), 0.0))]
        )
        candidates = located(searcher, ring, origin)
        found = [hit for hit in candidates if (hit.distance_m or 0) <= radius]
        if len(found) >= wanted or len(found) == total:
            break
    found.sort(key=lambda hit: hit.distance_m or 0.0)
    missing = wanted - len(found)
    if missing > 0:
        found += _without_place(searcher, query, missing)
    return found[:wanted]


def located(searcher: tantivy.Searcher, query: TQuery, origin: Point) -> list[Hit]:
    """This function will return all records of a query that have a place, with distances."""
    hits = searcher.search(query, _AT_ONCE, count=False).hits
    addresses = [address for _, address in hits]
    spots = searcher.fast_field_values("spot", addresses)
    return [
        _hit(searcher, score, address, spot, origin)
        for (score, address), spot in zip(hits, spots, strict=True)
        if spot is not None
    ]


def with_distances(
    searcher: tantivy.Searcher,
    hits: Sequence[tuple[float, tantivy.DocAddress]],
    origin: Point | None,
) -> Iterator[Hit]:
    """This function will turn raw hits into `Hit`s, with distances where an origin is given."""
    addresses = [address for _, address in hits]
    spots = searcher.fast_field_values("spot", addresses) if origin and hits else [None] * len(hits)
    for (score, address), spot in zip(hits, spots, strict=True):
        if origin is None or spot is None:
            yield Hit(str(searcher.doc(address).get_first("key")), float(score))
        else:
            yield _hit(searcher, score, address, spot, origin)


def _hit(
    searcher: tantivy.Searcher,
    score: float,
    address: tantivy.DocAddress,
    spot: float,
    origin: Point,
) -> Hit:
    row = searcher.doc(address)
    more = row.get_first("stored")
    points = [unpack(packed) for packed in (json.loads(more) if more else [int(spot)])]
    return Hit(str(row.get_first("key")), float(score), nearest_m(origin, points))


def _without_place(searcher: tantivy.Searcher, query: TQuery, wanted: int) -> list[Hit]:
    placeless = TQuery.boolean_query([(MUST, query), (MUST_NOT, TQuery.exists_query("spot"))])
    hits = searcher.search(placeless, wanted, count=False, order_by_field="neutral").hits
    return [Hit(str(searcher.doc(address).get_first("key")), 0.0) for _, address in hits]


def _radii() -> Iterator[float]:
    radius = float(_FIRST_RADIUS_M)
    while radius < _LAST_RADIUS_M:
        yield radius
        radius *= _GROWTH
    yield float(_LAST_RADIUS_M)


def _cells(terms: list[str]) -> TQuery:
    return TQuery.term_set_query(index_schema(), "cell", terms)
