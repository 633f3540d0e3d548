"""Counts of every facet over the records found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import tantivy

from yui.search.engine.compiling import TQuery
from yui.search.engine.schema import COLUMN_OF, COLUMNS, SEPARATOR

# More different combinations than any nation holds: nothing may be cut off, counts are exact.
_COMBINATIONS_MAX = 2_000_000


def count_facets(
    searcher: tantivy.Searcher,
    facets: Iterable[str],
    filtered: Iterable[str],
    query_without: Callable[[str], TQuery],
    area_depth: int,
) -> dict[str, dict[str, int]]:
    """This function will count the values of the facets over a query.

    `query_without(facet)` gives the query with that facet's own filter left out, "" the query
    itself; facets under no filter are all counted in one pass.
    """
    wanted = list(facets)
    apart = [facet for facet in wanted if facet in set(filtered)]
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
    inner = {facet: f"area_{area_depth}" if facet == "area" else facet for facet in facets}
    columns = dict.fromkeys(COLUMN_OF[name] for name in inner.values())
    request = {
        column: {"terms": {"field": column, "size": _COMBINATIONS_MAX}} for column in columns
    }
    answer = searcher.aggregate(query, request)
    found: dict[str, Counter[str]] = {name: Counter() for c in columns for name in COLUMNS[c]}
    for column in columns:
        for bucket in answer[column]["buckets"]:
            for entry in bucket["key"].split(SEPARATOR):
                facet, _, value = entry.partition(":")
                found[facet][value] += bucket["doc_count"]
    return {facet: dict(found[name].most_common()) for facet, name in inner.items()}
