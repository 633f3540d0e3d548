"""Ending sessions: one, all others, or all of a person; at once and in every process."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from yui.accounts.errors import AccountRefused
from yui.journal.actions import act
from yui.policy.viewer import Viewer


def end_session(*, by: Viewer, at: datetime, session_id: int) -> None:
    """This function will end one session of the viewer's own.

    Raises: AccountRefused when it is over or somebody else's.
    """
    if not _end(by, at, id=session_id, user_id=by.user_id or 0):
        raise AccountRefused(_("もう終わっています。"))


def end_other_sessions(*, by: Viewer, at: datetime, current_key: str | None) -> int:
    """This function will end every session of the viewer but this one; returned: how many."""
    return _end(by, at, user_id=by.user_id or 0, but=current_key)


def end_sessions_of(*, by: Viewer, at: datetime, user_id: int) -> int:
    """This function will end every session of a person; the caller has checked who asks."""
    return _end(by, at, user_id=user_id)


def follow_session(*, from_key: str | None, to_key: str | None) -> None:
    """This function will note that a session goes on under a new name; like a cursor, no act."""
    if from_key and to_key:
        UserSession.objects.filter(session_key=from_key).update(session_key=to_key)


def tidy_sessions(*, at: datetime) -> int:
    """This function will forget in which browser sessions were that are over."""
    lasting = Session.objects.filter(expire_date__gt=at).values("session_key")
    return int(UserSession.objects.exclude(session_key__in=lasting).delete()[0])


def _end(by: Viewer, at: datetime, *, but: str | None = None, **chosen: Any) -> int:
    with act(by=by, at=at) as done:
        rows = list(UserSession.objects.filter(**chosen).exclude(session_key=but or ""))
        Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
        UserSession.objects.filter(id__in=[row.id for row in rows]).delete()
        for row in rows:
            done.record(
                "accounts.session.ended",
                object_type="accounts.session",
                object_id=row.id,
                area_path=by.area_path or "",
            )
    return len(rows)
