"""One query from beginning to end: read the words, select, find, count."""

from __future__ import annotations

from dataclasses import dataclass

import tantivy

from yui.search.engine.compiling import MUST, SHOULD, Compiler, TQuery, Weights, constant
from yui.search.engine.counting import count_facets
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.meanings import MeaningFinder
from yui.search.engine.nearby import circle_conditions, nearest, with_distances
from yui.search.engine.requests import Hit, Query, Result, Understood
from yui.search.engine.selecting import (
    Selection,
    browse_query,
    named_offices,
    select,
    wanted_sectors,
    words_query,
)
from yui.search.engine.spelling import FormSpeller, Speller
from yui.search.engine.understanding import Question, QuestionReader
from yui.search.engine.words import splitter

# Fewer strict hits than this and the question is asked again with one part less.
_FEW = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """This class will hold a question ready to be asked with any number of required parts."""

    query: Query
    question: Question
    selection: Selection
    compiler: Compiler
    circle: tuple[tuple[tantivy.Occur, TQuery], ...] = ()

    def build(self, required: int, *, scored: bool, without: str = "") -> TQuery:
        """This function will return the tantivy query, with or without scores."""
        core = self._core(required, scored=scored)
        conditions = [*self.selection.conditions(without), *self.circle]
        if not conditions:
            return core
        return TQuery.boolean_query([(MUST, core), *conditions])

    def _core(self, required: int, *, scored: bool) -> TQuery:
        if not self.question.parts:
            return browse_query(self.selection)
        core = words_query(self.compiler, self.question, self.selection, required, scored=scored)
        offices = named_offices(self.question) if self._may_name_offices() else None
        if offices is None:
            return core
        return TQuery.boolean_query([(SHOULD, core), (SHOULD, offices)])

    def _may_name_offices(self) -> bool:
        free = self.query.sectors is None and not self.query.filters.get("sector")
        return free and "insurance" not in self.selection.sectors


def answer(
    query: Query,
    searcher: tantivy.Searcher,
    lexicon: Lexicon,
    meanings: MeaningFinder,
    forms: FormSpeller,
    weights: Weights,
    cursor: int,
) -> Result:
    """This function will answer one query from one commit of the index."""
    words = splitter()
    reader = QuestionReader(words, meanings, Speller(words, forms, lexicon), lexicon)
    question = reader.read(query.words)
    sectors = wanted_sectors(query, question)
    plan = Plan(query, question, select(query, sectors), Compiler(weights, lexicon))
    if query.words.strip() and not question.parts:
        return Result((), 0, {f: {} for f in query.facets}, _said(question, sectors, 0, 0), cursor)
    if query.origin is not None and query.within_m is not None:
        loosest = plan.build(1, scored=False)
        circle = circle_conditions(searcher, loosest, query.origin, query.within_m)
        plan = Plan(plan.query, plan.question, plan.selection, plan.compiler, tuple(circle))
    required, total, strict, raw = _ask(plan, searcher)
    hits = _hits(plan, searcher, required, total, raw)
    facets = count_facets(
        searcher,
        query.facets,
        plan.selection.facet_filters,
        lambda facet: plan.build(required, scored=False, without=facet),
        query.area_depth,
    )
    return Result(tuple(hits), total, facets, _said(question, sectors, required, strict), cursor)


RawHits = list[tuple[float, tantivy.DocAddress]]


def _ask(plan: Plan, searcher: tantivy.Searcher) -> tuple[int, int, int, RawHits]:
    """Strict first; then with fewer parts, until something is found. Returns required parts,
    total, the strict total and the page of raw hits."""
    parts = len(plan.question.parts)
    total, raw = _page(plan, searcher, parts)
    strict = total
    required = parts
    while total < _FEW and required > max(1, parts // 2):
        required -= 1
        total, raw = _page(plan, searcher, required)
    return required, total, strict, raw


def _page(plan: Plan, searcher: tantivy.Searcher, required: int) -> tuple[int, RawHits]:
    query = plan.query
    order = _order(plan)
    built = plan.build(required, scored=order is None)
    limit = max(query.limit, 1)
    if order is not None:
        found = searcher.search(built, limit, offset=query.offset, order_by_field=order)
    else:
        found = searcher.search(built, limit, offset=query.offset, weight_by_field="nudge")
    return found.count, found.hits[: query.limit]


def _order(plan: Plan) -> str | None:
    if plan.query.sort == "freshness":
        return "fresh"
    return None if plan.question.parts and plan.query.sort == "relevance" else "neutral"


def _hits(
    plan: Plan, searcher: tantivy.Searcher, required: int, total: int, raw: RawHits
) -> list[Hit]:
    query = plan.query
    if query.sort == "distance" and query.origin is not None and query.limit:
        built = constant(plan.build(required, scored=False), 0.0)
        wanted = query.offset + query.limit
        return nearest(searcher, built, query.origin, wanted, total)[query.offset :]
    found = list(with_distances(searcher, raw, query.origin))
    if _order(plan) is None:
        return found
    return [Hit(hit.key, 0.0, hit.distance_m) for hit in found]


def _said(
    question: Question, sectors: tuple[str, ...], required: int, strict_total: int
) -> Understood:
    parts = question.parts
    asked = [group for part in parts if part.is_asked for group in part.groups]
    return Understood(
        words=tuple(part.typed for part in parts),
        synonyms={
            part.typed: tuple(
                dict.fromkeys([*(w for g in part.groups for w in g.forms), *part.others])
            )
            for part in parts
            if part.groups or part.others
        },
        corrections={part.typed: part.corrected for part in parts if part.corrected},
        needs=tuple(dict.fromkeys(need for group in asked for need in group.needs)),
        fields=tuple(
            dict.fromkeys(one for g in (g for p in parts for g in p.groups) for one in g.fields)
        ),
        ignored=question.ignored,
        sectors=sectors,
        required=required,
        strict_total=strict_total,
    )
