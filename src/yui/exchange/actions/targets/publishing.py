"""Drafts of services that a batch brought become public."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from yui.directory.models import Service
from yui.directory.states import ServiceState
from yui.exchange.actions.changing import Changes
from yui.exchange.actions.comparing import before_of
from yui.exchange.engine.records import Values
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.batches import drafts_of
from yui.exchange.queries.current import Current, current_services
from yui.exchange.rules import may_change
from yui.exchange.states import Outcome
from yui.policy.viewer import Viewer

_CHUNK = 1000


def publish_services(by: Viewer, batch: Batch, made: Batch) -> int:
    """This function will move the drafts of a batch to a public edition; returns how many."""
    at = made.applied_at or made.created_at
    return sum(_publish(made, drafts, at) for drafts in _chunks(by, batch))


def _chunks(by: Viewer, batch: Batch) -> Iterator[list[Current]]:
    """The drafts of a batch that may be published, locked, in small pieces."""
    ids = list(_locked(drafts_of(batch)).values_list("id", flat=True))
    for start in range(0, len(ids), _CHUNK):
        now = current_services(ids[start : start + _CHUNK])
        yield [each for each in now.values() if _may(by, batch, each)]


def _locked(drafts: QuerySet[Service]) -> QuerySet[Service]:
    return drafts.select_for_update(of=("self",), no_key=True).order_by("id")


def _may(by: Viewer, batch: Batch, current: Current) -> bool:
    path = batch.area.path
    return may_change(by, area_path=current.area_path, body_id=current.body_id, list_path=path)


def _publish(made: Batch, drafts: list[Current], at: datetime) -> int:
    changes, opened = Changes(at), {"state": ServiceState.PUBLISHED.value}
    for current in drafts:
        changes.add(current, opened, {"source_id": made.source_id})
    StagingRow.objects.bulk_create(_staged(made, current, opened) for current in drafts)
    changes.write()
    return len(drafts)


def _staged(made: Batch, current: Current, opened: Values) -> StagingRow:
    return StagingRow(
        batch=made,
        row_number=current.source_row or 0,
        outcome=Outcome.CHANGE,
        name=str(current.values["name"])[:160],
        key=current.source_key,
        cleaned={"area": current.area_path, "values": opened},
        changed_fields=["state"],
        before=before_of(current, {"state": current.state}),
        target_id=current.id,
    )
