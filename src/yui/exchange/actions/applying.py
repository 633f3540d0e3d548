"""A plan becomes true: one transaction, all or nothing, the write lock held shortly."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, InterfaceError

from yui.exchange.actions.choosing import refuse_other_plan
from yui.exchange.actions.editions import edition_of, list_sources
from yui.exchange.actions.receiving import (
    kept_batch,
    kept_batch_of_locked_list,
    move,
    record,
)
from yui.exchange.actions.tables import spared_memory
from yui.exchange.actions.targets import Target, standing_of, target_of
from yui.exchange.actions.targets.interface import Work
from yui.exchange.errors import ExchangeRefused, MoveRefused, NotYours, PlanOutdated
from yui.exchange.models import Batch
from yui.exchange.states import BatchState
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer

_LIST_MOVED = "計画のあとで、同じ一覧が取り込まれました。計画を作り直してください。"
_NO_LONGER = "この立場では、もう取り込めません。取り込みは始まっていません。"
_BROKEN = "思わぬことが起きて、取り込めませんでした。台帳は変わっていません。"
_AGAIN = "うまく書き込めなかったので、少し待って、もう一度試しています。"


def apply_batch(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    planned_at: datetime | None = None,
    is_tried_again: bool = False,
) -> None:
    """This function will apply the plan of a batch; with `planned_at`, only the plan made then.

    Everything is prepared first without a lock; then one transaction writes it: the same moment
    stands in `applied_at` and in `modified_at` of every record touched, and one journal entry
    (`Target.imported`) carries the batch. Importing what is there already writes nothing.
    What stands in the way is written on the batch, too. With `is_tried_again` a failure that is
    no refusal leaves it APPLYING for the next try; `release_orphans` ends it after the last one.
    Raises: NotYours, MoveRefused, PlanOutdated.
    """
    try:
        batch = _claim(by, at, batch_id, planned_at)
    except PlanOutdated as outdated:
        waiting = Batch.objects.filter(id=batch_id, state=BatchState.PLANNED)
        waiting.update(problem=str(outdated))
        raise
    except NotYours:
        queued = Batch.objects.filter(id=batch_id, state=BatchState.APPLYING, planned_at=planned_at)
        queued.update(state=BatchState.PLANNED, problem=_NO_LONGER)
        raise
    with spared_memory():
        try:
            _prepare_and_write(by, at, batch, target_of(batch))
        except BaseException as error:
            _note_failure(batch, error, is_tried_again=is_tried_again)
            raise


def _prepare_and_write(by: Viewer, at: datetime, batch: Batch, target: Target) -> None:
    work = target.work(by, batch, at)
    try:
        work.prepare()
        started = time.monotonic()
        with act(by=by, at=at) as done:
            _write(done, by, batch, at, work)
        batch.lock_ms = int((time.monotonic() - started) * 1000)
        Batch.objects.filter(id=batch.id).update(lock_ms=batch.lock_ms)
    finally:
        work.drop()


def _note_failure(batch: Batch, error: BaseException, *, is_tried_again: bool) -> None:
    """Says on the batch why, unless the database is what failed: `release_orphans` then will."""
    waiting = Batch.objects.filter(id=batch.id, state=BatchState.APPLYING)
    is_refused = isinstance(error, ExchangeRefused)
    with suppress(DatabaseError, InterfaceError):
        if is_tried_again and not is_refused:
            waiting.update(problem=_AGAIN)
        else:
            sentence = str(error)[:400] if is_refused else _BROKEN
            waiting.update(state=BatchState.PLANNED, problem=sentence)


def _claim(by: Viewer, at: datetime, batch_id: UUID, planned_at: datetime | None) -> Batch:
    with act(by=by, at=at):
        batch = kept_batch(by, batch_id)
        move(batch, BatchState.APPLYING)
        refuse_other_plan(batch, planned_at)
        batch.problem, batch.working_since = "", at
        batch.save(update_fields=["state", "problem", "working_since"])
    return batch


def _write(done: Act, by: Viewer, batch: Batch, at: datetime, work: Work) -> None:
    if kept_batch_of_locked_list(by, batch.id).state != BatchState.APPLYING:
        raise MoveRefused("この取り込みは、ほかの人が先に終えました。")
    if batch.added and batch.layout.get("standing") != standing_of(batch, list_sources(batch)):
        raise PlanOutdated(_LIST_MOVED)
    work.refuse_outdated()
    if work.is_needed:
        batch.source = edition_of(batch)
        work.write(batch.source)
        note_imported(done, batch)
    batch.state = BatchState.APPLIED
    batch.applied_at = at
    batch.save(update_fields=["state", "applied_at", "source", "source_was_new", "layout"])
    record(done, batch, "applied")


def note_imported(done: Act, batch: Batch) -> None:
    """This function will note in the journal that the records of a batch changed: one entry.

    Rooms that write their own records note it themselves.
    """
    verb = target_of(batch).imported
    if verb:
        done.record(
            verb,
            object_type="directory.batch",
            object_id=batch.id,
            area_path=batch.area.path,
            batch_id=str(batch.id),
        )
