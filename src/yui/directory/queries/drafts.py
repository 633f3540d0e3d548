"""Drafts of hand entries, what changed before, and records that look alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Q, QuerySet, Value

from yui.areas.rules import within
from yui.directory.errors import DraftNotFound
from yui.directory.models import Draft, Revision
from yui.directory.queries.cards import cards_for
from yui.directory.queries.entries import entry_of, live_entry, short_code_of
from yui.directory.queries.entry_fields import ROOM
from yui.directory.queries.values import ServiceCard
from yui.directory.queries.visible import visible_services
from yui.directory.rules import may_propose
from yui.directory.states import EntryField
from yui.lib.clock import date_in_jst
from yui.lib.japanese import fold, parse_phone
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer
from yui.review.queries import Line, latest_of

_MOST_ALIKE = 5
_SHORTEST_NAME = 2
_MOST_DRAFTS = 100


@dataclass(frozen=True, slots=True)
class DraftPage:
    """This value will hold a draft as its page needs it; `line` is its newest submission."""

    id: UUID
    service_id: UUID | None
    short_code: str
    area_path: str
    content: dict[str, Any]
    base: dict[str, Any]
    fixed: frozenset[str]
    version: int
    is_open: bool
    is_ahead: bool
    written_by: str
    modified_at: datetime
    line: Line | None

    @property
    def title(self) -> str:
        """This property will return the name typed so far."""
        return str(self.content.get("name") or "（なまえなし）")


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """This value will hold one field that changed."""

    at: datetime
    label: str
    before: str
    after: str
    is_erased: bool


def draft_of(viewer: Viewer, service_id: UUID) -> UUID | None:
    """This function will return the open draft of a record, if it is of the viewer's body."""
    rows = _visible_drafts(viewer).filter(service_id=service_id, is_open=True)
    return rows.values_list("id", flat=True).first()


def get_draft(viewer: Viewer, draft_id: UUID) -> DraftPage:
    """This function will return a draft of the viewer's own body. Raises: DraftNotFound."""
    row = (
        _visible_drafts(viewer)
        .filter(id=draft_id)
        .select_related("area", "written_by", "service")
        .first()
    )
    if row is None:
        raise DraftNotFound
    line = latest_of(viewer, room=ROOM, object_ids=[row.id]).get(row.id)
    fixed = entry_of(row.service_id).fixed if row.service_id else frozenset()
    return _draft_page(row, line, fixed)


def drafts_of(viewer: Viewer) -> tuple[DraftPage, ...]:
    """This function will return the open drafts of the viewer's body, newest first."""
    rows = (
        _visible_drafts(viewer)
        .filter(is_open=True)
        .select_related("area", "written_by", "service")
        .order_by("-modified_at", "id")[:_MOST_DRAFTS]
    )
    found = list(rows)
    lines = latest_of(viewer, room=ROOM, object_ids=[row.id for row in found])
    return tuple(_draft_page(row, lines.get(row.id), frozenset()) for row in found)


def revisions_of(viewer: Viewer, service_id: UUID) -> tuple[RevisionLine, ...]:
    """This function will return what approved submissions changed, newest first.

    For those who may put the record forward; to others there is nothing. Raises: ServiceNotFound.
    """
    live_entry(viewer, short_code_of(service_id))
    rows = Revision.objects.filter(service_id=service_id)
    newest = rows.order_by("-at", "-submission_id", "id")[:_MOST_DRAFTS]
    return tuple(
        RevisionLine(
            row.at,
            str(EntryField(row.field).label),
            row.before,
            row.after,
            row.erased_at is not None,
        )
        for row in newest
    )


def records_alike(
    viewer: Viewer,
    *,
    name: str,
    phone: str = "",
    at: datetime,
    beside: UUID | None = None,
) -> tuple[ServiceCard, ...]:
    """This function will return records of the viewer's town with the same name or number.

    A name is the same when one holds the other, whatever the kana and the width of letters.
    """
    home = municipality_of(viewer.area_path or "")
    wanted = _same_name(fold(name)[:160]) | _same_number(phone)
    if not home or not wanted:
        return ()
    rows = visible_services(viewer, on=date_in_jst(at)).filter(within(home, "area__path"))
    if beside is not None:
        rows = rows.exclude(id=beside)
    found = rows.annotate(typed=Value(fold(name)[:160], output_field=CharField())).filter(wanted)
    ids = found.order_by("folded", "id").values_list("id", flat=True).distinct()[:_MOST_ALIKE]
    return cards_for(viewer, list(ids), at=at)


def _same_name(folded: str) -> Q:
    if len(folded) < _SHORTEST_NAME:
        return Q()
    return Q(folded__contains=folded) | Q(typed__contains=F("folded"))


def _same_number(text: str) -> Q:
    found = parse_phone(text)
    if found is None:
        return Q()
    return Q(phones__digits=found.digits) | Q(at_locations__phones__digits=found.digits)


def _draft_page(row: Draft, line: Line | None, fixed: frozenset[str]) -> DraftPage:
    return DraftPage(
        id=row.id,
        service_id=row.service_id,
        short_code=row.service.short_code if row.service else "",
        area_path=row.area.path,
        content=row.content,
        base=row.base,
        fixed=fixed,
        version=row.version,
        is_open=row.is_open,
        is_ahead=row.submitted_version is not None and row.version > row.submitted_version,
        written_by=row.written_by.display_name if row.written_by else "",
        modified_at=row.modified_at,
        line=line,
    )


def _visible_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """Drafts are the own body's: its people go on with each other's work."""
    rows = Draft.objects.all()
    if viewer.user_id is None or viewer.body_id is None:
        return rows.none()
    if not may_propose(viewer, area_path=viewer.area_path or "", body_id=viewer.body_id):
        return rows.none()
    return rows.filter(body_id=viewer.body_id)
