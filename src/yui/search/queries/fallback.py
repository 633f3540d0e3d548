"""Searching without an index: the same words and thesaurus, asked of the flat table by LIKE."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet

from yui.areas.rules import within
from yui.lib.japanese import fold
from yui.search.engine.documents import EVERYDAY_SECTORS
from yui.search.engine.requests import Understood
from yui.search.engine.without_index import PlainPart, PlainQuestion, read_plainly
from yui.search.models import Document
from yui.search.queries.values import Question

# Each part is looked for in every row; an endless question would keep the database busy.
_PARTS_MAX = 5


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """This value will hold the page of keys the database found, and the number of all."""

    keys: tuple[UUID, ...]
    total: int
    understood: Understood


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
    total, required = rows.count(), len(parts)
    if not total and required > 1:
        rows = _rows_for(asked, read, functools.reduce(operator.or_, held))
        total, required = rows.count(), 1
    first = (question.page - 1) * question.size
    keys = tuple(rows.values_list("key", flat=True)[first : first + question.size])
    words = tuple(part.typed for part in parts)
    return PlainAnswer(keys, total, Understood(words=words, times=read.times, required=required))


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
    return Document.objects.filter(wanted).order_by("neutral_key")


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
