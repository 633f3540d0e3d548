"""Jobs a person waits for: planning and applying in the worker, as the person who asked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from yui.accounts.queries import viewer_for
from yui.exchange.actions import apply_batch, plan_batch
from yui.exchange.errors import ExchangeRefused
from yui.policy.viewer import Viewer


@task()
def plan_later(batch_id: str, user_id: int | None, membership_id: int | None) -> None:
    """This function will plan a batch; what stands in its way is written on the batch."""
    try:
        plan_batch(by=_viewer(user_id, membership_id), at=timezone.now(), batch_id=UUID(batch_id))
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
        )
    except ExchangeRefused:
        return


def _viewer(user_id: int | None, membership_id: int | None) -> Viewer:
    """Rights are read anew: a role that ended in between no longer imports."""
    return viewer_for(user_id, membership_id=membership_id, on=timezone.localdate())
