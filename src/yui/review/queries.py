"""Reading submissions: the queue, one of them, and what an only officer approved for themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yui.accounts.queries import ManagedBody, managed_bodies
from yui.areas.rules import within
from yui.policy.decide import municipality_of
from yui.policy.roles import OFFICERS, WRITERS, Role
from yui.policy.viewer import Viewer
from yui.review import rules
from yui.review.errors import SubmissionNotFound
from yui.review.models import LoneOffice, Submission
from yui.review.rules import FieldChange, SubmissionFacts
from yui.review.states import LEFT_OPEN, SubmissionKind, SubmissionState

MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Line:
    """This value will hold one submission of a list; `held_by` says who has it now."""

    id: UUID
    object_id: str
    title: str
    kind: SubmissionKind
    state: SubmissionState
    area_name: str
    body_name: str
    author: str
    submitted_at: datetime
    held_by: str
    may_decide: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Queue:
    """This value will hold what a viewer decides, and what their body waits for or has back.

    `more` counts what is beyond the first lines of `to_decide`.
    """

    to_decide: tuple[Line, ...]
    own: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SubmissionPage:
    """This value will hold one submission with its differences and what the viewer may do."""

    line: Line
    changes: tuple[FieldChange, ...]
    digest: str
    decide_path: str
    preview_path: str
    decided_by: str
    decided_at: datetime | None
    decision_date: date | None
    document_number: str
    is_erased: bool
    may_approve: bool
    needs_document: bool
    may_return: bool
    may_withdraw: bool
    may_archive: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """This value will hold the content of a submission as its room reads it, and its author."""

    object_id: UUID
    content: dict[str, Any]
    author: Viewer


@dataclass(frozen=True, slots=True)
class LoneApproval:
    """This value will hold an approval of one's own submission by an only officer."""

    id: UUID
    title: str
    body_name: str
    decided_by: str
    decided_at: datetime | None
    decision_date: date | None
    document_number: str


@dataclass(frozen=True, slots=True)
class LoneBody:
    """This value will hold a body that may be declared 一人担当; `declared_at` None = is not."""

    body: ManagedBody
    declared_by: str = ""
    declared_at: datetime | None = None


def queue(viewer: Viewer) -> Queue:
    """This function will return what waits for the viewer, oldest first, and what the own body
    submitted, newest first. Six queries, however many."""
    lone = _lone_bodies()
    waiting = visible_submissions(viewer).filter(
        _reviewed_by(viewer), state=SubmissionState.SUBMITTED
    )
    rows = _with_names(waiting.order_by("submitted_at", "id"))
    own = visible_submissions(viewer).filter(
        body_id=viewer.body_id or 0, state__in=(SubmissionState.SUBMITTED, *LEFT_OPEN)
    )
    return Queue(
        tuple(_line(viewer, row, lone) for row in rows[:MOST_LINES]),
        tuple(
            _line(viewer, row, lone)
            for row in _with_names(own.order_by("-submitted_at", "id"))[:MOST_LINES]
        ),
        max(0, waiting.count() - MOST_LINES),
    )


def get_submission(viewer: Viewer, submission_id: UUID) -> SubmissionPage:
    """This function will return one submission as its page shows it. Raises: SubmissionNotFound."""
    row = _with_names(visible_submissions(viewer).filter(id=submission_id)).first()
    if row is None:
        raise SubmissionNotFound
    facts, lone = facts_of(row), _lone_bodies()
    line = _line(viewer, row, lone)
    waits = row.state == SubmissionState.SUBMITTED
    may_review, may_hold = rules.may_review(viewer, facts), rules.may_hold(viewer, facts)
    is_own = not rules.may_decide(viewer, facts)
    return SubmissionPage(
        line=line,
        changes=rules.changes_in(row.snapshot),
        digest=row.digest,
        decide_path=row.decide_path,
        preview_path=row.preview_path,
        decided_by=row.decided_by.display_name if row.decided_by else "",
        decided_at=row.decided_at,
        decision_date=row.decision_date,
        document_number=row.document_number,
        is_erased=not row.snapshot,
        may_approve=waits and line.may_decide,
        needs_document=is_own,
        may_return=waits and may_review and not is_own,
        may_withdraw=waits and may_hold,
        may_archive=row.state in LEFT_OPEN and may_hold,
    )


def offered_by(viewer: Viewer, submission_id: UUID, *, room: str) -> Offered:
    """This function will return what a submission would publish, and for whom.

    Raises: SubmissionNotFound, also when it was erased.
    """
    row = visible_submissions(viewer).filter(id=submission_id, room=room).first()
    if row is None or not row.snapshot:
        raise SubmissionNotFound
    return Offered(UUID(row.object_id), row.snapshot["content"], author_of(row))


def author_of(row: Submission) -> Viewer:
    """This function will return who submitted, in the role and body they acted in then."""
    return Viewer(
        Role(row.author_role),
        user_id=row.submitted_by_id,
        body_id=row.body_id,
        area_path=row.author_area_path,
    )


def latest_of(viewer: Viewer, *, room: str, object_ids: Iterable[UUID]) -> dict[UUID, Line]:
    """This function will return the newest submission of each thing that the viewer may see."""
    rows = visible_submissions(viewer).filter(
        room=room, object_id__in=[str(each) for each in object_ids]
    )
    lone = _lone_bodies()
    ordered = _with_names(rows.order_by("submitted_at", "id"))
    return {UUID(row.object_id): _line(viewer, row, lone) for row in ordered}


def has_submissions(area_path: str, *, room: str) -> bool:
    """This function will say whether anything of a room was ever put forward in an area."""
    return Submission.objects.filter(within(area_path, "area__path"), room=room).exists()


def lone_approvals(viewer: Viewer) -> tuple[LoneApproval, ...]:
    """This function will list to an account manager what only officers approved for themselves."""
    bodies = [body.id for body in managed_bodies(viewer)]
    rows = _with_names(Submission.objects.filter(is_own_decision=True, body_id__in=bodies))
    return tuple(
        LoneApproval(
            row.id,
            row.title,
            row.body.name,
            row.decided_by.display_name if row.decided_by else "",
            row.decided_at,
            row.decision_date,
            row.document_number,
        )
        for row in rows.order_by("-decided_at", "id")[:MOST_LINES]
    )


def lone_bodies(viewer: Viewer) -> tuple[LoneBody, ...]:
    """This function will return the bodies a viewer manages, and which are declared 一人担当."""
    bodies = managed_bodies(viewer)
    rows = LoneOffice.objects.filter(
        body_id__in=[body.id for body in bodies], ended_at__isnull=True
    ).select_related("declared_by")
    declared = {row.body_id: row for row in rows}
    return tuple(
        LoneBody(body, _name(declared[body.id]), declared[body.id].declared_at)
        if body.id in declared
        else LoneBody(body)
        for body in bodies
    )


def is_lone(body_id: int) -> bool:
    """This function will say whether a body is declared 一人担当 now."""
    return LoneOffice.objects.filter(body_id=body_id, ended_at__isnull=True).exists()


def visible_submissions(viewer: Viewer) -> QuerySet[Submission]:
    """This function will return the submissions a viewer may see, for queries of this room.

    It says inside the query what `rules.may_see` says of one; a test holds the two together.
    """
    if viewer.role is Role.OPERATOR:
        return Submission.objects.all()
    seen = _reviewed_by(viewer)
    if viewer.role in WRITERS and viewer.body_id is not None and viewer.user_id is not None:
        seen |= Q(body_id=viewer.body_id)
    return Submission.objects.filter(seen)


def facts_of(row: Submission) -> SubmissionFacts:
    """This function will return what decisions about a submission need."""
    return SubmissionFacts(
        row.body_id,
        row.area.path,
        Role(row.author_role),
        row.submitted_by_id,
        SubmissionState(row.state),
    )


def _reviewed_by(viewer: Viewer) -> Q:
    if viewer.role is Role.OPERATOR:
        return Q()
    if viewer.role not in OFFICERS or viewer.area_path is None or viewer.user_id is None:
        return Q(pk__in=())
    of_colleagues = Q(author_role__in=sorted(OFFICERS), body_id=viewer.body_id)
    kept = Q(area__path=viewer.area_path)
    if municipality_of(viewer.area_path):
        kept = within(viewer.area_path, "area__path")
    return of_colleagues | (~Q(author_role__in=sorted(OFFICERS)) & kept)


def _with_names(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    return rows.select_related("body", "area", "submitted_by", "decided_by")


def _lone_bodies() -> frozenset[int]:
    """Few bodies are: one small query serves every line."""
    rows = LoneOffice.objects.filter(ended_at__isnull=True)
    return frozenset(rows.values_list("body_id", flat=True))


def _line(viewer: Viewer, row: Submission, lone: frozenset[int]) -> Line:
    facts = facts_of(row)
    is_theirs = rules.may_decide(viewer, facts) or (
        rules.may_review(viewer, facts) and row.body_id in lone
    )
    return Line(
        id=row.id,
        object_id=row.object_id,
        title=row.title,
        kind=SubmissionKind(row.kind),
        state=SubmissionState(row.state),
        area_name=row.area.name,
        body_name=row.body.name,
        author=row.submitted_by.display_name if row.submitted_by else "",
        submitted_at=row.submitted_at,
        held_by=_held_by(row),
        may_decide=is_theirs and row.state == SubmissionState.SUBMITTED,
        reason=row.reason,
    )


def _held_by(row: Submission) -> str:
    """Nothing lies with one person: any officer of the place decides when another is away."""
    if row.state == SubmissionState.SUBMITTED:
        is_of_body = rules.is_decided_by_body(Role(row.author_role))
        return _("%sの職員") % (row.body.name if is_of_body else row.area.name)
    return row.body.name if row.state in LEFT_OPEN else ""


def _name(row: LoneOffice) -> str:
    return row.declared_by.display_name if row.declared_by else ""
