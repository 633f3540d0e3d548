"""Making, publishing and cancelling events. Keyword-only; every action is a `journal.act`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from yui.areas.models import Area
from yui.directory.models import Location, Organization
from yui.directory.rules import may_place_at
from yui.events.errors import EventNotFound, InputRefused, MoveRefused, NotYours
from yui.events.models import Event, EventDate
from yui.events.rules import may_keep
from yui.events.states import MOVES, EventState
from yui.journal.actions import Act, act
from yui.lib.codes import find_my_numbers
from yui.lib.japanese import TextRefused, clean_line, clean_text, parse_phone
from yui.policy.viewer import Viewer
from yui.taxonomy.models import TaxonomyTerm

KIND_TAXONOMY = "event_type"
_WEB = URLValidator(schemes=["http", "https"])


class Identity(NamedTuple):
    """This value will name a new event: its id, and its short code."""

    id: UUID
    short_code: str


@dataclass(frozen=True, slots=True)
class EventDateInput:
    """This value will hold one day; moments carry a time zone. A location, or words."""

    starts_at: datetime
    ends_at: datetime | None = None
    is_all_day: bool = False
    location_id: UUID | None = None
    place_name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class EventInput:
    """This value will describe an event; `kind` is a code of the taxonomy `event_type`."""

    organization_id: UUID
    area_path: str
    title: str
    dates: tuple[EventDateInput, ...]
    kana: str = ""
    kind: str = ""
    summary: str = ""
    description: str = ""
    fee_text: str = ""
    sign_up: str = ""
    sign_up_until: date | None = None
    phone: str = ""
    phone_hours: str = ""
    capacity: int | None = None
    bring: str = ""
    website: str = ""
    is_online: bool = False
    source_id: int | None = None
    source_key: str = ""


def create_event(*, by: Viewer, at: datetime, given: EventInput) -> Identity:
    """This function will add a draft of an event with its days.

    Raises: NotYours, InputRefused; then nothing is written.
    """
    with act(by=by, at=at) as done:
        organization = Organization.objects.filter(id=given.organization_id).first()
        if organization is None:
            raise InputRefused("organization", "この団体は、登録されていません。")
        if not may_keep(by, area_path=given.area_path, body_id=organization.body_id):
            raise NotYours
        row = _event(given, organization, at)
        dates = _dates(row, given, by)
        row.save()
        EventDate.objects.bulk_create(dates)
        _record(done, row, "created", given.area_path)
    return Identity(row.id, row.short_code)


def publish_event(*, by: Viewer, at: datetime, event_id: UUID) -> None:
    """This function will publish a draft. Raises: EventNotFound, NotYours, MoveRefused."""
    with act(by=by, at=at) as done:
        row = _kept(by, event_id)
        _move(row, EventState.PUBLISHED, at)
        _record(done, row, "published", row.area.path, ("state",))


def cancel_event(*, by: Viewer, at: datetime, event_id: UUID, reason: str) -> None:
    """This function will cancel an event; it stays seen until the day after.

    Raises: EventNotFound, NotYours, MoveRefused, InputRefused.
    """
    with act(by=by, at=at) as done:
        row = _kept(by, event_id)
        row.cancel_reason = _line(reason, "cancel_reason")
        _move(row, EventState.CANCELLED, at)
        _record(done, row, "cancelled", row.area.path, ("state", "cancel_reason"))


def _event(given: EventInput, organization: Organization, at: datetime) -> Event:
    area = Area.objects.filter(path=given.area_path).first()
    if area is None:
        raise InputRefused("area_path", "この地域は、登録されていません。")
    title = _line(given.title, "title")
    if not title:
        raise InputRefused("title", "催しの名前を書いてください。")
    return Event(
        organization=organization,
        area=area,
        kind=_kind(given.kind),
        title=title,
        kana=_line(given.kana, "kana"),
        summary=_line(given.summary, "summary"),
        description=_text(given.description, "description").strip(),
        fee_text=_line(given.fee_text, "fee_text"),
        sign_up=_line(given.sign_up, "sign_up"),
        sign_up_until=given.sign_up_until,
        phone=_phone(given.phone),
        phone_hours=_line(given.phone_hours, "phone_hours"),
        capacity=_capacity(given.capacity),
        bring=_line(given.bring, "bring"),
        website=_website(given.website),
        is_online=given.is_online,
        source_id=given.source_id,
        source_key=_line(given.source_key, "source_key"),
        created_at=at,
        modified_at=at,
    )


def _dates(row: Event, given: EventInput, by: Viewer) -> list[EventDate]:
    if not given.dates:
        raise InputRefused("dates", "催しの日を書いてください。")
    starts = {day.starts_at for day in given.dates}
    if len(starts) < len(given.dates):
        raise InputRefused("dates", "同じ日時が、2回書かれています。")
    usable = _usable_locations(given, by)
    return [_date(row, day, usable) for day in given.dates]


def _usable_locations(given: EventInput, by: Viewer) -> frozenset[UUID]:
    """Stored places of the own office or body: the address is published with the event."""
    ids = {day.location_id for day in given.dates if day.location_id is not None}
    rows = Location.objects.filter(id__in=ids)
    return frozenset(
        found
        for found, path, body_id in rows.values_list("id", "area__path", "organization__body_id")
        if may_place_at(by, area_path=path, body_id=body_id)
    )


def _date(row: Event, given: EventDateInput, usable: frozenset[UUID]) -> EventDate:
    if given.ends_at is not None and given.ends_at < given.starts_at:
        raise InputRefused("ends_at", "終わりの時刻が、始まりより前です。")
    if given.location_id is not None and given.location_id not in usable:
        raise InputRefused("location_id", "この場所は、登録されていません。")
    return EventDate(
        event=row,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        is_all_day=given.is_all_day,
        location_id=given.location_id,
        place_name=_line(given.place_name, "place_name", EventDate),
        address=_line(given.address, "address", EventDate),
    )


def _kind(code: str) -> TaxonomyTerm | None:
    if not code:
        return None
    found = TaxonomyTerm.objects.filter(taxonomy__code=KIND_TAXONOMY, code=code).first()
    if found is None:
        raise InputRefused("kind", f"催しの種類「{code}」はありません。")
    return found


def _capacity(number: int | None) -> int | None:
    if number is not None and number < 1:
        raise InputRefused("capacity", "定員は、1人からです。")
    return number


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    found = parse_phone(text)
    if found is None:
        raise InputRefused("phone", "電話番号を読み取れません。市外局番から書いてください。")
    return found.display


def _website(text: str) -> str:
    address = _line(text, "website")
    try:
        if address:
            _WEB(address)
    except ValidationError as error:
        raise InputRefused(
            "website", "ホームページの住所は、https:// から始めて書いてください。"
        ) from error
    return address


def _text(text: str, field: str) -> str:
    try:
        cleaned = clean_text(text)
    except TextRefused as refused:
        raise InputRefused(field, f"入力した内容の{refused}") from refused
    if find_my_numbers(cleaned):
        raise InputRefused(field, "個人番号のような数字があります。消してください。")
    return cleaned


def _line(text: str, field: str, model: type[Event | EventDate] = Event) -> str:
    cleaned = clean_line(_text(text, field))
    longest = getattr(model._meta.get_field(field), "max_length", None)
    if longest is not None and len(cleaned) > longest:
        raise InputRefused(field, f"{longest}字までです。いまは{len(cleaned)}字あります。")
    return cleaned


def _kept(by: Viewer, event_id: UUID) -> Event:
    row = (
        Event.objects.select_for_update(of=("self",))
        .select_related("area", "organization")
        .filter(id=event_id)
        .first()
    )
    if row is None:
        raise EventNotFound
    if not may_keep(by, area_path=row.area.path, body_id=row.organization.body_id):
        raise NotYours
    return row


def _move(row: Event, target: EventState, at: datetime) -> None:
    if target not in MOVES[EventState(row.state)]:
        present = EventState(row.state).label
        raise MoveRefused(f"いまは「{present}」です。「{target.label}」には変えられません。")
    row.state = target
    row.modified_at = at
    row.save()


def _record(done: Act, row: Event, verb: str, area_path: str, fields: tuple[str, ...] = ()) -> None:
    done.record(
        f"events.event.{verb}",
        object_type="events.event",
        object_id=row.id,
        area_path=area_path,
        fields=fields,
    )
