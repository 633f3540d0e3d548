"""Searching, and how search itself is: the front door of the room for everybody above."""

from yui.search.engine.crisis import Crisis, crisis_in
from yui.search.queries.asking import (
    count,
    facet_counts,
    found_ids,
    hit_lines,
    index_folder,
    search,
    warm,
    ways_out,
)
from yui.search.queries.values import (
    PAGE_SIZE,
    Answer,
    Found,
    HitLine,
    PlaceWord,
    Question,
    UnmetLine,
    WayOut,
)
from yui.search.queries.watching import (
    index_fault,
    index_state,
    search_standing,
    unmet_searches,
)

__all__ = [
    "PAGE_SIZE",
    "Answer",
    "Crisis",
    "Found",
    "HitLine",
    "PlaceWord",
    "Question",
    "UnmetLine",
    "WayOut",
    "count",
    "crisis_in",
    "facet_counts",
    "found_ids",
    "hit_lines",
    "index_fault",
    "index_folder",
    "index_state",
    "search",
    "search_standing",
    "unmet_searches",
    "warm",
    "ways_out",
]
