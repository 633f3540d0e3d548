"""Reading approvals: what waits for a second person, and what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yui.accounts.models import Approval, Invitation, Membership
from yui.accounts.queries.contexts import current_memberships
from yui.accounts.queries.offices import office_around
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
    return tuple(_waiting(by, row, at) for row in rows.order_by("asked_at", "id"))


def is_approved(kind: ApprovalKind, object_id: object) -> bool:
    """This function will say whether a second person has agreed to something."""
    return Approval.objects.filter(
        kind=kind, object_id=str(object_id), decision=Decision.APPROVED
    ).exists()


def has_second_manager(office: Office, *, beside: int | None, at: datetime) -> bool:
    """This function will say whether the office has an account manager besides a person."""
    managers = current_memberships(date_in_jst(at)).filter(
        manages_accounts=True, body__in=office.around
    )
    return managers.exclude(user_id=beside or 0).exists()


def _waiting(by: Viewer, row: Approval, at: datetime) -> Waiting:
    office = office_around(row.body_id)
    return Waiting(
        row.id,
        ApprovalKind(row.kind),
        row.body.name,
        _subject(by, row, office),
        row.asked_by.display_name if row.asked_by else "",
        row.expires_at,
        may_approve(by, office, asked_by=row.asked_by_id),
        not has_second_manager(office, beside=row.asked_by_id, at=at),
    )


def _subject(by: Viewer, row: Approval, office: Office) -> str:
    """Whom it is about; names only to who manages or decides in this office."""
    if not (may_manage_people(by, office) or may_approve(by, office, asked_by=None)):
        return ""
    if row.kind == ApprovalKind.INVITATION:
        invited = Invitation.objects.filter(id=row.object_id).first()
        return f"{invited.name} {Role(invited.role).label}" if invited else ""
    held = Membership.objects.filter(id=row.object_id).select_related("user").first()
    return f"{held.user.display_name} {Role(held.role).label}" if held else ""
