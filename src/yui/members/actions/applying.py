"""What somebody without an account does: claim a record, register, go on, begin."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from yui.accounts.actions import issue_to_owner
from yui.accounts.errors import LetterRefused
from yui.areas.models import Area
from yui.directory.queries.claimable import organization_line
from yui.journal.actions import Act, act
from yui.lib.ids import new_id
from yui.lib.secret_codes import hash_of_code, new_code
from yui.members.actions.cleaning import cleaned_contact, cleaned_step, mail_address
from yui.members.actions.mailing import mail_secret
from yui.members.errors import ApplicationNotFound, CodeRefused, MoveRefused
from yui.members.models import Application
from yui.members.queries.applications import (
    ROOM,
    alike,
    held_rows,
    is_open,
    outcome_of,
    title_of,
)
from yui.members.queries.content import blank_content, changes_in_words, is_whole
from yui.members.rules import may_type, tier_of
from yui.members.states import ApplicationKind, ApplicationState, Field, Step
from yui.policy.viewer import ANONYMOUS, Viewer, operator
from yui.review.actions import NewSubmission, forget_snapshots, submit
from yui.review.rules import snapshot_of
from yui.review.states import SubmissionKind

DRAFT_LASTS = timedelta(days=30)
# After it was sent: whoever decides may take long, and a letter takes 90 days.
SENT_LASTS = timedelta(days=365)
DECIDED_LASTS = timedelta(days=90)
_DECIDE_PATH = "/members/submissions/{}/approve/"
_PREVIEW_PATH = "/members/submissions/{}/preview/"
_TIDY = operator("tidy")


class Started(NamedTuple):
    """This value will hold the secret of a new application, once, and whether it was mailed."""

    secret: str
    is_mailed: bool


def start_claim(
    *,
    by: Viewer,
    at: datetime,
    short_code: str,
    contact: Mapping[str, Any],
    link_of: Callable[[str], str],
    page: str,
) -> Started:
    """This function will take that somebody speaks for a stored organization.

    Nothing changes for anybody until an officer has seen a proof. `link_of` makes the address of
    a secret, `page` is where it is typed.
    Raises: OrganizationNotFound, InputRefused, MoveRefused when a body speaks for it already.
    """
    line = organization_line(by, short_code, at=at)
    if line.is_represented:
        raise MoveRefused(
            _(
                "この団体には、もう代表の方がいます。使い始めたい方は、その方から招待を受けてください。"
            )
        )
    content, secret = cleaned_contact(contact), new_code()
    with act(by=by, at=at) as done:
        row = Application.objects.create(
            kind=ApplicationKind.CLAIM,
            state=ApplicationState.SENT,
            area=Area.objects.get(path=line.area_path),
            organization_id=line.id,
            content=content,
            secret_hash=hash_of_code(secret),
            spoken=secret[:4],
            started_at=at,
            sent_at=at,
            expires_at=at + SENT_LASTS,
        )
        record(done, row, "sent")
    return Started(secret, mail_secret(content[Field.EMAIL], secret, link_of(secret), page))


def start_registration(
    *, by: Viewer, at: datetime, email: str, link_of: Callable[[str], str], page: str
) -> Started:
    """This function will begin a registration that says nothing yet.

    Staff who may put records forward type it from paper. Raises: InputRefused.
    """
    address, secret = mail_address(Field.EMAIL, email), new_code()
    with act(by=by, at=at) as done:
        row = Application.objects.create(
            kind=ApplicationKind.REGISTRATION,
            content={**blank_content(), Field.EMAIL.value: address},
            secret_hash=hash_of_code(secret),
            spoken=secret[:4],
            typed_by_id=by.user_id if may_type(by) else None,
            started_at=at,
            expires_at=at + DRAFT_LASTS,
        )
        record(done, row, "started")
    return Started(secret, mail_secret(address, secret, link_of(secret), page))


def save_step(
    *, by: Viewer, at: datetime, secret: str, step: Step, given: Mapping[str, Any]
) -> None:
    """This function will keep one step of a registration, and the whole for another month.

    Raises: ApplicationNotFound, MoveRefused when it waits or is decided, InputRefused.
    """
    with act(by=by, at=at) as done:
        row = _open_row(secret, at)
        row.content = {**row.content, **cleaned_step(step, given, row.content)}
        if row.state == ApplicationState.DRAFT:
            row.expires_at = at + DRAFT_LASTS
        row.save(update_fields=["content", "expires_at"])
        record(done, row, "saved")


def send_registration(*, by: Viewer, at: datetime, secret: str) -> None:
    """This function will put a whole registration into the queue of the tier it belongs to.

    Raises: ApplicationNotFound, MoveRefused when something is missing or it waits already.
    """
    with act(by=by, at=at) as done:
        row = _open_row(secret, at)
        if not is_whole(row.content):
            raise MoveRefused(_("まだ書いていないところがあります。"))
        row.area = Area.objects.get(path=tier_of(row.content[Field.AREAS]))
        row.state, row.sent_at, row.expires_at = ApplicationState.SENT, at, at + SENT_LASTS
        row.save(update_fields=["area", "state", "sent_at", "expires_at"])
        changes = changes_in_words(row.content, alike(row.content, at=at))
        submission_id = new_id()
        submit(
            by=_author(by, row),
            at=at,
            given=NewSubmission(
                room=ROOM,
                object_id=row.id,
                kind=SubmissionKind.NEW,
                title=_("参加の申し込み　%s") % title_of(row),
                area_path=row.area.path,
                snapshot=snapshot_of(changes, row.content),
                decide_path=_DECIDE_PATH.format(submission_id),
                preview_path=_PREVIEW_PATH.format(submission_id),
                is_from_outside=True,
                id=submission_id,
            ),
        )
        record(done, row, "sent")


def prove_by_letter(*, at: datetime, secret: str, code: str) -> None:
    """This function will note that the code of the letter to the address on record came back.

    Raises: ApplicationNotFound, CodeRefused.
    """
    with act(by=ANONYMOUS, at=at) as done:
        row = _held(secret, at)
        waiting = Application.objects.filter(
            id=row.id,
            state=ApplicationState.SENT,
            letter_hash=hash_of_code(code),
            letter_expires_at__gt=at,
        )
        if not waiting.update(proven_at=at):
            raise CodeRefused
        record(done, row, "proven")


def begin_using(*, at: datetime, secret: str) -> str:
    """This function will return the token of the letter that lets the owner in, drawn now.

    Raises: ApplicationNotFound, MoveRefused when it is not admitted or the owner is in already.
    """
    row = _held(secret, at)
    if row.state != ApplicationState.ADMITTED or row.invitation_id is None:
        raise MoveRefused(_("まだ決まっていません。決まると、このページから始められます。"))
    try:
        return issue_to_owner(at=at, invitation_id=row.invitation_id).token
    except LetterRefused as refused:
        raise MoveRefused(
            _("入るときの名前は、もう決めてあります。その名前で「入る」から入ってください。")
        ) from refused


def tidy_applications(*, at: datetime) -> int:
    """This function will throw away applications whose time is over; returned: how many.

    What was declared and approved stays with the member; what was not admitted is forgotten in
    the queue of review as well.
    """
    over = list(Application.objects.filter(expires_at__lte=at).values_list("id", "state"))
    for application_id, state in over:
        with act(by=_TIDY, at=at):
            if state != ApplicationState.ADMITTED:
                forget_snapshots(by=_TIDY, at=at, room=ROOM, object_id=application_id)
            Application.objects.filter(id=application_id, expires_at__lte=at).delete()
    return len(over)


def record(done: Act, row: Application, verb: str) -> None:
    """This function will note in the journal what happened to an application."""
    done.record(
        f"members.application.{verb}",
        object_type="members.application",
        object_id=row.id,
        area_path=row.area.path if row.area else "",
    )


def _held(secret: str, at: datetime) -> Application:
    rows = held_rows(secret, at).select_for_update(of=("self",))
    row = rows.select_related("organization", "area").first()
    if row is None:
        raise ApplicationNotFound
    return row


def _open_row(secret: str, at: datetime) -> Application:
    row = _held(secret, at)
    if not is_open(row, outcome_of(row)):
        raise MoveRefused(_("いまは書きかえられません。送ったものは、まちの職員が見ています。"))
    return row


def _author(by: Viewer, row: Application) -> Viewer:
    """Who typed it from paper does not decide about it, whoever sends it in the end."""
    if row.typed_by_id in (None, by.user_id):
        return by
    return replace(ANONYMOUS, user_id=row.typed_by_id)
