"""The kinds of records a batch can bring: one small interface, one module for each."""

from __future__ import annotations

from typing import Any

from yui.exchange.actions.targets.events import Events
from yui.exchange.actions.targets.interface import Target
from yui.exchange.actions.targets.population import People
from yui.exchange.actions.targets.services import Services
from yui.exchange.engine.matching import target_of_layout
from yui.exchange.models import Batch
from yui.exchange.states import BatchState

_TARGETS: dict[str, Target] = {
    "service": Services(),
    "event": Events(),
    "population": People(),
}


def target_of(batch: Batch) -> Target:
    """This function will return what a batch brings its rows to."""
    return _TARGETS[target_of_layout(batch.kind, batch.layout)]


def standing_of(batch: Batch, sources: list[int]) -> dict[str, Any]:
    """This function will say how a list stands: its applied batches, and how many records.

    A plan that adds rows holds only while this is unchanged, whatever the clocks say.
    """
    applied = Batch.objects.filter(source_id__in=sources, state=BatchState.APPLIED)
    return {
        "batches": sorted(each.hex for each in applied.values_list("id", flat=True)),
        "records": target_of(batch).count(sources),
    }


__all__ = ["Target", "standing_of", "target_of"]
