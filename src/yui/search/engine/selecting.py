"""Who may see, which sectors, which filters: everything of a query that is not words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import tantivy

from yui.search.engine.compiling import (
    MUST,
    MUST_NOT,
    SHOULD,
    Compiler,
    TQuery,
    all_of,
    any_of,
    constant,
    term,
)
from yui.search.engine.documents import DAILY, EVERYDAY_SECTORS, INSURANCE, PUBLIC
from yui.search.engine.folding import compact
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.requests import Query
from yui.search.engine.schema import (
    FRESH_BITS,
    HIDDEN_SHELF,
    MAIN,
    SHELVES,
    index_schema,
    shelf_of_sector,
)
from yui.search.engine.understanding import Question

_MAIN_BONUS = 0.35


@dataclass(frozen=True, slots=True)
class Selection:
    """This class will hold the conditions of one query, each facet's filter apart.

    Apart, because the counts of a facet leave its own filter out.
    """

    scopes: tuple[str, ...]
    sectors: tuple[str, ...]
    facet_filters: dict[str, TQuery]
    fixed: tuple[tuple[tantivy.Occur, TQuery], ...]

    def shelves(self) -> list[str]:
        """This function will name the shelves on which the wanted records' words stand."""
        public = {shelf_of_sector(one) for one in self.sectors} or set(SHELVES)
        wanted = public - {HIDDEN_SHELF} if PUBLIC in self.scopes else set()
        if any(scope != PUBLIC for scope in self.scopes):
            wanted = wanted | {HIDDEN_SHELF}
        return [shelf for shelf in SHELVES if shelf in wanted]

    def conditions(self, without: str = "") -> list[tuple[tantivy.Occur, TQuery]]:
        """This function will list the filters, but for those of one facet."""
        chosen = [
            (MUST, constant(query, 0.0))
            for facet, query in self.facet_filters.items()
            if facet != without
        ]
        return [*chosen, *self.fixed]


def select(query: Query, sectors: tuple[str, ...]) -> Selection:
    """This function will gather all conditions of a query; `sectors` () means every sector."""
    filters = {facet: _filter(facet, values) for facet, values in query.filters.items() if values}
    slots = _slot_filter(query)
    if slots is not None:
        filters["slot"] = all_of([filters["slot"], slots]) if "slot" in filters else slots
    if query.area:
        filters["area"] = _area_filter(query.area)
    filters.pop("sector", None)
    return Selection(query.viewer, sectors, filters, tuple(_fixed(query)))


def wanted_sectors(query: Query, question: Question) -> tuple[str, ...]:
    """This function will say which sectors answer: the asker's choice, else the residents' rule.

    The rule: everyday services and public windows, and the sectors the words name（通所介護 …）.
    """
    if query.filters.get("sector"):
        return tuple(query.filters["sector"])
    if query.sectors is not None:
        return query.sectors
    groups = (group for part in question.parts for group in part.groups)
    named = (sector for group in groups for sector in group.sectors)
    return tuple(dict.fromkeys([*EVERYDAY_SECTORS, *named]))


def on_shelf(core: TQuery, shelf: str, selection: Selection) -> TQuery:
    """This function will add what a shelf does not promise by itself: sight and sector."""
    conditions: list[TQuery] = []
    if shelf == HIDDEN_SHELF:
        conditions.append(scope_filter(selection.scopes))
    wanted = set(selection.sectors)
    if wanted and not _promises(shelf, wanted):
        conditions.append(sector_filter(selection.sectors))
    if not conditions:
        return core
    wrapped = [(MUST, constant(condition, 0.0)) for condition in conditions]
    return TQuery.boolean_query([(MUST, core), *wrapped])


def _promises(shelf: str, sectors: set[str]) -> bool:
    """Whether all records of a shelf are of the wanted sectors."""
    return shelf == INSURANCE or (shelf == DAILY and sectors.issuperset(EVERYDAY_SECTORS))


def scope_filter(scopes: Iterable[str]) -> TQuery:
    """This function will keep records that share a token with the asker."""
    return any_of([term("scope", scope) for scope in dict.fromkeys(scopes)])


def sector_filter(sectors: Iterable[str]) -> TQuery:
    """This function will keep records of some sectors."""
    return any_of([term("tag", f"sector:{sector}") for sector in dict.fromkeys(sectors)])


def named_offices(question: Question, lexicon: Lexicon) -> TQuery | None:
    """This function will find insurance offices whose name is exactly what was typed."""
    typed = compact("".join(question.chunks))
    if not lexicon.names_office(typed):
        return None
    return all_of([term("office", typed), term("scope", PUBLIC), sector_filter([INSURANCE])])


def words_query(
    compiler: Compiler, question: Question, selection: Selection, required: int, *, scored: bool
) -> TQuery:
    """This function will join the question on all wanted shelves."""
    write = compiler.question if scored else compiler.filter_only
    found = [
        on_shelf(write(question, shelf, required), shelf, selection)
        for shelf in selection.shelves()
    ]
    return any_of(found)


def browse_query(selection: Selection) -> TQuery:
    """This function will find all records the asker may see, in the wanted sectors."""
    conditions = [scope_filter(selection.scopes)]
    if selection.sectors:
        conditions.append(sector_filter(selection.sectors))
    return all_of(constant(condition, 0.0) for condition in conditions)


def main_first(browsed: TQuery, needs: tuple[str, ...]) -> TQuery:
    """This function will score what was browsed: records that are mainly about one of the needs.

    The bonus is smaller than what full and paused records lose (`nudge`): they stay behind.
    """
    mainly = any_of([term("tag", f"{MAIN}:{need}") for need in dict.fromkeys(needs)])
    return TQuery.boolean_query(
        [(MUST, constant(browsed, 1.0)), (SHOULD, constant(mainly, _MAIN_BONUS))]
    )


def _filter(facet: str, values: tuple[str, ...]) -> TQuery:
    terms = [term("tag", f"{facet}:{value}") for value in dict.fromkeys(values)]
    return all_of(terms) if facet == "flag" else any_of(terms)


def _area_filter(path: str) -> TQuery:
    """Records inside the area, and records of an area around it as a whole."""
    *around, code = [part for part in path.split("/") if part] or [""]
    return any_of([term("area", code), *(term("whole", one) for one in around)])


def _slot_filter(query: Query) -> TQuery | None:
    if not query.weekdays and not query.bands:
        return None
    days = query.weekdays or ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    bands = query.bands or ("am", "pm", "eve")
    return any_of([term("tag", f"slot:{day}-{band}") for day in days for band in bands])


def _fixed(query: Query) -> Iterable[tuple[tantivy.Occur, TQuery]]:
    if query.confirmed_from_day is not None:
        since = query.confirmed_from_day << FRESH_BITS
        lower = TQuery.range_query(
            index_schema(), "fresh", tantivy.FieldType.Integer, lower_bound=since
        )
        yield MUST, constant(lower, 0.0)
    if query.excluded:
        keys = list(query.excluded)
        yield MUST_NOT, TQuery.term_set_query(index_schema(), "key", keys)
