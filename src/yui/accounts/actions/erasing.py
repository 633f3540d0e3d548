"""Erasing a person: what names them goes, what they did stays under a number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _

from yui.accounts.actions.sessions import end_sessions_of
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import BreakGlass, Letter, Membership, User
from yui.accounts.queries.held import bodies_managed_alone, invitations_to
from yui.accounts.rules import may_make_bodies
from yui.journal.actions import act
from yui.lib.ids import new_id
from yui.lib.traces import Traces
from yui.policy.viewer import Viewer

_GONE = "erased-"


def erase_user(*, by: Viewer, at: datetime, user_id: int, even_last: bool = False) -> Traces:
    """This function will erase what names a person who signs in; returns what it was.

    Every role and session ends. The number stays, so that the journal still says what was done
    by one and the same person and in which role, but nothing says any more who that is.
    `even_last` also erases the last account manager of a body.
    Raises: NotManaged when there is no such person; AccountRefused when the viewer may not, or
    a body would be left without an account manager.
    """
    if not may_make_bodies(by, area_path=""):
        raise AccountRefused(_("利用者を消せるのは、運用担当だけです。"))
    with act(by=by, at=at) as done:
        user = User.objects.select_for_update().filter(id=user_id).first()
        if user is None:
            raise NotManaged
        if not even_last and (alone := bodies_managed_alone(user_id)):
            raise AccountRefused(
                _(
                    "%(bodies)s の最後の利用者管理者です。"
                    "先に、ほかの人を利用者管理者にしてください。"
                )
                % {"bodies": "、".join(alone)}
            )
        traces = Traces(frozenset({user.display_name}), mails=frozenset({user.email}))
        end_sessions_of(by=by, at=at, user_id=user_id)
        _forget_invitations(user, at)
        _end_roles(user_id, at)
        for model in (Authenticator, EmailAddress, UserSession):
            _rows_of(model, user_id).delete()
        _rows_of(Letter, user_id).filter(used_at=None, voided_at=None).update(voided_at=at)
        User.objects.filter(id=user_id).update(
            login=f"{_GONE}{new_id().hex}",
            display_name=_("（消した人）"),
            email="",
            password=make_password(None),
            is_active=False,
        )
        done.record(
            "accounts.user.erased", object_type="accounts.user", object_id=user_id, area_path=""
        )
    return traces


def _rows_of(model: Any, user_id: int) -> Any:
    return model.objects.filter(user_id=user_id)


def _forget_invitations(user: User, at: datetime) -> None:
    rows = invitations_to(user)
    rows.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    rows.update(name="", email="")


def _end_roles(user_id: int, at: datetime) -> None:
    glasses = BreakGlass.objects.filter(membership__user_id=user_id)
    glasses.filter(closed_at=None).update(closed_at=at)
    glasses.update(reason=_("（消しました）"))
    Membership.objects.filter(user_id=user_id, ended_at=None).update(ended_at=at)
