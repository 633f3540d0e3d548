"""Reading approvals: what waits for a second person, and what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yui.accounts.models import Approval, Invitation, Membership
from yui.accounts.queries.contexts import current_memberships
from yui.accounts.queries.offices import office_around, offices_around
from yui.accounts.rules import Office, may_approve, may_manage_people
from yui.accounts.states import ApprovalKind, Decision
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Waiting:
    """This value will hold one approval that waits; `subject` says whom and what it is about.

    `may_decide` is false for who asked for it; `only_host` that the office has no second account
    manager, so that the operator approves on the host.
    """

    id: UUID
    kind: ApprovalKind
    body_name: str
    subject: str
    asked_by: str
    expires_at: datetime
    may_decide: bool
    only_host: bool


def waiting_approvals(by: Viewer, *, at: datetime) -> tuple[Waiting, ...]:
    """This function will return the approvals of the viewer's office that wait, oldest first.

    The operator on the host sees those of every office.
    """
    rows = Approval.objects.filter(decision="", expires_at__gt=at).select_related(
        "body", "asked_by"
    )
    if by.role is not Role.OPERATOR:
        if by.body_id is None or not by.manages_accounts:
            return ()
        rows = rows.filter(body__in=office_around(by.body_id).around)
    found = list(rows.order_by("asked_at", "id"))
    offices = offices_around({row.body_id for row in found})
    managers, subjects = _managers(offices, at), _subjects(found)
    return tuple(
        _waiting(by, row, offices[row.body_id], managers, subjects.get(row.object_id, ""))
        for row in found
    )


def is_approved(kind: ApprovalKind, object_id: object) -> bool:
    """This function will say whether a second person has agreed to something."""
    return Approval.objects.filter(
        kind=kind, object_id=str(object_id), decision=Decision.APPROVED
    ).exists()


def _managers(offices: dict[int, Office], at: datetime) -> set[tuple[int, int]]:
    """The account managers of all these offices, as (body, person)."""
    around = {body_id for office in offices.values() for body_id in office.around}
    held = current_memberships(date_in_jst(at)).filter(manages_accounts=True, body__in=around)
    return set(held.values_list("body_id", "user_id"))


def _subjects(rows: list[Approval]) -> dict[str, str]:
    """Whom each is about, by the id of what is asked for."""
    asked = {kind: [row.object_id for row in rows if row.kind == kind] for kind in ApprovalKind}
    invited = Invitation.objects.filter(id__in=asked[ApprovalKind.INVITATION])
    held = Membership.objects.filter(id__in=asked[ApprovalKind.MANAGER])
    people = [
        *invited.values_list("id", "name", "role"),
        *held.values_list("id", "user__display_name", "role"),
    ]
    return {str(object_id): f"{name} {Role(role).label}" for object_id, name, role in people}


def _waiting(
    by: Viewer, row: Approval, office: Office, managers: set[tuple[int, int]], subject: str
) -> Waiting:
    is_seen = may_manage_people(by, office) or may_approve(by, office, asked_by=None)
    return Waiting(
        row.id,
        ApprovalKind(row.kind),
        row.body.name,
        # Names only to who manages or decides in this office.
        subject if is_seen else "",
        row.asked_by.display_name if row.asked_by else "",
        row.expires_at,
        may_approve(by, office, asked_by=row.asked_by_id),
        not any(body in office.around and user != row.asked_by_id for body, user in managers),
    )
