"""Whether anybody touched the records of a batch since, seen by their moments alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yui.exchange.actions.adding import staged_chunks
from yui.exchange.models import Batch, StagingRow
from yui.exchange.states import BatchState, Outcome, VanishedChoice


def touched_of(batch: Batch, model: type[Any], name_field: str) -> list[str]:
    """This function will name the records of a batch that carry another moment than its own."""
    rows = model._default_manager
    names: list[str] = []
    if batch.source_id is not None:
        made = rows.filter(source_id=batch.source_id, created_at=batch.applied_at)
        names += _touched_since(batch, made, name_field)
    for outcome in (Outcome.CHANGE, Outcome.VANISHED):
        for chunk in staged_chunks(batch, outcome):
            targets = [row.target_id for row in chunk if _was_touched_by_us(row)]
            names += _touched_since(batch, rows.filter(id__in=targets), name_field)
    return names


def _touched_since(batch: Batch, records: QuerySet[Any], name_field: str) -> list[str]:
    """A newer batch that was undone left its own moment: what stood before it counts."""
    rows = records.exclude(modified_at__in=[batch.applied_at])
    names, moments = {}, {}
    for key, name, moment in rows.values_list("id", name_field, "modified_at").iterator():
        names[key], moments[key] = name, moment
    undone = Batch.objects.filter(
        area=batch.area, kind=batch.kind, list_name=batch.list_name, state=BatchState.UNDONE
    )
    for other in undone.order_by("-undone_at") if moments else ():
        ids = [each for each, moment in moments.items() if moment == other.undone_at]
        for start in range(0, len(ids), 1000):
            moments |= _moments_before(other, ids[start : start + 1000])
    return [names[each] for each, moment in moments.items() if moment != batch.applied_at]


def _moments_before(batch: Batch, ids: list[UUID]) -> dict[UUID, datetime]:
    rows = StagingRow.objects.filter(batch=batch, target_id__in=ids)
    return {
        target: datetime.fromisoformat(before["modified_at"])
        for target, before in rows.values_list("target_id", "before")
        if target is not None
    }


def _was_touched_by_us(row: StagingRow) -> bool:
    return row.outcome == Outcome.CHANGE or row.choice == VanishedChoice.END
