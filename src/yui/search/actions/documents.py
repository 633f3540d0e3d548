"""From a directory record to the engine's document, and from there to a row and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from yui.directory.queries.index import IndexRecord
from yui.directory.states import Flag, Vacancy
from yui.lib.japanese import fold
from yui.search.engine.documents import Document as EngineDocument
from yui.search.models import Document
from yui.taxonomy.queries import terms_of

# Which facet of the engine each taxonomy feeds.
_FACETS = {"fields": "field", "needs": "need", "kinds": "provision", "purposes": "purpose"}
# Words of the municipality home gather several fields and needs; they are facets of their own.
GATHERING = ("trouble", "wish")
_TUPLES = ("phones", "areas", *_FACETS, "slots", "flags", "visible_to")


def document_of(record: IndexRecord, *, position: int) -> EngineDocument:
    """This function will return the engine's document of a directory record."""
    codes = {
        name: tuple(code for taxonomy, code in record.terms if taxonomy == wanted)
        for name, wanted in _FACETS.items()
    }
    codes["needs"] += tuple(_gathered(record))
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
        neutral_key=int(record.id.hex[:8], 16),
        visible_to=record.visible_to,
        position=position,
        **codes,
    )


def _labels(record: IndexRecord) -> tuple[str, ...]:
    return (*record.term_words, *record.scheme_words, *record.reach_names)


def _innermost(paths: Iterable[str]) -> Iterator[str]:
    """The engine derives what lies around; only what is served as a whole ends in an outer area."""
    every = tuple(paths)
    for path in every:
        if not any(other != path and other.startswith(path) for other in every):
            yield path


def _gathered(record: IndexRecord) -> Iterator[str]:
    """「買い物」 of the home gathers the field and three needs: "trouble.shopping"."""
    own = {f"{taxonomy}:{code}" for taxonomy, code in record.terms}
    for taxonomy in GATHERING:
        for term in terms_of(taxonomy):
            if own.intersection(term.related):
                yield f"{taxonomy}.{term.code}"


def _flags(record: IndexRecord) -> Iterator[str]:
    if record.transport is Flag.YES:
        yield "transport"
    if record.meals is Flag.YES:
        yield "meals"
    if record.vacancy is Vacancy.OPEN:
        yield "vacancy"


def row_of(document: EngineDocument, *, area_path: str) -> Document:
    """This function will return the table row of a document; `folded` serves the fallback."""
    words = (
        *(document.name, document.kana, document.summary, document.how_to_start),
        *(document.text, document.organization, document.place),
    )
    return Document(
        key=UUID(document.key),
        area_path=area_path,
        sector=document.sector,
        is_public="public" in document.visible_to,
        neutral_key=document.neutral_key,
        folded=fold(" ".join(words)),
        tokens=tokens_of(document),
        content=asdict(document),
        position=document.position,
    )


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


def documents_of_rows(contents: Iterable[Mapping[str, Any]]) -> Iterator[EngineDocument]:
    """This function will make the documents again that `row_of` stored."""
    for content in contents:
        values = dict(content)
        for name in _TUPLES:
            values[name] = tuple(values[name])
        values["points"] = tuple((point[0], point[1]) for point in values["points"])
        yield EngineDocument(**values)
