"""What events say now, in the shape of a cleaned row, so that both can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from yui.events.models import Event, EventDate
from yui.events.states import EventState
from yui.exchange.engine.event_records import event_match
from yui.exchange.engine.records import Values
from yui.exchange.models import Batch
from yui.lib.clock import to_jst


@dataclass(frozen=True, slots=True)
class CurrentEvent:
    """This value will hold an event as it stands; `values` as of `engine.event_records`.

    `body_id` is the body that claimed the organization; `last_day` the last on which it is held.
    """

    id: UUID
    state: str
    cancel_reason: str
    area_path: str
    body_id: int | None
    source_id: int | None
    source_key: str
    organization_id: UUID
    modified_at: datetime
    last_day: date
    values: Values


@dataclass(frozen=True, slots=True)
class EventSign:
    """This value will hold by what an event of a list is found again."""

    id: UUID
    key: str
    match: str
    title: str
    state: str
    first_day: date
    last_day: date


def current_events(ids: Sequence[UUID]) -> dict[UUID, CurrentEvent]:
    """This function will return the named events; two queries, whatever their number."""
    rows = Event.objects.filter(id__in=ids).select_related("organization", "area")
    days = _days(EventDate.objects.filter(event_id__in=ids))
    return {row.id: _current(row, days.get(row.id, [])) for row in rows}


def signs_of(sources: Sequence[int]) -> list[EventSign]:
    """This function will return by what the events of a list's editions are found again."""
    if not sources:
        return []
    rows = Event.objects.filter(source_id__in=sources).order_by("created_at", "id")
    days = _days(EventDate.objects.filter(event__source_id__in=sources))
    return [_sign(row, days[row.id]) for row in rows if row.id in days]


def event_drafts_of(batch: Batch) -> QuerySet[Event]:
    """This function will return the drafts of events a batch brought."""
    if batch.source_id is None or batch.is_official:
        return Event.objects.none()
    return Event.objects.filter(source_id=batch.source_id, state=EventState.DRAFT)


def _sign(row: Event, days: list[EventDate]) -> EventSign:
    first = to_jst(days[0].starts_at)
    match = event_match(row.title, first.isoformat())
    last = max(_last_day(day) for day in days)
    return EventSign(row.id, row.source_key, match, row.title, row.state, first.date(), last)


def _days(rows: QuerySet[EventDate]) -> dict[UUID, list[EventDate]]:
    found: dict[UUID, list[EventDate]] = {}
    for row in rows.order_by("starts_at"):
        found.setdefault(row.event_id, []).append(row)
    return found


def _current(row: Event, days: list[EventDate]) -> CurrentEvent:
    first = days[0] if days else EventDate()
    values: Values = {
        "title": row.title,
        "kana": row.kana,
        "description": row.description,
        "fee_text": row.fee_text,
        "sign_up": row.sign_up,
        "sign_up_until": row.sign_up_until.isoformat() if row.sign_up_until else None,
        "capacity": row.capacity,
        "phone": row.phone,
        "website": row.website,
        "organization": {
            "name": row.organization.name,
            "corporate_number": row.organization.corporate_number,
        },
        "days": [_day(day) for day in days],
        "place": first.place_name,
        "address": first.address,
        "point": None if first.latitude is None else [first.latitude, first.longitude],
        "state": row.state,
    }
    return CurrentEvent(
        id=row.id,
        state=row.state,
        cancel_reason=row.cancel_reason,
        area_path=row.area.path,
        body_id=row.organization.body_id,
        source_id=row.source_id,
        source_key=row.source_key,
        organization_id=row.organization_id,
        modified_at=row.modified_at,
        last_day=max((_last_day(day) for day in days), default=date.min),
        values=values,
    )


def _day(row: EventDate) -> dict[str, Any]:
    return {
        "starts": to_jst(row.starts_at).isoformat(),
        "ends": to_jst(row.ends_at).isoformat() if row.ends_at else None,
        "all_day": row.is_all_day,
        "hours_note": row.hours_note,
    }


def _last_day(row: EventDate) -> date:
    return to_jst(row.ends_at or row.starts_at).date()
