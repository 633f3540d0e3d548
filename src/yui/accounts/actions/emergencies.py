"""Break-glass: the operator lets somebody act for a body for a few hours, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yui.accounts.actions.sessions import end_sessions_of
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body, BreakGlass, Membership, User
from yui.accounts.queries.offices import office_around
from yui.accounts.rules import Grant, may_approve, may_make_bodies, refusal
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

MOST_HOURS = 4


@dataclass(frozen=True, slots=True)
class Emergency:
    """This value will hold who is to act for which body in which role, for how long and why."""

    login: str
    body_id: int
    role: Role
    hours: int
    reason: str


def break_glass(*, by: Viewer, at: datetime, new: Emergency) -> UUID:
    """This function will let somebody act for a body; it ends by itself after some hours.

    Whatever they do stands in the journal under a membership of its own.
    Raises: AccountRefused with the reason; NotManaged when there is no such body.
    """
    if not may_make_bodies(by, area_path=""):
        raise AccountRefused(_("非常時の立場を開けるのは、運用担当だけです。"))
    reason = new.reason.strip()
    if not reason:
        raise AccountRefused(_("わけを書いてください。"))
    if not 1 <= new.hours <= MOST_HOURS:
        raise AccountRefused(_("時間は、1時間から4時間までです。"))
    user = User.objects.filter(login__iexact=new.login, is_active=True).first()
    if user is None:
        raise AccountRefused(_("この名前で入れる人はいません。"))
    office = office_around(new.body_id)
    body = Body.objects.select_related("area").get(id=new.body_id)
    grant = Grant(new.role, (body.area.path,), date_in_jst(at), new.body_id)
    if says := refusal(by, office, grant, on=date_in_jst(at)):
        raise AccountRefused(says)
    with act(by=by, at=at) as done:
        held = _membership(user, body, new.role, at + timedelta(hours=new.hours))
        if BreakGlass.objects.filter(
            membership=held, closed_at__isnull=True, ends_at__gt=at
        ).exists():
            raise AccountRefused(_("この人の非常時の立場は、もう開いています。"))
        row = BreakGlass.objects.create(
            membership=held,
            reason=reason,
            opened_at=at,
            ends_at=at + timedelta(hours=new.hours),
        )
        _record(done, "opened", row, body.area.path)
    return row.id


def close_glass(*, by: Viewer, at: datetime, glass_id: UUID) -> None:
    """This function will end an emergency now, and every session of the person.

    Raises: NotManaged; AccountRefused when it is over.
    """
    found = BreakGlass.objects.filter(id=glass_id).select_related("membership__body__area")
    row = found.first()
    if row is None:
        raise NotManaged
    if not may_approve(by, office_around(row.membership.body_id), asked_by=None):
        raise NotManaged
    with act(by=by, at=at) as done:
        lasting = BreakGlass.objects.filter(id=row.id, closed_at__isnull=True, ends_at__gt=at)
        if not lasting.update(closed_at=at):
            raise AccountRefused(_("もう終わっています。"))
        _record(done, "closed", row, row.membership.body.area.path)
        end_sessions_of(by=by, at=at, user_id=row.membership.user_id)


def _membership(user: User, body: Body, role: Role, ends_at: datetime) -> Membership:
    held, _made = Membership.objects.update_or_create(
        user=user,
        role=role,
        body=body,
        area=body.area,
        is_emergency=True,
        defaults={
            "until": date_in_jst(ends_at),
            "ended_at": None,
            "acting_for": body if role is Role.CONTRACTOR else None,
        },
    )
    return held


def _record(done: Act, verb: str, row: BreakGlass, area_path: str) -> None:
    done.record(
        f"accounts.break_glass.{verb}",
        object_type="accounts.break_glass",
        object_id=row.id,
        area_path=area_path,
        fields=(f"membership:{row.membership_id}",),
    )
