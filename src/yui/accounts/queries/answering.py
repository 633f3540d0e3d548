"""Who answers in an area, and how long they have before work is passed on."""

from __future__ import annotations

from datetime import date

from yui.accounts.models import Body
from yui.accounts.queries.contexts import current_memberships, office_of
from yui.areas.rules import within
from yui.policy.roles import Role

ANSWER_DAYS = 7
_LAYERS = (Role.COORDINATOR_LAYER_1, Role.COORDINATOR_LAYER_2)


def coordinators_within(area_path: str, *, on: date) -> tuple[tuple[Role, str], ...]:
    """This function will return the SCs at work in a municipality: role and path, each once."""
    rows = current_memberships(on).filter(within(area_path, "area__path"), role__in=_LAYERS)
    found = rows.values_list("role", "area__path").distinct()
    return tuple((Role(role), path) for role, path in found)


def answer_days_at(area_path: str) -> int:
    """This function will return after how many days work is passed on in an area."""
    body_id = office_of(area_path) if area_path else None
    if body_id is None:
        return ANSWER_DAYS
    return Body.objects.values_list("answer_days", flat=True).get(id=body_id)


def body_name(body_id: int | None) -> str:
    """This function will name a body, "" for who acts for none."""
    if body_id is None:
        return ""
    return Body.objects.values_list("name", flat=True).get(id=body_id)
