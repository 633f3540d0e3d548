"""Making the index anew: from the flat table, or from the rooms themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from yui.directory.queries.index import stream_for_index
from yui.journal.actions import move_cursor
from yui.journal.queries import cursor_position, head_position
from yui.search.actions.documents import document_of, documents_of_rows
from yui.search.actions.following import FOLLOWER, index_folder, keep
from yui.search.engine.damage import IndexDamaged, IndexOutdated
from yui.search.engine.documents import Document as EngineDocument
from yui.search.engine.reader import IndexReader
from yui.search.engine.writer import rebuild_index
from yui.search.models import Document

Progress = Callable[[int], None]


def rebuild(
    *, at: datetime, from_rooms: bool = False, processes: int = 2, progress: Progress | None = None
) -> int:
    """This function will build a new index beside the old one and swap; returns the documents.

    Without `from_rooms` only the flat table is read, unless another version wrote it. The old
    index answers until the swap, and entries that come meanwhile are followed afterwards, from
    the position noted at the start.
    """
    from_rooms = from_rooms or not _is_table_current()
    position = head_position() if from_rooms else cursor_position(FOLLOWER)
    documents = _from_rooms(at, position) if from_rooms else _from_table()
    count = rebuild_index(
        index_folder(), documents, position=position, processes=processes, progress=progress
    )
    move_cursor(FOLLOWER, position=position, at=at)
    return count


def renew(*, at: datetime) -> bool:
    """This function will rebuild an index that another version of Yui made; false otherwise.

    Looked at once in the life of a process: an upgrade starts the worker anew. Until it is
    done, the database answers.
    """
    folder = index_folder()
    if folder in _seen_current:
        return False
    is_outdated = _is_outdated(folder)
    if is_outdated:
        rebuild(at=at)
    _seen_current.add(folder)
    return is_outdated


_seen_current: set[Path] = set()


def _is_outdated(folder: Path) -> bool:
    """A broken index is left as it is: staff are told, and may want to know why."""
    try:
        return IndexReader(folder).cursor < 0
    except IndexOutdated:
        return True
    except IndexDamaged:
        return False


def _is_table_current() -> bool:
    """Whether the flat table was written by this version: its rows hold the same fields."""
    content = Document.objects.order_by("key").values_list("content", flat=True).first()
    return content is None or set(content) == {each.name for each in fields(EngineDocument)}


def _from_table() -> Iterator[EngineDocument]:
    rows = Document.objects.order_by("key").values_list("content", flat=True)
    yield from documents_of_rows(rows.iterator(chunk_size=2000))


def _from_rooms(at: datetime, position: int) -> Iterator[EngineDocument]:
    """Rows of services that no longer exist keep an older position and are removed at the end."""
    for records in stream_for_index(at=at):
        documents = [(document_of(each, position=position), each.area_path) for each in records]
        keep(documents)
        yield from (document for document, _path in documents)
    Document.objects.filter(position__lt=position).delete()
