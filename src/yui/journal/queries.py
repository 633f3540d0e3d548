"""Reading the journal: followers page through it, `yui verify` checks the chain."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min
from django_tasks_db.models import DBTaskResult

from yui.journal.models import Access, AccessLink, Cursor, Entry, Head, WorkerBeat
from yui.journal.rules import GENESIS, access_fault, entry_fault
from yui.journal.states import Purpose
from yui.policy.decide import paths_to

# Asked for every search: compiling the same query by the ORM takes ten times as long.
_HEAD = "SELECT position FROM journal_head WHERE id = 1"
_OBJECTS_AFTER = """
SELECT object_id FROM journal_entry WHERE position > %s AND object_type = %s
ORDER BY position LIMIT %s"""
_TOUCHED = """
SELECT 1 FROM journal_entry WHERE position > %s
AND (area_path IN ({around}) OR area_path LIKE %s) LIMIT 1"""
# The cursor that says how far reads are chained: their head.
READS = "journal-reads"
_ANCHORED = ("position", "hash", "read_position", "read_hash")
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
    return tuple(map(_seen, rows))


def things_named(
    area_path: str, *, object_type: str, since: datetime, until: datetime
) -> tuple[JournalEntry, ...]:
    """This function will return the entries on things of a type in an area, oldest first.

    `until` is the first moment that no longer counts.
    """
    rows = Entry.objects.filter(
        object_type=object_type, area_path__startswith=area_path, at__gte=since, at__lt=until
    )
    return tuple(map(_seen, rows.order_by("position")))


def named_before(
    object_ids: Collection[str], *, object_type: str, verb: str, before: datetime
) -> frozenset[str]:
    """This function will return which of these things an entry of this verb named before."""
    rows = Entry.objects.filter(
        object_type=object_type, object_id__in=object_ids, verb=verb, at__lt=before
    )
    return frozenset(rows.values_list("object_id", flat=True))


def _seen(row: Entry) -> JournalEntry:
    return JournalEntry(
        row.position,
        row.at,
        row.verb,
        row.object_type,
        row.object_id,
        row.area_path,
        tuple(row.fields),
        row.batch_id,
    )


def entries_by(actor: str) -> Iterator[JournalEntry]:
    """This function will yield what somebody did, oldest first; `actor` is a user id as text."""
    rows = Entry.objects.filter(actor=actor).order_by("position")
    for row in rows.iterator(chunk_size=2000):
        yield _seen(row)


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


def first_hash() -> str:
    """This function will return the hash of the first entry, "" for an empty journal.

    It never changes and stands in the database and its backups alone.
    """
    return Entry.objects.filter(position=1).values_list("hash", flat=True).first() or ""


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


def cursor_moved_at(follower: str) -> datetime | None:
    """This function will return when a follower last moved, None when it never started."""
    return Cursor.objects.filter(follower=follower).values_list("moved_at", flat=True).first()


def living_workers(*, since: datetime) -> frozenset[str]:
    """This function will return the ids of the task workers that spoke since a moment."""
    rows = WorkerBeat.objects.filter(beat_at__gte=since)
    return frozenset(rows.values_list("worker_id", flat=True))


def stopped_tasks(*, since: datetime) -> int:
    """This function will count the tasks that failed for good since a moment: the dead letters."""
    return DBTaskResult.objects.filter(status="FAILED", finished_at__gte=since).count()


def chain_fault() -> str | None:
    """This function will return the first fault of the chain of entries in Japanese, or None."""
    head = Head.objects.filter(id=1).first()
    return entry_fault(
        Entry.objects.order_by("position").iterator(chunk_size=2000),
        head=(head.position, head.hash) if head else (0, GENESIS),
        anchors={anchor.position: anchor.hash for anchor in anchors() if anchor.position},
    )


def reading_fault() -> str | None:
    """This function will return the first fault of the chain of reads in Japanese, or None."""
    return access_fault(
        Access.objects.filter(link__isnull=False).order_by("link", "id").iterator(chunk_size=2000),
        AccessLink.objects.order_by("position").iterator(chunk_size=2000),
        head=cursor_position(READS),
        anchors={each.read_position: each.read_hash for each in anchors() if each.read_position},
    )


@dataclass(frozen=True, slots=True)
class Anchor:
    """This value will hold how far both chains had come one day, noted outside the database."""

    position: int
    hash: str
    read_position: int
    read_hash: str


def standing() -> Anchor:
    """This function will return how far both chains have come."""
    head = Head.objects.filter(id=1).first() or Head(position=0, hash=GENESIS)
    link = AccessLink.objects.order_by("position").last() or AccessLink(position=0, hash=GENESIS)
    return Anchor(head.position, head.hash, link.position, link.hash)


def anchor_file() -> Path:
    """This function will name the file that anchors are appended to, one JSON line each."""
    return Path(settings.YUI.data) / "anchors.jsonl"


def anchors() -> tuple[Anchor, ...]:
    """This function will return the anchors noted so far; a line torn by a crash is none."""
    try:
        text = anchor_file().read_text(encoding="utf-8")
    except FileNotFoundError:
        return ()
    lines = (json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n"))
    return tuple(Anchor(**{name: line[name] for name in _ANCHORED}) for line in lines)


@dataclass(frozen=True, slots=True)
class Read:
    """This value will hold that the personal part of one record is shown to somebody.

    `fields` are "room.model.field" each.
    """

    purpose: Purpose
    object_type: str
    object_id: str
    area_path: str
    fields: tuple[str, ...]


_reads: ContextVar[dict[tuple[str, str, str], Read] | None] = ContextVar(
    "yui_journal_reads", default=None
)


@contextmanager
def reading() -> Iterator[dict[tuple[str, str, str], Read]]:
    """This function will collect what is revealed inside: one read per record and purpose."""
    found: dict[tuple[str, str, str], Read] = {}
    token = _reads.set(found)
    try:
        yield found
    finally:
        _reads.reset(token)


def reveal(read: Read) -> None:
    """This function will say that a query gives somebody the personal part of a record.

    `middleware.AccessMiddleware` writes it down before the page leaves. Outside a request
    nobody looks: commands answer the operator, jobs answer the journal.
    """
    found = _reads.get()
    if found is None or not read.fields:
        return
    key = (read.purpose.value, read.object_type, read.object_id)
    known = found.get(key)
    fields = dict.fromkeys((*known.fields, *read.fields) if known else read.fields)
    found[key] = replace(read, fields=tuple(fields))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """This value will hold how often somebody read the same of one record in one role."""

    object_type: str
    object_id: str
    area_path: str
    fields: tuple[str, ...]
    purpose: Purpose
    membership_id: int | None
    times: int
    first_at: datetime
    last_at: datetime


def reads_by(actor: str, *, since: datetime, until: datetime) -> Iterator[ReadLine]:
    """This function will yield what a person read from `since` up to before `until`, by record.

    `actor` is a user id as text. Counted by the database, so that a million lines take seconds.
    """
    rows = (
        Access.objects.filter(actor=actor, at__gte=since, at__lt=until)
        .values_list("object_type", "object_id", "area_path", "fields", "purpose", "membership_id")
        .annotate(times=Count("id"), first_at=Min("at"), last_at=Max("at"))
        .order_by("object_type", "object_id", "purpose", "fields", "membership_id", "area_path")
    )
    for row in rows.iterator(chunk_size=2000):
        kind, key, path, fields, purpose, membership_id, times, first_at, last_at = row
        yield ReadLine(
            kind,
            key,
            path,
            tuple(fields.split()),
            Purpose(purpose),
            membership_id,
            times,
            first_at,
            last_at,
        )
