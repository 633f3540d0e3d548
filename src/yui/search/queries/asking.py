"""Searching: the index first, the database when the index is away; the viewer always decides."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings

from yui.directory.queries.cards import cards_for
from yui.directory.queries.index import records_for_index
from yui.directory.queries.values import ServiceCard
from yui.journal.queries import head_position
from yui.policy.decide import audience_tokens
from yui.policy.viewer import Viewer
from yui.search.engine.damage import IndexDamaged
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import FACETS, Hit, Query, Result
from yui.search.engine.times import read_times
from yui.search.engine.without_index import read_plainly
from yui.search.models import Document
from yui.search.queries.behind import behind, still_listed, undone_from
from yui.search.queries.fallback import plain_answer
from yui.search.queries.values import Answer, Found, HitLine, Question, WayOut
from yui.taxonomy.queries import terms_of

# A handful of related records is a hint; more would be a second list.
_NEARBY = 10
_ANY_WORD = "買い物"
_log = structlog.get_logger("yui.search")


def index_folder() -> Path:
    """This function will return where this installation keeps its search index."""
    return Path(settings.YUI.data) / "index"


def search(
    viewer: Viewer,
    question: Question,
    *,
    folder: Path,
    at: datetime,
    facets: Sequence[str] = FACETS,
) -> Answer:
    """This function will answer a question with cards the viewer may see, and count facets.

    `folder` holds the index. When it is missing or damaged the database answers.
    """
    try:
        found = _ask(viewer, question, folder, facets=facets, nearby=_NEARBY)
    except IndexDamaged as error:
        _log.error("index_damaged", detail=str(error))
        return _from_database(viewer, question, at)
    return _answer(viewer, question, found, at)


def found_ids(viewer: Viewer, question: Question, *, folder: Path) -> Found:
    """This function will return which services a question finds; the caller makes the cards.

    The database answers when the index is away. Whoever shows them asks `directory` once more.
    """
    try:
        found = _ask(viewer, question, folder, facets=())
    except IndexDamaged as error:
        _log.error("index_damaged", detail=str(error))
        plain = plain_answer(question)
        return Found(plain.keys, plain.total)
    return Found(tuple(UUID(hit.key) for hit in found.hits), found.total)


def hit_lines(
    viewer: Viewer, question: Question, *, folder: Path, at: datetime
) -> tuple[int, tuple[HitLine, ...], tuple[HitLine, ...]]:
    """This function will answer with lines instead of cards: the total, hits, what is nearby."""
    answer = search(viewer, question, folder=folder, at=at)
    cards = (*answer.cards, *answer.nearby)
    records = {each.id: each for each in records_for_index(at=at, ids=[one.id for one in cards])}
    names = {term.code: term.name for term in terms_of("field")}
    scores = (*answer.scores, *(0.0 for _ in answer.nearby))
    lines = tuple(
        HitLine(
            card.id,
            card.name,
            records[card.id].place_text,
            tuple(names[code] for kind, code in records[card.id].terms if kind == "field"),
            score,
        )
        for card, score in zip(cards, scores, strict=True)
    )
    return answer.total, lines[: len(answer.cards)], lines[len(answer.cards) :]


def warm(folder: Path) -> None:
    """This function will open dictionary, thesaurus and index before anybody searches.

    Together they take a second or more, which the first resident should not wait.
    """
    read_plainly(_ANY_WORD)
    try:
        reader_of(folder).search(Query(words=_ANY_WORD, limit=1))
    except IndexDamaged as error:
        _log.error("index_damaged", detail=str(error))
    reader_of(folder).give_memory_back()


def ways_out(viewer: Viewer, question: Question, *, folder: Path) -> tuple[WayOut, ...]:
    """This function will say, for a search that found nothing, what to drop: most records first."""
    tried = (
        WayOut(name, count(viewer, wider, folder=folder), wider.words)
        for name, wider in _without_each(question)
    )
    found = [way for way in tried if way.total]
    return tuple(sorted(found, key=lambda way: -way.total))


def count(viewer: Viewer, question: Question, *, folder: Path) -> int:
    """This function will return how many records a question finds, 0 when the index is away."""
    try:
        return _ask(viewer, replace(question, page=1, size=0), folder, facets=()).total
    except IndexDamaged:
        return 0


def facet_counts(
    viewer: Viewer, question: Question, facets: Sequence[str], *, folder: Path
) -> Mapping[str, Mapping[str, int]]:
    """This function will return the counts of facets; empty when the index is away."""
    try:
        return _ask(viewer, replace(question, page=1, size=0), folder, facets=facets).facets
    except IndexDamaged:
        return {}


@functools.cache
def reader_of(folder: Path) -> IndexReader:
    """This function will return the one reader of this process; it sees newer commits itself."""
    return IndexReader(folder)


def _ask(
    viewer: Viewer,
    question: Question,
    folder: Path,
    *,
    facets: Sequence[str] = FACETS,
    nearby: int = 0,
) -> Result:
    """Raises: IndexDamaged."""
    since = question.confirmed_since
    return reader_of(folder).search(
        Query(
            words=question.words,
            area=question.area_path.removesuffix("/"),
            area_depth=min(3, question.area_path.count("/") + 1),
            filters=question.filters,
            weekdays=question.weekdays,
            bands=question.bands,
            sectors=question.sectors,
            origin=question.origin,
            within_m=question.within_m,
            confirmed_from_day=since.toordinal() if since else None,
            sort=question.sort,
            viewer=tuple(sorted(audience_tokens(viewer))),
            excluded=_changed_since(folder),
            facets=tuple(facets),
            offset=(question.page - 1) * question.size,
            limit=question.size,
            nearby=nearby,
        )
    )


def _changed_since(folder: Path) -> tuple[str, ...]:
    """What was changed or withdrawn past the index: it may not be found until it is indexed."""
    cursor = reader_of(folder).cursor
    if head_position() <= cursor:
        return ()
    changed = behind(cursor)
    return (*(UUID(each).hex for each in changed.services), *_gone_with(changed.batches, cursor))


@functools.lru_cache(maxsize=4)
def _gone_with(batches: tuple[str, ...], cursor: int) -> tuple[str, ...]:
    """What the index holds and a batch that was undone took away.

    The index is past it within seconds; until then every search asks for the same.
    """
    first = undone_from(batches, cursor)
    if first is None:
        return ()
    rows = Document.objects.filter(~still_listed(), position__gte=first)
    return tuple(key.hex for key in rows.values_list("key", flat=True))


def _answer(viewer: Viewer, question: Question, found: Result, at: datetime) -> Answer:
    cards = cards_for(viewer, [hit.key for hit in found.hits], at=at)
    if len(cards) != len(found.hits):
        _log.error("index_shows_what_may_not_be_seen", hits=len(found.hits), seen=len(cards))
    by_id = {hit.key: hit for hit in found.hits}
    placed = [_measured(card, by_id[card.id.hex]) for card in cards]
    missing = len(found.hits) - len(cards)
    return Answer(
        cards=tuple(placed),
        scores=tuple(by_id[card.id.hex].score for card in cards),
        total=found.total - missing,
        facets=found.facets,
        understood=found.understood,
        nearby=cards_for(viewer, [hit.key for hit in found.nearby], at=at),
    )


def _measured(card: ServiceCard, hit: Hit) -> ServiceCard:
    return card if hit.distance_m is None else replace(card, distance_m=hit.distance_m)


def _from_database(viewer: Viewer, question: Question, at: datetime) -> Answer:
    """The answer without an index; no facets."""
    plain = plain_answer(question)
    cards = cards_for(viewer, plain.keys, at=at)
    return Answer(
        cards=cards,
        scores=(0.0,) * len(cards),
        total=plain.total,
        facets={},
        understood=plain.understood,
        is_degraded=True,
        is_cut=plain.is_cut,
    )


def _without_each(question: Question) -> Iterable[tuple[str, Question]]:
    """Every question that asks one condition less."""
    timed = read_times(question.words)
    if timed.words and timed.rest:
        yield "time", replace(question, words=timed.rest)
    if question.weekdays or question.bands:
        yield "slot", replace(question, weekdays=(), bands=())
    for name in question.filters:
        rest = {key: codes for key, codes in question.filters.items() if key != name}
        yield name, replace(question, filters=rest)
    if question.within_m is not None:
        yield "within", replace(question, within_m=None)
    if question.confirmed_since is not None:
        yield "confirmed", replace(question, confirmed_since=None)
    # Words that stand alone are the whole question: without them everything would be found.
    if question.words and (question.filters or question.weekdays or question.bands):
        yield "words", replace(question, words="")
    wider = "/".join(question.area_path.split("/")[:-2])
    if wider and not question.places:
        yield "area", replace(question, area_path=wider + "/")
