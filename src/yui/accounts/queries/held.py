"""Who somebody is and was, for whoever looks back: reports on what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yui.accounts.models import Invitation, Membership, User
from yui.policy.roles import Role


@dataclass(frozen=True, slots=True)
class Person:
    """This value will hold who signs in under a name."""

    user_id: int
    login: str
    display_name: str


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """This value will hold one role somebody has or had, and until when (None: still open).

    The role of a group of areas has no path of its own; `area_name` names the group then.
    """

    membership_id: int
    role: Role
    body_name: str
    area_path: str
    area_name: str
    until: date | None


def person_of(login: str) -> Person | None:
    """This function will return who signs in under a name, whatever its case, else None."""
    row = User.objects.filter(login__iexact=login).values_list("id", "login", "display_name")
    found = row.first()
    return Person(*found) if found else None


def roles_held(user_id: int) -> tuple[RoleHeld, ...]:
    """This function will return every role a person has or had, oldest first."""
    rows = Membership.objects.filter(user_id=user_id).select_related("body", "area", "area_group")
    return tuple(_held(row) for row in rows.order_by("id"))


def _held(row: Membership) -> RoleHeld:
    path = row.area.path if row.area else ""
    name = row.area.name if row.area else row.area_group.name if row.area_group else ""
    return RoleHeld(row.id, Role(row.role), row.body.name, path, name, row.until)


def bodies_managed_alone(user_id: int) -> tuple[str, ...]:
    """This function will return the names of the bodies a person is the last manager of."""
    managed = Membership.objects.filter(
        manages_accounts=True, ended_at__isnull=True, user__is_active=True, is_practice=False
    )
    own = managed.filter(user_id=user_id)
    others = managed.exclude(user_id=user_id).values("body_id")
    left = own.exclude(body_id__in=others).order_by("body__name")
    return tuple(dict.fromkeys(left.values_list("body__name", flat=True)))


def user_ids() -> tuple[int, ...]:
    """This function will return the numbers of all people who sign in or did."""
    return tuple(User.objects.values_list("id", flat=True))


def invitations_to(user: User) -> QuerySet[Invitation]:
    """This function will return the invitations of a person, for this room.

    An invitation knows whom it was for by what was typed only.
    """
    bodies = Membership.objects.filter(user=user).values("body_id")
    same = Q(name=user.display_name, body_id__in=bodies)
    if user.email:
        same |= Q(email__iexact=user.email)
    return Invitation.objects.filter(same)
