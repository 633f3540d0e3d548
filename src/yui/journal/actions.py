"""`act`: the only door to a change. It opens the transaction and writes the entries last."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import structlog
from django.db import connection, transaction

from yui.journal.errors import OutsideAct
from yui.journal.models import Access, AccessLink, Cursor, Entry, Head, WorkerBeat
from yui.journal.queries import READS, Read, anchor_file, standing
from yui.journal.rules import GENESIS, hash_of, link_hash
from yui.policy.viewer import Viewer

# Any constant: it names "the journal" among PostgreSQL's advisory locks.
_ADVISORY_LOCK = 0x79756901
_MOST_CHAINED = 5_000
_INTO_ACCESS = """
INSERT INTO journal_access (at, actor, membership_id, body_id,
                            purpose, object_type, object_id, area_path, fields)
SELECT %s, %s, %s, %s, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM """
_NOTE_ACCESS = {
    "sqlite": _INTO_ACCESS + "json_each(%s)",
    "postgresql": _INTO_ACCESS + "jsonb_array_elements(%s::jsonb) AS line(value)",
}
_log = structlog.get_logger("yui.journal")


@dataclass(frozen=True, slots=True)
class Recorded:
    """This value will hold one entry before it is written."""

    verb: str
    object_type: str
    object_id: str
    area_path: str
    fields: tuple[str, ...] = ()
    batch_id: str = ""


@dataclass(slots=True)
class Act:
    """This object will collect the entries of one transaction."""

    by: Viewer
    at: datetime
    entries: list[Recorded] = field(default_factory=list)

    def record(
        self,
        verb: str,
        *,
        object_type: str,
        object_id: object,
        area_path: str,
        fields: Sequence[str] = (),
        batch_id: str = "",
    ) -> None:
        """This function will note one entry; it is written when the outermost act ends.

        `object_type` is "room.model", `object_id` a public id. Never pass typed text.
        """
        self.entries.append(
            Recorded(verb, object_type, str(object_id), area_path, tuple(fields), batch_id)
        )


_current: ContextVar[Act | None] = ContextVar("yui_journal_act", default=None)


@contextmanager
def act(*, by: Viewer, at: datetime) -> Iterator[Act]:
    """This function will run an action in one transaction and write its entries last.

    Nested acts join the outermost one. If the body raises, nothing is written at all.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    if connection.in_atomic_block and not _is_test_transaction():
        raise OutsideAct("journal.act must open the outermost transaction")
    mine = Act(by, at)
    token = _current.set(mine)
    try:
        with transaction.atomic():
            yield mine
            _write(mine)
    finally:
        _current.reset(token)


def _is_test_transaction() -> bool:
    return any(getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)


def _write(done: Act) -> None:
    """Entries are the last statements: the lock that makes positions gapless is held shortly."""
    if not done.entries:
        return
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])
    head, _created = Head.objects.get_or_create(id=1)
    rows = _chained(done, head)
    Entry.objects.bulk_create(rows)
    Head.objects.filter(id=1).update(position=head.position, hash=head.hash)


def _chained(done: Act, head: Head) -> list[Entry]:
    actor = _actor_of(done.by)
    rows: list[Entry] = []
    for recorded in done.entries:
        row = Entry(
            position=head.position + 1,
            at=done.at,
            actor=actor,
            membership_id=done.by.membership_id,
            body_id=done.by.body_id,
            verb=recorded.verb,
            object_type=recorded.object_type,
            object_id=recorded.object_id,
            area_path=recorded.area_path,
            fields=list(recorded.fields),
            batch_id=recorded.batch_id,
            previous_hash=head.hash,
        )
        row.hash = hash_of(row)
        head.position, head.hash = row.position, row.hash
        rows.append(row)
    return rows


def _actor_of(by: Viewer) -> str:
    return str(by.user_id) if by.user_id is not None else by.process or "anonymous"


def note_access(*, by: Viewer, at: datetime, reads: Iterable[Read]) -> int:
    """This function will note reads of personal records, one line each; returns how many.

    One statement, however many. It is no act: reading changes nothing. When it cannot be
    written the error is passed on, so that nothing is shown that was not noted.
    """
    lines = [
        [
            read.purpose.value,
            read.object_type,
            read.object_id,
            read.area_path,
            " ".join(read.fields),
        ]
        for read in reads
    ]
    if not lines:
        return 0
    moment = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTE_ACCESS[connection.vendor],
            [moment, _actor_of(by), by.membership_id, by.body_id, json.dumps(lines)],
        )
    return len(lines)


def chain_reads(*, at: datetime) -> bool:
    """This function will chain the next batch of reads; true when there was any.

    Reads are written by many at once and never wait for each other; the worker puts them in
    one order. A row that vanished before that is not missed: it is a matter of a second.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK + 1])
        rows = list(Access.objects.filter(link__isnull=True).order_by("id")[:_MOST_CHAINED])
        if not rows:
            return False
        last = AccessLink.objects.order_by("position").last()
        position = last.position + 1 if last else 1
        previous_hash = last.hash if last else GENESIS
        AccessLink.objects.create(
            position=position,
            at=at,
            count=len(rows),
            previous_hash=previous_hash,
            hash=link_hash(
                previous_hash=previous_hash, position=position, at=at, count=len(rows), rows=rows
            ),
        )
        Access.objects.filter(id__in=[row.pk for row in rows]).update(link=position)
        move_cursor(READS, position=position, at=at)
    return True


def anchor(*, at: datetime) -> None:
    """This function will note in a file how far both chains have come, and say it in the log.

    Who cuts off the end of the journal and mends its head does not reach what left the machine
    with the logs.
    """
    now = asdict(standing())
    line = json.dumps({"at": at.astimezone(UTC).isoformat(timespec="seconds"), **now}) + "\n"
    descriptor = os.open(anchor_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())
    _log.info("anchored", **now)


def move_cursor(follower: str, *, position: int, at: datetime) -> None:
    """This function will note that a follower has dealt with everything up to `position`.

    It is no act: a cursor is derived state, and following leaves no entries.
    """
    Cursor.objects.update_or_create(
        follower=follower, defaults={"position": position, "moved_at": at}
    )


def beat(worker_id: str, *, at: datetime) -> None:
    """This function will note that a task worker lives; like cursors, it is no act."""
    WorkerBeat.objects.update_or_create(worker_id=worker_id, defaults={"beat_at": at})


def forget_worker(worker_id: str) -> None:
    """This function will forget the beats of a worker that ended properly."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()
