"""Reading people: who the signed-in user is acting as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yui.accounts.models import Membership
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer


@dataclass(frozen=True, slots=True)
class Context:
    """This value will hold one role a person can act in."""

    membership_id: int
    role: Role
    role_label: str
    body_name: str
    area_name: str


def contexts_of(user_id: int, *, on: date) -> tuple[Context, ...]:
    """This function will return the roles a person can act in on a day, oldest first."""
    return tuple(
        Context(row.id, Role(row.role), Role(row.role).label, row.body.name, row.area.name)
        for row in _current(user_id, on).order_by("id")
    )


def viewer_for(user_id: int | None, *, membership_id: int | None, on: date) -> Viewer:
    """This function will return the viewer of a signed-in person acting in one membership.

    Without a valid membership the person is signed in but holds no area: they see what the
    public sees. A membership that ended yesterday is gone on the next request.
    """
    if user_id is None:
        return ANONYMOUS
    rows = _current(user_id, on).order_by("id")
    chosen = rows.filter(id=membership_id).first() if membership_id else rows.first()
    if chosen is None:
        return Viewer(user_id=user_id)
    return Viewer(
        role=Role(chosen.role),
        user_id=user_id,
        membership_id=chosen.id,
        body_id=chosen.body_id,
        area_path=chosen.area.path,
        name=chosen.user.display_name,
    )


def _current(user_id: int, on: date) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user_id=user_id, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("body", "area", "user")
    )
