"""Open data: services, organizations and places, cut to what may be given away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from yui.areas.rules import within
from yui.directory.models import (
    Contact,
    Location,
    Organization,
    OrganizationAttribute,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.queries.open_values import OpenLocation, OpenOrganization, OpenPlace, OpenService
from yui.directory.queries.opened import (
    open_location,
    open_organization,
    open_place,
    open_service,
)
from yui.directory.queries.rows import load_limits
from yui.directory.queries.values import Page
from yui.directory.queries.visible import (
    agreed,
    open_places,
    preparing,
    private_lines,
    with_part,
    with_scopes,
)
from yui.directory.states import Scope
from yui.lib.clock import date_in_jst

# Rows read with all that hangs on them hold one another in circles, which only the collector
# lets go of: many at once outlive its early rounds.
CHUNK = 100
Row = TypeVar("Row", bound=Model)


def published_for_opendata(
    *,
    at: datetime,
    area_path: str = "",
    modified_after: datetime | None = None,
    ids: Iterable[UUID] | None = None,
    number: int = 1,
    size: int = 50,
) -> Page[OpenService]:
    """This function will return one page of open services, oldest change first.

    `area_path` "" is the whole country. A fixed number of queries whatever the size.
    """
    on = date_in_jst(at)
    rows = _open_services(on, area_path)
    if modified_after is not None:
        rows = rows.filter(_news_since(modified_after))
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    found, total = _cut(rows, number, size)
    details = list(_with_details(found))
    limits = load_limits(row.area.path for row in details)
    items = tuple(open_service(row, on, limits) for row in details)
    return Page(items, total, number, size)


def stream_for_opendata(
    *, at: datetime, area_path: str = "", chunk: int = CHUNK
) -> Iterator[OpenService]:
    """This function will yield every open service of an area by id, a chunk in memory at a time."""
    on = date_in_jst(at)
    last: UUID | None = None
    while True:
        rows = _open_services(on, area_path)
        if last is not None:
            rows = rows.filter(id__gt=last)
        found = list(_with_details(rows.order_by("id")[:chunk]))
        limits = load_limits(row.area.path for row in found)
        yield from (open_service(row, on, limits) for row in found)
        if len(found) < chunk:
            return
        last = found[-1].id


def organizations_for_opendata(
    *,
    at: datetime,
    area_path: str = "",
    modified_after: datetime | None = None,
    ids: Iterable[UUID] | None = None,
    number: int = 1,
    size: int = 50,
) -> Page[OpenOrganization]:
    """This function will return one page of organizations that have an open service, or stand
    in an official list."""
    on = date_in_jst(at)
    services = _open_services(on, "").filter(organization=OuterRef("pk"))
    rows = Organization.objects.filter(
        within(area_path, "area__path"), Q(source__is_official=True) | Exists(services)
    ).filter(~preparing(), is_published=True)
    if modified_after is not None:
        opened = services.filter(_opened_since(modified_after))
        rows = rows.filter(Q(modified_at__gt=modified_after) | Exists(opened))
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    found, total = _cut(rows, number, size)
    found = found.select_related("area", "kind", "source").prefetch_related(
        "phones",
        Prefetch("attributes", OrganizationAttribute.objects.select_related("term__taxonomy")),
    )
    page = list(found)
    ids_here = [row.id for row in page]
    closed = _with_closed_phone(ids_here, on)
    private = frozenset(private_lines(ids_here).values_list("digits", flat=True))
    items = tuple(open_organization(row, row.id not in closed, private) for row in page)
    return Page(items, total, number, size)


def locations_for_opendata(
    *,
    at: datetime,
    area_path: str = "",
    modified_after: datetime | None = None,
    ids: Iterable[UUID] | None = None,
    number: int = 1,
    size: int = 50,
) -> Page[OpenLocation]:
    """This function will return one page of places whose address is open; homes never are."""
    here = open_places(date_in_jst(at), Scope.OPENDATA).filter(location=OuterRef("pk"))
    rows = Location.objects.filter(within(area_path, "area__path"), Exists(here), is_home=False)
    if modified_after is not None:
        opened = here.filter(_opened_since(modified_after, "service__"))
        rows = rows.filter(Q(modified_at__gt=modified_after) | Exists(opened))
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    found, total = _cut(rows, number, size)
    found = found.select_related("area", "sphere").prefetch_related("accessibility", "schedules")
    return Page(tuple(open_location(row) for row in found), total, number, size)


def places_for_opendata(
    *,
    at: datetime,
    area_path: str = "",
    modified_after: datetime | None = None,
    ids: Iterable[UUID] | None = None,
    number: int = 1,
    size: int = 50,
) -> Page[OpenPlace]:
    """This function will return one page of services at places whose address is open."""
    on = date_in_jst(at)
    rows = open_places(on, Scope.OPENDATA).filter(within(area_path, "location__area__path"))
    if modified_after is not None:
        rows = rows.filter(_news_since(modified_after, "service__"))
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    total = rows.count()
    first = (max(1, number) - 1) * size
    found = rows.order_by("service__modified_at", "id")[first : first + size]
    page = list(
        found.select_related("service__source", "service__consent")
        .select_related(
            "location__area", "location__sphere", "service__area", "service__organization"
        )
        .prefetch_related("schedules", "phones", "location__accessibility", "location__schedules")
        .prefetch_related("service__phones", "service__contacts__phones")
    )
    return Page(tuple(open_place(row, row.service, on) for row in page), total, number, size)


def _open_services(on: date, area_path: str) -> QuerySet[Service]:
    rows = with_scopes(Service.objects.all()).filter(agreed(Scope.OPENDATA, on))
    return rows.filter(within(area_path, "area__path"))


def _with_closed_phone(organization_ids: list[UUID], on: date) -> set[UUID]:
    """Organizations one of whose services keeps its number back: a group's number is one number.

    That a body represents the organization opens nothing: consent is given service by service.
    """
    services = Service.objects.filter(
        organization_id__in=organization_ids, organization__source__is_official=False
    ) | Service.objects.filter(
        organization_id__in=organization_ids, organization__source__isnull=True
    )
    # Named once more inside: without it the database looks through the services of all others.
    theirs = _open_services(on, "").filter(organization_id__in=organization_ids)
    closed = services.exclude(id__in=with_part(theirs, "phone", Scope.OPENDATA).values("id"))
    return set(closed.values_list("organization_id", flat=True))


def _news_since(moment: datetime, of: str = "") -> Q:
    """What was changed, or opened by the calendar, since somebody last asked.

    `of` leads to the service, for instance "service__".
    """
    return Q(**{f"{of}modified_at__gt": moment}) | _opened_since(moment, of)


def _opened_since(moment: datetime, of: str = "") -> Q:
    """A consent that was given ahead of time opens a record on its day; nobody changes the row."""
    return Q(**{f"{of}consent__given_date__gte": date_in_jst(moment)})


def _cut(rows: QuerySet[Row], number: int, size: int) -> tuple[QuerySet[Row], int]:
    first = (max(1, number) - 1) * size
    return rows.order_by("modified_at", "id")[first : first + size], rows.count()


def _with_details(rows: QuerySet[Service]) -> QuerySet[Service]:
    places = ServiceAtLocation.objects.select_related("location__area", "location__sphere")
    return rows.select_related(
        "area", "organization", "program", "source", "consent"
    ).prefetch_related(
        Prefetch(
            "at_locations",
            places.prefetch_related(
                "schedules", "phones", "location__accessibility", "location__schedules"
            ),
        ),
        "schedules",
        "phones",
        Prefetch("contacts", Contact.objects.prefetch_related("phones")),
        Prefetch("service_areas", ServiceArea.objects.select_related("area")),
        "cost_options",
        "required_documents",
        Prefetch("attributes", ServiceAttribute.objects.select_related("term__taxonomy")),
    )
