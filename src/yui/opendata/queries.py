"""Reading what is open, put together from the rooms below: records with what they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypeVar
from uuid import UUID

from yui.areas.queries import (
    AreaInfo,
    ancestors_of,
    area_by_path,
    areas_by_path,
    children_of,
    municipalities_of,
)
from yui.directory.queries import (
    OpenLocation,
    OpenOrganization,
    OpenPlace,
    OpenService,
    Page,
    SourceCredit,
    locations_for_opendata,
    organizations_for_opendata,
    places_for_opendata,
    published_for_opendata,
    stream_for_opendata,
)
from yui.directory.queries.open_selection import (
    OpenAddress,
    OpenArea,
    OpenBrief,
    OpenFilter,
    OpenProgram,
    count_open_services,
    newest_open_service_ids,
    open_addresses,
    open_areas,
    open_briefs,
    open_briefs_page,
    open_briefs_stream,
    open_credits,
    open_location_ids,
    open_organization_ids,
    open_place_ids,
    open_programs,
    open_service_id_chunks,
    open_service_ids,
)
from yui.opendata.errors import RecordNotFound
from yui.taxonomy.queries import TaxonomyInfo, TermInfo, taxonomies, term_index

CHUNK = 200
RecordT = TypeVar("RecordT")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """This value will hold what records refer to: areas by path, terms by "taxonomy:code"."""

    areas: Mapping[str, AreaInfo]
    terms: Mapping[str, TermInfo]


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """This value will hold an open service with its organization and programme."""

    service: OpenService
    organization: OpenOrganization | None
    program: OpenProgram | None


@dataclass(frozen=True, slots=True)
class OrganizationRecord:
    """This value will hold an organization; services in brief or whole, as they were asked for."""

    organization: OpenOrganization
    briefs: tuple[OpenBrief, ...]
    services: tuple[ServiceRecord, ...]


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """This value will hold a service at a place with the service."""

    place: OpenPlace
    service: ServiceRecord


@dataclass(frozen=True, slots=True)
class AreaOffer:
    """This value will hold an area with the number of its open services（件）and their sources."""

    area: AreaInfo
    around: tuple[AreaInfo, ...]
    services: int
    modified_at: datetime | None
    credits: tuple[SourceCredit, ...]


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """This value will hold every vocabulary with its terms, dropped ones too."""

    taxonomies: tuple[TaxonomyInfo, ...]
    terms: tuple[TermInfo, ...]


def services_page(
    wanted: OpenFilter, *, at: datetime, number: int, size: int
) -> Page[ServiceRecord]:
    """This function will return one page of the services that fit every condition."""
    ids = open_service_ids(wanted, at=at, number=number, size=size)
    return Page(_services(ids.items, at), ids.total, number, size)


def services_stream(wanted: OpenFilter, *, at: datetime) -> Iterator[ServiceRecord]:
    """This function will yield all services that fit, by id, with constant memory."""
    for ids in open_service_id_chunks(wanted, at=at, chunk=CHUNK):
        by_id = {record.service.id: record for record in _services(ids, at)}
        yield from (by_id[service_id] for service_id in ids if service_id in by_id)


def briefs_page(wanted: OpenFilter, *, at: datetime, number: int, size: int) -> Page[OpenBrief]:
    """This function will return one page of the services that fit, in brief."""
    return open_briefs_page(wanted, at=at, number=number, size=size)


def briefs_stream(wanted: OpenFilter, *, at: datetime) -> Iterator[OpenBrief]:
    """This function will yield all services that fit, in brief, by id."""
    return open_briefs_stream(wanted, at=at)


def get_service(service_id: UUID, *, at: datetime) -> ServiceRecord:
    """This function will return one open service. Raises: RecordNotFound."""
    return _only(_services((service_id,), at))


def organizations_page(
    wanted: OpenFilter,
    *,
    at: datetime,
    number: int,
    size: int,
    with_briefs: bool = False,
    with_services: bool = False,
) -> Page[OrganizationRecord]:
    """This function will return one page of organizations, with services when asked."""
    ids = open_organization_ids(wanted, at=at, number=number, size=size)
    found = _organizations(ids.items, at, with_briefs, with_services)
    return Page(found, ids.total, number, size)


def get_organization(
    organization_id: UUID, *, at: datetime, with_services: bool = False
) -> OrganizationRecord:
    """This function will return one organization with its services. Raises: RecordNotFound."""
    return _only(_organizations((organization_id,), at, not with_services, with_services))


def locations_page(
    wanted: OpenFilter, *, at: datetime, number: int, size: int
) -> Page[OpenLocation]:
    """This function will return one page of places whose address is open."""
    ids = open_location_ids(wanted, at=at, number=number, size=size)
    found = locations_for_opendata(at=at, ids=ids.items, size=max(1, len(ids.items)))
    return Page(found.items, ids.total, number, size)


def get_location(location_id: UUID, *, at: datetime) -> OpenLocation:
    """This function will return one open place. Raises: RecordNotFound."""
    return _only(locations_for_opendata(at=at, ids=[location_id], size=1).items)


def places_page(wanted: OpenFilter, *, at: datetime, number: int, size: int) -> Page[PlaceRecord]:
    """This function will return one page of services at places."""
    ids = open_place_ids(wanted, at=at, number=number, size=size)
    return Page(_places(ids.items, at), ids.total, number, size)


def get_place(place_id: UUID, *, at: datetime) -> PlaceRecord:
    """This function will return one service at a place. Raises: RecordNotFound."""
    return _only(_places((place_id,), at))


def newest_services(area_path: str, *, at: datetime, size: int) -> tuple[OpenService, ...]:
    """This function will return the services of an area that changed last, newest first."""
    ids = newest_open_service_ids(area_path, at=at, size=size)
    found = published_for_opendata(at=at, ids=ids, size=max(1, len(ids))).items
    order = {service_id: place for place, service_id in enumerate(ids)}
    return tuple(sorted(found, key=lambda service: order[service.id]))


def area_records(area_path: str, *, at: datetime) -> Iterator[OpenService]:
    """This function will yield the open services of an area by id, with constant memory."""
    return stream_for_opendata(at=at, area_path=area_path)


def area_offer(path: str, *, at: datetime) -> AreaOffer:
    """This function will say what a prefecture, municipality or ward gives away."""
    lists = open_areas(path, at=at)
    return AreaOffer(
        area=area_by_path(path),
        around=ancestors_of(path),
        services=sum(each.services for each in lists),
        modified_at=max((each.modified_at for each in lists), default=None),
        credits=open_credits(path, at=at),
    )


def offers_by_municipality(area_path: str, *, at: datetime) -> tuple[AreaOffer, ...]:
    """This function will list the municipalities within an area that have open services.

    Wards count in their city. The whole country ("") is listed without samples.
    """
    joined: dict[str, list[OpenArea]] = {}
    for each in open_areas(area_path, at=at):
        joined.setdefault("/".join(each.path.split("/")[:2]) + "/", []).append(each)
    areas = areas_by_path(joined)
    return tuple(
        AreaOffer(
            areas[path],
            (),
            sum(part.services for part in parts),
            max(part.modified_at for part in parts),
            (),
        )
        for path, parts in sorted(joined.items())
        if path in areas and path.count("/") == 2
    )


def count_services(*, at: datetime) -> int:
    """This function will count the open services of the country, without samples（件）."""
    return count_open_services(at=at)


def service_pages(*, at: datetime, first: int, limit: int) -> Iterable[OpenAddress] | None:
    """This function will yield the pages of a part of all open services; None beyond the last.

    Without samples, by id.
    """
    pages = open_addresses(at=at, first=first, limit=limit)
    found = next(pages, None)
    return None if found is None else chain((found,), pages)


def towns_of_the_country() -> tuple[AreaInfo, ...]:
    """This function will return every municipality by code, without samples."""
    return municipalities_of("")


def vocabularies() -> Vocabularies:
    """This function will return every vocabulary by code and every term in its order."""
    index = term_index()
    return Vocabularies(taxonomies(), tuple(index.by_key.values()))


def surroundings(
    services: Iterable[OpenService],
    locations: Iterable[OpenLocation] = (),
    paths: Iterable[str] = (),
) -> Surroundings:
    """This function will gather the areas and terms that records refer to."""
    named = {*paths, *(location.area_path for location in locations)}
    for service in services:
        named.add(service.area_path)
        named.update(place.location.area_path for place in service.places if place.location)
    named |= {f"{path.split('/')[0]}/" for path in named if path}
    return Surroundings(areas_by_path(named) if named else {}, term_index().by_key)


def surroundings_of_area(path: str) -> Surroundings:
    """This function will gather what the records of an area refer to, before reading them.

    These are all areas of its prefecture: a place may lie in the next town.
    """
    prefecture = path.split("/")[0] + "/"
    towns = children_of(prefecture)
    wards = [ward for town in towns for ward in children_of(town.path)]
    paths = {prefecture, *(area.path for area in (*towns, *wards))}
    return Surroundings(areas_by_path(paths), term_index().by_key)


def _services(ids: tuple[UUID, ...], at: datetime) -> tuple[ServiceRecord, ...]:
    services = published_for_opendata(at=at, ids=ids, size=max(1, len(ids))).items
    organizations = _organizations_by_id({service.organization_id for service in services}, at)
    programs = open_programs(
        service.program_id for service in services if service.program_id is not None
    )
    return tuple(
        ServiceRecord(
            service,
            organizations.get(service.organization_id),
            programs.get(service.program_id) if service.program_id else None,
        )
        for service in services
    )


def _organizations_by_id(ids: set[UUID], at: datetime) -> dict[UUID, OpenOrganization]:
    found = organizations_for_opendata(at=at, ids=sorted(ids), size=max(1, len(ids))).items
    return {organization.id: organization for organization in found}


def _organizations(
    ids: tuple[UUID, ...], at: datetime, with_briefs: bool, with_services: bool
) -> tuple[OrganizationRecord, ...]:
    found = organizations_for_opendata(at=at, ids=ids, size=max(1, len(ids))).items
    known = [organization.id for organization in found]
    briefs = open_briefs(known, at=at) if with_briefs or with_services else ()
    services = _services(tuple(brief.id for brief in briefs), at) if with_services else ()
    return tuple(
        OrganizationRecord(
            organization,
            tuple(each for each in briefs if each.organization_id == organization.id),
            tuple(each for each in services if each.service.organization_id == organization.id),
        )
        for organization in found
    )


def _places(ids: tuple[UUID, ...], at: datetime) -> tuple[PlaceRecord, ...]:
    places = places_for_opendata(at=at, ids=ids, size=max(1, len(ids))).items
    services = _services(tuple({place.service_id for place in places}), at)
    by_id = {record.service.id: record for record in services}
    # A service may be withdrawn between the two readings: its places go with it.
    return tuple(
        PlaceRecord(place, by_id[place.service_id]) for place in places if place.service_id in by_id
    )


def _only(found: tuple[RecordT, ...]) -> RecordT:
    if not found:
        raise RecordNotFound
    return found[0]
