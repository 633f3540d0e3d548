"""Changing submissions. Keyword-only verbs; every one runs inside `journal.act`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yui.accounts.queries import managed_bodies
from yui.areas.models import Area
from yui.journal.actions import Act, act
from yui.lib.clock import date_in_jst
from yui.lib.codes import find_my_numbers
from yui.lib.ids import new_id
from yui.lib.japanese import TextRefused, clean_line, clean_text
from yui.lib.traces import Traces
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review import rules
from yui.review.errors import (
    AlreadyMoved,
    AlreadySubmitted,
    InputRefused,
    OwnSubmission,
    SnapshotBroken,
    SubmissionNotFound,
)
from yui.review.models import LoneOffice, Submission
from yui.review.queries import author_of, facts_of, is_lone
from yui.review.states import LEFT_OPEN, MOVES, SubmissionKind, SubmissionState

_LONGEST_REASON = 2_000
_LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """This value will describe what is put forward; see `models.Submission`.

    `area_path` is the municipality, ward or other area whose office decides; the caller has
    checked that `by` may put it forward. `is_from_outside` says that somebody without an account
    asks, alone or through who typed it from paper: the officers of the area decide.
    """

    room: str
    object_id: UUID
    kind: SubmissionKind
    title: str
    area_path: str
    snapshot: Mapping[str, Any]
    decide_path: str
    preview_path: str
    base_revision: str = ""
    is_from_outside: bool = False
    id: UUID = field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class Approved:
    """This value will hold what a room applies: exactly what was submitted, and for whom."""

    id: UUID
    object_id: UUID
    snapshot: dict[str, Any]
    base_revision: str
    area_path: str
    author: Viewer


@dataclass(frozen=True, slots=True)
class Document:
    """This value will hold 決裁日 and 文書番号 of a decision by the only officer of a body."""

    decision_date: date | None = None
    number: str = ""


def submit(*, by: Viewer, at: datetime, given: NewSubmission) -> UUID:
    """This function will put an immutable snapshot into the queue and return its id.

    Earlier ones of the same thing that were returned or taken back are put away.
    Raises: SubmissionNotFound when nobody acts for a body, AlreadySubmitted.
    """
    if by.body_id is None and not given.is_from_outside:
        raise SubmissionNotFound
    author = ANONYMOUS if given.is_from_outside else by
    with act(by=by, at=at) as done:
        same = Submission.objects.filter(room=given.room, object_id=str(given.object_id))
        if same.filter(state=SubmissionState.SUBMITTED).exists():
            raise AlreadySubmitted
        _put_away(done, list(same.filter(state__in=LEFT_OPEN).select_related("area")))
        row = Submission.objects.create(
            id=given.id,
            room=given.room,
            object_id=str(given.object_id),
            kind=given.kind,
            title=given.title,
            body_id=author.body_id,
            area=Area.objects.get(path=given.area_path),
            author_role=author.role,
            author_area_path=author.area_path or "",
            snapshot=given.snapshot,
            digest=rules.digest_of(given.snapshot),
            base_revision=given.base_revision,
            decide_path=given.decide_path,
            preview_path=given.preview_path,
            submitted_by_id=by.user_id,
            submitted_at=at,
        )
        _record(done, row, "submitted")
    return row.id


def approve(
    *, by: Viewer, at: datetime, submission_id: UUID, room: str, document: Document
) -> Approved:
    """This function will approve a submission and return what the room is to apply.

    Called by the submitting room inside its own act, so that both happen or neither. Exactly
    one of many wins. Raises: SubmissionNotFound, OwnSubmission, InputRefused (the only officer
    of a body gives no 決裁日 or 文書番号), SnapshotBroken, AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        row = _reviewed(by, submission_id)
        if row.room != room:
            raise SubmissionNotFound
        is_own = not rules.may_decide(by, facts_of(row))
        paper = _documented(by, row, document, at) if is_own else Document()
        if rules.digest_of(row.snapshot) != row.digest:
            raise SnapshotBroken
        older = Submission.objects.filter(
            room=row.room, object_id=row.object_id, state=SubmissionState.APPROVED
        )
        older.update(state=SubmissionState.ARCHIVED)
        _move(
            row,
            SubmissionState.APPROVED,
            decided_by_id=by.user_id,
            decided_at=at,
            is_own_decision=is_own,
            decision_date=paper.decision_date,
            document_number=paper.number,
        )
        _record(done, row, "approved")
    return Approved(
        row.id,
        UUID(row.object_id),
        row.snapshot,
        row.base_revision,
        row.area.path,
        author_of(row),
    )


def return_(*, by: Viewer, at: datetime, submission_id: UUID, reason: str) -> None:
    """This function will give a submission back to its author with a reason.

    Raises: SubmissionNotFound, OwnSubmission (one takes back the own), InputRefused,
    AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        row = _reviewed(by, submission_id)
        if not rules.may_decide(by, facts_of(row)):
            raise OwnSubmission
        _move(
            row,
            SubmissionState.RETURNED,
            decided_by_id=by.user_id,
            decided_at=at,
            reason=_reason(reason),
        )
        _record(done, row, "returned")


def withdraw(*, by: Viewer, at: datetime, submission_id: UUID) -> None:
    """This function will take a submission back before it is decided.

    Raises: SubmissionNotFound, AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        row = _own(by, submission_id)
        _move(row, SubmissionState.DRAFT)
        _record(done, row, "withdrawn")


def archive(*, by: Viewer, at: datetime, submission_id: UUID) -> None:
    """This function will put away what was returned or taken back and nobody goes on with.

    Raises: SubmissionNotFound, AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        row = _own(by, submission_id)
        if row.state not in LEFT_OPEN:
            raise AlreadyMoved
        _put_away(done, [row])


def forget_snapshots(
    *, by: Viewer, at: datetime, room: str, object_id: UUID, traces: Traces | None = None
) -> int:
    """This function will erase what decided submissions of a thing said; returns how many.

    Their hashes stay, so that it can still be shown what was not said. The caller has checked
    that `by` keeps the thing. With `traces` a person is erased: what waits is put away first,
    and titles lose what names them.
    """
    with act(by=by, at=at) as done:
        rows = Submission.objects.filter(room=room, object_id=str(object_id))
        if traces is not None:
            waiting = list(rows.filter(state=SubmissionState.SUBMITTED).select_related("area"))
            for row in waiting:
                _move(row, SubmissionState.DRAFT)
                row.state = SubmissionState.DRAFT
            _put_away(done, waiting)
        found = list(
            rows.exclude(state=SubmissionState.SUBMITTED)
            .exclude(snapshot={})
            .select_related("area")
        )
        for row in found:
            row.snapshot, row.reason = {}, _("（消しました）") if row.reason else ""
            row.title = traces.taken_out(row.title) if traces else row.title
            row.save(update_fields=["snapshot", "reason", "title"])
            _record(done, row, "erased")
    return len(found)


def declare_lone(*, by: Viewer, at: datetime, body_id: int) -> None:
    """This function will declare a body 一人担当: its only officer may approve the own.

    Raises: SubmissionNotFound when the viewer does not manage the body; AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        _refuse_unless_manager(by, body_id)
        if is_lone(body_id):
            raise AlreadyMoved
        LoneOffice.objects.create(body_id=body_id, declared_by_id=by.user_id, declared_at=at)
        _record_lone(done, "declared", body_id, by)


def end_lone(*, by: Viewer, at: datetime, body_id: int) -> None:
    """This function will end the declaration of a body as 一人担当.

    Raises: SubmissionNotFound when the viewer does not manage the body; AlreadyMoved.
    """
    with act(by=by, at=at) as done:
        _refuse_unless_manager(by, body_id)
        ended = LoneOffice.objects.filter(body_id=body_id, ended_at__isnull=True)
        if not ended.update(ended_at=at):
            raise AlreadyMoved
        _record_lone(done, "ended", body_id, by)


def _reviewed(by: Viewer, submission_id: UUID) -> Submission:
    row = _row(submission_id)
    if not rules.may_review(by, facts_of(row)):
        raise SubmissionNotFound
    return row


def _own(by: Viewer, submission_id: UUID) -> Submission:
    row = _row(submission_id)
    if not rules.may_hold(by, facts_of(row)):
        raise SubmissionNotFound
    return row


def _row(submission_id: UUID) -> Submission:
    row = Submission.objects.select_related("area").filter(id=submission_id).first()
    if row is None:
        raise SubmissionNotFound
    return row


def _move(row: Submission, target: SubmissionState, **changed: Any) -> None:
    """One statement asks for the present state and changes it: of many only one finds it."""
    if target not in MOVES[SubmissionState(row.state)]:
        raise AlreadyMoved
    standing = Submission.objects.filter(id=row.id, state=row.state)
    if not standing.update(state=target, **changed):
        raise AlreadyMoved


def _put_away(done: Act, rows: list[Submission]) -> None:
    for row in rows:
        _move(row, SubmissionState.ARCHIVED)
        _record(done, row, "archived")


def _documented(by: Viewer, row: Submission, document: Document, at: datetime) -> Document:
    if not is_lone(row.body_id or by.body_id):
        raise OwnSubmission
    if document.decision_date is None:
        raise InputRefused("decision_date", _("決裁日を選んでください。"))
    if document.decision_date > date_in_jst(at):
        raise InputRefused("decision_date", _("決裁日は、きょうまでの日にしてください。"))
    number = _line(document.number, "document_number")
    if not number or len(number) > _LONGEST_NUMBER:
        raise InputRefused("document_number", _("文書番号を、60字までで書いてください。"))
    return Document(document.decision_date, number)


def _line(text: str, field: str) -> str:
    try:
        return clean_line(text)
    except TextRefused as refused:
        raise InputRefused(field, _("読めない文字があります。書きなおしてください。")) from refused


def _reason(text: str) -> str:
    try:
        reason = clean_text(text).strip()
    except TextRefused as refused:
        sentence = _("読めない文字があります。書きなおしてください。")
        raise InputRefused("reason", sentence) from refused
    if not reason:
        raise InputRefused("reason", _("差し戻すわけを書いてください。相手に伝わります。"))
    if len(reason) > _LONGEST_REASON:
        raise InputRefused("reason", _("わけは、2000字までで書いてください。"))
    if find_my_numbers(reason):
        raise InputRefused("reason", _("個人番号のような数字があります。消してください。"))
    return reason


def _refuse_unless_manager(by: Viewer, body_id: int) -> None:
    if body_id not in {body.id for body in managed_bodies(by)}:
        raise SubmissionNotFound


def _record(done: Act, row: Submission, verb: str) -> None:
    done.record(
        f"review.submission.{verb}",
        object_type="review.submission",
        object_id=row.id,
        area_path=row.area.path,
    )


def _record_lone(done: Act, verb: str, body_id: int, by: Viewer) -> None:
    done.record(
        f"review.lone_office.{verb}",
        object_type="accounts.body",
        object_id=body_id,
        area_path=by.area_path or "",
    )
