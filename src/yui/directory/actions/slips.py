"""Slips for leaders: issued by an office, answered without an account."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yui.directory.actions.confirming import mark_confirmed
from yui.directory.actions.moves import clear_pause, refuse_move
from yui.directory.actions.services import kept_service, locked_service, record
from yui.directory.errors import SlipRefused
from yui.directory.models import Service, Slip, new_short_code
from yui.directory.models.identity import new_token
from yui.directory.queries.slips import hash_of_secret, slip_id_of
from yui.directory.states import LISTED, ConfirmedHow, ServiceState, SlipAnswer
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.policy.viewer import ANONYMOUS, Viewer

SLIP_LASTS = timedelta(days=90)
LEADER = "代表者"
_REST_REASON = "代表者からの知らせ"


@dataclass(frozen=True, slots=True)
class SlipSecrets:
    """This value will hold what is printed on a slip, once: only hashes are kept.

    `code` is typed (8 letters), `token` stands in the QR code (16 letters).
    """

    service_id: UUID
    code: str
    token: str


def draw_secrets(service_id: UUID) -> SlipSecrets:
    """This function will draw the secrets of a slip; until it is issued they lead nowhere.

    So a sheet is printed first and issued afterwards: a press that fails revokes no slip.
    """
    return SlipSecrets(service_id, new_short_code(), new_token())


def issue_slips(
    *, by: Viewer, at: datetime, secrets: Sequence[SlipSecrets], lasts: timedelta = SLIP_LASTS
) -> None:
    """This function will put slips in force; those issued before for the services lead nowhere.

    Raises: ServiceNotFound, NotYours; then none is issued.
    """
    with act(by=by, at=at) as done:
        for each in secrets:
            row = kept_service(by, each.service_id)
            Slip.objects.filter(service=row, revoked_at__isnull=True).update(revoked_at=at)
            Slip.objects.create(
                service=row,
                code_hash=hash_of_secret(each.code),
                token_hash=hash_of_secret(each.token),
                issued_at=at,
                expires_at=at + lasts,
            )
            record(done, row, "slip_issued", row.area.path)


def answer_slip(*, at: datetime, secret: str, answer: SlipAnswer) -> None:
    """This function will confirm a service by its leader, who may say that it rests this month.

    Nothing waits for anybody: what is unchanged counts as confirmed at once. Answering twice
    changes nothing more. Raises: SlipRefused, MoveRefused.
    """
    with act(by=ANONYMOUS, at=at) as done:
        row = answered_service(at=at, secret=secret)
        if answer is SlipAnswer.RESTS:
            _rest_until_month_ends(done, row)
        else:
            _resume_when_over(done, row)
        today = date_in_jst(at)
        mark_confirmed(done, row, by_name=LEADER, how=ConfirmedHow.SLIP, on=today)


def answered_service(*, at: datetime, secret: str) -> Service:
    """This function will lock the service of a slip in force and note that it was answered.

    Raises: SlipRefused.
    """
    service_id = Slip.objects.values_list("service_id", flat=True).get(id=slip_id_of(secret, at=at))
    row = locked_service(service_id)
    # A new slip may have been issued while we waited for the lock.
    slip_id = slip_id_of(secret, at=at)
    if row.state not in LISTED:
        raise SlipRefused
    Slip.objects.filter(id=slip_id).update(answered_at=at)
    return row


def _rest_until_month_ends(done: Act, row: Service) -> None:
    today = date_in_jst(done.at)
    end = today.replace(day=monthrange(today.year, today.month)[1])
    if row.state == ServiceState.PAUSED:
        if row.paused_to is None or row.paused_to >= end:
            return
    else:
        refuse_move(row, ServiceState.PAUSED)
        row.state, row.paused_from = ServiceState.PAUSED, today
    row.paused_from = row.paused_from or today
    row.paused_to, row.pause_reason = end, _REST_REASON
    changed = ("state", "paused_from", "paused_to", "pause_reason")
    record(done, row, "paused", row.area.path, changed)


def _resume_when_over(done: Act, row: Service) -> None:
    """「変わりありません」 after the last day of a pause: it runs as written again."""
    is_over = row.paused_to is not None and row.paused_to < date_in_jst(done.at)
    if row.state == ServiceState.PAUSED and is_over:
        clear_pause(row)
        row.state = ServiceState.PUBLISHED
        record(done, row, "resumed", row.area.path, ("state",))
