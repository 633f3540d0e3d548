"""An applied batch is taken back as a whole, while nothing newer touched what it touched."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from yui.exchange.actions.editions import drop_edition
from yui.exchange.actions.receiving import kept_batch_of_locked_list, move, record
from yui.exchange.actions.tables import spared_memory
from yui.exchange.actions.targets import Target, target_of
from yui.exchange.errors import UndoRefused
from yui.exchange.models import Batch
from yui.exchange.queries.batches import UNDO_FOR
from yui.exchange.queries.undoing import newer_batch_of
from yui.exchange.states import BatchState
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer

_TOO_LATE = "取り込みから30日を過ぎたので、元に戻せません。"
_NEWER_BATCH = "同じ一覧を、あとから取り込んでいます（{name}）。先にそちらを戻してください。"
_TOUCHED = (
    "取り込んだあとで、{names}に手が加えられました。{count}件あるので、まとめては戻せません。"
)
_HELD = "取り込んだ記録を、ほかの記録（行事など）が使っています。先にそちらを外してください。"


def undo_batch(*, by: Viewer, at: datetime, batch_id: UUID) -> None:
    """This function will restore the directory as it was before a batch, in one transaction.

    Records that change back carry the moment of the undo: whoever follows changes hears of it.
    Raises: NotYours, MoveRefused, UndoRefused with a sentence naming what stands in the way.
    """
    try:
        with spared_memory(), act(by=by, at=at) as done:
            batch = kept_batch_of_locked_list(by, batch_id)
            move(batch, BatchState.UNDONE)
            _refuse_late(batch, at)
            target = target_of(batch)
            _refuse_newer(batch)
            _refuse_touched(target.touched(batch))
            target.undo(by, batch, at)
            batch.undone_at = at
            batch.save(update_fields=["state", "undone_at"])
            _note_undone(done, batch, target)
            used = batch.source_id is not None and target.uses(batch.source_id)
            drop_edition(batch, is_used=used)
            record(done, batch, "undone")
    except IntegrityError:
        raise UndoRefused(_HELD) from None


def _refuse_late(batch: Batch, at: datetime) -> None:
    if batch.applied_at is None or at > batch.applied_at + UNDO_FOR:
        raise UndoRefused(_TOO_LATE)


def _refuse_newer(batch: Batch) -> None:
    newer = newer_batch_of(batch.id)
    if newer is not None:
        raise UndoRefused(_NEWER_BATCH.format(name=newer.file_name))


def _refuse_touched(names: list[str]) -> None:
    if names:
        shown = "、".join(f"「{name}」" for name in names[:3])
        raise UndoRefused(_TOUCHED.format(names=shown, count=len(names)))


def _note_undone(done: Act, batch: Batch, target: Target) -> None:
    if batch.source_id is not None and target.import_undone:
        done.record(
            target.import_undone,
            object_type="directory.batch",
            object_id=batch.id,
            area_path=batch.area.path,
            batch_id=str(batch.id),
        )
