"""The second step at signing in: which ones a body allows, and the printed sheet of numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.utils.translation import gettext as _

from yui.accounts.actions.inviting import managed_membership
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Body
from yui.accounts.queries.offices import managed_office
from yui.accounts.queries.people import is_within
from yui.accounts.queries.providers import all_providers, linked_issuers
from yui.accounts.queries.steps import own_steps, steps_of
from yui.accounts.states import SecondStep
from yui.journal.actions import act
from yui.lib.clock import date_in_jst
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

# To set up a second step, before it is asked for.
GRACE = timedelta(days=7)


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
    step_from: date | None = None,
) -> None:
    """This function will say which second steps the people of a body may set up from now on,
    which issuers may sign them in, and from which day on nobody comes in without either.

    Who uses another step already goes on until they stop it: nobody is locked out. An issuer that
    is taken back signs nobody in from now on.
    A day is new only a week ahead; whoever sets it has a second step themselves.
    Raises: NotManaged; AccountRefused when none is left, or with what is wrong with the day.
    """
    managed_office(by, body_id)
    known = [each.issuer for each in all_providers() if each.issuer in issuers]
    if not allowed and not known:
        raise AccountRefused(_("少なくともひとつは、使えるようにしてください。"))
    with act(by=by, at=at) as done:
        body = Body.objects.select_related("area").get(id=body_id)
        if step_from is not None and step_from != body.step_from:
            _require_good_day(by, step_from, on=date_in_jst(at))
        body.step_from = step_from
        body.second_steps = [step.value for step in SecondStep if step in allowed]
        body.issuers = known
        body.save(update_fields=["second_steps", "issuers", "step_from"])
        done.record(
            "accounts.body.steps_allowed",
            object_type="accounts.body",
            object_id=body_id,
            area_path=body.area.path,
            fields=(
                *body.second_steps,
                *(["issuers"] if known else []),
                *(["step_from"] if step_from else []),
            ),
        )


def _require_good_day(by: Viewer, day: date, *, on: date) -> None:
    if day < on + GRACE:
        raise AccountRefused(
            _("きょうから%(days)s日よりあとの日にしてください。準備する日が要ります。")
            % {"days": GRACE.days}
        )
    user_id = by.user_id or 0
    if by.role is not Role.OPERATOR and not own_steps(user_id) | linked_issuers(user_id):
        raise AccountRefused(_("先に、ご自分が「入るときの守り」でどれかを使い始めてください。"))


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
