"""Searching without an index: the same words and thesaurus, asked of the flat table by LIKE."""

from __future__ import annotations

import functools
import operator
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Window

from yui.areas.rules import within
from yui.journal.queries import cursor_position
from yui.lib.japanese import fold
from yui.search.engine.documents import EVERYDAY_SECTORS
from yui.search.engine.requests import Understood
from yui.search.engine.without_index import PlainPart, PlainQuestion, read_plainly
from yui.search.models import Document
from yui.search.queries.behind import behind, still_listed, undone_from
from yui.search.queries.values import Question

# Each part is looked for in every row; an endless question would keep the database busy.
_PARTS_MAX = 5
# Neutral keys are numbers below this, evenly spread.
_KEYS = 1 << 32
_FIRST_WIDTH = _KEYS >> 10
# A look at all of a nation's million rows takes ten seconds: it ends after this long, a second
# one with fewer words sooner. A stretch of rows that was quick is followed by one twice as wide.
_LOOK_S = 0.5
_SECOND_LOOK_S = 0.25
_QUICK_S = 0.03


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """This value will hold the page of keys the database found, and the number of all.

    `is_cut`: the time was over before every row was looked at; `total` is what was found so far.
    """

    keys: tuple[UUID, ...]
    total: int
    understood: Understood
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one look at the rows found: the keys of the page, how many in all, or in part."""

    keys: tuple[UUID, ...] = ()
    total: int = 0
    is_cut: bool = False


def plain_answer(question: Question) -> PlainAnswer:
    """This function will answer without the index, in neutral order, for the public.

    Every meaning must stand in a record in one of its spellings; where no record holds them
    all, one of them is enough.
    """
    read = read_plainly(question.words)
    parts = read.parts[:_PARTS_MAX]
    if question.words.strip() and not parts:
        return PlainAnswer((), 0, Understood())
    asked = replace(
        question,
        weekdays=question.weekdays or read.weekdays,
        bands=question.bands or read.bands,
    )
    held = [_held(part) for part in parts]
    rows = _rows_for(asked, read, functools.reduce(operator.and_, held, Q()))
    seen = _look(asked, rows, for_s=_LOOK_S)
    required = len(parts)
    if not seen.total and required > 1:
        rows = _rows_for(asked, read, functools.reduce(operator.or_, held))
        seen = _look(asked, rows, for_s=_SECOND_LOOK_S)
        required = 1
    words = tuple(part.typed for part in parts)
    understood = Understood(words=words, times=read.times, required=required)
    return PlainAnswer(seen.keys, seen.total, understood, seen.is_cut)


def _look(question: Question, rows: QuerySet[Document], *, for_s: float) -> _Seen:
    """Counts rows and takes the page out of them, until there are no more or the time is over.

    The page comes first in neutral order, so it is the right one even where the look is cut.
    """
    last = question.page * question.size
    keys: list[UUID] = []
    total, ends_at = 0, time.monotonic() + for_s
    for stretch, is_last in _stretches(question.area_path, rows):
        first = max(last - question.size - total, 0)
        found, count = _page_and_count(stretch, first, max(last - total, 0))
        keys += found
        total += count
        if not is_last and time.monotonic() >= ends_at:
            return _Seen(tuple(keys), total, is_cut=True)
    return _Seen(tuple(keys), total)


def _page_and_count(rows: QuerySet[Document], first: int, last: int) -> tuple[list[UUID], int]:
    """One reading for both: the words of every row are what takes the time."""
    if first == last:
        return [], rows.count()
    counted = rows.annotate(found=Window(Count("*"))).values_list("key", "found")
    page = list(counted[first:last])
    return [key for key, _found in page], page[0][1] if page else rows.count()


def _stretches(
    area_path: str, rows: QuerySet[Document]
) -> Iterator[tuple[QuerySet[Document], bool]]:
    """The rows in neutral order, and whether they are the last: a town's all at once.

    Those of a prefecture or the nation come in stretches, wider as long as they are quick.
    """
    if area_path.count("/") > 1:
        yield rows, True
        return
    start, width = 0, _FIRST_WIDTH
    while start < _KEYS:
        began, end = time.monotonic(), min(start + width, _KEYS)
        yield rows.filter(neutral_key__gte=start, neutral_key__lt=end), end == _KEYS
        start = end
        if time.monotonic() - began < _QUICK_S:
            width *= 2


def _held(part: PlainPart) -> Q:
    found = [Q(folded__contains=each) for each in _shortest(part.spellings)]
    found += [Q(tokens__contains=f" need:{need} ") for need in part.needs]
    return functools.reduce(operator.or_, found)


def _shortest(spellings: Iterable[str]) -> list[str]:
    """Whoever looks for 「体操」 finds 「体操教室」 too, and each spelling reads every row."""
    kept: list[str] = []
    for folded in sorted(filter(None, map(fold, spellings)), key=lambda one: (len(one), one)):
        if not any(one in folded for one in kept):
            kept.append(folded)
    return kept


def _rows_for(question: Question, read: PlainQuestion, words: Q) -> QuerySet[Document]:
    wanted = Q(is_public=True) & _inside(question.area_path) & words
    if question.sectors is None:
        wanted &= Q(sector__in=[*EVERYDAY_SECTORS, *read.sectors])
    elif question.sectors:
        wanted &= Q(sector__in=question.sectors)
    for choices in _wanted_tokens(question):
        wanted &= _any_token(choices)
    return Document.objects.filter(wanted & _unchanged()).order_by("neutral_key")


def _unchanged() -> Q:
    """Without what was changed or withdrawn past the table: it is in no count either."""
    position = cursor_position("search")
    changed = behind(position)
    kept = ~Q(key__in=changed.services) if changed.services else Q()
    if undone_from(changed.batches, position) is not None:
        kept &= Q(still_listed())
    return kept


def _inside(path: str) -> Q:
    """A 圏域 holds what lies in it, and what belongs to its town as a whole."""
    codes = path.strip("/").split("/")
    if codes[-1].isdigit() or not path:
        return within(path, "area_path")
    town = "/".join(code for code in codes if code.isdigit()) + "/"
    around = [f"whole:{code}" for code in codes[:-1]]
    return within(town, "area_path") & _any_token((f"area:{codes[-1]}", *around))


def _any_token(tokens: Iterable[str]) -> Q:
    return functools.reduce(operator.or_, (Q(tokens__contains=f" {one} ") for one in tokens))


def _wanted_tokens(question: Question) -> Iterable[tuple[str, ...]]:
    """Groups of facet tokens: one of each group must stand in a record."""
    for facet, codes in question.filters.items():
        tokens = tuple(f"{facet}:{code}" for code in codes)
        yield from ((token,) for token in tokens) if facet == "flag" else (tokens,)
    if question.weekdays or question.bands:
        days = question.weekdays or ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        bands = question.bands or ("am", "pm", "eve")
        yield tuple(f"slot:{day}-{band}" for day in days for band in bands)
