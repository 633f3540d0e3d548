"""Reading what an account manager can choose from when inviting: bodies, roles, areas."""

from __future__ import annotations

from dataclasses import dataclass

from yui.accounts.models import Membership
from yui.accounts.queries.offices import managed_bodies
from yui.accounts.rules import roles_to_give
from yui.areas.queries import area_by_path, children_of, layers_of
from yui.areas.states import LAYERS
from yui.policy.decide import municipality_of
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

# The area of a choice that is no path: all members of the manager's own group.
OWN_GROUP = "group"


@dataclass(frozen=True, slots=True)
class Reach:
    """This value will hold the choices of an invitation as (value, label) pairs."""

    bodies: tuple[tuple[int, str], ...]
    roles: tuple[tuple[str, str], ...]
    areas: tuple[tuple[str, str], ...]
    group_id: int | None


def reach_of(by: Viewer) -> Reach:
    """This function will return what a viewer can invite people into."""
    bodies = managed_bodies(by)
    given = {role for body in bodies for role in roles_to_give(by, body.kind)}
    group_id, group = _own_group(by)
    return Reach(
        tuple((body.id, body.name) for body in bodies),
        tuple((role.value, str(role.label)) for role in Role if role in given),
        group + _areas(by.area_path or ""),
        group_id,
    )


def _areas(path: str) -> tuple[tuple[str, str], ...]:
    """The own area and, inside a town, its wards and layers."""
    own = area_by_path(path)
    inner = []
    if municipality_of(path):
        inner += list(children_of(path))
        inner += [area for layer in LAYERS for area in layers_of(path, layer)]
    ordered = (own, *sorted(inner, key=lambda area: area.path))
    return tuple((area.path, f"{area.name}（{area.tier.label}）") for area in ordered)


def _own_group(by: Viewer) -> tuple[int | None, tuple[tuple[str, str], ...]]:
    held = Membership.objects.filter(id=by.membership_id or 0, area_group__isnull=False)
    row = held.select_related("area_group").first()
    if row is None or row.area_group is None:
        return None, ()
    return row.area_group_id, ((OWN_GROUP, f"{row.area_group.name}（構成する市町村すべて）"),)
