"""Reading where a person is signed in, as they themselves may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from yui.accounts.engine.sessions import Stay
from yui.policy.viewer import Viewer

BEGAN_KEY, SEEN_KEY, SHARED_KEY = "began_at", "seen_at", "is_shared_computer"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """This value will hold one session: since when, last used, in which browser."""

    id: int
    began_at: datetime
    seen_at: datetime
    user_agent: str
    is_shared: bool
    is_this_one: bool


def sessions_of(by: Viewer, *, at: datetime, current_key: str | None) -> tuple[SignedIn, ...]:
    """This function will return the viewer's own sessions that still last, this one first."""
    rows = UserSession.objects.filter(user_id=by.user_id or 0).order_by("-created_at", "-id")
    noted = list(rows)
    stored = {
        each.session_key: each.get_decoded()
        for each in Session.objects.filter(
            session_key__in=[row.session_key for row in noted], expire_date__gt=at
        )
    }
    found = (
        _signed_in(row, stay_of(stored[row.session_key], since=row.created_at), current_key)
        for row in noted
        if row.session_key in stored
    )
    lasting = [each for each, stay in found if stay.left_s(int(at.timestamp())) > 0]
    return tuple(sorted(lasting, key=lambda each: not each.is_this_one))


class Stored(Protocol):
    """What is stored in a session, whether it is the current one or another."""

    def get(self, key: str, default: Any = None, /) -> Any:
        """This function will return one of the values."""


def stay_of(stored: Stored, *, since: datetime) -> Stay:
    """This function will read how long a session lasts from what is stored in it.

    `since` is when the person signed in, for a session in which nothing is noted yet.
    """
    began_s = int(stored.get(BEGAN_KEY, since.timestamp()))
    return Stay(began_s, int(stored.get(SEEN_KEY, began_s)), bool(stored.get(SHARED_KEY)))


def _signed_in(row: UserSession, stay: Stay, current_key: str | None) -> tuple[SignedIn, Stay]:
    return (
        SignedIn(
            row.id,
            row.created_at,
            datetime.fromtimestamp(stay.seen_s, UTC),
            row.user_agent,
            stay.is_shared,
            row.session_key == current_key,
        ),
        stay,
    )
