"""Jobs a person waits for: planning and applying in the worker, as the person who asked.

A batch that waits and the job it waits for are written in one transaction: none is without the
other. A job that fails is tried again; what it says on the batch is final only when it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from yui.accounts.queries import viewer_for
from yui.directory.actions import find_same
from yui.exchange.actions import (
    Choices,
    apply_batch,
    match_columns,
    plan_batch,
    queue_applying,
    queue_reading,
)
from yui.exchange.errors import ExchangeRefused
from yui.exchange.queries import get_batch
from yui.journal.actions import act
from yui.policy.viewer import Viewer, operator


@task()
def plan_later(batch_id: str, user_id: int | None, membership_id: int | None) -> None:
    """This function will plan a batch; what stands in its way is written on the batch."""
    try:
        plan_batch(
            by=_viewer(user_id, membership_id),
            at=timezone.now(),
            batch_id=UUID(batch_id),
            is_tried_again=True,
        )
    except ExchangeRefused:
        return


@task()
def apply_later(
    batch_id: str, user_id: int | None, membership_id: int | None, planned_at: str = ""
) -> None:
    """This function will apply a batch; what stands in its way is written on the batch.

    `planned_at` (ISO 8601) names the plan the person saw.
    """
    try:
        apply_batch(
            by=_viewer(user_id, membership_id),
            at=timezone.now(),
            batch_id=UUID(batch_id),
            planned_at=datetime.fromisoformat(planned_at) if planned_at else None,
            is_tried_again=True,
        )
    except ExchangeRefused:
        return
    find_same_later.enqueue(batch_id)


@task()
def find_same_later(batch_id: str) -> None:
    """This function will propose records that may be one, where a list has just come in."""
    by = operator("find-same")
    batch = get_batch(by, UUID(batch_id))
    if batch.target == "service":
        find_same(by=by, at=timezone.now(), area_path=batch.area_path)


def ask_for_plan(by: Viewer, batch_id: UUID) -> None:
    """This function will leave the reading of a batch to the worker."""
    plan_later.enqueue(str(batch_id), by.user_id, by.membership_id)


def start_applying(
    *, by: Viewer, at: datetime, batch_id: UUID, choices: Choices, planned_at: datetime
) -> None:
    """This function will let a batch wait to be applied and leave the job to the worker.

    Raises: as `queue_applying`; then there is no job either.
    """
    with act(by=by, at=at):
        queue_applying(by=by, at=at, batch_id=batch_id, choices=choices, planned_at=planned_at)
        apply_later.enqueue(str(batch_id), by.user_id, by.membership_id, planned_at.isoformat())


def start_reading(
    *, by: Viewer, at: datetime, batch_id: UUID, choices: Choices | None = None
) -> None:
    """This function will let a batch wait to be read again and leave the job to the worker.

    Raises: as `queue_reading`; then there is no job either.
    """
    with act(by=by, at=at):
        queue_reading(by=by, at=at, batch_id=batch_id, choices=choices)
        ask_for_plan(by, batch_id)


def start_reading_matched(
    *,
    by: Viewer,
    at: datetime,
    batch_id: UUID,
    matches: Mapping[str, str],
    sector: str,
    list_kind: str = "",
) -> None:
    """This function will remember matched columns and let the batch be read with them.

    Raises: as `match_columns` and `queue_reading`; then nothing is remembered either.
    """
    with act(by=by, at=at):
        match_columns(
            by=by, at=at, batch_id=batch_id, matches=matches, sector=sector, list_kind=list_kind
        )
        start_reading(by=by, at=at, batch_id=batch_id)


def _viewer(user_id: int | None, membership_id: int | None) -> Viewer:
    """Rights are read anew: a role that ended in between no longer imports."""
    return viewer_for(
        user_id, membership_id=membership_id, on=timezone.localdate(), at=timezone.now()
    )
