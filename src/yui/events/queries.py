"""Reading events: by date in an area, one event, and how they are said in Japanese."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from yui.areas.rules import within
from yui.directory.queries import PhoneLine, organization_link, short_code_from
from yui.events.errors import EventNotFound
from yui.events.models import Event, EventDate
from yui.events.rules import may_see
from yui.events.states import EventState
from yui.lib.clock import (
    JST,
    date_in_jst,
    format_date_ja,
    format_span_ja,
    format_time_ja,
    to_jst,
    weekday_ja,
)
from yui.lib.japanese import parse_phone
from yui.policy.viewer import Viewer
from yui.ui.pages.parts import EventItem

MOST_DAYS = 400
# An exhibition may last; what began longer ago than this is not looked for.
_LONGEST_DAYS = 366
_PLACE_HIDDEN = "（くわしい場所は、電話で聞いてください）"


@dataclass(frozen=True, slots=True)
class EventDay:
    """This value will hold one day of an event as lists by date show it.

    `day_text` is 「11月28日（土）」, with 「から」 when it lasts several days; `hours_text`
    「10時〜12時」 or 「12月6日（日）まで」, with what a list says about hours in words, or "".
    `notice` is 「中止」, 「満員」 … as words, "" when all is as planned.
    """

    event_id: UUID
    short_code: str
    title: str
    summary: str
    kind: str
    day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime | None
    is_all_day: bool
    day_text: str
    hours_text: str
    place: str
    address: str
    point: tuple[float, float] | None
    fee: str
    sign_up: str
    phone: PhoneLine | None
    is_cancelled: bool
    notice: str
    area_path: str
    organization_name: str
    modified_at: datetime
    url: str

    def shown(self) -> EventItem:
        """This function will return the day as the list of `ui` takes it."""
        cost = "・".join(part for part in (self.fee, self.sign_up) if part)
        return EventItem(
            date=self.day_text,
            hours=self.hours_text,
            name=f"【中止】{self.title}" if self.is_cancelled else self.title,
            href=self.url,
            place=self.place,
            cost="" if self.is_cancelled else cost,
            phone=self.phone.shown() if self.phone else None,
            state=self.notice,
        )


@dataclass(frozen=True, slots=True)
class EventPage:
    """This value will hold everything the page of one event shows."""

    id: UUID
    short_code: str
    title: str
    kana: str
    state: EventState
    kind: str
    summary: str
    description: str
    fee: str
    sign_up: str
    sign_up_until: date | None
    capacity: int | None
    bring: str
    website: str
    is_online: bool
    cancel_reason: str
    phone: PhoneLine | None
    days: tuple[EventDay, ...]
    area_path: str
    organization_name: str
    organization_url: str
    is_over: bool
    url: str


def events_in_area(
    viewer: Viewer, area_path: str, *, first_day: date, days: int, at: datetime
) -> tuple[EventDay, ...]:
    """This function will list the days of events in an area from `first_day` on, by time.

    Days that began before and still go on are there too. Cancelled ones stay until the day after
    they would have been. One query.
    """
    starts = _midnight(first_day)
    today = date_in_jst(at)
    cancelled_from = _midnight(today - timedelta(days=1)) if first_day <= today else starts
    running = Q(starts_at__gte=starts) | Q(
        ends_at__gte=starts, starts_at__gte=starts - timedelta(days=_LONGEST_DAYS)
    )
    rows = _rows().filter(
        within(area_path, "event__area__path"),
        (Q(event__state=EventState.PUBLISHED) & running)
        | Q(event__state=EventState.CANCELLED, starts_at__gte=cancelled_from),
        starts_at__lt=starts + timedelta(days=min(max(0, days), MOST_DAYS)),
    )
    return tuple(_day(row) for row in rows.order_by("starts_at", "event__title", "id"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), JST)


def get_event(viewer: Viewer, short_code: str, *, at: datetime) -> EventPage:
    """This function will return everything the page of an event shows to this viewer.

    Raises: EventNotFound, also when the viewer may not know of it.
    """
    row = (
        Event.objects.select_related("area", "organization", "kind")
        .filter(short_code=short_code_from(short_code))
        .first()
    )
    if row is None or not may_see(
        viewer,
        state=EventState(row.state),
        area_path=row.area.path,
        body_id=row.organization.body_id,
    ):
        raise EventNotFound
    days = tuple(_day(day) for day in _rows().filter(event=row).order_by("starts_at"))
    return EventPage(
        id=row.id,
        short_code=row.short_code,
        title=row.title,
        kana=row.kana,
        state=EventState(row.state),
        kind=row.kind.words if row.kind else "",
        summary=row.summary,
        description=row.description,
        fee=row.fee_text,
        sign_up=row.sign_up,
        sign_up_until=row.sign_up_until,
        capacity=row.capacity,
        bring=row.bring,
        website=row.website,
        is_online=row.is_online,
        cancel_reason=row.cancel_reason,
        phone=_phone(row),
        days=days,
        area_path=row.area.path,
        organization_name=row.organization.name,
        organization_url=organization_link(viewer, row.organization_id, at=at),
        is_over=all(day.last_day < date_in_jst(at) for day in days),
        url=event_url(row.short_code),
    )


def event_url(short_code: str) -> str:
    """This function will return the address of an event's page."""
    return f"/events/{short_code}/"


def _rows() -> QuerySet[EventDate]:
    return EventDate.objects.select_related(
        "event__area",
        "event__organization",
        "event__kind",
        "location__area",
        "location__sphere",
    )


def _day(row: EventDate) -> EventDay:
    event, local = row.event, to_jst(row.starts_at)
    place, address = _place(row)
    is_cancelled = event.state == EventState.CANCELLED
    return EventDay(
        event_id=event.id,
        short_code=event.short_code,
        title=event.title,
        summary=event.summary,
        kind=event.kind.words if event.kind else "",
        day=local.date(),
        last_day=_last_day(row),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_all_day=row.is_all_day,
        day_text=_day_text(row),
        hours_text=_hours(row),
        place=place,
        address=address,
        point=_point(row),
        fee=event.fee_text,
        sign_up=event.sign_up,
        phone=_phone(event),
        is_cancelled=is_cancelled,
        notice="中止になりました" if is_cancelled else "",
        area_path=event.area.path,
        organization_name=event.organization.name,
        modified_at=event.modified_at,
        url=event_url(event.short_code),
    )


def day_text(day: date) -> str:
    """This function will return 「11月28日（土）」."""
    return f"{day.month}月{day.day}日（{weekday_ja(day)}）"


def _day_text(row: EventDate) -> str:
    lasts = row.is_all_day and _last_day(row) > _first_day(row)
    return f"{day_text(_first_day(row))}から" if lasts else day_text(_first_day(row))


def _hours(row: EventDate) -> str:
    return "　".join(part for part in (_times(row), row.hours_note) if part)


def _times(row: EventDate) -> str:
    if row.is_all_day:
        return f"{day_text(_last_day(row))}まで" if _last_day(row) > _first_day(row) else ""
    starts = to_jst(row.starts_at)
    if row.ends_at is None:
        return f"{format_time_ja(starts.time())}から"
    ends = to_jst(row.ends_at)
    if ends.date() == starts.date():
        return format_span_ja(starts.time(), ends.time())
    last = f"{format_date_ja(ends.date())} {format_time_ja(ends.time())}"
    return f"{format_time_ja(starts.time())}〜{last}"


def _first_day(row: EventDate) -> date:
    return to_jst(row.starts_at).date()


def _last_day(row: EventDate) -> date:
    return to_jst(row.ends_at or row.starts_at).date()


def _point(row: EventDate) -> tuple[float, float] | None:
    """Of a home no point is said; of a place in words the one its list gives."""
    if row.location is not None and row.location.is_home:
        return None
    place = row.location or row
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _place(row: EventDate) -> tuple[str, str]:
    """Name and address; of a home only the 圏域 is said."""
    location = row.location
    if location is None:
        place = row.place_name or ("オンライン" if row.event.is_online else "")
        return place, row.address
    if location.is_home:
        around = location.sphere.name if location.sphere else location.area.name
        return around + _PLACE_HIDDEN, ""
    return location.name or row.place_name, location.address or row.address


def _phone(event: Event) -> PhoneLine | None:
    found = parse_phone(event.phone) if event.phone else None
    return PhoneLine(found.display, found.href, event.phone_hours) if found else None
