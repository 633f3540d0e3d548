"""Counts of every facet over the records found."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, replace

import tantivy

from yui.search.engine.compiling import TQuery
from yui.search.engine.requests import Query
from yui.search.engine.schema import COLUMNS, SEPARATOR

# More different combinations than any nation holds: nothing may be cut off, counts are exact.
_COMBINATIONS_MAX = 2_000_000
Counts = dict[str, dict[str, int]]
_HELD = {
    column: {source.partition(":")[0] for source in sources} for column, sources in COLUMNS.items()
}


def kept_under(query: Query, required: int) -> Hashable:
    """This function will name what the counts of a query depend on: neither page nor order."""
    asked = replace(query, filters={}, sort="relevance", offset=0, limit=0, nearby=0)
    facts = (getattr(asked, each.name) for each in fields(asked) if each.name != "filters")
    return (*facts, *sorted(query.filters.items()), required)


def count_facets(
    searcher: tantivy.Searcher,
    facets: Iterable[str],
    filtered: Iterable[str],
    query_without: Callable[[str], TQuery],
    area_depth: int,
) -> dict[str, dict[str, int]]:
    """This function will count the values of the facets over a query.

    `query_without(facet)` gives the query with that facet's own filter left out, "" the query
    itself; facets under no filter are all counted in one pass. Areas are steps down, not choices
    side by side: they are counted inside the chosen area.
    """
    wanted = list(facets)
    apart = [facet for facet in wanted if facet in set(filtered) - {"area"}]
    together = [facet for facet in wanted if facet not in apart]
    counts: dict[str, dict[str, int]] = {}
    if together:
        counts |= _count(searcher, query_without(""), together, area_depth)
    for facet in apart:
        counts |= _count(searcher, query_without(facet), [facet], area_depth)
    return {facet: counts[facet] for facet in wanted}


def _count(
    searcher: tantivy.Searcher, query: TQuery, facets: list[str], area_depth: int
) -> dict[str, dict[str, int]]:
    names = {facet: f"area_{area_depth}" if facet == "area" else facet for facet in facets}
    columns = [column for column, held in _HELD.items() if held & set(names.values())]
    request = {
        column: {"terms": {"field": column, "size": _COMBINATIONS_MAX}} for column in columns
    }
    answer = searcher.aggregate(query, request)
    found: dict[str, int] = {}
    for column in columns:
        for bucket in answer[column]["buckets"]:
            count = bucket["doc_count"]
            for entry in bucket["key"].split(SEPARATOR):
                found[entry] = found.get(entry, 0) + count
    counts: dict[str, dict[str, int]] = {name: {} for name in names.values()}
    for entry in sorted(found, key=found.__getitem__, reverse=True):
        facet, _, value = entry.partition(":")
        if facet in counts:
            counts[facet][value] = found[entry]
    return {facet: counts[name] for facet, name in names.items()}
