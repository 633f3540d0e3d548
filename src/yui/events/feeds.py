"""Calendar feeds (RFC 5545) of an area's events."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from yui.areas.errors import AreaNotFound
from yui.areas.queries import get_area
from yui.events.forms import EventListForm
from yui.events.queries import EventDay, events_in_area
from yui.lib.clock import date_in_jst
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response

_DAYS_BACK = 7
_DAYS = 187


@door(policy="public", object_type="events.event")
def calendar(request: HttpRequest) -> HttpResponse:
    """This function will give the events of an area, from a week ago for half a year, as ICS."""
    form = EventListForm(request.GET)
    if not form.is_valid() or not form.cleaned_data["area"]:
        return error_response(request, 400, "どのまちの催しか、番号で知らせてください。")
    viewer, at = viewer_of(request), timezone.now()
    try:
        area = get_area(viewer, form.cleaned_data["area"])
    except AreaNotFound as error:
        return error_response(request, 404, str(error))
    first = date_in_jst(at) - timedelta(days=_DAYS_BACK)
    days = events_in_area(viewer, area.path, first_day=first, days=_DAYS, at=at)
    body = _calendar(area.name, [_entry(day, request) for day in days], at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{area.jis}.ics"'
    return response


def _calendar(name: str, entries: list[CalendarEvent], at: datetime) -> bytes:
    found = Calendar()
    found.add("prodid", "-//Yui//events//JA")
    found.add("version", "2.0")
    found.add("x-wr-calname", f"{name}の催し")
    found.add("x-wr-timezone", "Asia/Tokyo")
    for entry in entries:
        found.add_component(entry)
    body: bytes = found.to_ical()
    return body


def _entry(day: EventDay, request: HttpRequest) -> CalendarEvent:
    entry = CalendarEvent()
    moment = f"{day.starts_at:%Y%m%dT%H%M}"
    entry.add("uid", f"{day.short_code}-{moment}@{request.get_host()}")
    entry.add("dtstamp", day.modified_at)
    entry.add("last-modified", day.modified_at)
    entry.add("summary", f"【中止】{day.title}" if day.is_cancelled else day.title)
    entry.add("status", "CANCELLED" if day.is_cancelled else "CONFIRMED")
    entry.add("dtstart", day.day if day.is_all_day else day.starts_at)
    if day.is_all_day and day.last_day > day.day:
        # RFC 5545: the end of whole days is the day after the last one.
        entry.add("dtend", day.last_day + timedelta(days=1))
    elif day.ends_at is not None and not day.is_all_day:
        entry.add("dtend", day.ends_at)
    if day.point is not None:
        entry.add("geo", day.point)
    place = " ".join(part for part in (day.place, day.address) if part)
    if place:
        entry.add("location", place)
    phone = f"電話 {day.phone.number}" if day.phone else ""
    entry.add("description", "\n".join(part for part in (day.summary, day.fee, phone) if part))
    entry.add("url", request.build_absolute_uri(day.url))
    return entry
