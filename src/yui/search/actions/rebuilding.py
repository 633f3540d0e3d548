"""Making the index anew: from the flat table, or from the rooms themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yui.directory.queries.index import stream_for_index
from yui.journal.actions import move_cursor
from yui.journal.queries import cursor_position, head_position
from yui.search.actions.documents import document_of, documents_of_rows, row_of
from yui.search.actions.following import FOLLOWER, index_folder
from yui.search.actions.table import is_table_current, read_rows, write_rows
from yui.search.engine.documents import Document as EngineDocument
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
    from_rooms = from_rooms or not is_table_current()
    position = head_position() if from_rooms else cursor_position(FOLLOWER)
    making = _FromRooms(position) if from_rooms else None
    count = rebuild_index(
        index_folder(),
        making.documents(at) if making else documents_of_rows(read_rows()),
        position=position,
        processes=processes,
        progress=progress,
        keep=making.keep if making else None,
    )
    if making:
        making.finish()
    move_cursor(FOLLOWER, position=position, at=at)
    return count


class _FromRooms:
    """Documents on their way from the rooms to the index; each batch is kept in the flat table.

    They come by key, so a row between two of them belongs to a service that is gone, unless the
    follower wrote it meanwhile: then its position is a later one.
    """

    def __init__(self, position: int) -> None:
        self._position = position
        self._paths: dict[str, str] = {}
        self._last = UUID(int=0)

    def documents(self, at: datetime) -> Iterator[EngineDocument]:
        for records in stream_for_index(at=at):
            for record in records:
                document = document_of(record, position=self._position)
                self._paths[document.key] = record.area_path
                yield document

    def keep(self, documents: Sequence[EngineDocument]) -> None:
        write_rows(row_of(one, area_path=self._paths.pop(one.key)) for one in documents)
        keys = [UUID(one.key) for one in documents]
        self._behind().filter(key__lte=keys[-1]).exclude(key__in=keys).delete()
        self._last = keys[-1]

    def finish(self) -> None:
        self._behind().delete()

    def _behind(self) -> QuerySet[Document]:
        return Document.objects.filter(key__gt=self._last, position__lte=self._position)
