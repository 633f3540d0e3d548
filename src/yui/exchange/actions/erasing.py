"""A person is erased: files and rows that name them are thrown away before their time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from yui.exchange.actions.receiving import cancel_batch, kept_batch, move, record
from yui.exchange.actions.tidying import tidy_batch
from yui.exchange.errors import MoveRefused
from yui.exchange.models import Mend
from yui.exchange.states import MOVES, WORKING, BatchState
from yui.journal.actions import act
from yui.lib.traces import Traces
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer

_WORKING = "「{name}」を取り込んでいる途中です。終わってから、もう一度してください。"


def forget_batches(
    *, by: Viewer, at: datetime, batch_ids: Iterable[UUID], even_working: bool = False
) -> None:
    """This function will throw away file and rows of imports now; counts and sentences stay.

    What waited is given up; what was applied can no longer be undone. `even_working` is for a
    database nobody works on, where a job was cut off.
    Raises: NotYours, MoveRefused while one is being worked on; those before it are done.
    """
    for batch_id in batch_ids:
        with act(by=by, at=at) as done:
            batch = kept_batch(by, batch_id)
            if batch.state in WORKING and not even_working:
                raise MoveRefused(_WORKING.format(name=batch.file_name))
            if batch.state == BatchState.APPLYING:
                move(batch, BatchState.PLANNED)
                batch.save(update_fields=["state"])
            if BatchState.CANCELLED in MOVES[BatchState(batch.state)]:
                cancel_batch(by=by, at=at, batch_id=batch_id)
                batch.refresh_from_db()
            record(done, batch, "forgotten")
        tidy_batch(batch, at)


def forget_mends(*, traces: Traces, area_path: str) -> int:
    """This function will forget what people wrote into rows of a town that names somebody.

    Like other tidying it is no act. Returns how many.
    """
    town = municipality_of(area_path) or area_path
    rows = Mend.objects.filter(area__path__startswith=town).values_list("id", "cell")
    named = [key for key, cell in rows if traces.stand_in(cell)]
    return Mend.objects.filter(id__in=named).delete()[0]
