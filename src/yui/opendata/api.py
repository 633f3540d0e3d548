"""The HSDS 3.1 read API: each door reads once and writes the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError

from yui.directory.queries import Page
from yui.lib.clock import date_in_jst
from yui.opendata import queries
from yui.opendata.errors import ParameterRefused, RecordNotFound
from yui.opendata.formats import hsds, openapi
from yui.opendata.formats.details import location
from yui.opendata.formats.parts import Json, Setting, to_json
from yui.opendata.pages.answers import open_door, running_answer, site_of, whole_answer
from yui.opendata.pages.parameters import (
    LocationsAsked,
    NothingAsked,
    OrganizationAsked,
    OrganizationsAsked,
    PlacesAsked,
    Searching,
    ServicesAsked,
    TermsAsked,
)
from yui.opendata.pages.problems import bad_request, fault_of, faults_of, not_found
from yui.opendata.pages.wanted import filter_of, refuse_unknown

JSON = "application/json"
NDJSON = "application/x-ndjson"
api = NinjaAPI(
    title="結 Yui オープンデータ API",
    version="1.0.0",
    description=(
        "高齢の方の暮らしを支える手助けの公開データです。Human Services Data Specification 3.1 "
        "の形で読めます。登録も鍵もいりません。読むだけです。"
    ),
    urls_namespace="hsds",
    openapi_url=None,
    docs_url=None,
    openapi_extra={
        "info": {
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
            "summary": "HSDS 3.1 read API of Yui",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
    },
)


def _answers(found: dict[int, Any]) -> dict[str, Any]:
    return {"responses": found}


@api.exception_handler(ValidationError)
def refused_values(request: HttpRequest, error: Any) -> HttpResponseBase:
    """This function will say which values cannot be read."""
    return bad_request(request, [fault_of(each) for each in error.errors])


@api.exception_handler(ParameterRefused)
def refused_parameter(request: HttpRequest, error: Any) -> HttpResponseBase:
    """This function will say which parameter cannot be used."""
    return bad_request(request, faults_of(error))


@api.exception_handler(RecordNotFound)
@api.exception_handler(Http404)
def no_record(request: HttpRequest, error: Any) -> HttpResponseBase:
    """This function will say that there is no such open record."""
    return not_found(request)


@api.get(
    "/",
    summary="この API のこと",
    url_name="root",
    description="HSDS の版、プロファイルのページ、OpenAPI の文書の場所です。",
    openapi_extra=_answers(openapi.details()),
)
def details(request: HttpRequest) -> HttpResponseBase:
    """This function will tell about the API itself."""
    refuse_unknown(request, NothingAsked)
    site = site_of(request)
    found = {
        "version": hsds.VERSION,
        "profile": f"{site}/opendata/#profile",
        "openapi_url": f"{site}/opendata/openapi.json",
    }
    return whole_answer(request, to_json(found), JSON)


@api.get(
    "/services",
    summary="サービスの一覧",
    description="条件は重ねられます。地域を書かないとき、見本の地域は入りません。",
    openapi_extra=_answers(openapi.many("Service", "サービスの1ページ")),
)
def services(request: HttpRequest, asked: Query[ServicesAsked]) -> HttpResponseBase:
    """This function will answer with services that fit every condition."""
    refuse_unknown(request, ServicesAsked)
    at = timezone.now()
    if asked.minimal:
        return _minimal_services(request, asked, at)
    wanted = filter_of(asked)
    write = hsds.whole_service if asked.full else hsds.service
    if asked.format == "ndjson":
        lines = _lines(request, queries.services_stream(wanted, at=at), write, at)
        return running_answer(lines, NDJSON)
    page = queries.services_page(wanted, at=at, number=asked.page, size=asked.per_page)
    setting = _setting(request, at, [record.service for record in page.items])
    contents = [write(record, setting) for record in page.items]
    changed = [record.service.modified_at for record in page.items]
    return _list_answer(request, page, contents, changed)


@api.get(
    "/services/{service_id}",
    summary="1つのサービス",
    description="ぶら下がる情報もすべて返します。",
    openapi_extra=_answers(openapi.one("Service", "サービスのすべて")),
)
def service(request: HttpRequest, service_id: str) -> HttpResponseBase:
    """This function will answer with one service and all that hangs on it."""
    refuse_unknown(request, NothingAsked)
    at = timezone.now()
    record = queries.get_service(_id(service_id), at=at)
    body = hsds.whole_service(record, _setting(request, at, [record.service]))
    return whole_answer(request, to_json(body), JSON, modified_at=record.service.modified_at)


@api.get(
    "/organizations",
    summary="団体の一覧",
    description="公開データのサービスがある団体と、公表された一覧にある団体です。",
    openapi_extra=_answers(openapi.many("Organization", "団体の1ページ")),
)
def organizations(request: HttpRequest, asked: Query[OrganizationsAsked]) -> HttpResponseBase:
    """This function will answer with organizations that fit every condition."""
    refuse_unknown(request, OrganizationsAsked)
    at = timezone.now()
    page = queries.organizations_page(
        filter_of(asked),
        at=at,
        number=asked.page,
        size=asked.per_page,
        with_briefs=asked.full,
        with_services=asked.full_service,
    )
    setting = _organizations_setting(request, at, page.items)
    is_whole = asked.full or asked.full_service
    contents = [
        hsds.whole_organization(record, setting)
        if is_whole
        else hsds.organization(record.organization, setting)
        for record in page.items
    ]
    changed = [record.organization.modified_at for record in page.items]
    return _list_answer(request, page, contents, changed)


@api.get(
    "/organizations/{organization_id}",
    summary="1つの団体",
    description="サービスは名前と状態だけです。full_service で、すべての情報になります。",
    openapi_extra=_answers(openapi.one("Organization", "団体のすべて")),
)
def organization(
    request: HttpRequest, organization_id: str, asked: Query[OrganizationAsked]
) -> HttpResponseBase:
    """This function will answer with one organization and its services."""
    refuse_unknown(request, OrganizationAsked)
    at = timezone.now()
    record = queries.get_organization(_id(organization_id), at=at, with_services=asked.full_service)
    body = hsds.whole_organization(record, _organizations_setting(request, at, [record]))
    return whole_answer(request, to_json(body), JSON, modified_at=record.organization.modified_at)


@api.get(
    "/locations",
    summary="場所の一覧",
    description="住所を公開してよい場所だけです。人の家は入りません。",
    openapi_extra=_answers(openapi.many("Location", "場所の1ページ")),
)
def locations(request: HttpRequest, asked: Query[LocationsAsked]) -> HttpResponseBase:
    """This function will answer with places whose address is open."""
    refuse_unknown(request, LocationsAsked)
    at = timezone.now()
    page = queries.locations_page(filter_of(asked), at=at, number=asked.page, size=asked.per_page)
    around = queries.surroundings((), page.items)
    setting = Setting(site_of(request), date_in_jst(at), around)
    contents = [location(row, setting) for row in page.items]
    return _list_answer(request, page, contents, [row.modified_at for row in page.items])


@api.get(
    "/locations/{location_id}",
    summary="1つの場所",
    url_name="location",
    description="住所とバリアフリーも返します。",
    openapi_extra=_answers(openapi.one("Location", "場所のすべて")),
)
def one_location(request: HttpRequest, location_id: str) -> HttpResponseBase:
    """This function will answer with one place."""
    refuse_unknown(request, NothingAsked)
    at = timezone.now()
    row = queries.get_location(_id(location_id), at=at)
    setting = Setting(site_of(request), date_in_jst(at), queries.surroundings((), [row]))
    body = location(row, setting)
    return whole_answer(request, to_json(body), JSON, modified_at=row.modified_at)


@api.get(
    "/service_at_locations",
    summary="どこで何をしているかの一覧",
    description="郵便番号と距離でも選べます。",
    openapi_extra=_answers(openapi.many("ServiceAtLocation", "1ページ")),
)
def service_at_locations(request: HttpRequest, asked: Query[PlacesAsked]) -> HttpResponseBase:
    """This function will answer with services at places."""
    refuse_unknown(request, PlacesAsked)
    at = timezone.now()
    page = queries.places_page(filter_of(asked), at=at, number=asked.page, size=asked.per_page)
    setting = _setting(request, at, [record.service.service for record in page.items])
    contents = [
        hsds.service_at_location(record, setting, whole=asked.full) for record in page.items
    ]
    changed = [record.service.service.modified_at for record in page.items]
    return _list_answer(request, page, contents, changed)


@api.get(
    "/service_at_locations/{place_id}",
    summary="1つの場所での1つのサービス",
    description="サービスのすべての情報も返します。",
    openapi_extra=_answers(openapi.one("ServiceAtLocation", "すべて")),
)
def service_at_location(request: HttpRequest, place_id: str) -> HttpResponseBase:
    """This function will answer with one service at one place."""
    refuse_unknown(request, NothingAsked)
    at = timezone.now()
    record = queries.get_place(_id(place_id), at=at)
    setting = _setting(request, at, [record.service.service])
    body = hsds.service_at_location(record, setting, whole=True)
    modified_at = record.service.service.modified_at
    return whole_answer(request, to_json(body), JSON, modified_at=modified_at)


@api.get(
    "/taxonomies",
    summary="分類表の一覧",
    description="分野、困りごと、提供のしかたなどの分類表です。",
    openapi_extra=_answers(openapi.many("Taxonomy", "分類表の1ページ")),
)
def taxonomies(request: HttpRequest, asked: Query[Searching]) -> HttpResponseBase:
    """This function will answer with the vocabularies."""
    refuse_unknown(request, Searching)
    found = queries.vocabularies().taxonomies
    rows = [row for row in found if _has_words(asked.search, row.name, row.description)]
    page = _cut(rows, asked)
    return _list_answer(request, page, [hsds.taxonomy(row) for row in page.items], ())


@api.get(
    "/taxonomies/{taxonomy_id}",
    summary="1つの分類表",
    description="ID は、どの設置でも同じです。",
    openapi_extra=_answers(openapi.one("Taxonomy", "分類表")),
)
def taxonomy(request: HttpRequest, taxonomy_id: str) -> HttpResponseBase:
    """This function will answer with one vocabulary."""
    refuse_unknown(request, NothingAsked)
    wanted = _id(taxonomy_id)
    found = [row for row in queries.vocabularies().taxonomies if row.id == wanted]
    if not found:
        raise RecordNotFound
    return whole_answer(request, to_json(hsds.taxonomy(found[0])), JSON)


@api.get(
    "/taxonomy_terms",
    summary="分類の一覧",
    description="使われなくなった分類も、is_current が false で残ります。",
    openapi_extra=_answers(openapi.many("TaxonomyTerm", "分類の1ページ")),
)
def taxonomy_terms(request: HttpRequest, asked: Query[TermsAsked]) -> HttpResponseBase:
    """This function will answer with the terms."""
    refuse_unknown(request, TermsAsked)
    known = queries.vocabularies()
    homes = {row.code: row.id for row in known.taxonomies}
    parents = [row for row in known.terms if row.id == asked.parent_id]
    rows = [
        row
        for row in known.terms
        if _has_words(asked.search, row.name, row.plain_name, row.description)
        and asked.taxonomy_id in (None, homes.get(row.taxonomy))
        and (asked.parent_id is None or any(hsds.is_parent(each, row) for each in parents))
        and not (asked.top_only and row.parent_code)
    ]
    page = _cut(rows, asked)
    return _list_answer(request, page, [hsds.taxonomy_term(row, known) for row in page.items], ())


@api.get(
    "/taxonomy_terms/{term_id}",
    summary="1つの分類",
    description="ID は、どの設置でも同じです。",
    openapi_extra=_answers(openapi.one("TaxonomyTerm", "分類")),
)
def taxonomy_term(request: HttpRequest, term_id: str) -> HttpResponseBase:
    """This function will answer with one term."""
    refuse_unknown(request, NothingAsked)
    known = queries.vocabularies()
    wanted = _id(term_id)
    found = [row for row in known.terms if row.id == wanted]
    if not found:
        raise RecordNotFound
    return whole_answer(request, to_json(hsds.taxonomy_term(found[0], known)), JSON)


@open_door()
def document(request: HttpRequest) -> HttpResponseBase:
    """This function will answer with the OpenAPI 3.1 document of the API."""
    found: Json = dict(api.get_openapi_schema(path_prefix=""))
    found["servers"] = [{"url": f"{site_of(request)}/opendata/hsds"}]
    found["components"] = {"schemas": openapi.schemas()}
    return whole_answer(request, to_json(found), JSON)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise RecordNotFound from None


def _setting(request: HttpRequest, at: datetime, found: list[Any]) -> Setting:
    return Setting(site_of(request), date_in_jst(at), queries.surroundings(found))


def _organizations_setting(
    request: HttpRequest, at: datetime, records: Iterable[queries.OrganizationRecord]
) -> Setting:
    rows = list(records)
    found = [each.service for record in rows for each in record.services]
    paths = [record.organization.area_path for record in rows]
    around = queries.surroundings(found, paths=paths)
    return Setting(site_of(request), date_in_jst(at), around)


def _minimal_services(request: HttpRequest, asked: ServicesAsked, at: datetime) -> HttpResponseBase:
    wanted = filter_of(asked)
    setting = Setting(site_of(request), date_in_jst(at), queries.Surroundings({}, {}))
    if asked.format == "ndjson":
        rows = queries.briefs_stream(wanted, at=at)
        lines = (to_json(hsds.minimal_service(row, setting)) + b"\n" for row in rows)
        return running_answer(lines, NDJSON)
    page = queries.briefs_page(wanted, at=at, number=asked.page, size=asked.per_page)
    contents = [hsds.minimal_service(row, setting) for row in page.items]
    return _list_answer(request, page, contents, [row.modified_at for row in page.items])


def _lines(
    request: HttpRequest,
    records: Iterable[queries.ServiceRecord],
    write: Callable[[queries.ServiceRecord, Setting], Json],
    at: datetime,
) -> Iterable[bytes]:
    for record in records:
        yield to_json(write(record, _setting(request, at, [record.service]))) + b"\n"


def _list_answer(
    request: HttpRequest, page: Page[Any], contents: list[Json], changed: Iterable[datetime]
) -> HttpResponseBase:
    body = to_json(hsds.page_of(page, contents))
    return whole_answer(request, body, JSON, modified_at=max(changed, default=None))


def _has_words(search: str, *texts: str) -> bool:
    return all(any(word in text for text in texts) for word in search.split())


def _cut(rows: list[Any], asked: Searching) -> Page[Any]:
    first = (asked.page - 1) * asked.per_page
    return Page(tuple(rows[first : first + asked.per_page]), len(rows), asked.page, asked.per_page)
