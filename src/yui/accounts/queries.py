"""Reading people: who the signed-in user is acting as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet

from yui.accounts.models import Body, Membership, User
from yui.accounts.states import BodyKind
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

_OFFICES = (BodyKind.MUNICIPALITY, BodyKind.PREFECTURE, BodyKind.MINISTRY)


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
        Context(row.id, Role(row.role), str(Role(row.role).label), row.body.name, row.area.name)
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


@dataclass(frozen=True, slots=True)
class Window:
    """This value will hold whom to phone: a body with its number and hours."""

    body_id: int
    name: str
    kind: str
    phone: str
    hours: str


def windows_of(area_paths: tuple[str, ...], *, kinds: tuple[str, ...]) -> tuple[Window, ...]:
    """This function will return the bodies with a phone in these areas, of these kinds.

    Nearest area first (the longest path), then in the order of `kinds`.
    """
    rows = Body.objects.filter(area__path__in=area_paths, kind__in=kinds).exclude(phone="")
    found = sorted(
        rows.values_list("area__path", "id", "name", "kind", "phone", "hours"),
        key=lambda row: (-len(row[0]), kinds.index(row[3]), row[1]),
    )
    return tuple(Window(*row[1:]) for row in found)


def office_of(area_path: str, name: str = "") -> int | None:
    """This function will return the body of this name, else the office of exactly this area.

    The oldest one; never a 包括 or a council, and a sample only where the area is a sample.
    """
    rows = Body.objects.filter(area__path=area_path).order_by("is_sample", "id")
    if name:
        return rows.filter(name=name).values_list("id", flat=True).first()
    own = rows.filter(Q(is_sample=False) | Q(area__is_sample=True), kind__in=_OFFICES)
    return own.values_list("id", flat=True).first()


def _current(user_id: int, on: date) -> QuerySet[Membership]:
    rows = (
        Membership.objects.filter(user_id=user_id, user__is_active=True)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("body", "area", "user")
    )
    # Everybody may know the passwords of sample people: they act only where one tries things out.
    return rows if settings.YUI.is_local else rows.filter(body__is_sample=False)


@dataclass(frozen=True, slots=True)
class Person:
    """This value will hold who signs in under a name."""

    user_id: int
    login: str
    display_name: str


def person_of(login: str) -> Person | None:
    """This function will return who signs in under a name, whatever its case, else None."""
    row = User.objects.filter(login__iexact=login).values_list("id", "login", "display_name")
    found = row.first()
    return Person(*found) if found else None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """This value will hold one role somebody has or had, and until when (None: still open)."""

    membership_id: int
    role: Role
    body_name: str
    area_path: str
    area_name: str
    until: date | None


def roles_held(user_id: int) -> tuple[RoleHeld, ...]:
    """This function will return every role a person has or had, oldest first."""
    rows = Membership.objects.filter(user_id=user_id).select_related("body", "area")
    return tuple(
        RoleHeld(row.id, Role(row.role), row.body.name, row.area.path, row.area.name, row.until)
        for row in rows.order_by("id")
    )
