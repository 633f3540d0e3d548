"""What is thrown away in time: files people sent, and the rows that were read from them.

A batch stays with its counts and its sentences; what a town typed about people does not. Every
piece is short: whoever wants to write meanwhile waits for one piece at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from yui.exchange.actions.receiving import import_directory, move, path_of, record
from yui.exchange.engine.matching import target_of_layout
from yui.exchange.models import Batch, Mend, StagingRow
from yui.exchange.queries.batches import UNDO_FOR, drafts_of
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.actions import act
from yui.policy.viewer import operator

# An applied batch is kept whole while it can be undone (`UNDO_FOR`); one that ended otherwise as
# long, so that people can still look at what went wrong.
ENDED_KEPT_FOR = UNDO_FOR
# A plan nobody came back to, or columns nobody matched.
WAITING_KEPT_FOR = timedelta(days=90)
# Lists come once a year: what was mended is offered for the edition after next too.
MENDS_KEPT_FOR = timedelta(days=3 * 365)
_STRANGE_FILE_AFTER = timedelta(days=1)
_PIECE = 2000
_ABANDONED = "90日のあいだ取り込まれなかったので、やめました。"
_CELLS = ("from", "to", "cell")
_BY = operator("work")


def tidy_batches(*, at: datetime) -> int:
    """This function will throw away files and rows that were kept long enough; how many batches.

    Mends nobody repeated for `MENDS_KEPT_FOR` are forgotten. What waited too long is CANCELLED
    first. Doing it again changes nothing.
    """
    for batch in _abandoned(at):
        _give_up(batch, at)
    count = 0
    for batch in _over(at):
        tidy_batch(batch, at)
        count += 1
    Mend.objects.filter(made_at__lt=at - MENDS_KEPT_FOR).delete()
    _unlink_strange_files(at)
    return count


def _abandoned(at: datetime) -> QuerySet[Batch]:
    waiting = Batch.objects.filter(state__in=(BatchState.PLANNED, BatchState.MATCHING))
    limit = at - WAITING_KEPT_FOR
    is_old = Q(working_since__lt=limit) | Q(working_since__isnull=True)
    return waiting.filter(is_old, created_at__lt=limit)


def _give_up(seen: Batch, at: datetime) -> None:
    with act(by=_BY, at=at) as done:
        rows = Batch.objects.select_for_update(of=("self",)).select_related("area")
        batch = rows.filter(id=seen.id, state=seen.state, working_since=seen.working_since).first()
        if batch is None:
            return
        move(batch, BatchState.CANCELLED)
        batch.problem = _ABANDONED
        batch.save(update_fields=["state", "problem"])
        record(done, batch, "abandoned")


def _over(at: datetime) -> Iterator[Batch]:
    """Batches whose time is over, oldest first."""
    ended = at - ENDED_KEPT_FOR
    is_over = (
        Q(state=BatchState.APPLIED, applied_at__lt=at - UNDO_FOR)
        | Q(state=BatchState.UNDONE, undone_at__lt=ended)
        | Q(state=BatchState.REFUSED, working_since__lt=ended)
        | Q(state=BatchState.REFUSED, working_since__isnull=True, created_at__lt=ended)
        | Q(state=BatchState.CANCELLED)
    )
    found = Batch.objects.filter(is_over, tidied_at__isnull=True).order_by("created_at")
    yield from found.select_related("area")


def tidy_batch(batch: Batch, at: datetime) -> None:
    """This function will throw away file and rows of a batch, for this room.

    The mark comes last: work that was cut off goes on the next day.
    """
    rows = StagingRow.objects.filter(batch=batch)
    ended = rows.filter(outcome=Outcome.VANISHED, choice=VanishedChoice.END).count()
    if ended:
        batch.layout["ended"] = ended
        batch.save(update_fields=["layout"])
    if _has_drafts(batch):
        _delete(rows.filter(outcome__in=(Outcome.VANISHED, Outcome.REJECTED)))
        _strip(rows)
    else:
        _delete(rows)
    if batch.stored_name:
        path_of(batch).unlink(missing_ok=True)
    changes: dict[str, Any] = {
        "tidied_at": at,
        "layout": {name: kept for name, kept in batch.layout.items() if name != "samples"}
        | {"blank": [], "asides": []},
        "repair_counts": _without_cells(batch.repair_counts),
        "flag_counts": _without_cells(batch.flag_counts),
    }
    Batch.objects.filter(id=batch.id, state=batch.state).update(**changes)


def _has_drafts(batch: Batch) -> bool:
    """Drafts that wait to be published are found by the keys of their rows."""
    target = target_of_layout(batch.kind, batch.layout)
    is_list = batch.state == BatchState.APPLIED and target == "service"
    return is_list and drafts_of(batch).exists()


def _delete(rows: QuerySet[StagingRow]) -> None:
    for ids in _pieces(rows):
        StagingRow.objects.filter(id__in=ids).delete()


def _strip(rows: QuerySet[StagingRow]) -> None:
    """Only what publishing needs stays: the key, and whether the row said that it had ended."""
    empty: dict[str, Any] = {
        "name": "",
        "original": [],
        "repairs": [],
        "flags": [],
        "before": {},
    }
    for ids in _pieces(rows):
        some = StagingRow.objects.filter(id__in=ids)
        with transaction.atomic():
            closed = list(some.filter(cleaned__values__is_closed=True).values_list("id", flat=True))
            some.update(**empty, cleaned={"values": {"is_closed": False}})
            some.filter(id__in=closed).update(cleaned={"values": {"is_closed": True}})


def _pieces(rows: QuerySet[StagingRow]) -> Iterator[list[int]]:
    last = 0
    while ids := list(
        rows.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:_PIECE]
    ):
        yield ids
        last = ids[-1]


def _without_cells(counts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The examples are cells of the file; what is counted stays."""
    return {
        rule: {name: "" if name in _CELLS else value for name, value in entry.items()}
        for rule, entry in counts.items()
    }


def _unlink_strange_files(at: datetime) -> None:
    """Files whose batch was never made: the power went while they came in."""
    limit = (at - _STRANGE_FILE_AFTER).timestamp()
    old = [path for path in import_directory().glob("*.upload") if path.stat().st_mtime < limit]
    known = set(Batch.objects.values_list("stored_name", flat=True)) if old else set()
    for path in old:
        if path.name not in known:
            path.unlink(missing_ok=True)
