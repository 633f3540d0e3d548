"""New records: prepared in temporary tables, outside any lock, then copied in one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.directory.models import (
    Accessibility,
    Contact,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.states import PhoneKind, ServiceState, Vacancy
from yui.exchange.actions.tables import Prepared, json_of, moment_of
from yui.exchange.engine.records import Values
from yui.exchange.engine.service_types import CENTRE
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.finding import OrganizationBook, ShortCodes, Spheres, term_ids
from yui.exchange.states import Outcome
from yui.lib.geo import mesh_of
from yui.lib.ids import new_id
from yui.lib.japanese import fold, parse_phone

CHUNK = 1000
# Parents before children.
MODELS = (
    Organization,
    Location,
    Service,
    ServiceAtLocation,
    ServiceAttribute,
    Contact,
    Phone,
    Schedule,
    Accessibility,
    ServiceArea,
)


@dataclass(slots=True)
class Additions:
    """This object will prepare the new records of a batch.

    `source_id` is set when they are copied: the source itself is made in that transaction.
    `confirmed` are the services a list says when they were confirmed (ISO 8601).
    """

    batch: Batch
    at: datetime
    area_ids: Mapping[str, int]
    tables: dict[type[Any], Prepared] = field(default_factory=dict)
    organizations: OrganizationBook = field(default_factory=OrganizationBook)
    moment: Any = None
    terms: Mapping[str, str] = field(default_factory=dict)
    codes: ShortCodes = field(default_factory=ShortCodes)
    spheres: Spheres = field(default_factory=Spheres)
    confirmed: list[tuple[UUID, str]] = field(default_factory=list)

    def prepare(self) -> None:
        """This function will fill the temporary tables from the staged rows."""
        self.moment = moment_of(self.at)
        self.terms = term_ids()
        for model in MODELS:
            self.tables[model] = Prepared(model)
            self.tables[model].create()
        for rows in staged_chunks(self.batch, Outcome.ADD):
            self.organizations.look_up([_organization_of(row.cleaned["values"]) for row in rows])
            codes = iter(self.codes.take(2 * len(rows)))
            for row in rows:
                self._add(row, codes)
        for table in self.tables.values():
            table.flush()

    def copy(self, source_id: int) -> None:
        """This function will copy everything into the directory: one statement per table."""
        for table in self.tables.values():
            table.copy({"source_id": source_id} if "source_id" in table.columns else None)

    def drop(self) -> None:
        """This function will drop the temporary tables."""
        for table in self.tables.values():
            table.drop()

    def organization_for(self, values: Values, area_id: int, code: Iterator[str]) -> str:
        """This function will return the key of the record's organization, prepared if new."""
        given = _organization_of(values) | {"kana": values["organization"]["kana"] or ""}
        found = self.organizations.find(given, area_id)
        if found is not None:
            return found
        key = new_id().hex
        self.organizations.remember(given, area_id, key)
        made = organization_row(given, key, next(code), area_id, self.moment)
        self.tables[Organization].add(made)
        return key

    def _add(self, row: StagingRow, codes: Iterator[str]) -> None:
        values: Values = row.cleaned["values"]
        area_id = self.area_ids[row.cleaned["area"]]
        organization = self.organization_for(values, area_id, codes)
        location = self._add_location(values, area_id, organization)
        service = self._add_service(row, values, area_id, organization, next(codes))
        place = None
        if location is not None:
            place = new_id().hex
            self.tables[ServiceAtLocation].add(
                {"id": place, "service_id": service, "location_id": location, "description": ""}
            )
        self._add_details(values, service, place)
        if values.get("confirmed"):
            self.confirmed.append((UUID(service), values["confirmed"]))

    def _add_location(self, values: Values, area_id: int, organization: str) -> str | None:
        if not (values["address"] or values["point"] or values["venue"]):
            return None
        key = new_id().hex
        point = values["point"]
        self.tables[Location].add(
            {
                "id": key,
                "organization_id": organization,
                "area_id": area_id,
                "sphere_id": self.spheres.find(area_id, values["sphere"]),
                "town_id": None,
                "name": values["venue"],
                "postal_code": values["postal_code"],
                "address": values["address"],
                "building": values["building"],
                "transportation": "",
                "latitude": point[0] if point else None,
                "longitude": point[1] if point else None,
                "mesh": mesh_of(point[0], point[1]) if point else "",
                "is_home": bool(values.get("is_home")),
                "source_id": None,
                "created_at": self.moment,
                "modified_at": self.moment,
            }
        )
        for kind, present in values["access"].items():
            self.tables[Accessibility].add(
                {
                    "id": new_id().hex,
                    "location_id": key,
                    "kind": kind,
                    "is_present": present,
                    "description": "",
                }
            )
        return key

    def _add_service(
        self, row: StagingRow, values: Values, area_id: int, organization: str, code: str
    ) -> str:
        key = new_id().hex
        self.tables[Service].add(
            {
                "id": key,
                "short_code": code,
                "organization_id": organization,
                "program_id": None,
                "area_id": area_id,
                "state": state_of(self.batch, values),
                "sector": values["sector"],
                "summary": "",
                "cannot": "[]",
                "how_to_start": "",
                "vacancy": vacancy_of(values),
                "paused_from": None,
                "paused_to": None,
                "pause_reason": "",
                "ended_date": None,
                "confirmed_date": None,
                "confirmed_how": "",
                "due_date": None,
                "source_id": None,
                "source_key": row.key,
                "source_row": row.row_number,
                "edited_fields": "[]",
                "created_at": self.moment,
                "modified_at": self.moment,
                **service_columns(values),
            }
        )
        return key

    def _add_details(self, values: Values, service: str, place: str | None) -> None:
        for term in values["terms"]:
            term_id = self.terms.get(term)
            if term_id is not None:
                self.tables[ServiceAttribute].add({"service_id": service, "term_id": term_id})
        for phone in phone_rows(values):
            self.tables[Phone].add(phone | {"id": new_id().hex, "service_id": service})
        if values["leader"]:
            self._add_leader(values["leader"], service)
        if values["schedule"] or values["not_read"]:
            self.tables[Schedule].add(schedule_row(values, service, place) | {"id": new_id().hex})
        if values["service_area"]:
            self.tables[ServiceArea].add(
                {
                    "id": new_id().hex,
                    "service_id": service,
                    "area_id": None,
                    "name": values["service_area"],
                }
            )

    def _add_leader(self, leader: Mapping[str, str], service: str) -> None:
        contact = new_id().hex
        self.tables[Contact].add(contact_row(leader, service) | {"id": contact})
        for phone in leader_phones(leader):
            key = new_id().hex
            self.tables[Phone].add(phone | {"id": key, "contact_id": contact})


def organization_row(
    given: Mapping[str, str], key: str, code: str, area_id: int, moment: Any
) -> dict[str, Any]:
    """This function will return the columns of an organization that a list names first."""
    return {
        "id": key,
        "short_code": code,
        "name": given["name"],
        "kana": given.get("kana") or "",
        "alternate_name": "",
        "folded": fold(given["name"])[:160],
        "description": "",
        "kind_id": None,
        "corporate_number": given["corporate_number"],
        "website": "",
        "email": "",
        "area_id": area_id,
        "body_id": None,
        "is_published": True,
        "source_id": None,
        "created_at": moment,
        "modified_at": moment,
    }


def state_of(batch: Batch, values: Values) -> str:
    """This function will say how a new record begins: open data is open, the rest a draft."""
    is_open = batch.is_official and not values["is_closed"]
    return ServiceState.PUBLISHED.value if is_open else ServiceState.DRAFT.value


def vacancy_of(values: Values) -> str:
    """This function will say whether there is room: a 地域包括支援センター turns nobody away."""
    is_centre = CENTRE[0] in values["terms"]
    return Vacancy.OPEN.value if is_centre else Vacancy.ASK.value


def service_columns(values: Values) -> dict[str, Any]:
    """This function will return the columns of a service that a list speaks of."""
    return {
        "name": values["name"],
        "kana": values["kana"],
        "folded": fold(values["name"])[:160],
        "description": values["description"],
        "eligibility": json_of(values["eligibility"]),
        "fee_class": values["fee_class"],
        "fee_text": values["fee_text"],
        "transport": values["transport"],
        "meals": values["meals"],
        "website": values["website"],
        "email": values["email"],
    }


def phone_rows(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """This function will yield the columns of each number of a record, without ids."""
    numbers = [(PhoneKind.VOICE, phone) for phone in values.get("phones") or []]
    fax = parse_phone(values.get("fax") or "")
    if fax is not None:
        numbers.append(
            (PhoneKind.FAX, {"number": fax.display, "digits": fax.digits, "extension": ""})
        )
    for position, (kind, phone) in enumerate(numbers):
        yield _phone_row(kind, phone) | {"position": position}


def leader_phones(leader: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """This function will yield the columns of a leader's own line: never shown without consent."""
    found = parse_phone(leader["number"])
    if found is not None:
        phone = {"number": found.display, "digits": found.digits, "extension": ""}
        row = _phone_row(PhoneKind.VOICE, phone)
        yield row | {"is_private": True, "position": 0, "service_id": None}


def contact_row(leader: Mapping[str, str], service: str) -> dict[str, Any]:
    """This function will return the columns of the person who leads a group, without an id."""
    return {
        "organization_id": None,
        "service_id": service,
        "service_at_location_id": None,
        "location_id": None,
        "name": leader["name"],
        "title": "",
        "department": "",
        "is_leader": True,
    }


def _phone_row(kind: PhoneKind, phone: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "organization_id": None,
        "service_at_location_id": None,
        "location_id": None,
        "contact_id": None,
        "kind": kind.value,
        "number": phone["number"][:20],
        "digits": phone["digits"][:16],
        "extension": phone["extension"][:10],
        "hours": phone.get("hours", ""),
        "description": phone.get("description", ""),
        "is_private": phone.get("is_private", False),
    }


def schedule_row(values: Mapping[str, Any], service: str, place: str | None) -> dict[str, Any]:
    """This function will return the columns of the opening times, without an id."""
    return {
        "service_id": None if place else service,
        "service_at_location_id": place,
        "location_id": None,
        "rule": json_of(values["schedule"] or {}),
        "sentence": values["sentence"],
        "not_read": values["not_read"],
    }


def staged_chunks(batch: Batch, outcome: Outcome) -> Iterator[list[StagingRow]]:
    """This function will yield the staged rows of an outcome in small pieces, by id."""
    last = 0
    while True:
        rows = list(
            StagingRow.objects.filter(batch=batch, outcome=outcome, id__gt=last)
            .defer("original", "repairs", "flags")
            .order_by("id")[:CHUNK]
        )
        if not rows:
            return
        yield rows
        last = rows[-1].pk


def _organization_of(values: Values) -> dict[str, str]:
    given = values["organization"]
    return {
        "name": given["name"] or values["name"],
        "corporate_number": given["corporate_number"],
    }
