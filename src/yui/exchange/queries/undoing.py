"""What residents would no longer see if a batch were taken back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from yui.directory.models import Service
from yui.directory.states import LISTED
from yui.events.models import Event
from yui.events.states import EventState
from yui.exchange.models import Batch, StagingRow
from yui.exchange.states import BatchState, Outcome


@dataclass(frozen=True, slots=True)
class NewerBatch:
    """This value will name a batch of the same list that must be undone before."""

    id: UUID
    file_name: str


def newer_batch_of(batch_id: UUID) -> NewerBatch | None:
    """This function will return what came in of the same list after an applied batch, the last."""
    batch = Batch.objects.filter(id=batch_id, applied_at__isnull=False).first()
    if batch is None:
        return None
    newer = Batch.objects.filter(
        area_id=batch.area_id,
        kind=batch.kind,
        list_name=batch.list_name,
        state=BatchState.APPLIED,
        applied_at__gt=batch.applied_at,
        source__isnull=False,
    )
    found = newer.order_by("-applied_at").first()
    return NewerBatch(found.id, found.file_name) if found else None


def public_records_of(batch_id: UUID) -> int:
    """This function will count the public records that go when an applied batch is undone.

    Those it made, and for a batch that published drafts those it opened.
    """
    batch = Batch.objects.filter(id=batch_id, state=BatchState.APPLIED).first()
    if batch is None or batch.source_id is None or batch.applied_at is None:
        return 0
    if batch.layout.get("publishes"):
        return StagingRow.objects.filter(batch=batch, outcome=Outcome.CHANGE).count()
    made = {"source_id": batch.source_id, "created_at": batch.applied_at}
    services = Service.objects.filter(**made, state__in=LISTED).count()
    return services + Event.objects.filter(**made, state=EventState.PUBLISHED).count()
