"""Reading the journal: followers page through it, `yui verify` checks the chain."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection
from django_tasks_db.models import DBTaskResult

from yui.journal.models import Cursor, Entry, Head, WorkerBeat
from yui.journal.rules import GENESIS, hash_of
from yui.policy.decide import paths_to

# Asked for every search: compiling the same query by the ORM takes ten times as long.
_HEAD = "SELECT position FROM journal_head WHERE id = 1"
_OBJECTS_AFTER = """
SELECT object_id FROM journal_entry WHERE position > %s AND object_type = %s
ORDER BY position LIMIT %s"""
_TOUCHED = """
SELECT 1 FROM journal_entry WHERE position > %s
AND (area_path IN ({around}) OR area_path LIKE %s) LIMIT 1"""
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """This value will hold one entry as followers see it."""

    position: int
    at: datetime
    verb: str
    object_type: str
    object_id: str
    area_path: str
    fields: tuple[str, ...]
    batch_id: str


def entries_after(position: int, *, limit: int = 500) -> tuple[JournalEntry, ...]:
    """This function will return the next entries after `position`, oldest first."""
    rows = Entry.objects.filter(position__gt=position).order_by("position")[:limit]
    return tuple(
        JournalEntry(
            row.position,
            row.at,
            row.verb,
            row.object_type,
            row.object_id,
            row.area_path,
            tuple(row.fields),
            row.batch_id,
        )
        for row in rows
    )


def objects_after(position: int, *, object_type: str, limit: int) -> tuple[str, ...]:
    """This function will return the ids of objects of a type named after `position`.

    At most `limit` ids; search excludes them until the index has caught up.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OBJECTS_AFTER, (position, object_type, limit))
        return tuple(dict.fromkeys(object_id for (object_id,) in cursor.fetchall()))


def is_touched_since(position: int, area_path: str) -> bool:
    """This function will say whether an entry after `position` is about an area.

    About the area itself, what lies in it, or what lies around it; `area_path` ends with "/".
    """
    around = paths_to(area_path)
    marks = ",".join(["%s"] * len(around))
    with connection.cursor() as cursor:
        cursor.execute(_TOUCHED.format(around=marks), (position, *around, f"{area_path}%"))
        return cursor.fetchone() is not None


class KeptForArea(Generic[Value]):
    """This class will keep what was found for areas until the journal names something there.

    The last `most` areas stay in the memory of the process. May be shared by threads.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[int, Value]] = OrderedDict()

    def of(self, area_path: str, find: Callable[[], Value]) -> Value:
        """This function will return the value of an area, finding it when it may have changed."""
        now = head_position()
        then, value = self._kept.get(area_path, (now + 1, None))
        if value is None or then > now or (then < now and is_touched_since(then, area_path)):
            value = find()
        self._kept[area_path] = (now, value)
        self._kept.move_to_end(area_path)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def forget(self) -> None:
        """This function will let go of everything, as another database would have it."""
        self._kept.clear()


def first_position_of(object_type: str, object_id: str) -> int:
    """This function will return the position of the first entry on a thing, 0 without any."""
    rows = Entry.objects.filter(object_type=object_type, object_id=object_id).order_by("position")
    return rows.values_list("position", flat=True).first() or 0


def head_position() -> int:
    """This function will return the position of the last entry, 0 for an empty journal."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def cursor_position(follower: str) -> int:
    """This function will return how far a follower has come, 0 when it never started."""
    found = Cursor.objects.filter(follower=follower).values_list("position", flat=True).first()
    return found or 0


def living_workers(*, since: datetime) -> frozenset[str]:
    """This function will return the ids of the task workers that spoke since a moment."""
    rows = WorkerBeat.objects.filter(beat_at__gte=since)
    return frozenset(rows.values_list("worker_id", flat=True))


def stopped_tasks(*, since: datetime) -> int:
    """This function will count the tasks that failed for good since a moment: the dead letters."""
    return DBTaskResult.objects.filter(status="FAILED", finished_at__gte=since).count()


def chain_fault() -> str | None:
    """This function will return the first fault of the chain in Japanese, or None.

    It finds any edited, missing, added or reordered entry, and a head that disagrees.
    """
    expected_position, expected_hash = 0, GENESIS
    for row in _all_rows():
        expected_position += 1
        if row.position != expected_position:
            return f"記録 {expected_position} がありません（次の記録は {row.position}）。"
        if row.previous_hash != expected_hash or row.hash != hash_of(row):
            return f"記録 {row.position} が書き換えられています。"
        expected_hash = row.hash
    head = Head.objects.filter(id=1).first()
    head_state = (head.position, head.hash) if head else (0, GENESIS)
    if head_state != (expected_position, expected_hash):
        return (
            f"最後の記録が {head_state[0]} のはずですが、{expected_position} までしかありません。"
        )
    return None


def _all_rows() -> Iterator[Entry]:
    return Entry.objects.order_by("position").iterator(chunk_size=2000)
