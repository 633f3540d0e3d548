"""Bringing the vocabularies of the database up to the files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

from yui.journal import actions as journal
from yui.policy.viewer import Viewer
from yui.taxonomy.errors import NotYours
from yui.taxonomy.formats.vocabulary import TermEntry, VocabularyFile, read_vocabularies
from yui.taxonomy.models import Taxonomy, TaxonomyTerm
from yui.taxonomy.rules import may_load

# Any constant: ids made from it are the same in every installation, so exports agree.
_NAMESPACE = UUID("8f0b2c6e-57a4-4a53-9c39-2d2b6a7d1c11")
_FIELDS = ("name", "plain_name", "description", "parent_id", "position", "related", "is_current")


@dataclass(frozen=True, slots=True)
class VocabularyReport:
    """This value will count the terms of a load; basis 件."""

    added: int
    changed: int
    same: int
    dropped: int


def load_vocabulary(*, by: Viewer, at: datetime, folder: Path | None = None) -> VocabularyReport:
    """This function will bring every vocabulary up to its file; done twice it changes nothing.

    Terms that vanish from a file stay in the database, not current, because records may use
    them. Without `folder` the vocabularies that come with Yui are loaded.
    Raises: NotYours; VocabularyRefused, and nothing is changed.
    """
    if not may_load(by):
        raise NotYours("分類は、運用担当だけが読み込めます。")
    vocabularies = read_vocabularies(folder)
    held = {row.code: row for row in Taxonomy.objects.all()}
    rows = {(row.taxonomy_id, row.code): row for row in TaxonomyTerm.objects.all()}
    added = changed = same = dropped = 0
    with journal.act(by=by, at=at) as act:
        for each in vocabularies:
            before = held.get(each.code)
            taxonomy = _save_taxonomy(each, before)
            counts = _save_terms(taxonomy, each, rows)
            added, changed = added + counts.added, changed + counts.changed
            same, dropped = same + counts.same, dropped + counts.dropped
            if before is None or counts.added or counts.changed or counts.dropped:
                act.record(
                    "vocabulary_loaded",
                    object_type="taxonomy.taxonomy",
                    object_id=taxonomy.id,
                    area_path="",
                )
    return VocabularyReport(added, changed, same, dropped)


def _save_taxonomy(each: VocabularyFile, held: Taxonomy | None) -> Taxonomy:
    row = held or Taxonomy(id=uuid5(_NAMESPACE, each.code), code=each.code)
    wanted = (each.name, each.description, each.source, each.version)
    if held is None or wanted != (row.name, row.description, row.source, row.version):
        row.name, row.description, row.source, row.version = wanted
        row.save(force_insert=held is None)
    return row


def _save_terms(
    taxonomy: Taxonomy, each: VocabularyFile, rows: dict[tuple[UUID, str], TaxonomyTerm]
) -> VocabularyReport:
    ids = {term.code: _term_id(taxonomy, term.code, rows) for term in each.terms}
    new: list[TaxonomyTerm] = []
    changed: list[TaxonomyTerm] = []
    for position, term in enumerate(each.terms):
        row = rows.get((taxonomy.id, term.code))
        values = _values(term, position, ids)
        if row is None:
            made = TaxonomyTerm(id=ids[term.code], taxonomy=taxonomy, code=term.code, **values)
            new.append(made)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    gone = [
        row.id
        for (taxonomy_id, code), row in rows.items()
        if taxonomy_id == taxonomy.id and code not in ids and row.is_current
    ]
    TaxonomyTerm.objects.bulk_create(new)
    TaxonomyTerm.objects.bulk_update(changed, _FIELDS)
    TaxonomyTerm.objects.filter(id__in=gone).update(is_current=False)
    same = len(each.terms) - len(new) - len(changed)
    return VocabularyReport(len(new), len(changed), same, len(gone))


def _term_id(taxonomy: Taxonomy, code: str, rows: dict[tuple[UUID, str], TaxonomyTerm]) -> UUID:
    held = rows.get((taxonomy.id, code))
    return held.id if held else uuid5(_NAMESPACE, f"{taxonomy.code}:{code}")


def _values(term: TermEntry, position: int, ids: dict[str, UUID]) -> dict[str, object]:
    return {
        "name": term.name,
        "plain_name": term.plain_name,
        "description": term.description,
        "parent_id": ids.get(term.parent),
        "position": position,
        "related": list(term.related),
        "is_current": True,
    }
