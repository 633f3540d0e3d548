"""Reading bodies among their like: what is above them, what is a section of them."""

from __future__ import annotations

from dataclasses import dataclass

from yui.accounts.errors import NotManaged
from yui.accounts.models import Body
from yui.accounts.rules import Office, may_manage_people
from yui.accounts.states import BodyKind
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

# An office, its department, a section, a team: deeper than that nobody is arranged.
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class ManagedBody:
    """This value will hold a body whose people a viewer manages."""

    id: int
    name: str
    kind: BodyKind


def office_around(body_id: int) -> Office:
    """This function will return a body with the bodies above and below it.

    Raises: NotManaged when there is no such body.
    """
    found = Body.objects.filter(id=body_id).values_list("kind", flat=True).first()
    if found is None:
        raise NotManaged
    return Office(body_id, BodyKind(found), _above(body_id), _below(body_id))


def managed_office(by: Viewer, body_id: int) -> Office:
    """This function will return the office of a body whose people the viewer manages.

    Raises: NotManaged, also where there is no such body.
    """
    office = office_around(body_id)
    if not may_manage_people(by, office):
        raise NotManaged
    return office


def managed_bodies(by: Viewer) -> tuple[ManagedBody, ...]:
    """This function will return the bodies whose people a viewer manages, the own one first.

    The operator on the host names bodies one by one: for them the list is empty.
    """
    if not by.manages_accounts or by.body_id is None or by.role is Role.OPERATOR:
        return ()
    rows = Body.objects.filter(id__in=_below(by.body_id)).values_list("id", "name", "kind")
    found = (ManagedBody(body_id, name, BodyKind(kind)) for body_id, name, kind in rows)
    return tuple(sorted(found, key=lambda body: (body.id != by.body_id, body.name)))


def _above(body_id: int) -> frozenset[int]:
    found, current = {body_id}, body_id
    for _step in range(_DEEPEST):
        parent = Body.objects.filter(id=current).values_list("parent_id", flat=True).first()
        if parent is None:
            break
        found.add(parent)
        current = parent
    return frozenset(found)


def _below(body_id: int) -> frozenset[int]:
    found, last = {body_id}, {body_id}
    for _step in range(_DEEPEST):
        last = set(Body.objects.filter(parent__in=last).values_list("id", flat=True)) - found
        if not last:
            break
        found |= last
    return frozenset(found)
