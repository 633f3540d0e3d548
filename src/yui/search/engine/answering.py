"""One query from beginning to end: read the words, select, find, count."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
_FEW = 10


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

    def loosest(self) -> TQuery:
        """This function will return a query around every one this plan may still build.

        What the circle leaves out is looked up once, and must hold when parts are dropped, when
        meanings are widened, and when a facet is counted without its own filter.
        """
        plan = replace(self, question=self.question.widened())
        core = plan._core(1, scored=False)
        return TQuery.boolean_query([(MUST, core), *self.selection.fixed])

    def _core(self, required: int, *, scored: bool) -> TQuery:
        if not self.question.parts:
            return browse_query(self.selection)
        core = words_query(self.compiler, self.question, self.selection, required, scored=scored)
        if not self._may_name_offices():
            return core
        offices = named_offices(self.question, self.compiler.lexicon)
        if offices is None:
            return core
        return TQuery.boolean_query([(SHOULD, core), (SHOULD, offices)])

    def _may_name_offices(self) -> bool:
        free = self.query.sectors is None and not self.query.filters.get("sector")
        return free and "insurance" not in self.selection.sectors


@dataclass(frozen=True, slots=True)
class Found:
    """This class will hold what a number of required parts found: totals and raw page."""

    required: int
    total: int
    strict: int
    page: tuple[tuple[float, tantivy.DocAddress], ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    """This class will hold one commit of the index and all that reads questions to it."""

    searcher: tantivy.Searcher
    lexicon: Lexicon
    meanings: MeaningFinder
    forms: FormSpeller
    weights: Weights
    cursor: int

    def read(self, query: Query) -> Question:
        """This function will read a query's words, knowing only what the asker may see."""
        words, lexicon = splitter(), self.lexicon.seen_by(query.viewer)
        speller = Speller(words, self.forms, lexicon)
        return QuestionReader(words, self.meanings, speller, lexicon).read(query.words)

    def plan(self, query: Query, question: Question) -> Plan:
        """This function will prepare a question, its filters and its circle."""
        selection = select(query, wanted_sectors(query, question))
        compiler = Compiler(self.weights, self.lexicon, self.meanings.index_terms)
        plan = Plan(query, question, selection, compiler)
        if query.origin is None or query.within_m is None:
            return plan
        found = circle_conditions(self.searcher, plan.loosest(), query.origin, query.within_m)
        return replace(plan, circle=tuple(found))


def answer(query: Query, engine: Engine) -> Result:
    """This function will answer one query from one commit of the index."""
    question = engine.read(query)
    plan = engine.plan(query, question)
    if query.words.strip() and not question.parts:
        nothing: dict[str, dict[str, int]] = {facet: {} for facet in query.facets}
        return Result((), 0, nothing, _said(plan, Found(0, 0, 0)), engine.cursor)
    plan, found = _ask(plan, engine.searcher)
    facets = count_facets(
        engine.searcher,
        query.facets,
        plan.selection.facet_filters,
        lambda facet: plan.build(found.required, scored=False, without=facet),
        query.area_depth,
    )
    hits = tuple(_hits(plan, engine.searcher, found))
    return Result(hits, found.total, facets, _said(plan, found), engine.cursor)


def _ask(plan: Plan, searcher: tantivy.Searcher) -> tuple[Plan, Found]:
    """Strict first; then with broader meanings; then with fewer parts, until enough is found."""
    parts = len(plan.question.parts)
    found = _page(plan, searcher, parts)
    strict = found.total
    if strict < _FEW and any(part.groups for part in plan.question.parts):
        plan = replace(plan, question=plan.question.widened())
        found = _page(plan, searcher, parts)
    while found.total < _FEW and found.required > max(1, parts // 2):
        found = _page(plan, searcher, found.required - 1)
    return plan, replace(found, strict=strict)


def _page(plan: Plan, searcher: tantivy.Searcher, required: int) -> Found:
    query = plan.query
    order = _order(plan)
    built = plan.build(required, scored=order is None)
    limit = max(query.limit, 1)
    if order is not None:
        page = searcher.search(built, limit, offset=query.offset, order_by_field=order)
    else:
        page = searcher.search(built, limit, offset=query.offset, weight_by_field="nudge")
    # tantivy's stub forgets that a result knows its count.
    total = int(page.count)  # type: ignore[attr-defined]  # -- see above
    return Found(required, total, total, tuple(page.hits[: query.limit]))


def _order(plan: Plan) -> str | None:
    if plan.query.sort == "freshness":
        return "fresh"
    return None if plan.question.parts and plan.query.sort == "relevance" else "neutral"


def _hits(plan: Plan, searcher: tantivy.Searcher, found: Found) -> list[Hit]:
    query = plan.query
    if query.sort == "distance" and query.origin is not None and query.limit:
        built = constant(plan.build(found.required, scored=False), 0.0)
        wanted = query.offset + query.limit
        return nearest(searcher, built, query.origin, wanted, found.total)[query.offset :]
    hits = list(with_distances(searcher, found.page, query.origin))
    if _order(plan) is None:
        return hits
    return [replace(hit, score=0.0) for hit in hits]


def _said(plan: Plan, found: Found) -> Understood:
    parts = plan.question.parts
    asked = [g for part in parts if part.is_asked or part.is_widened for g in part.groups]
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
        ignored=plan.question.ignored,
        sectors=plan.selection.sectors,
        required=found.required,
        is_widened=any(part.is_widened for part in parts),
        strict_total=found.strict,
    )
