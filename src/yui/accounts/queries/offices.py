"""Reading bodies among their like: what is above them, what is a section of them."""

from __future__ import annotations

from collections.abc import Collection
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
    found = offices_around((body_id,)).get(body_id)
    if found is None:
        raise NotManaged
    return found


def offices_around(body_ids: Collection[int]) -> dict[int, Office]:
    """This function will return many bodies with those above and below them, by id.

    As many queries for many as for one: one for each level.
    """
    kinds = dict(Body.objects.filter(id__in=body_ids).values_list("id", "kind"))
    above, below = _above(kinds), _below(kinds)
    return {
        body_id: Office(
            body_id, BodyKind(kind), frozenset(above[body_id]), frozenset(below[body_id])
        )
        for body_id, kind in kinds.items()
    }


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
    rows = Body.objects.filter(id__in=_below((by.body_id,))[by.body_id]).values_list(
        "id", "name", "kind"
    )
    found = (ManagedBody(body_id, name, BodyKind(kind)) for body_id, name, kind in rows)
    return tuple(sorted(found, key=lambda body: (body.id != by.body_id, body.name)))


def _above(body_ids: Collection[int]) -> dict[int, set[int]]:
    found = {body_id: {body_id} for body_id in body_ids}
    tops = {body_id: body_id for body_id in body_ids}
    for _step in range(_DEEPEST):
        rows = Body.objects.filter(id__in=set(tops.values()), parent__isnull=False)
        parents = dict(rows.values_list("id", "parent_id"))
        tops = {body_id: parents[top] for body_id, top in tops.items() if top in parents}
        if not tops:
            break
        for body_id, top in tops.items():
            found[body_id].add(top)
    return found


def _below(body_ids: Collection[int]) -> dict[int, set[int]]:
    found = {body_id: {body_id} for body_id in body_ids}
    last = set(body_ids)
    for _step in range(_DEEPEST):
        rows = list(Body.objects.filter(parent__in=last).values_list("id", "parent_id"))
        if not rows:
            break
        for inside in found.values():
            inside |= {body_id for body_id, parent in rows if parent in inside}
        last = {body_id for body_id, _parent in rows}
    return found
