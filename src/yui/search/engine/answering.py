"""One query from beginning to end: read the words, select, find, count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import tantivy

from yui.search.engine.compiling import MUST, MUST_NOT, SHOULD, Compiler, TQuery, Weights, constant
from yui.search.engine.counting import Counts, count_facets, kept_under
from yui.search.engine.kept import Kept
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.meanings import MeaningFinder
from yui.search.engine.nearby import circle_conditions, nearest, with_distances
from yui.search.engine.requests import Hit, Query, Result, Understood
from yui.search.engine.schema import index_schema
from yui.search.engine.selecting import (
    Selection,
    browse_query,
    main_first,
    named_offices,
    select,
    wanted_sectors,
    words_query,
)
from yui.search.engine.spelling import FormSpeller, Speller
from yui.search.engine.times import TimeWord, read_times
from yui.search.engine.understanding import Question, QuestionReader
from yui.search.engine.words import splitter

# Fewer hits than this and what is related is offered beside them.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """This class will hold a question ready to be asked with any number of required parts."""

    query: Query
    question: Question
    selection: Selection
    compiler: Compiler
    circle: tuple[tuple[tantivy.Occur, TQuery], ...] = ()
    times: tuple[TimeWord, ...] = ()

    @property
    def needs(self) -> tuple[str, ...]:
        """This property will list the needs, troubles and wishes that were chosen."""
        return tuple(self.query.filters.get("need", ()))

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
            browsed = browse_query(self.selection)
            return main_first(browsed, self.needs) if scored and self.needs else browsed
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
    """This class will hold one commit of the index and all that reads questions to it.

    Homes and lists ask the same again and again: what words mean and what was counted is kept.
    """

    searcher: tantivy.Searcher
    lexicon: Lexicon
    meanings: MeaningFinder
    forms: FormSpeller
    weights: Weights
    cursor: int
    counts: Kept[Counts]
    questions: Kept[Question]

    def read(self, query: Query, *, is_bold: bool = False) -> Question:
        """This function will read a query's words, knowing only what the asker may see."""
        key = (query.words, query.viewer, is_bold)
        return self.questions.of(key, lambda: self._read(query, is_bold))

    def _read(self, query: Query, is_bold: bool) -> Question:
        words, lexicon = splitter(), self.lexicon.seen_by(query.viewer)
        speller = Speller(words, self.forms, lexicon)
        reader = QuestionReader(words, self.meanings, speller, lexicon, is_bold=is_bold)
        return reader.read(query.words)

    def timed(self, query: Query) -> tuple[Query, Question, tuple[TimeWord, ...]]:
        """This function will turn days and times of day among the words into conditions.

        Only where something else is left to look for; a day that was chosen stays as chosen.
        """
        timed = read_times(query.words)
        if timed.words:
            rest = replace(
                query,
                words=timed.rest,
                weekdays=query.weekdays or timed.weekdays,
                bands=query.bands or timed.bands,
            )
            question = self.read(rest)
            if question.has_subject:
                return rest, question, timed.words
        return query, self.read(query), ()

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
    query, question, times = engine.timed(query)
    plan = replace(engine.plan(query, question), times=times)
    found = _ask(plan, engine.searcher)
    if not found.total:
        plan, found = _asked_boldly(plan, engine, found)
    if query.words.strip() and not plan.question.parts:
        nothing: dict[str, dict[str, int]] = {facet: {} for facet in query.facets}
        return Result((), 0, nothing, _said(plan, found), engine.cursor)
    facets = _facets(plan, engine, found) if query.facets else {}
    hits = tuple(_hits(plan, engine.searcher, found))
    nearby = tuple(_nearby(plan, engine.searcher, found, hits))
    return Result(hits, found.total, facets, _said(plan, found), engine.cursor, nearby)


def _asked_boldly(plan: Plan, engine: Engine, found: Found) -> tuple[Plan, Found]:
    """What words that found nothing here may have been meant to be; kept only if that finds."""
    question = engine.read(plan.query, is_bold=True)
    if question == plan.question or not question.parts:
        return plan, found
    bold = replace(engine.plan(plan.query, question), times=plan.times)
    again = _ask(bold, engine.searcher)
    is_better = again.total or not plan.question.parts
    return (bold, again) if is_better else (plan, found)


def _facets(plan: Plan, engine: Engine, found: Found) -> Counts:
    def count() -> Counts:
        return count_facets(
            engine.searcher,
            plan.query.facets,
            plan.selection.facet_filters,
            lambda facet: plan.build(found.required, scored=False, without=facet),
            plan.query.area_depth,
        )

    return engine.counts.of(kept_under(plan.query, found.required), count)


def _ask(plan: Plan, searcher: tantivy.Searcher) -> Found:
    """All parts first; where no record holds them all, one part less until something is found."""
    if plan.query.words.strip() and not plan.question.parts:
        return Found(0, 0, 0)
    found = _page(plan, searcher, len(plan.question.parts))
    strict = found.total
    while not found.total and found.required > 1:
        found = _page(plan, searcher, found.required - 1)
    return replace(found, strict=strict)


def _nearby(
    plan: Plan, searcher: tantivy.Searcher, found: Found, hits: tuple[Hit, ...]
) -> Iterator[Hit]:
    """What is only related: broader and neighbouring meanings, needs, fewer of the words.

    Asked for only where few records were found, and only beside the order by words. Half of the
    words have to agree; where nothing was found at all, one of them is enough.
    """
    query, parts = plan.query, len(plan.question.parts)
    wanted = query.nearby if parts and found.total < _FEW and query.sort == "relevance" else 0
    if not wanted or query.offset:
        return
    wide = replace(plan, question=plan.question.widened(), query=replace(query, limit=wanted))
    seen = {hit.key for hit in hits}
    required, fewest = parts, max(1, parts // 2) if found.total else 1
    while required >= fewest and len(seen) < len(hits) + wanted:
        page = _page(wide, searcher, required, without=tuple(seen)).page
        for hit in with_distances(searcher, page, query.origin):
            if len(seen) < len(hits) + wanted:
                seen.add(hit.key)
                yield hit
        required -= 1


def _page(
    plan: Plan, searcher: tantivy.Searcher, required: int, without: tuple[str, ...] = ()
) -> Found:
    query = plan.query
    order = _order(plan)
    built = plan.build(required, scored=order is None)
    if without:
        hidden = TQuery.term_set_query(index_schema(), "key", list(without))
        built = TQuery.boolean_query([(MUST, built), (MUST_NOT, hidden)])
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
    if plan.query.sort != "relevance":
        return "neutral"
    return None if plan.question.parts or plan.needs else "neutral"


def _hits(plan: Plan, searcher: tantivy.Searcher, found: Found) -> list[Hit]:
    query = plan.query
    if query.sort == "distance" and query.origin is not None and query.limit:
        built = constant(plan.build(found.required, scored=False), 0.0)
        wanted = query.offset + query.limit
        return nearest(searcher, built, query.origin, wanted, found.total)[query.offset :]
    hits = list(with_distances(searcher, found.page, query.origin))
    if plan.question.parts and query.sort == "relevance":
        return hits
    return [replace(hit, score=0.0) for hit in hits]


def _said(plan: Plan, found: Found) -> Understood:
    parts = plan.question.parts
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
        ignored=plan.question.ignored,
        unknown=plan.question.unknown,
        times=plan.times,
        sectors=plan.selection.sectors,
        required=found.required,
        strict_total=found.strict,
    )
