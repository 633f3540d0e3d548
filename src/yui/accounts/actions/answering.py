"""How long the people of a body have before work is passed on to the next."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body
from yui.accounts.rules import may_set_answer_days
from yui.journal.actions import act
from yui.policy.viewer import Viewer

_FEWEST, _MOST = 1, 90


def set_answer_days(*, by: Viewer, at: datetime, body_id: int, days: int) -> None:
    """This function will say after how many days without an answer work goes to the next.

    Raises: NotManaged; AccountRefused for fewer than one day or more than ninety.
    """
    body = Body.objects.select_related("area").filter(id=body_id).first()
    if body is None or not may_set_answer_days(by, body_id=body_id):
        raise NotManaged
    if not _FEWEST <= days <= _MOST:
        raise AccountRefused(_("1日から90日までで決めてください。"))
    with act(by=by, at=at) as done:
        Body.objects.filter(id=body_id).update(answer_days=days)
        done.record(
            "accounts.body.answer_days_set",
            object_type="accounts.body",
            object_id=body_id,
            area_path=body.area.path,
            fields=("answer_days",),
        )
