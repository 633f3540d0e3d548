"""Reading vocabularies: a few hundred terms, kept in memory while they do not change."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from yui.taxonomy.errors import TermNotFound
from yui.taxonomy.models import Taxonomy, TaxonomyTerm

# Another process's change is seen after this long; tests look every time.
_VERSIONS_HOLD_S = 1.0


@dataclass(frozen=True, slots=True)
class TermInfo:
    """This value will hold one term. `related` are "taxonomy:code" (see taxonomy/data/README)."""

    id: UUID
    taxonomy: str
    code: str
    name: str
    plain_name: str
    description: str
    parent_code: str
    position: int
    related: tuple[str, ...]
    is_current: bool

    @property
    def key(self) -> str:
        """This property will return "taxonomy:code"."""
        return f"{self.taxonomy}:{self.code}"

    @property
    def words(self) -> str:
        """This property will return what residents read."""
        return self.plain_name or self.name


@dataclass(frozen=True, slots=True)
class TaxonomyInfo:
    """This value will hold one vocabulary."""

    id: UUID
    code: str
    name: str
    description: str
    source: str
    version: str


@dataclass(frozen=True, slots=True)
class TermIndex:
    """This value will find every term, dropped ones too, by "taxonomy:code" and by id.

    Ids are known as UUID and as the 32 digits that SQLite gives: no list has to convert them.
    `by_name` finds current terms by taxonomy and name, as a spreadsheet would spell it.
    """

    versions: tuple[tuple[str, str], ...]
    by_key: dict[str, TermInfo]
    by_id: dict[UUID | str, TermInfo]
    by_name: dict[tuple[str, str], TermInfo]
    by_taxonomy: dict[str, tuple[TermInfo, ...]]


_kept: TermIndex | None = None
_checked_at = float("-inf")


def taxonomies() -> tuple[TaxonomyInfo, ...]:
    """This function will return every vocabulary by code."""
    return tuple(
        TaxonomyInfo(row.id, row.code, row.name, row.description, row.source, row.version)
        for row in Taxonomy.objects.order_by("code")
    )


def terms_of(taxonomy_code: str) -> tuple[TermInfo, ...]:
    """This function will return the current terms of a vocabulary in their order.

    An unknown vocabulary has none.
    """
    return term_index().by_taxonomy.get(taxonomy_code, ())


def get_term(taxonomy_code: str, code: str) -> TermInfo:
    """This function will return one term, a dropped one too. Raises: TermNotFound."""
    found = term_index().by_key.get(f"{taxonomy_code}:{code}")
    if found is None:
        raise TermNotFound("この分類はありません。")
    return found


def term_by_name(taxonomy_code: str, name: str) -> TermInfo | None:
    """This function will return the current term of an official or plain name, or None.

    Full-width letters, spaces and dots between words do not matter.
    """
    return term_index().by_name.get((taxonomy_code, _spelling(name)))


def term_index() -> TermIndex:
    """This function will return every term as it is in the database now.

    One small query; none when this process looked less than a second ago.
    """
    global _kept, _checked_at
    moment = time.monotonic()
    held = _kept
    if held is not None and moment - _checked_at < _hold_s():
        return held
    # Versions are read before the terms: terms older than their version are never kept.
    versions = tuple(Taxonomy.objects.order_by("code").values_list("code", "version"))
    if held is None or held.versions != versions:
        held = _read(versions)
        _kept = held
    _checked_at = moment
    return held


def term_index_holding(ids: Set[UUID | str]) -> TermIndex:
    """This function will return every term, those of these ids among them, dropped ones too.

    Ids as the database in use gives them: UUID, or 32 hexadecimal digits.

    What another process added less than a second ago is looked for once more.
    """
    global _kept
    held = term_index()
    if ids <= held.by_id.keys():
        return held
    _kept = None
    return term_index()


def _hold_s() -> float:
    return 0.0 if settings.YUI.profile == "test" else _VERSIONS_HOLD_S


def _read(versions: tuple[tuple[str, str], ...]) -> TermIndex:
    rows = TaxonomyTerm.objects.select_related("taxonomy", "parent")
    every = [_info(row) for row in rows.order_by("taxonomy__code", "position", "code")]
    current = [info for info in every if info.is_current]
    by_taxonomy: dict[str, list[TermInfo]] = {}
    by_name: dict[tuple[str, str], TermInfo] = {}
    for info in current:
        by_taxonomy.setdefault(info.taxonomy, []).append(info)
    # Official names win over plain ones where the two meet.
    for info in current:
        by_name.setdefault((info.taxonomy, _spelling(info.name)), info)
    for info in current:
        by_name.setdefault((info.taxonomy, _spelling(info.words)), info)
    return TermIndex(
        versions=versions,
        by_key={info.key: info for info in every},
        by_id={key: info for info in every for key in (info.id, info.id.hex)},
        by_name=by_name,
        by_taxonomy={code: tuple(infos) for code, infos in by_taxonomy.items()},
    )


def _info(row: TaxonomyTerm) -> TermInfo:
    return TermInfo(
        id=row.id,
        taxonomy=row.taxonomy.code,
        code=row.code,
        name=row.name,
        plain_name=row.plain_name,
        description=row.description,
        parent_code=row.parent.code if row.parent else "",
        position=row.position,
        related=tuple(row.related),
        is_current=row.is_current,
    )


def _spelling(name: str) -> str:
    narrow = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in narrow if not letter.isspace() and letter not in "・·")
