"""The drafts of an applied batch become public: one act, one journal entry, undone like a batch."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yui.exchange.actions.applying import note_imported
from yui.exchange.actions.choosing import keep_period
from yui.exchange.actions.editions import edition_of
from yui.exchange.actions.receiving import kept_batch_of_locked_list, record
from yui.exchange.actions.tables import spared_memory
from yui.exchange.actions.targets import target_of
from yui.exchange.errors import MoveRefused
from yui.exchange.models import Batch
from yui.exchange.states import BatchState
from yui.journal.actions import act
from yui.policy.viewer import Viewer

_NOT_APPLIED = "取り込んだあとで、公開できます。いまは「{state}」です。"
_NO_DRAFTS = "この取り込みに、公開できる下書きはありません。"


def publish_batch(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    period_date: date | None = None,
    has_no_period: bool = False,
    title: str = "",
) -> UUID:
    """This function will publish the drafts a batch brought; returns the batch that says so.

    They move to a public edition of their list, as importing the same file as a public list
    would do. `period_date` is the day the list speaks of, `title` what people call it. Drafts
    somebody else has come to keep, and rows that said they had ended, stay.
    Raises: NotYours, MoveRefused, PeriodMissing, ExchangeRefused (a day to come).
    """
    with spared_memory(), act(by=by, at=at) as done:
        batch = kept_batch_of_locked_list(by, batch_id)
        if batch.state != BatchState.APPLIED:
            state = BatchState(batch.state).label
            raise MoveRefused(_NOT_APPLIED.format(state=state))
        made = _public_edition(by, batch, at)
        made.layout["title"] = title.strip()[:60] or batch.layout.get("title", "")
        keep_period(made, period_date, has_none=has_no_period, at=at)
        made.source = edition_of(made)
        made.save()
        made.changed = made.row_count = target_of(batch).publish(by, batch, made)
        made.changed_fields = made.changed
        if not made.changed:
            raise MoveRefused(_NO_DRAFTS)
        made.save()
        note_imported(done, made)
        record(done, made, "published")
    return made.id


def _public_edition(by: Viewer, batch: Batch, at: datetime) -> Batch:
    """A batch of its own, so that it stands in the list and is undone before the first one."""
    return Batch(
        area=batch.area,
        state=BatchState.APPLIED,
        kind=batch.kind,
        list_name=batch.list_name,
        file_name=f"{batch.file_name[:190]}（公開）",
        sha256=batch.sha256,
        size_bytes=0,
        layout={"publishes": str(batch.id)},
        publisher=batch.publisher,
        licence=batch.licence,
        credit=batch.credit,
        url=batch.url,
        is_official=True,
        membership_id=by.membership_id,
        body_id=by.body_id,
        process=by.process[:64],
        created_at=at,
        planned_at=at,
        applied_at=at,
    )
