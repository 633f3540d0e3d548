"""What `yui work` does: follow the journal, run tasks, mend what a dead worker left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from yui.exchange.actions import release_orphans
from yui.journal.actions import beat, forget_worker
from yui.journal.queries import living_workers

Follow = Callable[..., bool]

LEASE = timedelta(seconds=60)
MOST_TRIES = 5
_BEAT_EVERY_S = 15.0
_BEAT_AGAIN_S = 2.0
_LOOK_EVERY_S = 0.05
_MEND_EVERY_S = 20.0
_log = structlog.get_logger("yui.work")


def followers() -> tuple[Follow, ...]:
    """This function will return the followers named in the settings.

    Each is called as follow(at=…) and says whether it found anything to do.
    """
    return tuple(import_string(name) for name in settings.FOLLOWERS)


def follow_once(*, at: datetime) -> bool:
    """This function will let every follower do one portion; true when any found work.

    A follower that fails does not keep the others from theirs. Raises: ExceptionGroup.
    """
    is_busy, faults = False, []
    for follow in followers():
        try:
            is_busy = follow(at=at) or is_busy
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("followers", faults)
    return is_busy


def follow_forever(stop: threading.Event) -> None:
    """This function will follow until told to stop; an error of one round is logged, not fatal."""
    while not stop.is_set():
        close_old_connections()
        try:
            busy = follow_once(at=timezone.now())
        except Exception:
            _log.exception("follower_failed")
            stop.wait(2.0)
            continue
        if not busy:
            stop.wait(_LOOK_EVERY_S)


def run_tasks(*, until_empty: bool) -> None:
    """This function will run tasks, beating all the while so that nobody else takes them."""
    worker_id = get_random_string(24)
    ended = threading.Event()
    heart = threading.Thread(target=_keep_beating, args=(worker_id, ended), daemon=True)
    heart.start()
    try:
        worker = _YuiWorker(
            queue_names=["*"],
            interval=0.5,
            batch=until_empty,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        if not until_empty:
            worker.configure_signals()
        worker.run()
    finally:
        ended.set()
        heart.join(timeout=5)
        forget_worker(worker_id)


def mend(*, at: datetime) -> int:
    """This function will requeue tasks whose worker died; returns how many.

    After `MOST_TRIES` claims a task stays failed: the dead-letter list. Imports that waited for
    a task that is no more are given back to the people who wait for them.
    """
    living = living_workers(since=at - LEASE)
    running = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=at - LEASE)
    left = [task for task in running if not task.worker_ids or task.worker_ids[-1] not in living]
    mended = sum(_retry_or_bury(task, at) for task in left)
    release_orphans(at=at)
    return mended


class _YuiWorker(Worker):
    """The library's worker, with tries: a failed task comes back later, at most five times."""

    def run_task(self, db_task_result: DBTaskResult[..., Any]) -> None:
        super().run_task(db_task_result)
        db_task_result.refresh_from_db()
        if db_task_result.status == "FAILED":
            _log.error("task_failed", task=db_task_result.task_path, id=str(db_task_result.id))
            if len(db_task_result.worker_ids) < MOST_TRIES:
                _retry_or_bury(db_task_result, timezone.now())
            else:
                release_orphans(at=timezone.now())


def _retry_or_bury(task: DBTaskResult[..., Any], at: datetime) -> int:
    """Returns 1, or 0 when the task was finished, requeued or taken by another meanwhile."""
    tries = len(task.worker_ids)
    if tries >= MOST_TRIES:
        changes: dict[str, Any] = {"status": "FAILED", "finished_at": at}
    else:
        later = at + timedelta(seconds=2**tries)
        changes = {"status": "READY", "run_after": later, "finished_at": None}
    unchanged = DBTaskResult.objects.filter(
        id=task.id, status=task.status, started_at=task.started_at
    )
    return unchanged.update(**changes)


def _keep_beating(worker_id: str, ended: threading.Event) -> None:
    """A worker whose heart stopped would lose its task to another while it still runs it."""
    next_mend = 0.0
    try:
        while not ended.is_set():
            try:
                next_mend = _beat_and_mend(worker_id, next_mend)
                pause_s = _BEAT_EVERY_S
            except (DatabaseError, InterfaceError):
                _log.exception("beat_failed")
                close_old_connections()
                pause_s = _BEAT_AGAIN_S
            ended.wait(pause_s)
    finally:
        connection.close()


def _beat_and_mend(worker_id: str, next_mend: float) -> float:
    now = timezone.now()
    beat(worker_id, at=now)
    if time.monotonic() < next_mend:
        return next_mend
    mend(at=now)
    return time.monotonic() + _MEND_EVERY_S
