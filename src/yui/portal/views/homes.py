"""The first pages: the nation leads to one's town, a town leads to a telephone number."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.queries import (
    AreaInfo,
    ancestors_of,
    children_of,
    formers_of,
    municipalities_of,
    neighbours_of,
    postal_hint,
    spoken_name,
    word_for,
)
from yui.areas.states import Opening, Term, Tier
from yui.lib.clock import format_date_ja
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.policy.viewer import Viewer
from yui.portal.pages.addresses import home_of, search_of
from yui.portal.pages.homes import (
    former_sentence,
    national_numbers,
    official_ways,
    sphere_links,
    word_buttons,
)
from yui.portal.queries import home_words, national_counts, sample_towns, week_of_events
from yui.portal.views.areas import area_or_404
from yui.search.formats.address import spheres_of
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Link
from yui.ui.pages.town import remember_town


@door(policy="public")
@vary_on_cookie
def nation(request: HttpRequest) -> HttpResponse:
    """This view will lead to one's town by postcode or by prefecture."""
    today = timezone.localdate()
    context = {
        "frame": page_frame(
            request,
            "お住まいのまちの手助けをさがす",
            description="買い物、ごみ出し、話し相手。困りごとを手伝う人や、近くの集まりをさがせます。",
        ),
        "postal_hint": postal_hint(),
        "numbers_list": national_numbers(national_counts()),
        "samples": [Link(town.name, home_of(town), "見本") for town in sample_towns()],
        "as_of": f"{format_date_ja(today)}の数です（件）。見本のまちは入っていません。",
    }
    return render(request, "portal/nation.jinja", context)


@door(policy="public", object_type="areas.area")
@vary_on_cookie
def area_home(request: HttpRequest, jis: str) -> HttpResponse:
    """This view will show the home of a prefecture, or of a municipality or ward.

    Whoever opens the home of a town has chosen it: pages of no area carry it from then on.
    """
    area = area_or_404(request, jis)
    if area is None:
        return HttpResponseRedirect("/")
    if isinstance(area, HttpResponseRedirect):
        return area
    if area.tier is Tier.PREFECTURE:
        return _prefecture(request, area)
    return remember_town(request, _municipality(request, area), area.jis)


def _prefecture(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    towns = municipalities_of(area.path)
    context = {
        "frame": page_frame(request, f"{area.name}の手助けをさがす", area_path=area.path),
        "area": area,
        "open_towns": [
            Link(town.name, home_of(town)) for town in towns if town.opening is Opening.OPEN
        ],
        "other_towns": [
            Link(town.name, home_of(town)) for town in towns if town.opening is not Opening.OPEN
        ],
        "search": search_of(area),
    }
    return render(request, "portal/prefecture.jinja", context)


def _municipality(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    viewer = viewer_of(request)
    is_open = area.opening is Opening.OPEN
    is_shut = area.opening is Opening.PREPARING and not _works_in(viewer, area)
    words = home_words(viewer, area.path)
    name = spoken_name(area)
    context = {
        "frame": page_frame(
            request,
            f"{name}の暮らしの手助け",
            area_path=area.path,
            robots="" if is_open else "noindex",
            description=f"{name}で、買い物や通院、話し相手などを手伝う人と集まりをさがせます。",
        ),
        "area": area,
        "name": name,
        "former": former_sentence(formers_of(area.path)),
        "is_open": is_open,
        "is_preparing": area.opening is Opening.PREPARING,
        "is_shut": is_shut,
        "troubles": word_buttons(area, "trouble", words.troubles),
        "wishes": word_buttons(area, "wish", words.wishes),
        "official": official_ways(area, viewer),
        "centre_word": word_for(area.path, Term.SUPPORT_CENTRE),
        "has_words": not is_shut and (bool(words.total) or words.total is None),
        "search": search_of(area),
        "events": [
            each.shown()
            for each in (() if is_shut else week_of_events(viewer, area.path, at=timezone.now()))
        ],
        "events_href": f"/events/?area={area.jis}",
        "spheres": () if is_shut else sphere_links(area, spheres_of(area)),
        "wards": [Link(each.name, home_of(each)) for each in _wards(area)],
        "neighbours": _neighbours(area),
        "neighbours_heading": f"{_city_of(area)}のほかの区" if _city_of(area) else "近くのまち",
    }
    return render(request, "portal/municipality.jinja", context)


def _works_in(viewer: Viewer, area: AreaInfo) -> bool:
    """Who prepares the town sees its home as it will be."""
    return viewer.area_path is not None and municipality_of(viewer.area_path) == municipality_of(
        area.path
    )


def _neighbours(area: AreaInfo) -> list[Link]:
    """A ward always shows the other wards; a city its neighbours until it has enough itself."""
    if area.tier is not Tier.WARD and area.opening is Opening.OPEN:
        return []
    limit = 30 if area.tier is Tier.WARD else 6
    return [Link(each.name, home_of(each)) for each in neighbours_of(area.path, limit=limit)]


def _city_of(area: AreaInfo) -> str:
    return ancestors_of(area.path)[-1].name if area.tier is Tier.WARD else ""


def _wards(area: AreaInfo) -> tuple[AreaInfo, ...]:
    return tuple(each for each in children_of(area.path) if each.tier is Tier.WARD)
