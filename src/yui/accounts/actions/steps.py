"""The second step at signing in: which ones a body allows, and the printed sheet of numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils.translation import gettext as _

from yui.accounts.actions.inviting import managed_membership
from yui.accounts.actions.letters import is_within
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body
from yui.accounts.queries.offices import managed_office
from yui.accounts.queries.providers import all_providers
from yui.accounts.queries.steps import steps_of
from yui.accounts.states import SecondStep
from yui.journal.actions import act
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """This value will hold what is printed: each number signs its person in once."""

    name: str
    login: str
    body_name: str
    codes: tuple[str, ...]
    issued_at: datetime


def allow_steps(
    *,
    by: Viewer,
    at: datetime,
    body_id: int,
    allowed: Collection[SecondStep],
    issuers: Collection[str] = (),
) -> None:
    """This function will say which second steps the people of a body may set up from now on, and
    which issuers may sign them in.

    Who uses another step already goes on until they stop it: nobody is locked out. An issuer that
    is taken back signs nobody in from now on.
    Raises: NotManaged; AccountRefused when none is left.
    """
    managed_office(by, body_id)
    known = [each.issuer for each in all_providers() if each.issuer in issuers]
    if not allowed and not known:
        raise AccountRefused(_("少なくともひとつは、使えるようにしてください。"))
    with act(by=by, at=at) as done:
        body = Body.objects.select_related("area").get(id=body_id)
        body.second_steps = [step.value for step in SecondStep if step in allowed]
        body.issuers = known
        body.save(update_fields=["second_steps", "issuers"])
        done.record(
            "accounts.body.steps_allowed",
            object_type="accounts.body",
            object_id=body_id,
            area_path=body.area.path,
            fields=(*body.second_steps, *(["issuers"] if known else [])),
        )


def issue_sheet(*, by: Viewer, at: datetime, membership_id: int) -> IssuedSheet:
    """This function will draw a new sheet of numbers for a person; the former one is void.

    Not for oneself, account managers and people of other offices, as with a new password.
    Raises: NotManaged; AccountRefused, also when the body does not use sheets.
    """
    row = managed_membership(by, membership_id)
    if SecondStep.SHEET not in steps_of(row.user_id):
        raise AccountRefused(_("この組織では、番号の表を使わないことにしています。"))
    if row.user_id == by.user_id or not is_within(by, row, at=at):
        raise AccountRefused(
            _(
                "ご自分と、利用者管理者や、ほかの組織の立場も持つ人の番号の表は、"
                "運用担当に頼んでください。"
            )
        )
    with act(by=by, at=at) as done:
        Authenticator.objects.filter(user_id=row.user_id, type=SecondStep.SHEET).delete()
        codes = RecoveryCodes.activate(row.user).generate_codes()
        done.record(
            "accounts.sheet.issued",
            object_type="accounts.user",
            object_id=row.user_id,
            area_path=row.area.path if row.area else "",
        )
    return IssuedSheet(row.user.display_name, row.user.login, row.body.name, tuple(codes), at)


def drop_sheet(*, user_id: int) -> None:
    """This function will throw away a sheet that nobody saw; drawing it left no entry either."""
    Authenticator.objects.filter(user_id=user_id, type=SecondStep.SHEET).delete()
