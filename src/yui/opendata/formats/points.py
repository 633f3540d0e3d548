"""Services as GeoJSON (RFC 7946) and as JSON-LD (schema.org, with HSDS beside it)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from yui.directory.queries import (
    OpenLocation,
    OpenPlace,
    OpenSchedule,
    OpenService,
    SourceCredit,
    service_url,
)
from yui.directory.queries.open_hours import hours_rows
from yui.opendata.formats.parts import (
    Json,
    Setting,
    credit,
    filled,
    mail_address,
    rest_of_address,
    status_word,
    to_json,
    web_address,
)

HSDS_WORDS = "https://docs.openreferral.org/en/v3.1.1/hsds/schema_reference.html#"
_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


def geojson_file(
    services: Iterable[OpenService], credits_of: Iterable[SourceCredit], setting: Setting
) -> Iterator[bytes]:
    """This function will yield a FeatureCollection of the points that may be given away."""
    features = (
        _feature(service, place, place.location, setting)
        for service in services
        for place in service.places
        if place.location is not None and place.location.latitude is not None
    )
    sources = [credit(each) for each in credits_of]
    head = b'{"type":"FeatureCollection","sources":' + to_json(sources) + b',"features":[\n'
    yield from _joined(head, features, b"\n]}\n")


def jsonld_file(
    services: Iterable[OpenService], credits_of: Iterable[SourceCredit], setting: Setting
) -> Iterator[bytes]:
    """This function will yield a graph of services."""
    context = ["https://schema.org", {"hsds": HSDS_WORDS}]
    sources = [_cited(each) for each in credits_of]
    head = (
        b'{"@context":' + to_json(context) + b',"citation":' + to_json(sources) + b',"@graph":[\n'
    )
    yield from _joined(head, (_linked(service, setting) for service in services), b"\n]}\n")


def _joined(head: bytes, items: Iterable[Json], tail: bytes) -> Iterator[bytes]:
    yield head
    for number, item in enumerate(items):
        yield (b",\n" if number else b"") + to_json(item)
    yield tail


def _feature(
    service: OpenService, place: OpenPlace, location: OpenLocation, setting: Setting
) -> Json:
    schedules = [*place.schedules, *service.schedules]
    phones = [*place.phones, *service.phones]
    return {
        "type": "Feature",
        "id": str(place.id),
        "geometry": {"type": "Point", "coordinates": [location.longitude, location.latitude]},
        "properties": filled(
            service_id=str(service.id),
            name=service.name,
            kana=service.kana,
            organization=service.organization_name,
            summary=service.summary,
            sector=service.sector.value,
            terms=[f"{term.term.taxonomy}:{term.term.code}" for term in service.terms],
            place=location.name,
            address=_address_line(location, setting),
            area_code=location.area_code,
            phone=phones[0].number if phones else None,
            hours=[each.sentence for each in schedules if each.sentence],
            how_to_start=service.how_to_start,
            confirmed_on=service.confirmed_on.isoformat() if service.confirmed_on else None,
            page=setting.site + service_url(service.short_code),
            credit=service.source.credit if service.source else None,
            licence=service.source.licence if service.source else None,
        ),
    }


def _linked(row: OpenService, setting: Setting) -> Json:
    town = setting.area(row.area_path)
    return {
        "@type": "Service",
        "@id": f"{setting.site}/opendata/hsds/services/{row.id}",
    } | filled(
        identifier=row.short_code,
        name=row.name,
        description=row.description or row.summary,
        url=setting.site + service_url(row.short_code),
        sameAs=web_address(row.website),
        email=mail_address(row.email),
        provider={"@type": "Organization", "name": row.organization_name},
        areaServed={"@type": "AdministrativeArea", "name": town.full_name if town else ""},
        category=[term.term.name for term in row.terms],
        telephone=[phone.number for phone in row.phones],
        hoursAvailable=_hours(row.schedules),
        availableChannel=[_channel(place, setting) for place in row.places if place.location],
        isBasedOn=_cited(row.source) if row.source else None,
        **{
            "hsds:status": status_word(row, setting),
            "hsds:application_process": row.how_to_start,
        },
    )


def _channel(place: OpenPlace, setting: Setting) -> Json:
    location = place.location
    where = filled(
        name=location.name if location else "",
        address=_postal(location, setting) if location else None,
        geo=_geo(location) if location else None,
        openingHoursSpecification=_hours(place.schedules),
        telephone=[phone.number for phone in place.phones],
    )
    return {"@type": "ServiceChannel", "serviceLocation": {"@type": "Place"} | where}


def _postal(row: OpenLocation, setting: Setting) -> Json:
    prefecture, town = setting.prefecture(row.area_path), setting.town(row.area_path)
    return {"@type": "PostalAddress", "addressCountry": "JP"} | filled(
        addressRegion=prefecture,
        addressLocality=town,
        streetAddress=rest_of_address(row.address, prefecture, town),
        postalCode=row.postal_code,
    )


def _geo(row: OpenLocation) -> Json | None:
    if row.latitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": row.latitude, "longitude": row.longitude}


def _hours(schedules: Iterable[OpenSchedule]) -> list[Json]:
    """Weekly hours only: schema.org has no 第2・第4; the HSDS record has every repetition."""
    found: list[Json] = []
    for row in (row for schedule in schedules for row in hours_rows(schedule)):
        if row.freq == "WEEKLY" and row.interval == 1 and not row.months and row.opens_at:
            days = [f"https://schema.org/{_DAYS[day]}" for day in row.byday.split(",")]
            hours = filled(dayOfWeek=days, opens=row.opens_at, closes=row.closes_at)
            found.append({"@type": "OpeningHoursSpecification"} | hours)
    return found


def _address_line(row: OpenLocation, setting: Setting) -> str:
    prefecture, town = setting.prefecture(row.area_path), setting.town(row.area_path)
    return f"{prefecture}{town}{rest_of_address(row.address, prefecture, town)}"


def _cited(source: SourceCredit) -> dict[str, Any]:
    return {"@type": "Dataset"} | filled(
        name=source.name,
        creditText=source.credit,
        license=source.licence,
        url=web_address(source.url),
        creator={"@type": "Organization", "name": source.publisher} if source.publisher else None,
    )
