"""What is new, changed and ended in the own area in a month, to be read and printed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.areas.queries import AreaInfo, area_by_path, layers_of
from yui.areas.states import Tier
from yui.directory.queries.news import MOST_NEWS, news_of
from yui.lib.clock import month_bounds
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.portal.forms import NewsForm
from yui.portal.pages import news as pages
from yui.search.formats.address import code_of_layer
from yui.ui.pages.errors import error_response
from yui.ui.pages.staff import staff_frame

# No journal is older.
_FIRST_YEAR = 2026


@door(policy="staff", object_type="directory.service")
def news(request: HttpRequest) -> HttpResponse:
    """This view will show the news of a month; this month's where none is named."""
    form, today = NewsForm(request.GET), timezone.localdate()
    month = (form.cleaned_data["month"] or today.replace(day=1)) if form.is_valid() else None
    if month is None or not month.year >= _FIRST_YEAR or month > today:
        return error_response(request, 400)
    viewer = viewer_of(request)
    own = area_by_path(municipality_of(viewer.area_path or "") or viewer.area_path or "")
    layers = layers_of(own.path, Tier.SPHERE) if municipality_of(own.path) else ()
    sphere = form.cleaned_data["sphere"]
    first, after = month_bounds(month)
    area = _area_of(own, layers, sphere)
    found = news_of(viewer, area.path, since=first, until=after, at=timezone.now())
    context = {
        "frame": staff_frame(
            request,
            "今月の新しいもの・変わったこと",
            place=own.name,
            answer=pages.answer_of(found, month),
            is_sample=own.is_sample,
            current=reverse("portal:news"),
        ),
        "news": found,
        "most": MOST_NEWS,
        "months": pages.months(month, today=today, sphere=sphere),
        "spheres": pages.spheres(layers, own.name, month, sphere),
        "new_columns": pages.NEW_COLUMNS,
        "new": pages.new_rows(found.new),
        "changed_columns": pages.CHANGED_COLUMNS,
        "changed": pages.changed_rows(found.changed),
        "ended_columns": pages.ENDED_COLUMNS,
        "ended": pages.ended_rows(found.ended),
    }
    return render(request, "portal/news.jinja", context)


def _area_of(own: AreaInfo, layers: tuple[AreaInfo, ...], sphere: str) -> AreaInfo:
    """Raises: Http404 for a 圏域 that is not of the own town."""
    found = {code_of_layer(layer): layer for layer in layers} | {"": own}
    if sphere not in found:
        raise Http404
    return found[sphere]
