"""Which kept files and rows of a town name a person who is to be erased."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yui.exchange.models import Batch, StagingRow
from yui.exchange.states import WORKING, BatchState
from yui.lib.traces import Traces
from yui.policy.decide import municipality_of, paths_to

_CELLS = ("name", "original", "cleaned", "repairs", "before")
_NOT_READ = WORKING | {BatchState.MATCHING}


@dataclass(frozen=True, slots=True)
class NamingBatch:
    """This value will hold an import whose kept file names somebody, or may.

    `is_read` is false where nobody has looked into the file yet: whether it does is not known.
    """

    id: UUID
    file_name: str
    is_read: bool
    is_working: bool


def batches_naming(traces: Traces, *, area_path: str) -> tuple[NamingBatch, ...]:
    """This function will return the kept imports of a town, and of areas around it, that name
    somebody; and those that were not read yet."""
    town = municipality_of(area_path) or area_path
    around = Q(area__path__startswith=town) | Q(area__path__in=paths_to(town))
    kept = Batch.objects.filter(around, tidied_at=None).order_by("created_at", "id")
    found = (_naming(row, traces) for row in kept.exclude(state=BatchState.CANCELLED))
    return tuple(each for each in found if each is not None)


def _naming(row: Batch, traces: Traces) -> NamingBatch | None:
    state = BatchState(row.state)
    rows = StagingRow.objects.filter(batch=row).values_list(*_CELLS).iterator(chunk_size=2000)
    is_named = any(traces.stand_in(list(cells)) for cells in rows) or traces.stand_in(
        [row.layout, row.repair_counts, row.flag_counts]
    )
    if not is_named and state not in _NOT_READ:
        return None
    return NamingBatch(row.id, row.file_name, is_named, state in WORKING)


def batch_ids() -> tuple[UUID, ...]:
    """This function will return the ids of all imports whose file or rows are still kept."""
    return tuple(Batch.objects.filter(tidied_at=None).values_list("id", flat=True))
