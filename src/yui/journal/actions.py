"""`act`: the only door to a change. It opens the transaction and writes the entries last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from yui.journal.errors import OutsideAct
from yui.journal.models import Cursor, Entry, Head, WorkerBeat
from yui.journal.rules import hash_of
from yui.policy.viewer import Viewer

# Any constant: it names "the journal" among PostgreSQL's advisory locks.
_ADVISORY_LOCK = 0x79756901


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
    actor = str(done.by.user_id) if done.by.user_id is not None else done.by.process or "anonymous"
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
