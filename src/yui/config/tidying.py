"""Once a day the worker throws away what was kept long enough. docs/operations/retention.md.

How long each room keeps what it holds stands in the room; here is what belongs to no room.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import structlog
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from yui.accounts.actions import tidy_sessions, tidy_tallies
from yui.directory.actions import erase_contacts, tidy_inquiries, tidy_views
from yui.exchange.actions import tidy_batches
from yui.lib.clock import date_in_jst
from yui.members.actions import tidy_applications
from yui.search.actions import tidy_unmet

# Done, it only says that it was done; given up, somebody may still look for the reason.
DONE_TASKS_KEPT_FOR = timedelta(days=30)
FAILED_TASKS_KEPT_FOR = timedelta(days=90)
# `prepare` knows by these that it has left a list to the worker before.
_REMEMBERED_TASKS = "yui.config.tasks."
_AGAIN_AFTER = timedelta(hours=1)
_log = structlog.get_logger("yui.work")
_done_on: date | None = None
_not_before: datetime | None = None


def tidy_daily(*, at: datetime) -> bool:
    """This function will tidy once a day; false, because nobody waits for it.

    First when the worker starts, then when a new day begins in Japan. One that failed is tried
    again an hour later: what follows the journal is not held up by it.
    """
    global _done_on, _not_before
    today = date_in_jst(at)
    if _done_on == today or (_not_before is not None and at < _not_before):
        return False
    _not_before = at + _AGAIN_AFTER
    tidy(at=at)
    _done_on, _not_before = today, None
    return False


def tidy(*, at: datetime) -> None:
    """This function will throw away everything whose time is over."""
    batches, unmet = tidy_batches(at=at), tidy_unmet(at=at)
    tasks = _delete_tasks(at)
    contacts = erase_contacts(at=at)
    tidy_views(at=at)
    tidy_inquiries(at=at)
    tidy_tallies(at=at)
    applications = tidy_applications(at=at)
    _session_store().clear_expired()
    tidy_sessions(at=at)
    _log.info(
        "tidied",
        batches=batches,
        unmet=unmet,
        tasks=tasks,
        contacts=contacts,
        applications=applications,
    )


def _delete_tasks(at: datetime) -> int:
    is_over = Q(status="SUCCESSFUL", finished_at__lt=at - DONE_TASKS_KEPT_FOR) | Q(
        status="FAILED", finished_at__lt=at - FAILED_TASKS_KEPT_FOR
    )
    tasks = DBTaskResult.objects.filter(is_over)
    return tasks.exclude(task_path__startswith=_REMEMBERED_TASKS).delete()[0]


def _session_store() -> type[SessionBase]:
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store
