"""Trying things out in the sample town for two weeks; putting the first tasks away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body, Membership
from yui.accounts.queries.practising import practice_office
from yui.accounts.rules import may_practise
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import Viewer

PRACTICE_DAYS: Final = 14


def practise(*, by: Viewer, at: datetime) -> int:
    """This function will let the viewer act in the sample town until two weeks from now.

    Officers practise as officers, everybody else as an SC; nobody manages people there.
    Returned: the id of the membership. Raises: NotManaged; AccountRefused without a sample town.
    """
    if not may_practise(by) or Body.objects.filter(id=by.body_id or 0, is_sample=True).exists():
        raise NotManaged
    office = practice_office()
    if office is None:
        raise AccountRefused(_("見本のまちがありません。運用担当に頼んでください。"))
    role = Role.MUNICIPAL_OFFICER if by.role in OFFICERS else Role.COORDINATOR_LAYER_1
    until = date_in_jst(at) + timedelta(days=PRACTICE_DAYS)
    with act(by=by, at=at) as done:
        row, _made = Membership.objects.update_or_create(
            user_id=by.user_id,
            role=role,
            body=office,
            area=office.area,
            is_emergency=False,
            defaults={"is_practice": True, "until": until, "ended_at": None},
        )
        done.record(
            "accounts.practice.begun",
            object_type="accounts.membership",
            object_id=row.id,
            area_path=office.area.path,
        )
    return row.id


def stop_practising(*, by: Viewer, at: datetime) -> None:
    """This function will end the viewer's roles of practice. Raises: NotManaged without any."""
    with act(by=by, at=at) as done:
        held = Membership.objects.filter(
            user_id=by.user_id or 0, is_practice=True, ended_at__isnull=True
        ).select_related("area")
        rows = list(held)
        if not rows:
            raise NotManaged
        for row in rows:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            done.record(
                "accounts.practice.ended",
                object_type="accounts.membership",
                object_id=row.id,
                area_path=row.area.path if row.area else "",
            )


def put_first_week_away(*, by: Viewer, at: datetime) -> None:
    """This function will hide the first tasks from the viewer's own desk. Raises: NotManaged."""
    with act(by=by, at=at) as done:
        shown = Membership.objects.filter(
            id=by.membership_id or 0, user_id=by.user_id or 0, first_week_put_away_at__isnull=True
        )
        if not shown.update(first_week_put_away_at=at):
            raise NotManaged
        done.record(
            "accounts.first_week.put_away",
            object_type="accounts.membership",
            object_id=by.membership_id or 0,
            area_path=by.area_path or "",
        )
