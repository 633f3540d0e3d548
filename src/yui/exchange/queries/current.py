"""What the directory holds now, in the shape of a cleaned row, so that both can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.directory.models import (
    Accessibility,
    Contact,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.states import PhoneKind
from yui.exchange.engine.records import Values


@dataclass(frozen=True, slots=True)
class Current:
    """This value will hold a service as it stands.

    `values` has the names of `engine.records.MADE_FROM`, and "confirmation": the columns that
    `directory.actions.confirm_service` writes. `location_id`, `at_location_id` and
    `place_path` (its area) are of one place, that of the service without one. `body_id` is the
    body that claimed the organization. `voice_ids` and `fax_ids` are the rows of its numbers.
    """

    id: UUID
    short_code: str
    state: str
    sector: str
    area_path: str
    area_id: int
    source_id: int | None
    source_row: int | None
    source_key: str
    organization_id: UUID
    body_id: int | None
    location_id: UUID | None
    at_location_id: UUID | None
    place_path: str
    edited: tuple[str, ...]
    voice_ids: tuple[UUID, ...]
    fax_ids: tuple[UUID, ...]
    modified_at: datetime
    values: Values


def current_services(ids: Sequence[UUID]) -> dict[UUID, Current]:
    """This function will return the named services as they stand at their first place."""
    return {service_id: places[0] for service_id, places in current_at_places(ids).items()}


def current_at_places(ids: Sequence[UUID]) -> dict[UUID, tuple[Current, ...]]:
    """This function will return the named services once for each place, or once without one.

    Places are in the order of the public tables. Nine queries, whatever the number of services.
    """
    services = Service.objects.filter(id__in=ids).select_related("organization", "area")
    places = _places(ids)
    details = _Details.of(ids, [place for some in places.values() for place in some])
    return {
        row.id: tuple(_current(row, place, details) for place in places.get(row.id, (None,)))
        for row in services
    }


@dataclass(frozen=True, slots=True)
class _Details:
    phones: dict[UUID, list[dict[str, Any]]]
    faxes: dict[UUID, str]
    lines: dict[tuple[UUID, bool], list[UUID]]
    rules: dict[UUID, tuple[dict[str, Any] | None, str, str]]
    terms: dict[UUID, list[str]]
    areas: dict[UUID, str]
    access: dict[UUID, dict[str, bool]]
    leaders: dict[UUID, dict[str, str]]

    @classmethod
    def of(cls, ids: Sequence[UUID], places: Iterable[ServiceAtLocation]) -> _Details:
        found = list(places)
        phones, faxes, lines = _phones(ids)
        return cls(
            phones,
            faxes,
            lines,
            _rules(ids, [place.id for place in found]),
            _terms(ids),
            _service_areas(ids),
            _access([place.location_id for place in found]),
            _leaders(ids),
        )


def _current(row: Service, place: ServiceAtLocation | None, details: _Details) -> Current:
    location = place.location if place else None
    rule, sentence, unread = details.rules.get(
        place.id if place else row.id, details.rules.get(row.id, (None, "", ""))
    )
    has_point = location is not None and location.latitude is not None
    values: Values = {
        "name": row.name,
        "kana": row.kana,
        "description": row.description,
        "eligibility": row.eligibility,
        "fee_class": row.fee_class,
        "fee_text": row.fee_text,
        "transport": row.transport,
        "meals": row.meals,
        "website": row.website,
        "email": row.email,
        "address": location.address if location else "",
        "building": location.building if location else "",
        "venue": location.name if location else "",
        "postal_code": location.postal_code if location else "",
        "is_home": bool(location and location.is_home),
        "point": [location.latitude, location.longitude] if location and has_point else None,
        "phones": details.phones.get(row.id, []),
        "fax": details.faxes.get(row.id, ""),
        "schedule": rule or None,
        "sentence": sentence,
        "not_read": unread,
        "organization": {
            "name": row.organization.name,
            "corporate_number": row.organization.corporate_number,
        },
        "leader": details.leaders.get(row.id, {}),
        "service_area": details.areas.get(row.id, ""),
        "terms": details.terms.get(row.id, []),
        "access": details.access.get(location.id, {}) if location else {},
        "confirmed": row.confirmed_date.isoformat() if row.confirmed_date else "",
        "confirmation": {
            "confirmed_date": row.confirmed_date.isoformat() if row.confirmed_date else None,
            "confirmed_how": row.confirmed_how,
            "confirmed_by": row.confirmed_by,
            "due_date": row.due_date.isoformat() if row.due_date else None,
        },
        "sphere": location.sphere.name if location and location.sphere else "",
        "state": row.state,
    }
    return Current(
        id=row.id,
        short_code=row.short_code,
        state=row.state,
        sector=row.sector,
        area_path=row.area.path,
        area_id=row.area_id,
        source_id=row.source_id,
        source_row=row.source_row,
        source_key=row.source_key,
        organization_id=row.organization_id,
        body_id=row.organization.body_id,
        location_id=location.id if location else None,
        at_location_id=place.id if place else None,
        place_path=location.area.path if location else row.area.path,
        edited=tuple(row.edited_fields),
        voice_ids=tuple(details.lines.get((row.id, False), ())),
        fax_ids=tuple(details.lines.get((row.id, True), ())),
        modified_at=row.modified_at,
        values=values,
    )


def _places(ids: Sequence[UUID]) -> dict[UUID, list[ServiceAtLocation]]:
    rows = ServiceAtLocation.objects.filter(service_id__in=ids)
    found: dict[UUID, list[ServiceAtLocation]] = {}
    for row in rows.select_related("location__sphere", "location__area").order_by("id"):
        found.setdefault(row.service_id, []).append(row)
    return found


def _phones(
    ids: Sequence[UUID],
) -> tuple[dict[UUID, list[dict[str, Any]]], dict[UUID, str], dict[tuple[UUID, bool], list[UUID]]]:
    """Numbers, fax numbers, and the ids of both (True = fax)."""
    phones: dict[UUID, list[dict[str, Any]]] = {}
    faxes: dict[UUID, str] = {}
    lines: dict[tuple[UUID, bool], list[UUID]] = {}
    for row in Phone.objects.filter(service_id__in=ids).order_by("position", "id"):
        if row.service_id is None:
            continue
        lines.setdefault((row.service_id, row.kind == PhoneKind.FAX), []).append(row.id)
        if row.kind == PhoneKind.FAX:
            faxes.setdefault(row.service_id, row.number)
        else:
            number = {"number": row.number, "digits": row.digits, "extension": row.extension}
            phones.setdefault(row.service_id, []).append(number | _said_of(row))
    return phones, faxes, lines


def _said_of(phone: Phone) -> dict[str, Any]:
    """What people wrote beside a number; no list brings it, so none may lose it."""
    said = {"hours": phone.hours, "description": phone.description, "is_private": phone.is_private}
    return {name: value for name, value in said.items() if value}


def _rules(
    ids: Sequence[UUID], places: Sequence[UUID]
) -> dict[UUID, tuple[dict[str, Any] | None, str, str]]:
    """Keyed by the place of a service, or by the service when it has none."""
    found: dict[UUID, tuple[dict[str, Any] | None, str, str]] = {}
    rows = [
        *Schedule.objects.filter(service_at_location_id__in=places).order_by("id"),
        *Schedule.objects.filter(service_id__in=ids).order_by("id"),
    ]
    for row in rows:
        parent = row.service_at_location_id or row.service_id
        if parent is not None:
            found.setdefault(parent, (row.rule, row.sentence, row.not_read))
    return found


def _terms(ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = ServiceAttribute.objects.filter(service_id__in=ids).values_list(
        "service_id", "term__taxonomy__code", "term__code"
    )
    for service_id, taxonomy, code in rows:
        found.setdefault(service_id, []).append(f"{taxonomy}:{code}")
    return found


def _leaders(ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    rows = Contact.objects.filter(service_id__in=ids, is_leader=True).order_by("id")
    found: dict[UUID, dict[str, str]] = {}
    for service_id, name, number in rows.values_list("service_id", "name", "phones__number"):
        if service_id is not None:
            found.setdefault(service_id, {"name": name, "number": number or ""})
    return found


def _service_areas(ids: Sequence[UUID]) -> dict[UUID, str]:
    rows = ServiceArea.objects.filter(service_id__in=ids).order_by("id")
    found: dict[UUID, str] = {}
    for row in rows:
        if row.name:
            found.setdefault(row.service_id, row.name)
    return found


def _access(locations: Sequence[UUID]) -> dict[UUID, dict[str, bool]]:
    found: dict[UUID, dict[str, bool]] = {}
    for row in Accessibility.objects.filter(location_id__in=locations):
        if row.is_present is not None:
            found.setdefault(row.location_id, {})[row.kind] = row.is_present
    return found
