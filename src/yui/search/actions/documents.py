"""From a directory record to the engine's document, and from there to a row and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache
from typing import NamedTuple

from yui.directory.queries.index import IndexRecord
from yui.directory.states import Flag, ServiceState, Vacancy
from yui.lib.japanese import fold
from yui.search.actions.gathering import gathered, mains
from yui.search.engine.documents import CONFIRMED, FULL, PAUSED, PUBLIC
from yui.search.engine.documents import Document as EngineDocument
from yui.search.engine.encoding import long_texts
from yui.search.engine.schema import analysis_version

# Which facet of the engine each taxonomy feeds.
_FACETS = {"fields": "field", "needs": "need", "kinds": "provision", "purposes": "purpose"}
_KEPT = tuple(each.name for each in fields(EngineDocument) if each.name != "cut")
_NO_ROOM = (Vacancy.FULL, Vacancy.WAITING)
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)
_TUPLES = ("phones", "areas", *_FACETS, "mains", "slots", "flags", "visible_to")


class Row(NamedTuple):
    """This value will hold one row of the flat table, in the order of its statement."""

    key: str
    area_path: str
    sector: str
    is_public: bool
    neutral_key: int
    folded: str
    tokens: str
    content: str
    cut: str
    analysis: str
    position: int


def document_of(record: IndexRecord, *, position: int) -> EngineDocument:
    """This function will return the engine's document of a directory record."""
    codes: dict[str, list[str]] = {taxonomy: [] for taxonomy in _FACETS.values()}
    for taxonomy, code in record.terms:
        if taxonomy in codes:
            codes[taxonomy].append(code)
    return EngineDocument(
        key=record.id.hex,
        name=record.name,
        kana=record.kana,
        summary=record.summary,
        how_to_start=record.how_to_start,
        text="\n".join((record.description, *_labels(record))),
        organization=record.organization_name,
        place=record.place_text,
        areas=tuple(dict.fromkeys((*_innermost(record.area_paths), *record.reach_paths))),
        slots=record.slots,
        fee=record.fee_class.value,
        flags=tuple(_flags(record)),
        sector=record.sector.value,
        points=record.points,
        confirmed_day=record.confirmed_on.toordinal() if record.confirmed_on else 0,
        neutral_key=int(record.id.hex[-8:], 16),
        standing=_standing(record),
        visible_to=record.visible_to,
        position=position,
        fields=tuple(codes["field"]),
        needs=(*codes["need"], *_gathered(record)),
        mains=tuple(mains(record.name, record.terms)),
        kinds=tuple(codes["provision"]),
        purposes=tuple(codes["purpose"]),
    )


def _gathered(record: IndexRecord) -> Iterator[str]:
    return (f"{term.taxonomy}.{term.code}" for term in gathered(record.terms))


def _standing(record: IndexRecord) -> int:
    if record.state is ServiceState.PAUSED:
        return PAUSED
    if record.vacancy in _NO_ROOM:
        return FULL
    return CONFIRMED if record.confirmed_on else 0


def _labels(record: IndexRecord) -> tuple[str, ...]:
    return (*record.term_words, *record.scheme_words, *record.reach_names)


def _innermost(paths: Iterable[str]) -> Iterator[str]:
    """The engine derives what lies around; only what is served as a whole ends in an outer area."""
    every = tuple(paths)
    for path in every:
        if not any(other != path and other.startswith(path) for other in every):
            yield path


def _flags(record: IndexRecord) -> Iterator[str]:
    if record.transport is Flag.YES:
        yield "transport"
    if record.meals is Flag.YES:
        yield "meals"
    if record.vacancy is Vacancy.OPEN:
        yield "vacancy"


def row_of(document: EngineDocument, *, area_path: str) -> Row:
    """This function will return the table row of a document; `folded` serves the fallback."""
    words = (
        *(document.name, document.kana, document.summary, document.how_to_start),
        *long_texts(document),
    )
    return Row(
        key=document.key,
        area_path=area_path,
        sector=document.sector,
        is_public=PUBLIC in document.visible_to,
        neutral_key=document.neutral_key,
        folded="\n".join(filter(None, map(_folded, words))),
        tokens=tokens_of(document),
        content=_JSON.encode({name: getattr(document, name) for name in _KEPT}),
        cut=document.cut,
        analysis=analysis_version() if document.cut else "",
        position=document.position,
    )


@lru_cache(maxsize=20_000)
def _folded(text: str) -> str:
    """Organisations, labels and sentences stand in many records."""
    return fold(text)


def tokens_of(document: EngineDocument) -> str:
    """This function will write the facets of a document as the fallback looks them up."""
    named = {
        "field": document.fields,
        "need": document.needs,
        "kind": document.kinds,
        "purpose": document.purposes,
        "slot": document.slots,
        "flag": document.flags,
        "fee": (document.fee,),
        "area": document.area_tokens,
        "whole": tuple(path.strip("/").rsplit("/", 1)[-1] for path in document.areas),
    }
    return f" {' '.join(f'{facet}:{code}' for facet, codes in named.items() for code in codes)} "


def documents_of_rows(rows: Iterable[tuple[str, str, str]]) -> Iterator[EngineDocument]:
    """This function will make the documents again that `row_of` stored: content, cut, analysis.

    Words cut by another analysis are left out, to be cut anew.
    """
    current = analysis_version()
    for content, cut, analysis in rows:
        values = json.loads(content)
        for name in _TUPLES:
            values[name] = tuple(values[name])
        values["points"] = tuple((point[0], point[1]) for point in values["points"])
        yield EngineDocument(**values, cut=cut if analysis == current else "")


def is_kept_whole(content: str) -> bool:
    """This function will say whether stored content has the fields of this version."""
    return set(json.loads(content)) == set(_KEPT)
