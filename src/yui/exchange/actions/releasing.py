"""Batches nobody works on any more: they go back to where a person can press again, or cancel."""

from __future__ import annotations

from datetime import datetime, timedelta

from django_tasks_db.models import DBTaskResult

from yui.exchange.actions.receiving import move, record
from yui.exchange.models import Batch
from yui.exchange.states import WORKING, BatchState
from yui.journal.actions import act
from yui.policy.viewer import operator

# Work without a job is that of a command (`yui import`), which nobody can see living: reading
# ends after five minutes (`planning.LIMITS`), writing the largest national list takes less.
_ALONE_FOR = timedelta(minutes=30)
_JOBS = "yui.exchange.tasks."
_LIVING = frozenset({"READY", "RUNNING"})
_NOT_READ = (
    "読み取りが途中で止まりました。台帳は変わっていません。もう一度読むか、やめることができます。"
)
_NOT_APPLIED = (
    "思わぬことが起きて、取り込めませんでした。台帳は変わっていません。"
    "もう一度取り込むか、やめることができます。"
)
_BY = operator("work")


def release_orphans(*, at: datetime) -> int:
    """This function will release the batches whose work ended without a word; returns how many.

    What was being applied is PLANNED again, what was being read is REFUSED, each with a sentence.
    A batch whose job waits or runs is left alone, and so is one that moved on meanwhile. Records
    and the state APPLIED are written in one transaction: nothing of an orphan was written.
    """
    return sum(_release(batch, at) for batch in Batch.objects.filter(state__in=WORKING))


def _release(seen: Batch, at: datetime) -> bool:
    """The batch was looked at before its jobs: a job asked for in between moved the batch."""
    if not _is_orphan(seen, at):
        return False
    with act(by=_BY, at=at) as done:
        rows = Batch.objects.select_for_update(of=("self",)).select_related("area")
        batch = rows.filter(id=seen.id, state=seen.state, working_since=seen.working_since).first()
        if batch is None:
            return False
        is_applying = batch.state == BatchState.APPLYING
        move(batch, BatchState.PLANNED if is_applying else BatchState.REFUSED)
        batch.problem = _NOT_APPLIED if is_applying else _NOT_READ
        if not is_applying:
            batch.layout["was_stopped"] = True
        batch.save(update_fields=["state", "problem", "layout"])
        if not is_applying:
            batch.rows.all().delete()
        record(done, batch, "released")
    return True


def _is_orphan(batch: Batch, at: datetime) -> bool:
    jobs = DBTaskResult.objects.filter(
        task_path__startswith=_JOBS, args_kwargs__args__0=str(batch.id)
    )
    found = set(jobs.values_list("status", flat=True))
    if found:
        return not found & _LIVING
    return (batch.working_since or batch.created_at) < at - _ALONE_FOR
