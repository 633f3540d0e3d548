"""What hangs on services, organizations and places, as HSDS 3.1 objects."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from yui.directory.queries import (
    OpenAccess,
    OpenLocation,
    OpenPhone,
    OpenPlace,
    OpenSchedule,
    OpenService,
    OpenTerm,
)
from yui.directory.queries.open_hours import HoursRow, hours_rows
from yui.opendata.formats.parts import Json, Setting, filled, made_id, rest_of_address

_JAPAN_OFFSET_H = 9
_PRESENT = {True: "あり", False: "なし", None: "わかりません"}


def phones(rows: Iterable[OpenPhone], **parent: UUID) -> list[Json]:
    """This function will write numbers; `parent` names what they belong to (service_id=…)."""
    return [_phone(row, **parent) for row in rows]


def schedules(rows: Iterable[OpenSchedule], **parent: UUID) -> list[Json]:
    """This function will write opening times, one object for each repetition and period."""
    return [written for row in rows for written in _schedule(row, **parent)]


def place(row: OpenPlace, setting: Setting) -> Json:
    """This function will write a service at a place; a closed address leaves its 圏域 only."""
    return filled(
        id=str(row.id),
        service_id=str(row.service_id),
        location_id=str(row.location.id) if row.location else None,
        description=row.description or (row.sphere_name if row.location is None else ""),
        phones=phones(row.phones, service_at_location_id=row.id),
        schedules=schedules(row.schedules, service_at_location_id=row.id),
        location=location(row.location, setting) if row.location else None,
    )


def location(row: OpenLocation, setting: Setting) -> Json:
    """This function will write a place with its address."""
    return filled(
        id=str(row.id),
        location_type="physical",
        name=row.name,
        transportation=row.transportation,
        latitude=row.latitude,
        longitude=row.longitude,
        addresses=[_address(row, setting)] if row.address else [],
        accessibility=[_access(each, row.id, setting) for each in row.access],
        schedules=schedules(row.schedules, location_id=row.id),
        yui=filled(
            area_code=row.area_code,
            area_name=row.area_name,
            sphere_name=row.sphere_name,
            is_sample=setting.is_sample(row.area_path) or None,
        ),
    )


def service_areas(row: OpenService) -> list[Json]:
    """This function will write where a service comes to."""
    return [
        filled(
            id=str(area.id),
            service_id=str(row.id),
            name=area.name,
            yui=filled(area_code=area.area_code, area_path=area.area_path),
        )
        for area in row.service_areas
    ]


def cost_options(row: OpenService) -> list[Json]:
    """This function will write prices in yen."""
    return [
        filled(
            id=str(cost.id),
            service_id=str(row.id),
            option=cost.option,
            currency="jpy" if cost.amount_yen is not None else None,
            amount=cost.amount_yen,
            amount_description="、".join(filter(None, (cost.unit, cost.description))),
        )
        for cost in row.costs
    ]


def required_documents(row: OpenService) -> list[Json]:
    """This function will write what to bring."""
    return [
        {"id": str(document_id), "service_id": str(row.id), "document": document}
        for document_id, document in row.documents
    ]


def contacts(row: OpenService) -> list[Json]:
    """This function will write windows, and leaders who agreed."""
    return [
        filled(
            id=str(contact.id),
            service_id=str(row.id),
            name=contact.name,
            title=contact.title,
            department=contact.department,
            phones=phones(contact.phones, contact_id=contact.id),
        )
        for contact in row.contacts
    ]


def attributes(
    owner_id: UUID, entity: str, rows: Iterable[OpenTerm], setting: Setting
) -> list[Json]:
    """This function will write terms; `link_type` is the vocabulary a term belongs to."""
    return [
        {
            "id": made_id(owner_id, row.term_id),
            "link_id": str(owner_id),
            "taxonomy_term_id": str(row.term_id),
            "link_type": row.term.taxonomy,
            "link_entity": entity,
            "value": row.term.code,
            "label": row.term.words,
            "taxonomy_term": _term(row, setting),
        }
        for row in rows
    ]


def _phone(row: OpenPhone, **parent: UUID) -> Json:
    is_number = row.extension.isascii() and row.extension.isdigit()
    extension_words = f"内線 {row.extension}" if row.extension and not is_number else ""
    hours = f"受付 {row.hours}" if row.hours else ""
    return filled(
        id=str(row.id),
        **{name: str(value) for name, value in parent.items()},
        number=row.number,
        extension=int(row.extension) if is_number else None,
        type=row.kind,
        description="、".join(filter(None, (row.description, extension_words, hours))),
    )


def _schedule(row: OpenSchedule, **parent: UUID) -> list[Json]:
    shared = {name: str(value) for name, value in parent.items()}
    words = filled(description=row.sentence, notes=row.not_read)
    found = [
        {"id": made_id(row.id, number)} | shared | _hours(hours) | words
        for number, hours in enumerate(hours_rows(row))
    ]
    if found or not words:
        return found
    return [{"id": str(row.id)} | shared | words]


def _hours(row: HoursRow) -> Json:
    first = row.first.isoformat() if row.first else None
    last = row.last.isoformat() if row.last else None
    return filled(
        valid_from=first if row.interval == 1 else None,
        valid_to=last,
        dtstart=first,
        timezone=_JAPAN_OFFSET_H,
        until=last if row.freq else None,
        freq=row.freq,
        interval=row.interval if row.freq else None,
        byday=row.byday,
        bymonthday=row.bymonthday,
        opens_at=f"{row.opens_at}+09:00" if row.opens_at else None,
        closes_at=f"{row.closes_at}+09:00" if row.closes_at else None,
        yui=filled(bymonth=",".join(map(str, row.months))),
    )


def _address(row: OpenLocation, setting: Setting) -> Json:
    prefecture, town = setting.prefecture(row.area_path), setting.town(row.area_path)
    return {
        "id": made_id(row.id, "address"),
        "location_id": str(row.id),
        "address_1": rest_of_address(row.address, prefecture, town),
        "city": town or row.area_name,
        "state_province": prefecture,
        "postal_code": row.postal_code,
        "country": "JP",
        "address_type": "physical",
    } | filled(address_2=row.building)


def _access(row: OpenAccess, location_id: UUID, setting: Setting) -> Json:
    term = setting.around.terms.get(f"accessibility:{row.kind}")
    return filled(
        id=str(row.id),
        location_id=str(location_id),
        description=f"{term.name if term else row.kind}: {_PRESENT[row.is_present]}",
        details=row.description,
        yui=filled(code=row.kind, is_present=row.is_present),
    )


def _term(row: OpenTerm, setting: Setting) -> Json:
    known = setting.around.terms.get(f"{row.term.taxonomy}:{row.term.code}")
    return {
        "id": str(row.term_id),
        "code": row.term.code,
        "name": row.term.name,
        "description": known.description if known else "",
        "taxonomy": row.term.taxonomy,
        "language": "ja",
    }
