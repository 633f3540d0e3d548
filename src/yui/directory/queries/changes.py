"""Requests for a change: the list of an office, one of them, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yui.areas.rules import within
from yui.directory.errors import ChangeNotFound
from yui.directory.models import ChangeRequest, Organization, Service, ServiceAtLocation
from yui.directory.queries import deriving
from yui.directory.queries.cards import organization_url, service_url
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.rows import key_of, load_cards
from yui.directory.queries.slips import hours_of_services
from yui.directory.queries.values import Page, page_within
from yui.directory.queries.visible import kept_services
from yui.directory.states import (
    WRITTEN_FIELDS,
    ChangeField,
    ChangeSource,
    ChangeState,
    PhoneKind,
    WrongReason,
)
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.roles import LIST_KEEPERS, Role
from yui.policy.viewer import Viewer

CHANGES_PAGE_SIZE = 30
_CONTACT = "directory.change_request.contact"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """This value will hold one request of the list: what, from whom, who has it, since when."""

    id: UUID
    name: str
    field: ChangeField
    reason: str
    source: ChangeSource
    asked_on: date
    holder: str
    held_on: date | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """This value will hold one request with what the record says now.

    `is_moved` says that the record changed since it was asked for; `can_be_written` that the
    room can write it by itself: a field it knows, of a service with at most one place.
    """

    id: UUID
    code: str
    name: str
    url: str
    area_path: str
    field: ChangeField
    reason: str
    source: ChangeSource
    state: ChangeState
    before: str
    now: str
    after: str
    note: str
    contact: str
    asked_on: date
    holder: str
    is_own: bool
    held_on: date | None
    decided_by: str
    decided_on: date | None
    answer: str
    can_be_written: bool

    @property
    def is_moved(self) -> bool:
        """This property will say whether the record changed since the request was made."""
        return self.field in WRITTEN_FIELDS and self.before != self.now


@dataclass(frozen=True, slots=True)
class Outcome:
    """This value will hold what a reporter is told. Nothing they typed is repeated."""

    code: str
    name: str
    url: str
    state: ChangeState
    asked_on: date
    decided_on: date | None
    answer: str


def visible_changes(viewer: Viewer) -> QuerySet[ChangeRequest]:
    """This function will return the requests about records the viewer may change."""
    return ChangeRequest.objects.filter(
        Q(service__in=kept_services(viewer)) | Q(organization__in=_kept_organizations(viewer))
    )


def open_changes(viewer: Viewer, *, number: int = 1) -> Page[ChangeLine]:
    """This function will return one page of the requests that wait, the oldest first. Two queries.

    A request leaves the list by a decision only.
    """
    rows = visible_changes(viewer).filter(state=ChangeState.OPEN)
    total = rows.count()
    number = page_within(number, total, CHANGES_PAGE_SIZE)
    first = (number - 1) * CHANGES_PAGE_SIZE
    found = rows.select_related("service", "organization", "holder__user").order_by(
        "created_at", "id"
    )[first : first + CHANGES_PAGE_SIZE]
    return Page(tuple(map(_line, found)), total, number, CHANGES_PAGE_SIZE)


def get_change(viewer: Viewer, change_id: UUID) -> ChangeView:
    """This function will return one request; that its contact was read is noted.

    Raises: ChangeNotFound, also when the record is not the viewer's own to keep.
    """
    row = (
        visible_changes(viewer)
        .select_related("service__area", "organization__area", "holder__user", "decided_by__user")
        .filter(id=change_id)
        .first()
    )
    if row is None:
        raise ChangeNotFound
    area_path = _about(row).area.path
    if row.contact and viewer.user_id is not None:
        reveal(Read(Purpose.PAGE, "directory.change_request", str(row.id), area_path, (_CONTACT,)))
    return _view(row, viewer, area_path)


def outcome_of(code: str) -> Outcome:
    """This function will say what became of a request by the code its reporter was given.

    Raises: ChangeNotFound.
    """
    row = (
        ChangeRequest.objects.select_related("service", "organization")
        .filter(code=short_code_from(code), source=ChangeSource.READER)
        .first()
    )
    if row is None:
        raise ChangeNotFound
    return Outcome(
        row.code,
        _about(row).name,
        _url_of(row),
        ChangeState(row.state),
        date_in_jst(row.created_at),
        date_in_jst(row.decided_at) if row.decided_at else None,
        row.answer,
    )


def value_now(service_id: UUID, field: ChangeField) -> str:
    """This function will return what a record says of a field now, as its office reads it."""
    if field is ChangeField.HOURS:
        return hours_of_services([service_id]).get(service_id, "")
    if field is ChangeField.PHONE:
        return _number_of(service_id)
    return _place_of(service_id) if field is ChangeField.PLACE else ""


def _number_of(service_id: UUID) -> str:
    key = key_of(service_id)
    voices = deriving.phones_of_kind(load_cards([key]).phones.get(key, ()), PhoneKind.VOICE)
    return voices[0].number if voices else ""


def _place_of(service_id: UUID) -> str:
    rows = ServiceAtLocation.objects.filter(service=service_id).order_by(
        "location__name", "location__address"
    )
    names = rows.values_list("location__name", "location__address", "location__building")
    return "、".join(" ".join(part for part in parts if part) for parts in names)


def _kept_organizations(viewer: Viewer) -> QuerySet[Organization]:
    """`rules.may_keep` of an organization, as one condition."""
    if viewer.role is Role.OPERATOR:
        return Organization.objects.all()
    path = viewer.area_path or ""
    if not municipality_of(path) or viewer.role not in LIST_KEEPERS:
        return Organization.objects.none()
    return Organization.objects.filter(within(path, "area__path"), body__isnull=True)


def _about(row: ChangeRequest) -> Service | Organization:
    about = row.service or row.organization
    if about is None:
        raise ChangeNotFound
    return about


def _url_of(row: ChangeRequest) -> str:
    about = _about(row)
    address = service_url if isinstance(about, Service) else organization_url
    return address(about.short_code)


def _line(row: ChangeRequest) -> ChangeLine:
    return ChangeLine(
        row.id,
        _about(row).name,
        ChangeField(row.field),
        _reason(row),
        ChangeSource(row.source),
        date_in_jst(row.created_at),
        _holder(row),
        date_in_jst(row.held_at) if row.held_at else None,
    )


def _view(row: ChangeRequest, viewer: Viewer, area_path: str) -> ChangeView:
    field, decider = ChangeField(row.field), row.decided_by
    return ChangeView(
        id=row.id,
        code=row.code,
        name=_about(row).name,
        url=_url_of(row),
        area_path=area_path,
        field=field,
        reason=_reason(row),
        source=ChangeSource(row.source),
        state=ChangeState(row.state),
        before=row.before,
        now=value_now(row.service_id, field) if row.service_id else "",
        after=row.after,
        note=row.note,
        contact=row.contact,
        asked_on=date_in_jst(row.created_at),
        holder=_holder(row),
        is_own=row.holder_id is not None and row.holder_id == viewer.membership_id,
        held_on=date_in_jst(row.held_at) if row.held_at else None,
        decided_by=decider.user.display_name if decider else "",
        decided_on=date_in_jst(row.decided_at) if row.decided_at else None,
        answer=row.answer,
        can_be_written=_can_be_written(row),
    )


def _can_be_written(row: ChangeRequest) -> bool:
    if row.service_id is None or row.field not in WRITTEN_FIELDS:
        return False
    has_one_place = ServiceAtLocation.objects.filter(service=row.service_id).count() <= 1
    return row.field == ChangeField.PHONE or has_one_place


def _reason(row: ChangeRequest) -> str:
    return str(WrongReason(row.reason).label) if row.reason else ""


def _holder(row: ChangeRequest) -> str:
    return row.holder.user.display_name if row.holder else ""
