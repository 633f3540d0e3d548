"""Taking in a company or group: its body, and an invitation for the person who speaks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from yui.accounts.actions.letters import IssuedLetter, issue_for
from yui.accounts.errors import LetterRefused, NotManaged
from yui.accounts.models import Approval, Body, Invitation
from yui.accounts.rules import may_admit
from yui.accounts.states import ApprovalKind, BodyKind, Decision
from yui.areas.models import Area
from yui.journal.actions import act
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer


@dataclass(frozen=True, slots=True)
class NewMember:
    """This value will describe a company or group, and who will be its owner here."""

    name: str
    kind: BodyKind
    area_path: str
    owner_name: str
    owner_email: str = ""


class Admitted(NamedTuple):
    """This value will name the body that was made and the invitation of its owner."""

    body_id: int
    invitation_id: UUID


def admit(*, by: Viewer, at: datetime, new: NewMember) -> Admitted:
    """This function will make the body of a company or group and invite its owner.

    The owner manages the people of the own body. The second person is the officer: the owner
    asked without an account, the officer agrees here. Raises: NotManaged.
    """
    area = Area.objects.filter(path=new.area_path).first()
    if area is None or not may_admit(by, area_path=new.area_path):
        raise NotManaged
    with act(by=by, at=at) as done:
        body = Body.objects.create(
            name=new.name[:120], kind=new.kind, area=area, is_sample=area.is_sample
        )
        invitation = Invitation.objects.create(
            body=body,
            role=Role.ORGANIZATION_OWNER,
            area=area,
            manages_accounts=True,
            name=new.owner_name,
            email=new.owner_email,
            invited_by_id=by.user_id,
            invited_at=at,
        )
        Approval.objects.create(
            kind=ApprovalKind.INVITATION,
            body=body,
            object_id=str(invitation.id),
            asked_at=at,
            expires_at=at,
            decision=Decision.APPROVED,
            decided_by_id=by.user_id,
            decided_at=at,
        )
        done.record(
            "accounts.body.admitted",
            object_type="accounts.body",
            object_id=body.id,
            area_path=new.area_path,
        )
    return Admitted(body.id, invitation.id)


def issue_to_owner(*, at: datetime, invitation_id: UUID) -> IssuedLetter:
    """This function will issue the letter of an owner's invitation to the owner, at once.

    The caller has checked that whoever asks proved to be the one who was admitted. Letters
    issued before lead nowhere from now on. Raises: LetterRefused when it was used or taken back.
    """
    row = (
        Invitation.objects.select_related("body", "area")
        .filter(
            id=invitation_id,
            role=Role.ORGANIZATION_OWNER,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
        )
        .first()
    )
    if row is None:
        raise LetterRefused
    return issue_for(row, by=ANONYMOUS, at=at, with_link=True)
