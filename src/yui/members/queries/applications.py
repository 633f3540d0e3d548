"""Reading applications: by their secret for who applies, by their area for who decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from yui.areas.rules import within
from yui.directory.errors import NotYours
from yui.directory.queries.claimable import (
    OnRecord,
    find_organizations,
    organization_on_record,
)
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose
from yui.lib.secret_codes import hash_of_code
from yui.members.errors import ApplicationNotFound
from yui.members.models import Application
from yui.members.queries.content import is_begun, is_whole, may_pass_by, missing_in
from yui.members.states import ApplicationKind, ApplicationState, Field, Proof, Step
from yui.policy.decide import municipality_of
from yui.policy.roles import OFFICERS, Role
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.queries import Outcome, outcome_from_outside
from yui.review.states import SubmissionState

ROOM = "members"
MOST_LINES = 100
_APPLICATION = "members.application"


@dataclass(frozen=True, slots=True)
class Task:
    """This value will hold one task of a registration, and how far it is."""

    step: Step
    is_done: bool
    is_begun: bool
    may_be_empty: bool


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """This value will hold an application as whoever holds its secret sees it.

    `reason` is why it was given back or not admitted.
    """

    id: UUID
    kind: ApplicationKind
    state: ApplicationState
    title: str
    content: dict[str, Any]
    tasks: tuple[Task, ...]
    is_open: bool
    is_whole: bool
    is_returned: bool
    reason: str
    office: str
    has_letter: bool
    is_proven: bool
    is_typed: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """This value will hold one claim of a list for who decides."""

    id: UUID
    organization: str
    area_name: str
    sent_at: datetime
    state: ApplicationState
    is_proven: bool
    has_letter: bool


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """This value will hold one claim with what the office has on record to prove it by.

    `on_record` is None once somebody speaks for the organization: it keeps its own record.
    `spoken` is the beginning of the secret, which is said on the telephone.
    """

    line: ClaimLine
    area_path: str
    contact: dict[str, str]
    on_record: OnRecord | None
    spoken: str
    letter_until: datetime | None
    proof: str
    reason: str


def open_application(secret: str, *, at: datetime) -> ApplicationPage:
    """This function will return the application of a secret. Raises: ApplicationNotFound."""
    row = held_rows(secret, at).select_related("organization", "area").first()
    if row is None:
        raise ApplicationNotFound
    outcome = outcome_of(row)
    is_returned = outcome is not None and outcome.state is SubmissionState.RETURNED
    is_registration = row.kind == ApplicationKind.REGISTRATION
    return ApplicationPage(
        id=row.id,
        kind=ApplicationKind(row.kind),
        state=ApplicationState(row.state),
        title=title_of(row),
        content=row.content,
        tasks=_tasks(row.content) if is_registration else (),
        is_open=is_open(row, outcome),
        is_whole=is_registration and is_whole(row.content),
        is_returned=is_returned and row.state == ApplicationState.SENT,
        reason=_reason(row, outcome if is_returned else None),
        office=_("%sの職員") % row.area.name if row.area else "",
        has_letter=row.letter_hash is not None,
        is_proven=row.proven_at is not None,
        is_typed=row.typed_by_id is not None,
        expires_at=row.expires_at,
    )


def _reason(row: Application, returned: Outcome | None) -> str:
    """Why it was given back or not admitted; what an officer noted of a proof stays inside."""
    if returned is not None:
        return returned.reason
    return row.reason if row.state == ApplicationState.DECLINED else ""


def held_rows(secret: str, at: datetime) -> QuerySet[Application]:
    """This function will return the application of a secret, for this room."""
    return Application.objects.filter(secret_hash=hash_of_code(secret), expires_at__gt=at)


def outcome_of(row: Application) -> Outcome | None:
    """This function will return what became of a registration in the queue of review."""
    if row.kind != ApplicationKind.REGISTRATION or row.state != ApplicationState.SENT:
        return None
    return outcome_from_outside(room=ROOM, object_id=row.id)


def is_open(row: Application, outcome: Outcome | None) -> bool:
    """This function will say whether a registration can still be written."""
    if row.kind != ApplicationKind.REGISTRATION:
        return False
    if row.state == ApplicationState.DRAFT:
        return True
    return outcome is not None and outcome.state is SubmissionState.RETURNED


def title_of(row: Application) -> str:
    """This function will name an application by its organization."""
    if row.organization is not None:
        return row.organization.name
    return str(row.content.get(Field.NAME) or _("（名前はまだ）"))


def alike(content: dict[str, Any], *, at: datetime) -> str:
    """This function will name public records of the same 法人番号 or name, "" without one."""
    asked = [str(content[field]) for field in (Field.NUMBER, Field.NAME) if content[field]]
    found = {
        line.id: f"「{line.name}」（{line.area_name}）"
        for words in asked
        for line in find_organizations(ANONYMOUS, words, at=at)[:3]
    }
    return "、".join(found.values())


def waiting_claims(viewer: Viewer) -> tuple[ClaimLine, ...]:
    """This function will list the claims a viewer decides about: proven ones first, then oldest."""
    rows = (
        visible_claims(viewer)
        .filter(state=ApplicationState.SENT)
        .select_related("organization", "area")
        .order_by("sent_at", "id")[:MOST_LINES]
    )
    return tuple(sorted(_lines(rows), key=lambda line: not line.is_proven))


def get_claim(viewer: Viewer, application_id: UUID) -> ClaimPage:
    """This function will return one claim to who decides about it. Raises: ApplicationNotFound."""
    rows = visible_claims(viewer).select_related("organization", "area")
    row = rows.filter(id=application_id).first()
    if row is None or row.organization_id is None or row.area is None:
        raise ApplicationNotFound
    (line,) = _lines((row,))
    reveal(
        Read(Purpose.PAGE, _APPLICATION, str(row.id), row.area.path, (f"{_APPLICATION}.content",))
    )
    return ClaimPage(
        line=line,
        area_path=row.area.path,
        contact=row.content,
        on_record=_on_record(viewer, row.organization_id),
        spoken=row.spoken,
        letter_until=row.letter_expires_at,
        proof=str(Proof(row.proof).label) if row.proof else "",
        reason=row.reason,
    )


def _on_record(viewer: Viewer, organization_id: UUID) -> OnRecord | None:
    try:
        return organization_on_record(viewer, organization_id)
    except NotYours:
        return None


def visible_claims(viewer: Viewer) -> QuerySet[Application]:
    """This function will return the claims a viewer decides about, for this room.

    It says inside the query what `rules.may_decide` says of one; a test holds the two together.
    """
    rows = Application.objects.filter(kind=ApplicationKind.CLAIM)
    if viewer.role is Role.OPERATOR:
        return rows
    if viewer.role not in OFFICERS or viewer.area_path is None or viewer.user_id is None:
        return rows.none()
    if municipality_of(viewer.area_path):
        return rows.filter(within(viewer.area_path, "area__path"))
    return rows.filter(Q(area__path=viewer.area_path))


def _tasks(content: dict[str, Any]) -> tuple[Task, ...]:
    return tuple(
        Task(step, not missing_in(content, step), is_begun(content, step), may_pass_by(step))
        for step in Step
    )


def _lines(rows: Iterable[Application]) -> tuple[ClaimLine, ...]:
    return tuple(
        ClaimLine(
            row.id,
            title_of(row),
            row.area.name if row.area else "",
            row.sent_at or row.started_at,
            ApplicationState(row.state),
            row.proven_at is not None,
            row.letter_hash is not None,
        )
        for row in rows
    )
