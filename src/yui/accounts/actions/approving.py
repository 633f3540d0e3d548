"""Two people for what is grave: one asks, another one of the same office agrees."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yui.accounts.errors import ApprovalRefused, NotManaged
from yui.accounts.models import Approval, Membership
from yui.accounts.queries.offices import managed_office, office_around
from yui.accounts.rules import may_approve
from yui.accounts.states import ApprovalKind, Decision
from yui.journal.actions import Act, act
from yui.policy.viewer import Viewer

WAITS_FOR = timedelta(hours=72)


def ask_approval(
    *, by: Viewer, at: datetime, kind: ApprovalKind, body_id: int, object_id: object
) -> UUID:
    """This function will ask for a second person; the caller has checked that it may be asked.

    Raises: ApprovalRefused when the same thing is already asked for.
    """
    with act(by=by, at=at) as done:
        same = Approval.objects.filter(kind=kind, object_id=str(object_id))
        if same.filter(decision="", expires_at__gt=at).exists():
            raise ApprovalRefused(_("もう承認を待っています。"))
        row = Approval.objects.create(
            kind=kind,
            body_id=body_id,
            object_id=str(object_id),
            asked_by_id=by.user_id,
            asked_at=at,
            expires_at=at + WAITS_FOR,
        )
        _record(done, "asked", row)
    return row.id


def decide_approval(*, by: Viewer, at: datetime, approval_id: UUID, decision: Decision) -> None:
    """This function will agree or not, as the second person; exactly one decision is taken.

    Raises: NotManaged when it is none of the viewer's office; ApprovalRefused when the viewer
    asked for it, or it is decided or stale.
    """
    row = Approval.objects.filter(id=approval_id).select_related("body__area").first()
    if row is None:
        raise NotManaged
    office = office_around(row.body_id)
    if not may_approve(by, office, asked_by=None):
        raise NotManaged
    if not may_approve(by, office, asked_by=row.asked_by_id):
        raise ApprovalRefused(_("自分が申し出たことは、自分では承認できません。"))
    with act(by=by, at=at) as done:
        waiting = Approval.objects.filter(id=approval_id, decision="", expires_at__gt=at)
        if not waiting.update(decision=decision, decided_by_id=by.user_id, decided_at=at):
            raise ApprovalRefused(_("もう決まったか、72時間の期限が切れています。"))
        if decision is Decision.APPROVED and row.kind == ApprovalKind.MANAGER:
            Membership.objects.filter(id=row.object_id).update(manages_accounts=True)
        _record(done, decision, row)


def ask_manager(*, by: Viewer, at: datetime, membership_id: int) -> UUID:
    """This function will ask that somebody become an account manager of their body.

    Raises: NotManaged; ApprovalRefused when they are one or it is already asked for.
    """
    held = Membership.objects.filter(id=membership_id, ended_at__isnull=True).first()
    if held is None:
        raise NotManaged
    managed_office(by, held.body_id)
    if held.manages_accounts:
        raise ApprovalRefused(_("この人は、もう利用者管理者です。"))
    return ask_approval(
        by=by,
        at=at,
        kind=ApprovalKind.MANAGER,
        body_id=held.body_id,
        object_id=membership_id,
    )


def _record(done: Act, verb: str, row: Approval) -> None:
    done.record(
        f"accounts.approval.{verb}",
        object_type="accounts.approval",
        object_id=row.id,
        area_path=row.body.area.path,
        fields=(row.kind,),
    )
