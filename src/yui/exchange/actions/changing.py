"""Records that are there already: changed values, a newer edition, ended ones; and back again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from yui.directory.models import (
    Accessibility,
    Contact,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.exchange.actions.adding import contact_row, leader_phones, phone_rows, schedule_row
from yui.exchange.actions.tables import insert_rows, json_of, key_of, moment_of, update_rows
from yui.exchange.engine.records import Values, with_what_was_said
from yui.exchange.queries.current import Current
from yui.exchange.queries.finding import Spheres, term_ids
from yui.lib.geo import mesh_of
from yui.lib.ids import new_id
from yui.lib.japanese import fold

Statements = dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]]

_SERVICE = frozenset(
    {
        "name",
        "kana",
        "description",
        "eligibility",
        "fee_class",
        "fee_text",
        "transport",
        "meals",
        "website",
        "email",
        "state",
    }
)
_LOCATION = frozenset({"address", "building", "venue", "postal_code", "point", "sphere", "is_home"})


_NO_PLACE: dict[str, Any] = {
    "sphere_id": None,
    "town_id": None,
    "source_id": None,
    "name": "",
    "postal_code": "",
    "address": "",
    "building": "",
    "transportation": "",
    "latitude": None,
    "longitude": None,
    "mesh": "",
    "is_home": False,
}


@dataclass(slots=True)
class Changes:
    """This object will gather the changes of many records and write them, table by table."""

    at: datetime
    updates: Statements = field(default_factory=lambda: defaultdict(list))
    inserts: Statements = field(default_factory=lambda: defaultdict(list))
    deletes: dict[tuple[type[Any], str], list[Any]] = field(
        default_factory=lambda: defaultdict(list)
    )
    terms: Mapping[str, str] = field(default_factory=term_ids)
    spheres: Spheres = field(default_factory=Spheres)

    def add(self, current: Current, values: Values, provenance: Mapping[str, Any]) -> None:
        """This function will note the new values of one record, and where they come from.

        `values` holds only what changes, by the names of `engine.records.MADE_FROM`; a changed
        schedule brings its "sentence" and "not_read". `provenance` are columns of the service.
        """
        columns = dict(provenance) | {"modified_at": moment_of(self.at)}
        for name in _SERVICE & values.keys():
            is_json = name == "eligibility"
            columns[name] = json_of(values[name]) if is_json else values[name]
        if "name" in values:
            columns["folded"] = fold(values["name"])[:160]
        self._update(Service, columns, current.id)
        place = self._location(current, values) or current.at_location_id
        self._phones(current, values)
        self._schedule(current, values, place)
        self._leader(current, values)
        self._details(current, values)

    def write(self) -> None:
        """This function will write everything noted so far."""
        for (model, column), keys in self.deletes.items():
            model._default_manager.filter(**{f"{column}__in": keys}).delete()
        for (table, columns), rows in self.updates.items():
            update_rows(table, columns, rows)
        for (table, columns), rows in self.inserts.items():
            insert_rows(table, columns, rows)

    def _location(self, current: Current, values: Values) -> UUID | None:
        """Returns the place at which the record stands from now on, None when none is new."""
        if not _LOCATION & values.keys():
            return None
        columns: dict[str, Any] = {"modified_at": moment_of(self.at), **_place_columns(values)}
        if "sphere" in values:
            columns["sphere_id"] = self.spheres.find(current.area_id, values["sphere"])
        if current.location_id is not None:
            self._update(Location, columns, current.location_id)
        elif values.get("address") or values.get("venue") or values.get("point"):
            return self._new_place(current, columns)
        return None

    def _new_place(self, current: Current, columns: dict[str, Any]) -> UUID:
        """A record that stood nowhere: its opening times belong to the new place from now on."""
        location, place = new_id(), new_id()
        self._insert(
            Location,
            _NO_PLACE
            | {
                "id": location.hex,
                "organization_id": key_of(current.organization_id),
                "area_id": current.area_id,
                "created_at": moment_of(self.at),
            }
            | columns,
        )
        ids = {"service_id": key_of(current.id), "location_id": location.hex}
        self._insert(ServiceAtLocation, {"id": place.hex, "description": ""} | ids)
        for schedule in Schedule.objects.filter(service_id=current.id).values_list("id", flat=True):
            moved = {"service_id": None, "service_at_location_id": place.hex}
            self._update(Schedule, moved, schedule)
        return place

    def _phones(self, current: Current, values: Values) -> None:
        """A kind of line is written anew only when it changes; the other one is not touched."""
        new: dict[str, Any] = {}
        if "phones" in values:
            self.deletes[Phone, "id"] += current.voice_ids
            new["phones"] = with_what_was_said(current.values["phones"], values["phones"])
        if "fax" in values:
            self.deletes[Phone, "id"] += current.fax_ids
            new["fax"] = values["fax"]
        for row in phone_rows(new):
            self._insert(Phone, row | {"id": new_id().hex, "service_id": key_of(current.id)})

    def _schedule(self, current: Current, values: Values, place: UUID | None) -> None:
        if "schedule" not in values:
            return
        known = current.at_location_id
        column = "service_at_location_id" if known else "service_id"
        self.deletes[Schedule, column].append(known or current.id)
        if values["schedule"] or values.get("not_read"):
            given = {"sentence": "", "not_read": ""} | values
            row = schedule_row(given, key_of(current.id), key_of(place) if place else None)
            self._insert(Schedule, row | {"id": new_id().hex})

    def _leader(self, current: Current, values: Values) -> None:
        if "leader" not in values:
            return
        led = Contact.objects.filter(service_id=current.id, is_leader=True)
        self.deletes[Contact, "id"] += led.values_list("id", flat=True)
        if values["leader"]:
            contact = new_id().hex
            row = contact_row(values["leader"], key_of(current.id))
            self._insert(Contact, row | {"id": contact})
            for phone in leader_phones(values["leader"]):
                self._insert(Phone, phone | {"id": new_id().hex, "contact_id": contact})

    def _details(self, current: Current, values: Values) -> None:
        mistaken = set(values.get("not_terms", ())) & set(current.values["terms"])
        gone = [self.terms[term] for term in mistaken if term in self.terms]
        if gone:
            ServiceAttribute.objects.filter(service_id=current.id, term_id__in=gone).delete()
        for term in set(values.get("terms", ())) - set(current.values["terms"]):
            if term in self.terms:
                row = {"service_id": key_of(current.id), "term_id": self.terms[term]}
                self._insert(ServiceAttribute, row)
        if "service_area" in values:
            self.deletes[ServiceArea, "service_id"].append(current.id)
            if values["service_area"]:
                self._insert(
                    ServiceArea,
                    {
                        "id": new_id().hex,
                        "service_id": key_of(current.id),
                        "area_id": None,
                        "name": values["service_area"],
                    },
                )
        if "access" in values and current.location_id is not None:
            self._access(current.location_id, values["access"])

    def _access(self, location_id: UUID, facts: Mapping[str, bool]) -> None:
        self.deletes[Accessibility, "location_id"].append(location_id)
        for kind, present in facts.items():
            self._insert(
                Accessibility,
                {
                    "id": new_id().hex,
                    "location_id": key_of(location_id),
                    "kind": kind,
                    "is_present": present,
                    "description": "",
                },
            )

    def _update(self, model: type[Any], columns: Mapping[str, Any], key: UUID) -> None:
        names = tuple(sorted(columns))
        row = (*(columns[name] for name in names), key_of(key))
        self.updates[model._meta.db_table, names].append(row)

    def _insert(self, model: type[Any], columns: Mapping[str, Any]) -> None:
        names = tuple(sorted(columns))
        self.inserts[model._meta.db_table, names].append(tuple(columns[name] for name in names))


def remove_place(service_id: UUID, location_id: UUID) -> None:
    """This function will take away the place that an undone change had given a record."""
    Schedule.objects.filter(service_at_location__service_id=service_id).update(
        service_id=service_id, service_at_location_id=None
    )
    ServiceAtLocation.objects.filter(service_id=service_id, location_id=location_id).delete()
    if not ServiceAtLocation.objects.filter(location_id=location_id).exists():
        Location.objects.filter(id=location_id).delete()


def _place_columns(values: Values) -> dict[str, Any]:
    columns: dict[str, Any] = {
        name: values[name]
        for name in ("address", "building", "postal_code", "is_home")
        if name in values
    }
    if "venue" in values:
        columns["name"] = values["venue"]
    if "point" in values:
        point = values["point"]
        columns |= {
            "latitude": point[0] if point else None,
            "longitude": point[1] if point else None,
            "mesh": mesh_of(point[0], point[1]) if point else "",
        }
    return columns


def remove_terms(service_id: UUID, terms: Iterable[str]) -> None:
    """This function will take terms away that an undone change had added."""
    known = term_ids()
    ids = [known[term] for term in terms if term in known]
    ServiceAttribute.objects.filter(service_id=service_id, term_id__in=ids).delete()


def give_back_terms(service_id: UUID, terms: Iterable[str]) -> None:
    """This function will give terms again that an undone change had taken away."""
    known = term_ids()
    ServiceAttribute.objects.bulk_create(
        ServiceAttribute(service_id=service_id, term_id=UUID(str(known[term])))
        for term in sorted(terms)
        if term in known
    )
