"""Following the journal: what changed in the directory changes in the table and the index."""

from __future__ import annotations

import functools
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from yui.directory.models import Service
from yui.directory.queries.belonging import (
    ids_changed_at,
    ids_of_organization,
    ids_of_source,
    ids_with_consent_changing,
)
from yui.directory.queries.index import records_for_index
from yui.directory.states import LISTED
from yui.journal.actions import move_cursor
from yui.journal.queries import (
    JournalEntry,
    cursor_position,
    entries_after,
    first_position_of,
    head_position,
)
from yui.lib.clock import date_in_jst
from yui.search.actions.documents import document_of, row_of
from yui.search.actions.table import write_rows
from yui.search.engine.documents import Document as EngineDocument
from yui.search.engine.encoding import RowEncoder, our_encoder
from yui.search.engine.writer import IndexWriter
from yui.search.models import Document

FOLLOWER, DAYS = "search", "search-days"
_SERVICE, _ORGANIZATION, _SOURCE, _BATCH = (
    "directory.service",
    "directory.organization",
    "directory.source",
    "directory.batch",
)
_PORTION = 1000
# Where this process had followed everything, and when it last asked the index itself: a rebuild
# may move the index back without a new entry.
_caught_up: dict[Path, int] = {}
_looked_at: dict[Path, float] = {}
_LOOK_AGAIN_S = 1.0


def index_folder() -> Path:
    """This function will return where the index of this installation lies."""
    return Path(settings.YUI.data) / "index"


def follow_entries(*, at: datetime) -> bool:
    """This function will bring table and index up to the next entries; false when none wait.

    The position is committed with the index itself: after a crash the same entries are
    followed again, which changes nothing.
    """
    folder, head = index_folder(), head_position()
    if _caught_up.get(folder) == head and time.monotonic() - _looked_at[folder] < _LOOK_AGAIN_S:
        return False
    writer = writer_of(folder)
    reached = writer.state.position
    entries = entries_after(reached, limit=_PORTION)
    if not entries:
        _caught_up[folder], _looked_at[folder] = head, time.monotonic()
        return False
    position = entries[-1].position
    touched = list(dict.fromkeys(_touched(entries)))
    if len(touched) > _PORTION:
        _hide_gone(writer, touched, position=reached)
    for ids in _portions(touched):
        documents, gone = rewritten(ids, position=position, at=at)
        writer.apply(upserts=documents, deletes=[each.hex for each in gone], position=reached)
    writer.apply(position=position)
    move_cursor(FOLLOWER, position=position, at=at)
    return True


def follow_days(*, at: datetime) -> bool:
    """This function will look again, once a day, at what a date shows or hides.

    Consent begins and runs out, pauses end, without an entry in the journal. Days that nobody
    worked are made up for. The cursor "search-days" holds the ordinal of the last day done.
    """
    today = date_in_jst(at)
    last = cursor_position(DAYS)
    if last >= today.toordinal():
        return False
    first = date.fromordinal(last + 1) if last else today
    writer = writer_of(index_folder())
    position = writer.state.position
    for ids in _portions(list(dict.fromkeys(ids_with_consent_changing(first, today)))):
        documents, gone = rewritten(ids, position=position, at=at)
        writer.apply(upserts=documents, deletes=[each.hex for each in gone], position=position)
    move_cursor(DAYS, position=today.toordinal(), at=at)
    return True


@functools.cache
def writer_of(folder: Path) -> IndexWriter:
    """This function will return the one writer of this process: opening is dear."""
    return IndexWriter(folder)


def _hide_gone(writer: IndexWriter, ids: list[UUID], *, position: int) -> None:
    """What a batch took away leaves the index in one step, before anything is written anew.

    Looking again at thousands of records takes a minute, taking them out less than a second.
    """
    gone = set(ids)
    for some in _portions(ids):
        kept = Service.objects.filter(id__in=some, state__in=LISTED)
        gone.difference_update(kept.values_list("id", flat=True))
    if gone:
        writer.apply(deletes=[each.hex for each in gone], position=position)


def _portions(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), _PORTION):
        yield ids[start : start + _PORTION]


def _touched(entries: Iterable[JournalEntry]) -> Iterator[UUID]:
    for entry in entries:
        if entry.object_type == _SERVICE:
            yield UUID(entry.object_id)
        elif entry.object_type == _ORGANIZATION:
            yield from ids_of_organization(UUID(entry.object_id))
        elif entry.object_type == _SOURCE:
            yield from ids_of_source(int(entry.object_id))
        elif entry.object_type == _BATCH:
            yield from _touched_by_batch(entry)


def _touched_by_batch(entry: JournalEntry) -> Iterator[UUID]:
    """A batch leaves one entry for all its records.

    Applied, every record carries its moment. Undone, they carry older moments or are gone, so
    whatever was followed since the batch was applied is looked at again.
    """
    yield from ids_changed_at(entry.at)
    first = first_position_of(_BATCH, entry.object_id)
    if first < entry.position:
        yield from Document.objects.filter(position__gte=first).values_list("key", flat=True)


def rewritten(
    ids: Sequence[UUID], *, position: int, at: datetime
) -> tuple[list[EngineDocument], list[UUID]]:
    """This function will write the flat table, for this room.

    Returns the documents for the index, and the ids that are gone.
    """
    records = records_for_index(at=at, ids=ids)
    documents = [cut_once(document_of(each, position=position)) for each in records]
    found = {each.id for each in records}
    gone = [each for each in ids if each not in found]
    paired = zip(documents, records, strict=True)
    write_rows((row_of(one, area_path=each.area_path) for one, each in paired), gone=gone)
    return documents, gone


def cut_once(document: EngineDocument) -> EngineDocument:
    """This function will cut a document's texts into words, for the table and the index alike."""
    return replace(document, cut=_encoder().cut(document))


@functools.cache
def _encoder() -> RowEncoder:
    return our_encoder()
