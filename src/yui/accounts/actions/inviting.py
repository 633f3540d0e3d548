"""Invitations: an account manager names the role, the invited person chooses name and password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yui.accounts.actions.approving import ask_approval
from yui.accounts.actions.sessions import end_sessions_of
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body, Invitation, Membership
from yui.accounts.queries.contexts import group_paths
from yui.accounts.queries.offices import managed_office
from yui.accounts.rules import Grant, common_area, needs_second_person, refusal
from yui.accounts.states import ApprovalKind, Department
from yui.areas.models import Area
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class NewRole:
    """This value will hold whom to invite into what; the area is a path, or that of a group."""

    body_id: int
    role: Role
    name: str
    area_path: str = ""
    area_group_id: int | None = None
    department: Department | None = None
    acting_for_id: int | None = None
    until: date | None = None
    manages_accounts: bool = False
    email: str = ""


def invite(*, by: Viewer, at: datetime, new: NewRole) -> UUID:
    """This function will invite somebody into a role and return the invitation's id.

    Officers and account managers wait for a second person; letters are issued after that.
    Raises: NotManaged; AccountRefused with the reason.
    """
    office = managed_office(by, new.body_id)
    paths = group_paths(new.area_group_id) if new.area_group_id else (new.area_path,)
    grant = Grant(
        new.role,
        paths,
        new.until,
        new.acting_for_id,
        new.manages_accounts,
        is_own_group=_is_own_group(by, new.area_group_id),
    )
    if says := refusal(by, office, grant, on=date_in_jst(at)):
        raise AccountRefused(says)
    with act(by=by, at=at) as done:
        row = Invitation.objects.create(
            body_id=new.body_id,
            role=new.role,
            area=None if new.area_group_id else _area(new.area_path),
            area_group_id=new.area_group_id,
            department=new.department or "",
            acting_for_id=new.acting_for_id,
            until=new.until,
            manages_accounts=new.manages_accounts,
            name=new.name,
            email=new.email,
            invited_by_id=by.user_id,
            invited_at=at,
        )
        _record(done, "made", row, common_area(paths))
        if needs_second_person(new.role, manages_accounts=new.manages_accounts):
            ask_approval(
                by=by,
                at=at,
                kind=ApprovalKind.INVITATION,
                body_id=new.body_id,
                object_id=row.id,
            )
    return row.id


def ask_again(*, by: Viewer, at: datetime, invitation_id: UUID) -> None:
    """This function will ask anew for a second person, when the first asking went stale.

    Raises: NotManaged; ApprovalRefused when it still waits.
    """
    row = open_invitation(by, invitation_id)
    ask_approval(by=by, at=at, kind=ApprovalKind.INVITATION, body_id=row.body_id, object_id=row.id)


def revoke_invitation(*, by: Viewer, at: datetime, invitation_id: UUID) -> None:
    """This function will take an invitation back; its letters lead nowhere from now on.

    Raises: NotManaged; AccountRefused when it was accepted or taken back before.
    """
    row = open_invitation(by, invitation_id)
    with act(by=by, at=at) as done:
        waiting = Invitation.objects.filter(
            id=row.id, accepted_at__isnull=True, revoked_at__isnull=True
        )
        if not waiting.update(revoked_at=at):
            raise AccountRefused(_("この招待は、もう使われたか、取り消されています。"))
        _record(done, "revoked", row, row.area.path if row.area else "")


def end_role(*, by: Viewer, at: datetime, membership_id: int) -> None:
    """This function will end a role now, and every session of the person.

    Whoever has another role signs in again.

    Raises: NotManaged; AccountRefused for the last account manager of a body.
    """
    row = managed_membership(by, membership_id)
    with act(by=by, at=at) as done:
        if row.manages_accounts and not _other_managers(row):
            raise AccountRefused(
                _("この組織の最後の利用者管理者です。先に、ほかの人を利用者管理者にしてください。")
            )
        Membership.objects.filter(id=row.id).update(ended_at=at)
        _record_membership(done, "ended", row, ("ended_at",))
        end_sessions_of(by=by, at=at, user_id=row.user_id)


def renew_role(*, by: Viewer, at: datetime, membership_id: int, until: date) -> None:
    """This function will let a role go on, or end, with a day（1 April）.

    Raises: NotManaged; AccountRefused when the day has passed or a contract is not renewed so.
    """
    row = managed_membership(by, membership_id)
    if until < date_in_jst(at):
        raise AccountRefused(_("期限は、きょうより後の日にしてください。"))
    if row.role == Role.CONTRACTOR:
        raise AccountRefused(
            _("受託者は、契約が終わる日までです。新しい契約では、招待しなおします。")
        )
    with act(by=by, at=at) as done:
        Membership.objects.filter(id=row.id).update(until=until)
        _record_membership(done, "renewed", row, ("until",))


def open_invitation(by: Viewer, invitation_id: UUID) -> Invitation:
    """This function will return an invitation of a body the viewer manages, for this room.

    Raises: NotManaged.
    """
    row = Invitation.objects.filter(id=invitation_id).select_related("area", "body").first()
    if row is None:
        raise NotManaged
    managed_office(by, row.body_id)
    return row


def managed_membership(by: Viewer, membership_id: int) -> Membership:
    """This function will return a membership of a body the viewer manages, for this room.

    Raises: NotManaged.
    """
    held = Membership.objects.filter(id=membership_id, ended_at__isnull=True)
    row = held.select_related("area", "body", "user").first()
    if row is None:
        raise NotManaged
    managed_office(by, row.body_id)
    return row


def _other_managers(row: Membership) -> set[int]:
    """The body is locked, so that two managers do not end each other's role at one moment."""
    Body.objects.select_for_update().get(id=row.body_id)
    held = Membership.objects.filter(
        body_id=row.body_id, manages_accounts=True, ended_at__isnull=True, user__is_active=True
    )
    return set(held.exclude(id=row.id).values_list("id", flat=True))


def _is_own_group(by: Viewer, group_id: int | None) -> bool:
    if group_id is None:
        return False
    return Membership.objects.filter(id=by.membership_id or 0, area_group_id=group_id).exists()


def _area(path: str) -> Area:
    found = Area.objects.filter(path=path).first()
    if found is None:
        raise AccountRefused(_("この地域はありません。選びなおしてください。"))
    return found


def _record(done: Act, verb: str, row: Invitation, area_path: str) -> None:
    done.record(
        f"accounts.invitation.{verb}",
        object_type="accounts.invitation",
        object_id=row.id,
        area_path=area_path,
        fields=(row.role,),
    )


def _record_membership(done: Act, verb: str, row: Membership, fields: tuple[str, ...]) -> None:
    done.record(
        f"accounts.membership.{verb}",
        object_type="accounts.membership",
        object_id=row.id,
        area_path=row.area.path if row.area else "",
        fields=fields,
    )
