"""The pages people read before they use the data."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.vary import vary_on_cookie

from yui.areas.queries import AreaInfo, children_of
from yui.areas.states import Tier
from yui.directory.queries import SourceCredit
from yui.opendata import queries
from yui.opendata.formats import catalogue
from yui.opendata.formats.fields import ENTITIES, OWN_FIELDS, Field
from yui.opendata.formats.tables import headers
from yui.opendata.pages.answers import site_of
from yui.opendata.pages.towns import Moved, town_of
from yui.opendata.pages.words import CHANGES, CODE_EXAMPLES, FILES
from yui.policy.door import door
from yui.ui.pages.frame import page_frame
from yui.ui.pages.parts import Fact, Link

_TIERS = (Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD)


@door(policy="public")
@vary_on_cookie
def home(request: HttpRequest) -> HttpResponse:
    """This function will show what there is, under which licence, with examples and fields."""
    site = site_of(request)
    context = {
        "frame": page_frame(
            request,
            "オープンデータ",
            description="暮らしを支える手助けの一覧を、だれでも使える形で公開しています。",
        ),
        "prefectures": [_link(area) for area in children_of("")],
        "licence": Link(catalogue.LICENCE_NAME, catalogue.LICENCE),
        "files": FILES,
        "examples": [(words, site + address) for words, address in CODE_EXAMPLES],
        "entities": [(each, _facts(each.fields)) for each in ENTITIES],
        "own_fields": _facts(OWN_FIELDS),
        "columns": headers(),
        "changes": CHANGES,
    }
    return render(request, "opendata/home.jinja", context)


@door(policy="public", object_type="areas.area")
@vary_on_cookie
def area_page(request: HttpRequest, jis: str) -> HttpResponse:
    """This function will show the towns of a prefecture, or the files of a town."""
    try:
        area = town_of(jis, tiers=_TIERS)
    except Moved as moved:
        return HttpResponseRedirect(reverse("opendata:area", args=[moved.jis]))
    if area.tier is Tier.PREFECTURE:
        return _prefecture(request, area)
    offer = queries.area_offer(area.path, at=timezone.now())
    context = {
        "frame": _frame(request, area),
        "area": area,
        "offer": offer,
        "downloads": catalogue.DOWNLOADS,
        "licence": Link(catalogue.LICENCE_NAME, catalogue.LICENCE),
        "api": f"{site_of(request)}/opendata/hsds/services?area_code={area.code}",
        "sources": _source_lines(offer.credits),
        "back": _back(offer.around[0]) if offer.around else None,
    }
    return render(request, "opendata/town.jinja", context)


def _prefecture(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    offers = queries.offers_by_municipality(area.path, at=timezone.now())
    links = [
        Link(
            offer.area.name,
            reverse("opendata:area", args=[offer.area.jis]),
            f"{offer.services:,}件",
        )
        for offer in offers
    ]
    context = {"frame": _frame(request, area), "area": area, "links": links}
    return render(request, "opendata/prefecture.jinja", context)


def _frame(request: HttpRequest, area: AreaInfo) -> object:
    title = f"{area.name}のオープンデータ"
    robots = "noindex" if area.is_sample else ""
    return page_frame(request, title, area_path=area.path, with_phone_box=False, robots=robots)


def _back(prefecture: AreaInfo) -> Link:
    return Link(f"{prefecture.name}の一覧へもどる", _link(prefecture).href)


def _source_lines(credits_of: tuple[SourceCredit, ...]) -> tuple[str, ...]:
    """Many sheets of one publisher carry one credit line; it is said once."""
    named = ((each.credit or each.name, each.licence) for each in credits_of)
    lines = (f"{name}（{licence}）" if licence else name for name, licence in named)
    return tuple(dict.fromkeys(lines))


def _facts(fields: tuple[Field, ...]) -> list[Fact]:
    return [Fact(field.name, (field.words,)) for field in fields]


def _link(area: AreaInfo) -> Link:
    note = "見本" if area.is_sample else ""
    return Link(area.name, reverse("opendata:area", args=[area.jis]), note)
