"""Files to download and to follow: lists of a town, catalogues, changes, sitemaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

from yui.directory.queries import OpenService
from yui.lib.clock import date_in_jst
from yui.opendata import queries
from yui.opendata.formats import catalogue, feeds, points, tables
from yui.opendata.formats.parts import Setting
from yui.opendata.pages.answers import open_door, site_of, streamed_answer, whole_answer
from yui.opendata.pages.towns import Moved, town_of

CHANGES = 50
_XML = "application/xml; charset=utf-8"
Write = Callable[[Iterable[OpenService], queries.AreaOffer, Setting], Iterable[bytes]]


@open_door("areas.area")
def services_csv(request: HttpRequest, jis: str) -> HttpResponseBase:
    """This function will give the list of a town as CSV."""
    return _list(
        request,
        jis,
        "csv",
        "text/csv; charset=utf-8",
        lambda rows, _, here: tables.csv_file(rows, here),
    )


@open_door("areas.area")
def services_xlsx(request: HttpRequest, jis: str) -> HttpResponseBase:
    """This function will give the list of a town as a workbook."""
    return _list(
        request,
        jis,
        "xlsx",
        catalogue.DOWNLOADS[1].media_type,
        lambda rows, offer, here: (tables.xlsx_file(rows, offer.credits, here),),
    )


@open_door("areas.area")
def services_geojson(request: HttpRequest, jis: str) -> HttpResponseBase:
    """This function will give the open points of a town as GeoJSON."""
    return _list(
        request,
        jis,
        "geojson",
        "application/geo+json",
        lambda rows, offer, here: points.geojson_file(rows, offer.credits, here),
    )


@open_door("areas.area")
def services_jsonld(request: HttpRequest, jis: str) -> HttpResponseBase:
    """This function will give the list of a town as linked data."""
    return _list(
        request,
        jis,
        "jsonld",
        "application/ld+json",
        lambda rows, offer, here: points.jsonld_file(rows, offer.credits, here),
    )


@open_door("areas.area")
def changes_atom(request: HttpRequest, jis: str) -> HttpResponseBase:
    """This function will give the last changes of a town's list as Atom."""
    try:
        town = town_of(jis)
    except Moved as moved:
        return HttpResponseRedirect(f"/opendata/{moved.jis}/changes.atom")
    found = queries.newest_services(town.path, at=timezone.now(), size=CHANGES)
    body = feeds.atom_file(town, found, site_of(request))
    changed = max((service.modified_at for service in found), default=None)
    return whole_answer(request, body, "application/atom+xml; charset=utf-8", modified_at=changed)


@open_door()
def catalogue_jsonld(request: HttpRequest) -> HttpResponseBase:
    """This function will give the catalogue of all lists as DCAT."""
    offers = queries.offers_by_municipality("", at=timezone.now())
    pieces = catalogue.dcat_file(offers, site_of(request))
    return streamed_answer(request, pieces, "application/ld+json")


@open_door()
def catalogue_csv(request: HttpRequest) -> HttpResponseBase:
    """This function will give オープンデータ一覧 as CSV."""
    offers = queries.offers_by_municipality("", at=timezone.now())
    pieces = catalogue.list_file(offers, site_of(request))
    return streamed_answer(
        request, pieces, "text/csv; charset=utf-8", file_name="open_data_list.csv"
    )


@open_door()
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """This function will give the index of the sitemaps."""
    total = queries.count_services(at=timezone.now())
    body = feeds.sitemap_index_file(-(-total // feeds.PART), site_of(request))
    return whole_answer(request, body, _XML)


@open_door()
def sitemap_part(request: HttpRequest, number: int) -> HttpResponseBase:
    """This function will give one sitemap: 0 the towns, from 1 on the services."""
    if number == 0:
        pieces = feeds.towns_sitemap_file(queries.towns_of_the_country(), site_of(request))
        return streamed_answer(request, pieces, _XML)
    if number > feeds.MOST_PARTS:
        raise Http404("この番号のサイトマップはありません。")
    pages = queries.service_pages(
        at=timezone.now(), first=(number - 1) * feeds.PART, limit=feeds.PART
    )
    if pages is None:
        raise Http404("この番号のサイトマップはありません。")
    return streamed_answer(request, feeds.services_sitemap_file(pages, site_of(request)), _XML)


def _list(
    request: HttpRequest, jis: str, ending: str, content_type: str, write: Write
) -> HttpResponseBase:
    try:
        town = town_of(jis)
    except Moved as moved:
        return HttpResponseRedirect(f"/opendata/{moved.jis}/services.{ending}")
    at = timezone.now()
    offer = queries.area_offer(town.path, at=at)
    around = queries.surroundings_of_area(town.path)
    setting = Setting(site_of(request), date_in_jst(at), around)
    return streamed_answer(
        request,
        write(_records(town.path, at), offer, setting),
        content_type,
        modified_at=offer.modified_at,
        file_name=f"{jis}_yui_services.{ending}",
    )


def _records(path: str, at: datetime) -> Iterator[OpenService]:
    return queries.area_records(path, at=at)
