"""Reading people: who the signed-in user is acting as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from yui.accounts.models import Body, Membership
from yui.accounts.queries.emergencies import is_open_glass
from yui.accounts.states import BodyKind
from yui.areas.models import GroupMember
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
    area_path: str
    is_of_group: bool = False

    @property
    def key(self) -> str:
        """This property will name the context in a form; a group has one for each member."""
        membership = str(self.membership_id)
        return f"{membership}@{self.area_path}" if self.is_of_group else membership


def contexts_of(user_id: int, *, on: date, at: datetime | None = None) -> tuple[Context, ...]:
    """This function will return the roles a person can act in on a day, oldest first.

    With a moment `at`, also those of an open emergency.

    A membership of a group is one for each member municipality, in the order of their paths.
    """
    rows = _current(user_id, on, at).prefetch_related("area_group__members__area").order_by("id")
    return tuple(each for row in rows for each in _contexts(row))


def _contexts(row: Membership) -> Iterator[Context]:
    role, label = Role(row.role), str(Role(row.role).label)
    if row.area is not None:
        yield Context(row.id, role, label, row.body.name, row.area.name, row.area.path)
    elif row.area_group is not None:
        members = (member.area for member in row.area_group.members.all())
        for area in sorted(members, key=lambda area: area.path):
            yield Context(row.id, role, label, row.body.name, area.name, area.path, True)


def viewer_for(
    user_id: int | None,
    *,
    membership_id: int | None,
    on: date,
    area_path: str | None = None,
    at: datetime | None = None,
) -> Viewer:
    """This function will return the viewer of a signed-in person acting in one membership.

    `area_path` is the member municipality chosen where the membership is of a group. Who has
    chosen nothing yet begins with their first context; a chosen group without one of its members
    is nothing, so that nobody works in a municipality they did not choose.
    Without a valid membership the person is signed in but holds no area: they see what the
    public sees. A membership that ended yesterday is gone on the next request; one of an emergency
    is in force only where the moment `at` is given and lies within it.
    `step_from` is the body's day, whether the person has a second step or not（see `held_back`）.
    """
    if user_id is None:
        return ANONYMOUS
    rows = _current(user_id, on, at).order_by("id")
    chosen = rows.filter(id=membership_id).first() if membership_id else rows.first()
    path = _path_of(chosen, membership_id, area_path) if chosen is not None else None
    if chosen is None or path is None:
        return Viewer(user_id=user_id)
    return Viewer(
        role=Role(chosen.role),
        user_id=user_id,
        membership_id=chosen.id,
        body_id=chosen.body_id,
        area_path=path,
        name=chosen.user.display_name,
        department=chosen.department,
        manages_accounts=chosen.manages_accounts,
        step_from=None if chosen.is_emergency else chosen.body.step_from,
    )


def _path_of(row: Membership, membership_id: int | None, area_path: str | None) -> str | None:
    if row.area is not None:
        path: str = row.area.path
        return path
    members = group_paths(row.area_group_id or 0)
    if membership_id is None:
        return members[0] if members else None
    return area_path if area_path in members else None


def group_paths(group_id: int) -> tuple[str, ...]:
    """This function will return the paths of the members of an area group, for this room."""
    members = GroupMember.objects.filter(group_id=group_id)
    return tuple(members.order_by("area__path").values_list("area__path", flat=True))


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


def _current(user_id: int, on: date, at: datetime | None) -> QuerySet[Membership]:
    rows = (
        current_memberships(on, at=at)
        .filter(user_id=user_id)
        .select_related("body", "area", "area_group", "user")
    )
    # Everybody may know the passwords of sample people: they act only where one tries things out.
    return (
        rows
        if settings.YUI.is_local
        else rows.filter(Q(body__is_sample=False) | Q(is_practice=True))
    )


def current_memberships(on: date, *, at: datetime | None = None) -> QuerySet[Membership]:
    """This function will return the memberships in force on a day, for queries of this room.

    The last account manager of a body stays: else nobody could let the next one in. Those of an
    emergency are among them only with a moment `at`.
    """
    held = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
    others = held.filter(body=OuterRef("body"), manages_accounts=True).exclude(id=OuterRef("id"))
    is_last = (
        Q(manages_accounts=True) & ~Q(role=Role.CONTRACTOR) & ~Exists(others.filter(_runs(on)))
    )
    usual = Q(is_emergency=False) & (_runs(on) | is_last)
    return held.filter(usual | is_open_glass(at) if at is not None else usual)


def _runs(on: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=on)
