"""Letters: a code on paper, a link by mail; what is done with them, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yui.accounts.actions.inviting import managed_membership, open_invitation
from yui.accounts.actions.sessions import end_sessions_of
from yui.accounts.errors import AccountRefused, LetterRefused
from yui.accounts.models import Invitation, Letter, Membership, User
from yui.accounts.queries.approvals import is_approved
from yui.accounts.queries.letters import OpenLetter, open_letter
from yui.accounts.queries.people import is_within
from yui.accounts.rules import needs_second_person
from yui.accounts.states import ApprovalKind
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.lib.secret_codes import hash_of_code, hash_of_token, new_code, new_token
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

CODE_LASTS = timedelta(days=14)
LINK_LASTS = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """This value will hold what is printed or mailed, once: the code and token are not kept."""

    name: str
    body_name: str
    role_label: str
    code: str
    code_expires_at: datetime
    login: str = ""
    email: str = ""
    token: str = ""


def issue_invitation(
    *, by: Viewer, at: datetime, invitation_id: Any, with_link: bool = False
) -> IssuedLetter:
    """This function will draw the code of an invitation, and for mail the token of a link.

    Letters issued before for it lead nowhere from now on.
    Raises: NotManaged; AccountRefused when it is over or waits for the second person.
    """
    row = open_invitation(by, invitation_id)
    if row.accepted_at or row.revoked_at:
        raise AccountRefused(_("この招待は、もう使われたか、取り消されています。"))
    if _waits(row):
        raise AccountRefused(_("二人目の承認が済んでから、手紙やメールを出せます。"))
    if with_link and not row.email:
        raise AccountRefused(_("メールアドレスがありません。手紙を印刷してください。"))
    return issue_for(row, by=by, at=at, with_link=with_link)


def issue_for(row: Invitation, *, by: Viewer, at: datetime, with_link: bool) -> IssuedLetter:
    """This function will draw the letter of an invitation; the caller has checked who asks."""
    issued = IssuedLetter(
        row.name,
        row.body.name,
        str(Role(row.role).label),
        new_code(),
        at + CODE_LASTS,
        email=row.email,
        token=new_token() if with_link else "",
    )
    issue(by, at, issued, {"invitation_id": row.id}, row.area.path if row.area else "")
    return issued


def issue_password(*, by: Viewer, at: datetime, membership_id: int) -> IssuedLetter:
    """This function will draw the code with which a colleague chooses a new password.

    The old password works until the new one is chosen; then every session of theirs ends.
    Whoever could let in an account manager or somebody of another office so would act as them:
    for these the operator issues on the host（`yui new-password`）.
    Raises: NotManaged; AccountRefused for oneself and for those.
    """
    row = managed_membership(by, membership_id)
    if row.user_id == by.user_id:
        raise AccountRefused(_("ご自分のパスワードは「パスワードを変える」で変えられます。"))
    if not is_within(by, row, at=at):
        raise AccountRefused(
            _(
                "この人は利用者管理者か、ほかの組織の立場も持っています。"
                "新しいパスワードは、運用担当に頼んでください。"
            )
        )
    issued = IssuedLetter(
        row.user.display_name,
        row.body.name,
        str(Role(row.role).label),
        new_code(),
        at + CODE_LASTS,
        login=row.user.login,
    )
    issue(by, at, issued, {"user_id": row.user_id}, row.area.path if row.area else "")
    return issued


def join(*, at: datetime, secret: str, login: str, password: str) -> str:
    """This function will use a letter once: make the person with their role, or the new password.

    Returned: the sign-in name. Raises: LetterRefused; AccountRefused when the name is taken or
    the password is weak (the letter stays usable then).
    """
    found = open_letter(secret, at=at)
    if found is None:
        raise LetterRefused
    user = _person(at, found, login)
    _require_strong(password, user)
    user.password = make_password(password)
    try:
        with act(by=ANONYMOUS, at=at) as done, transaction.atomic():
            _use(found, at)
            user.save(update_fields=None if found.is_invitation else ["password"])
            if found.is_invitation:
                _take_role(done, at, found, user)
            else:
                end_sessions_of(by=ANONYMOUS, at=at, user_id=user.id)
            done.record(
                "accounts.user.joined" if found.is_invitation else "accounts.user.password_set",
                object_type="accounts.user",
                object_id=user.id,
                area_path="",
            )
    except IntegrityError as error:
        raise AccountRefused(_("その名前はもう使われています。別の名前にしてください。")) from error
    return user.login


def join_as(*, by: Viewer, at: datetime, secret: str) -> None:
    """This function will add the role of an invitation to a person who signs in already.

    Raises: LetterRefused, also for a letter that brings a new password.
    """
    found = open_letter(secret, at=at)
    user = User.objects.filter(id=by.user_id or 0).first()
    if found is None or not found.is_invitation or user is None:
        raise LetterRefused
    with act(by=by, at=at) as done:
        _use(found, at)
        _take_role(done, at, found, user)


def _waits(row: Invitation) -> bool:
    needed = needs_second_person(Role(row.role), manages_accounts=row.manages_accounts)
    return needed and not is_approved(ApprovalKind.INVITATION, row.id)


def issue(
    by: Viewer, at: datetime, issued: IssuedLetter, target: dict[str, Any], area_path: str
) -> None:
    """This function will put a letter in force, for this room; older ones for the thing end."""
    with act(by=by, at=at) as done:
        Letter.objects.filter(used_at__isnull=True, voided_at__isnull=True, **target).update(
            voided_at=at
        )
        row = Letter.objects.create(
            code_hash=hash_of_code(issued.code),
            code_expires_at=issued.code_expires_at,
            token_hash=hash_of_token(issued.token) if issued.token else None,
            token_expires_at=at + LINK_LASTS if issued.token else None,
            issued_at=at,
            **target,
        )
        done.record(
            "accounts.letter.issued",
            object_type="accounts.letter",
            object_id=row.id,
            area_path=area_path,
        )


def _person(at: datetime, found: OpenLetter, login: str) -> User:
    if found.is_invitation:
        user = User(login=login, display_name=found.name, created_at=at)
        invited = Invitation.objects.filter(letters=found.letter_id)
        user.works_for = tuple(invited.values_list("area__path", "area_group_id", "body_id"))
        return user
    return User.objects.get(login=found.login)


def _require_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error


def _use(found: OpenLetter, at: datetime) -> None:
    """One statement decides who of two that type the same code at one moment is the first."""
    fresh = Letter.objects.filter(id=found.letter_id, used_at__isnull=True, voided_at__isnull=True)
    if not fresh.update(used_at=at):
        raise LetterRefused


def _take_role(done: Act, at: datetime, found: OpenLetter, user: User) -> None:
    invited = Invitation.objects.filter(
        letters=found.letter_id, accepted_at__isnull=True, revoked_at__isnull=True
    )
    row = invited.select_related("area").first()
    if row is None or (row.until is not None and row.until < date_in_jst(at)) or _waits(row):
        raise LetterRefused
    if not Invitation.objects.filter(
        id=row.id, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(accepted_at=at):
        raise LetterRefused
    if row.email and not user.email:
        User.objects.filter(id=user.id).update(email=row.email)
    same: dict[str, Any] = {
        "user": user,
        "role": row.role,
        "body_id": row.body_id,
        "area_id": row.area_id,
        "area_group_id": row.area_group_id,
        "is_emergency": False,
    }
    current = Membership.objects.filter(**same, manages_accounts=True, ended_at__isnull=True)
    # Who manages accounts already goes on doing so.
    manages = row.manages_accounts or current.exists()
    held, _made = Membership.objects.update_or_create(
        **same,
        defaults={
            "department": row.department,
            "acting_for_id": row.acting_for_id,
            "until": row.until,
            "manages_accounts": manages,
            "ended_at": None,
        },
    )
    done.record(
        "accounts.membership.added",
        object_type="accounts.membership",
        object_id=held.id,
        area_path=row.area.path if row.area else "",
        fields=("role", "body", "area", "until", "manages_accounts"),
    )
