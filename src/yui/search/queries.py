"""Searching: the index first, the database when the index is away; the viewer always decides."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from yui.areas.rules import within
from yui.directory.queries.cards import cards_for
from yui.directory.queries.index import records_for_index
from yui.directory.queries.values import ServiceCard
from yui.journal.queries import cursor_position, head_position, objects_after
from yui.lib.counts import mask_small
from yui.lib.japanese import fold
from yui.policy.decide import audience_tokens
from yui.policy.viewer import Viewer
from yui.search.engine.damage import IndexDamaged
from yui.search.engine.reader import IndexReader
from yui.search.engine.requests import FACETS, Hit, Query, Result, Understood
from yui.search.models import Document, UnmetSearch
from yui.search.rules import may_read_exact_counts
from yui.taxonomy.queries import terms_of

PAGE_SIZE = 20
# More changes than this behind the index and the page check alone keeps things hidden.
_EXCLUDED_MAX = 5_000
_log = structlog.get_logger("yui.search")


@dataclass(frozen=True, slots=True)
class Question:
    """This value will hold what somebody searches for.

    `filters` maps facets (field, need, kind, purpose, fee, flag, sector) to wanted codes.
    `sectors` None = residents' default (暮らしの支え・居場所・活動, others by name only), () = all.
    `origin` is (latitude, longitude) in WGS84 degrees; `page` counts from 1.
    """

    words: str = ""
    area_path: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    sectors: tuple[str, ...] | None = None
    origin: tuple[float, float] | None = None
    within_m: int | None = None
    confirmed_since: date | None = None
    sort: str = "relevance"
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Answer:
    """This value will hold one page of what was found.

    `is_degraded`: the index was away and the database answered, without facets.
    """

    cards: tuple[ServiceCard, ...]
    scores: tuple[float, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    understood: Understood
    is_degraded: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """This value will hold the services a question finds, in order; `total` counts all of them."""

    ids: tuple[UUID, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """This value will name a condition to drop, and how many records that would show."""

    dropped: str
    total: int


@dataclass(frozen=True, slots=True)
class UnmetLine:
    """This value will hold how often words were looked for in vain (basis: 回).

    `count` None = masked: under five, shown exactly only to the own municipality's staff.
    """

    words: str
    conditions: str
    month: date
    count: int | None


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
        found = _ask(viewer, question, folder, facets=facets)
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
        rows, first = _rows_for(question), (question.page - 1) * question.size
        keys = rows.values_list("key", flat=True)[first : first + question.size]
        return Found(tuple(keys), rows.count())
    return Found(tuple(UUID(hit.key) for hit in found.hits), found.total)


@dataclass(frozen=True, slots=True)
class HitLine:
    """This value will hold one hit as `yui search` prints it; `fields` are names of fields."""

    id: UUID
    name: str
    address: str
    fields: tuple[str, ...]
    score: float


def hit_lines(
    viewer: Viewer, question: Question, *, folder: Path, at: datetime
) -> tuple[int, tuple[HitLine, ...]]:
    """This function will answer a question with lines instead of cards, in the same order."""
    answer = search(viewer, question, folder=folder, at=at)
    ids = [card.id for card in answer.cards]
    records = {record.id: record for record in records_for_index(at=at, ids=ids)}
    names = {term.code: term.name for term in terms_of("field")}
    return answer.total, tuple(
        HitLine(
            card.id,
            card.name,
            records[card.id].place_text,
            tuple(names[code] for kind, code in records[card.id].terms if kind == "field"),
            score,
        )
        for card, score in zip(answer.cards, answer.scores, strict=True)
    )


def ways_out(viewer: Viewer, question: Question, *, folder: Path) -> tuple[WayOut, ...]:
    """This function will say, for a search that found nothing, what to drop: most records first."""
    tried = ((name, count(viewer, wider, folder=folder)) for name, wider in _without_each(question))
    found = [WayOut(name, total) for name, total in tried if total]
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


def unmet_searches(
    viewer: Viewer, area_path: str, *, since: date, limit: int = 50
) -> tuple[UnmetLine, ...]:
    """This function will list what was looked for in vain in an area, most often first."""
    rows = (
        UnmetSearch.objects.filter(within(area_path, "area_path"), month__gte=since)
        .values_list("words", "conditions", "month")
        .annotate(total=Sum("count"))
        .order_by("-total", "words")[:limit]
    )
    exact = may_read_exact_counts(viewer, area_path=area_path)
    return tuple(
        UnmetLine(words, conditions, month, total if exact else mask_small(total))
        for words, conditions, month, total in rows
    )


def index_state(folder: Path) -> tuple[bool, int]:
    """This function will say whether the index answers, and how many entries it is behind."""
    try:
        return True, max(0, head_position() - _reader(folder).cursor)
    except IndexDamaged:
        return False, head_position()


def index_fault(folder: Path) -> str | None:
    """This function will say what is wrong with the index in Japanese, or None."""
    reader = _reader(folder)
    try:
        reader.verify()
        found = reader.search(Query(sectors=(), facets=(), limit=0))
    except IndexDamaged as error:
        return f"検索の索引が使えません（{error}）。yui rebuild-index で作り直せます。"
    if cursor_position("search") > reader.cursor:
        return "索引が表より古くなっています。yui rebuild-index で作り直せます。"
    public = Document.objects.filter(is_public=True).count()
    if reader.cursor == head_position() and found.total != public:
        return f"索引には公開 {found.total} 件、表には {public} 件あります。"
    return None


@functools.cache
def _reader(folder: Path) -> IndexReader:
    """One reader for the life of the process; it sees newer commits by itself."""
    return IndexReader(folder)


def _ask(
    viewer: Viewer, question: Question, folder: Path, *, facets: Sequence[str] = FACETS
) -> Result:
    """Raises: IndexDamaged."""
    since = question.confirmed_since
    return _reader(folder).search(
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
        )
    )


def _changed_since(folder: Path) -> tuple[str, ...]:
    """What was changed or withdrawn past the index: it may not be found until it is indexed."""
    changed = objects_after(
        _reader(folder).cursor, object_type="directory.service", limit=_EXCLUDED_MAX
    )
    return tuple(UUID(each).hex for each in changed)


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
    )


def _measured(card: ServiceCard, hit: Hit) -> ServiceCard:
    return card if hit.distance_m is None else replace(card, distance_m=hit.distance_m)


def _from_database(viewer: Viewer, question: Question, at: datetime) -> Answer:
    """The answer without an index; no facets."""
    rows = _rows_for(question)
    first = (question.page - 1) * question.size
    keys = rows.values_list("key", flat=True)[first : first + question.size]
    cards = cards_for(viewer, keys, at=at)
    return Answer(cards, (0.0,) * len(cards), rows.count(), {}, Understood(), is_degraded=True)


def _rows_for(question: Question) -> QuerySet[Document]:
    """LIKE within limits: every word must stand in the text, every condition in the tokens."""
    wanted = Q(is_public=True) & within(question.area_path, "area_path")
    if question.sectors is None:
        wanted &= Q(sector="daily")
    elif question.sectors:
        wanted &= Q(sector__in=question.sectors)
    for word in fold(question.words).split()[:5]:
        wanted &= Q(folded__contains=word)
    for choices in _wanted_tokens(question):
        wanted &= functools.reduce(
            operator.or_, (Q(tokens__contains=f" {one} ") for one in choices)
        )
    return Document.objects.filter(wanted).order_by("neutral_key")


def _wanted_tokens(question: Question) -> Iterable[tuple[str, ...]]:
    """Groups of facet tokens: one of each group must stand in a record."""
    for facet, codes in question.filters.items():
        tokens = tuple(f"{facet}:{code}" for code in codes)
        yield from ((token,) for token in tokens) if facet == "flag" else (tokens,)
    if question.weekdays or question.bands:
        days = question.weekdays or ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        bands = question.bands or ("am", "pm", "eve")
        yield tuple(f"slot:{day}-{band}" for day in days for band in bands)


def _without_each(question: Question) -> Iterable[tuple[str, Question]]:
    """Every question that asks one condition less."""
    if question.weekdays or question.bands:
        yield "slot", replace(question, weekdays=(), bands=())
    for name in question.filters:
        rest = {key: codes for key, codes in question.filters.items() if key != name}
        yield name, replace(question, filters=rest)
    if question.within_m is not None:
        yield "within", replace(question, within_m=None)
    if question.confirmed_since is not None:
        yield "confirmed", replace(question, confirmed_since=None)
    if question.words and (question.filters or question.weekdays or question.area_path):
        yield "words", replace(question, words="")
    wider = "/".join(question.area_path.split("/")[:-2])
    if wider:
        yield "area", replace(question, area_path=wider + "/")
