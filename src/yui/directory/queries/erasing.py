"""What a record says of its contact person, and by what this person is known elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yui.directory.errors import ServiceNotFound
from yui.directory.models import (
    ChangeRequest,
    Contact,
    Organization,
    Phone,
    Revision,
    Service,
)
from yui.directory.queries.pages import short_code_from
from yui.directory.states import ChangeField, EntryField
from yui.lib.traces import Traces, digits_of
from yui.policy.decide import municipality_of


@dataclass(frozen=True, slots=True)
class ContactHeld:
    """This value will hold what names the contact person of one record.

    `service_id` is None where it is the record of an organization. `others` are the short codes
    of records of other organizations of the town that name the same.
    """

    service_id: UUID | None
    organization_id: UUID
    name: str
    area_path: str
    traces: Traces
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """This property will say whether the record names nobody."""
        return self.traces == Traces()


def contact_held(code: str) -> ContactHeld:
    """This function will return what a record names, by its short code; for the operator alone.

    Raises: ServiceNotFound when there is no such record, of a service or of an organization.
    """
    plain = short_code_from(code)
    service = Service.objects.filter(short_code=plain).first()
    if service is not None:
        return contact_of_service(service.id)
    found = Organization.objects.filter(short_code=plain).first()
    if found is None:
        raise ServiceNotFound
    return contact_of_organization(found.id)


def contact_of_service(service_id: UUID) -> ContactHeld:
    """This function will return what a service names of a person. Raises: ServiceNotFound."""
    row = Service.objects.select_related("area").filter(id=service_id).first()
    if row is None:
        raise ServiceNotFound
    at_places = Q(service=row) | Q(service_at_location__service=row)
    traces = _traces(at_places, (row.email,))
    if traces.numbers:
        traces |= Traces(numbers=frozenset(_earlier_numbers(row)))
    others = _others(traces, row.organization_id, row.area.path)
    return ContactHeld(row.id, row.organization_id, row.name, row.area.path, traces, others)


def contact_of_organization(organization_id: UUID) -> ContactHeld:
    """This function will return what an organization names of a person.

    Raises: ServiceNotFound.
    """
    row = Organization.objects.select_related("area").filter(id=organization_id).first()
    if row is None:
        raise ServiceNotFound
    traces = _traces(Q(organization=row), (row.email,))
    return ContactHeld(
        None, row.id, row.name, row.area.path, traces, _others(traces, row.id, row.area.path)
    )


def _traces(chosen: Q, mails: Iterable[str]) -> Traces:
    contacts = Contact.objects.filter(chosen)
    own = Phone.objects.filter(chosen, is_private=True) | Phone.objects.filter(
        contact__in=contacts.filter(is_leader=True)
    )
    return Traces(
        frozenset(filter(None, contacts.values_list("name", flat=True))),
        frozenset(own.values_list("digits", flat=True)),
        frozenset(filter(None, mails)),
    )


def _earlier_numbers(row: Service) -> Iterable[str]:
    asked = ChangeRequest.objects.filter(service=row, field=ChangeField.PHONE)
    changed = Revision.objects.filter(service=row, field=EntryField.PHONE)
    for rows in (asked, changed):
        for pair in rows.values_list("before", "after"):
            yield from filter(None, map(digits_of, pair))


def _others(traces: Traces, organization_id: UUID, area_path: str) -> tuple[str, ...]:
    leader = Q(contacts__is_leader=True, contacts__name__in=traces.names)
    number = Q(phones__digits__in=traces.numbers) | Q(contacts__phones__digits__in=traces.numbers)
    town = municipality_of(area_path) or area_path
    rows = Service.objects.filter(leader | number, area__path__startswith=town)
    codes = rows.exclude(organization_id=organization_id).values_list("short_code", flat=True)
    return tuple(sorted(set(codes)))


def keys_of_records() -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """This function will return the ids of all services and of all organizations."""
    services = Service.objects.values_list("id", flat=True)
    return tuple(services), tuple(Organization.objects.values_list("id", flat=True))
