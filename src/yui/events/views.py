"""Public pages of events: the list by date, and one event."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, get_area
from yui.directory.queries import short_code_from
from yui.events import queries
from yui.events.errors import EventsRefused
from yui.events.forms import EventListForm
from yui.events.pages.event import facts_of
from yui.events.queries import EventPage
from yui.events.states import EventState
from yui.lib.clock import date_in_jst
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link

DAYS_SHOWN = 28
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


@door(policy="public", object_type="events.event")
@vary_on_cookie
def event_list(request: HttpRequest) -> HttpResponse:
    """This function will list the events of a town by date, four weeks at a time."""
    form = EventListForm(request.GET)
    if not form.is_valid():
        return error_response(request, 400)
    if not form.cleaned_data["area"]:
        return HttpResponseRedirect(reverse("areas:prefectures"))
    viewer, at = viewer_of(request), timezone.now()
    try:
        area = get_area(viewer, form.cleaned_data["area"])
    except AreaNotFound as error:
        return error_response(request, 404, str(error))
    today = date_in_jst(at)
    first = min(max(form.cleaned_data["first"] or today, _EARLIEST), _LATEST)
    days = queries.events_in_area(viewer, area.path, first_day=first, days=DAYS_SHOWN, at=at)
    here = reverse("events:list")
    context = {
        "frame": page_frame(
            request, f"{area.name}の催し", area_path=area.path, current=f"{here}?area={area.jis}"
        ),
        "area": area,
        "items": [day.shown() for day in days],
        "span": _span(first),
        "later": _later(here, area, first),
        "earlier": _earlier(here, area, first, today),
        "calendar_href": f"{reverse('events:calendar')}?area={area.jis}",
    }
    return render(request, "events/list.jinja", context)


def _span(first: date) -> str:
    last = first + timedelta(days=DAYS_SHOWN - 1)
    return f"{first.year}年{queries.day_text(first)}から{queries.day_text(last)}まで"


def _later(here: str, area: AreaInfo, first: date) -> Link:
    start = first + timedelta(days=DAYS_SHOWN)
    return Link("この先の催しを見る", f"{here}?area={area.jis}&first={start.isoformat()}")


def _earlier(here: str, area: AreaInfo, first: date, today: date) -> Link | None:
    if first <= today:
        return None
    start = max(today, first - timedelta(days=DAYS_SHOWN))
    return Link("前の催しにもどる", f"{here}?area={area.jis}&first={start.isoformat()}")


@door(policy="public", object_type="events.event")
@vary_on_cookie
def event(request: HttpRequest, short_code: str) -> HttpResponse:
    """This function will show one event; a cancelled one says so first and large."""
    code = short_code_from(short_code)
    if code and code != short_code:
        return HttpResponseRedirect(queries.event_url(code))
    try:
        page = queries.get_event(viewer_of(request), code, at=timezone.now())
    except EventsRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    frame = page_frame(
        request,
        _title(page),
        area_path=page.area_path,
        description=page.summary,
        robots="noindex" if page.is_over else "",
    )
    context = {
        "frame": frame,
        "page": page,
        "facts": facts_of(page),
        "is_cancelled": page.state is EventState.CANCELLED,
        "phone": page.phone.shown() if page.phone else None,
    }
    return render(request, "events/event.jinja", context)


def _title(page: EventPage) -> str:
    return f"【中止】{page.title}" if page.state is EventState.CANCELLED else page.title
