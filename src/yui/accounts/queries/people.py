"""Reading the people of an office: who they are, what they may, until when; who is invited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, Q

from yui.accounts.errors import NotManaged
from yui.accounts.models import Approval, Invitation, Membership
from yui.accounts.queries.contexts import current_memberships
from yui.accounts.queries.emergencies import is_open_glass
from yui.accounts.queries.offices import managed_bodies, managed_office
from yui.accounts.rules import needs_second_person
from yui.accounts.states import ApprovalKind, Decision, Department
from yui.areas.rules import within
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Member:
    """This value will hold one role of one person as their account manager sees it.

    `is_kept` says that the last day has passed, but nobody else manages the body.
    """

    membership_id: int
    user_id: int
    name: str
    login: str
    role: Role
    body_id: int
    body_name: str
    area_name: str
    department: str
    until: date | None
    last_login: datetime | None
    has_second_step: bool
    manages_accounts: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Invited:
    """This value will hold one invitation that is still open."""

    id: UUID
    name: str
    email: str
    role: Role
    body_name: str
    area_name: str
    until: date | None
    manages_accounts: bool
    needs_approval: bool
    is_approved: bool


def people_of(by: Viewer, *, on: date) -> tuple[Member, ...]:
    """This function will return the people of the bodies the viewer manages, by name."""
    bodies = [body.id for body in managed_bodies(by)]
    return _members(Q(body__in=bodies), on) if bodies else ()


def count_people(area_path: str, *, on: date) -> int:
    """This function will count who has a role in an area now（実人数）; nobody is named."""
    rows = current_memberships(on).filter(within(area_path, "area__path"), is_practice=False)
    return rows.values("user").distinct().count()


def people_to_renew(by: Viewer, *, on: date) -> tuple[Member, ...]:
    """This function will return those of `people_of` whose role ends by 30 April of this year.

    Contracts are not among them: they end with their contract.
    """
    last = date(on.year, 4, 30)
    return tuple(
        each
        for each in people_of(by, on=on)
        if each.until is not None and each.until <= last and each.role is not Role.CONTRACTOR
    )


def get_member(by: Viewer, membership_id: int, *, on: date) -> Member:
    """This function will return one role of a body the viewer manages.

    Raises: NotManaged.
    """
    found = _members(Q(id=membership_id), on)
    if not found:
        raise NotManaged
    managed_office(by, found[0].body_id)
    return found[0]


def managers_of(by: Viewer, *, on: date) -> tuple[str, ...]:
    """This function will return the names of the account managers of the viewer's own body."""
    rows = current_memberships(on).filter(body=by.body_id, manages_accounts=True)
    return tuple(rows.order_by("user__display_name").values_list("user__display_name", flat=True))


def invitations_of(by: Viewer) -> tuple[Invited, ...]:
    """This function will return the open invitations of the bodies the viewer manages."""
    bodies = [body.id for body in managed_bodies(by)]
    return _invited(Q(body__in=bodies)) if bodies else ()


def get_invitation(by: Viewer, invitation_id: UUID) -> Invited:
    """This function will return one open invitation of a body the viewer manages.

    Raises: NotManaged, also when it was accepted or taken back.
    """
    body_id = Invitation.objects.filter(id=invitation_id).values_list("body", flat=True).first()
    found = _invited(Q(id=invitation_id))
    if body_id is None or not found:
        raise NotManaged
    managed_office(by, body_id)
    return found[0]


def is_within(by: Viewer, row: Membership, *, at: datetime) -> bool:
    """This function will say whether the viewer manages every role of the person, for this room.

    And whether none of them manages people; the operator always does.
    """
    if by.role is Role.OPERATOR:
        return True
    held = Membership.objects.filter(user_id=row.user_id, ended_at__isnull=True, is_practice=False)
    held = held.filter(Q(is_emergency=False) | is_open_glass(at))
    own = {body.id for body in managed_bodies(by)}
    return not held.exclude(body_id__in=own, manages_accounts=False).exists()


def first_membership(login: str) -> int:
    """This function will return the oldest role of a person, for commands on the host.

    Raises: NotManaged when there is no such person or they have no role.
    """
    rows = Membership.objects.filter(user__login__iexact=login, ended_at__isnull=True)
    found = rows.order_by("id").values_list("id", flat=True).first()
    if found is None:
        raise NotManaged
    return found


def _members(chosen: Q, on: date) -> tuple[Member, ...]:
    step = Authenticator.objects.filter(user=OuterRef("user"))
    linked = SocialAccount.objects.filter(user=OuterRef("user"))
    rows = (
        current_memberships(on)
        .filter(chosen, is_practice=False)
        .select_related("user", "body", "area", "area_group")
        .annotate(has_second_step=Exists(step) | Exists(linked))
        .order_by("user__display_name", "id")
    )
    return tuple(
        Member(
            row.id,
            row.user_id,
            row.user.display_name,
            row.user.login,
            Role(row.role),
            row.body_id,
            row.body.name,
            _area_name(row),
            str(Department(row.department).label) if row.department else "",
            row.until,
            row.user.last_login,
            row.has_second_step,
            row.manages_accounts,
            row.until is not None and row.until < on,
        )
        for row in rows
    )


def _invited(chosen: Q) -> tuple[Invited, ...]:
    waiting = Invitation.objects.filter(chosen, accepted_at__isnull=True, revoked_at__isnull=True)
    rows = list(waiting.select_related("body", "area", "area_group").order_by("-invited_at", "id"))
    given = Approval.objects.filter(
        kind=ApprovalKind.INVITATION,
        decision=Decision.APPROVED,
        object_id__in=[str(row.id) for row in rows],
    )
    approved = set(given.values_list("object_id", flat=True))
    return tuple(
        Invited(
            row.id,
            row.name,
            row.email,
            Role(row.role),
            row.body.name,
            _area_name(row),
            row.until,
            row.manages_accounts,
            needs_second_person(Role(row.role), manages_accounts=row.manages_accounts),
            str(row.id) in approved,
        )
        for row in rows
    )


def _area_name(row: Membership | Invitation) -> str:
    if row.area_group is not None:
        return row.area_group.name
    return row.area.name if row.area is not None else ""
