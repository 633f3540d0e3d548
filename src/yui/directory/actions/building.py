"""Inputs become unsaved rows. Sets of records are saved together, parents before children."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Model

from yui.directory.actions import cleaning
from yui.directory.actions.inputs import (
    AccessibilityInput,
    ConsentInput,
    ContactInput,
    CostInput,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    ServiceAreaInput,
    ServiceInput,
)
from yui.directory.actions.rows import Known, Rows
from yui.directory.engine import schedule as schedules
from yui.directory.errors import InputRefused
from yui.directory.models import (
    Accessibility,
    Consent,
    Contact,
    CostOption,
    Location,
    Organization,
    OrganizationAttribute,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.rules import eligibility_to_data
from yui.lib.geo import is_in_japan, mesh_of
from yui.lib.japanese import fold


def add_organization(
    rows: Rows, given: OrganizationInput, known: Known, at: datetime
) -> Organization:
    """This function will add an organization with its phones, contacts and terms."""
    row = Organization(
        name=cleaning.required_line(given.name, "name", Organization),
        folded=folded(given.name),
        kana=cleaning.line(given.kana, "kana", Organization),
        alternate_name=cleaning.line(given.alternate_name, "alternate_name", Organization),
        description=cleaning.paragraphs(given.description, "description"),
        kind=known.term(given.kind) if given.kind else None,
        corporate_number=cleaning.corporate_number(given.corporate_number),
        website=cleaning.web_address(given.website),
        email=cleaning.mail_address(given.email),
        area=known.area(given.area_path),
        is_published=given.is_published,
        source_id=given.source_id,
        created_at=at,
        modified_at=at,
    )
    rows.add(row)
    add_phones(rows, given.phones, organization=row)
    add_contacts(rows, given.contacts, organization=row)
    for pair in dict.fromkeys(given.terms):
        rows.add(OrganizationAttribute(organization=row, term=known.term(pair)))
    return row


def folded(name: str) -> str:
    """This function will return the form of a name by which it is compared and sorted."""
    return fold(name)[:160]


def add_location(rows: Rows, given: LocationInput, known: Known, at: datetime) -> Location:
    """This function will add a place with its barrier-free facts, hours and phones."""
    row = Location(
        organization_id=given.organization_id,
        area=known.area(given.area_path),
        sphere=known.area(given.sphere_path) if given.sphere_path is not None else None,
        town_id=given.town_id,
        name=cleaning.line(given.name, "name", Location),
        postal_code=cleaning.postal_code(given.postal_code),
        address=cleaning.line(given.address, "address", Location),
        building=cleaning.line(given.building, "building", Location),
        transportation=cleaning.line(given.transportation, "transportation", Location),
        is_home=given.is_home,
        source_id=given.source_id,
        created_at=at,
        modified_at=at,
        **_point(given),
    )
    rows.add(row)
    add_accessibility(rows, row, given.accessibility)
    add_schedule(rows, given.schedule, location=row)
    add_phones(rows, given.phones, location=row)
    return row


def _point(given: LocationInput) -> dict[str, Any]:
    if given.latitude is None and given.longitude is None:
        return {"latitude": None, "longitude": None, "mesh": ""}
    if given.latitude is None or given.longitude is None:
        raise InputRefused("latitude", "緯度と経度は、両方を書くか、両方を空けてください。")
    if not is_in_japan(given.latitude, given.longitude):
        raise InputRefused("latitude", "緯度と経度が、日本の中の場所ではありません。")
    mesh = mesh_of(given.latitude, given.longitude)
    return {"latitude": given.latitude, "longitude": given.longitude, "mesh": mesh}


def add_accessibility(rows: Rows, location: Location, given: Sequence[AccessibilityInput]) -> None:
    """This function will add barrier-free facts of a place."""
    for fact in given:
        rows.add(
            Accessibility(
                location=location,
                kind=fact.kind,
                is_present=fact.is_present,
                description=cleaning.line(fact.description, "description", Accessibility),
            )
        )


def add_schedule(rows: Rows, given: ScheduleInput | None, **parent: Model) -> None:
    """This function will add opening times as canonical JSON with the sentence derived from it."""
    if given is None:
        return
    not_read = cleaning.line(given.not_read, "not_read", Schedule)
    rule = given.rule
    rows.add(
        Schedule(
            rule=schedules.to_data(rule) if rule is not None else {},
            sentence=schedules.sentence(rule)[:300] if rule is not None else "",
            not_read=not_read,
            **parent,
        )
    )


def add_phones(rows: Rows, given: Sequence[PhoneInput], **parent: Model) -> None:
    """This function will add numbers in the order given."""
    for position, phone in enumerate(given):
        found = cleaning.telephone(phone.number, phone.kind)
        rows.add(
            Phone(
                kind=phone.kind,
                number=found.display,
                digits=found.digits,
                extension=cleaning.line(phone.extension or found.extension, "extension", Phone),
                hours=cleaning.line(phone.hours, "hours", Phone),
                description=cleaning.line(phone.description, "description", Phone),
                is_private=phone.is_private,
                position=position,
                **parent,
            )
        )


def add_contacts(rows: Rows, given: Sequence[ContactInput], **parent: Model) -> None:
    """This function will add windows and leaders, with their numbers."""
    for contact in given:
        row = Contact(
            name=cleaning.line(contact.name, "name", Contact),
            title=cleaning.line(contact.title, "title", Contact),
            department=cleaning.line(contact.department, "department", Contact),
            is_leader=contact.is_leader,
            **parent,
        )
        rows.add(row)
        add_phones(rows, contact.phones, contact=row)


def service_columns(given: ServiceInput) -> dict[str, Any]:
    """This function will return the cleaned plain columns of a service."""
    return {
        "name": cleaning.required_line(given.name, "name", Service),
        "folded": folded(given.name),
        "kana": cleaning.line(given.kana, "kana", Service),
        "sector": given.sector,
        "summary": cleaning.line(given.summary, "summary", Service),
        "description": cleaning.paragraphs(given.description, "description"),
        "cannot": cleaning.lines(given.cannot, "cannot"),
        "how_to_start": cleaning.line(given.how_to_start, "how_to_start", Service),
        "eligibility": eligibility_to_data(given.eligibility),
        "fee_class": given.fee_class,
        "fee_text": cleaning.line(given.fee_text, "fee_text", Service),
        "vacancy": given.vacancy,
        "transport": given.transport,
        "meals": given.meals,
        "website": cleaning.web_address(given.website),
        "email": cleaning.mail_address(given.email),
    }


def add_service(rows: Rows, given: ServiceInput, known: Known, at: datetime) -> Service:
    """This function will add a service, still a draft, with everything that hangs on it."""
    row = Service(
        organization_id=given.organization_id,
        program_id=known.program(given.program_id),
        area=known.area(given.area_path),
        source_id=given.source_id,
        source_key=cleaning.line(given.source_key, "source_key", Service),
        source_row=given.source_row,
        created_at=at,
        modified_at=at,
        **service_columns(given),
    )
    rows.add(row)
    add_details(rows, row, given, known, at)
    return row


def add_details(
    rows: Rows, service: Service, given: ServiceInput, known: Known, at: datetime
) -> None:
    """This function will add everything that hangs on a service."""
    for place in given.places:
        add_place(rows, service, place, known, at)
    if given.schedule is not None and given.places:
        raise InputRefused("schedule", "場所があるときは、日時を場所ごとに書いてください。")
    add_schedule(rows, given.schedule, service=service)
    add_phones(rows, given.phones, service=service)
    add_contacts(rows, given.contacts, service=service)
    add_service_areas(rows, service, given.service_areas, known)
    add_costs(rows, service, given.costs)
    add_documents(rows, service, given.documents)
    add_terms(rows, service, given.terms, known)
    if given.consent is not None:
        rows.add(consent_row(service, given.consent))


def add_place(rows: Rows, service: Service, given: PlaceInput, known: Known, at: datetime) -> None:
    """This function will add one place of a service, a new location where none is named."""
    if given.location is not None and given.location_id is None:
        location_id = add_location(rows, given.location, known, at).id
    elif given.location_id is not None and given.location is None:
        location_id = known.location(given.location_id)
    else:
        raise InputRefused("places", "場所は、登録済みの場所か新しい場所のどちらかにしてください。")
    at_location = ServiceAtLocation(
        service=service,
        location_id=location_id,
        description=cleaning.line(given.description, "description", ServiceAtLocation),
    )
    rows.add(at_location)
    add_schedule(rows, given.schedule, service_at_location=at_location)
    add_phones(rows, given.phones, service_at_location=at_location)


def add_service_areas(
    rows: Rows, service: Service, given: Sequence[ServiceAreaInput], known: Known
) -> None:
    """This function will add where a service comes to."""
    for each in given:
        name = cleaning.line(each.name, "name", ServiceArea)
        area = known.area(each.area_path) if each.area_path is not None else None
        if area is None and not name:
            raise InputRefused("service_areas", "来てもらえる地域の名前を書いてください。")
        rows.add(ServiceArea(service=service, area=area, name=name))


def add_costs(rows: Rows, service: Service, given: Sequence[CostInput]) -> None:
    """This function will add prices in the order given."""
    for position, cost in enumerate(given):
        if cost.amount_yen is not None and cost.amount_yen < 0:
            raise InputRefused("costs", "料金は、0円以上で書いてください。")
        rows.add(
            CostOption(
                service=service,
                option=cleaning.line(cost.option, "option", CostOption),
                amount_yen=cost.amount_yen,
                unit=cleaning.line(cost.unit, "unit", CostOption),
                description=cleaning.line(cost.description, "description", CostOption),
                position=position,
            )
        )


def add_documents(rows: Rows, service: Service, given: Sequence[str]) -> None:
    """This function will add what to bring."""
    for document in given:
        cleaned = cleaning.line(document, "document", RequiredDocument)
        if cleaned:
            rows.add(RequiredDocument(service=service, document=cleaned))


def add_terms(rows: Rows, service: Service, given: Sequence[tuple[str, str]], known: Known) -> None:
    """This function will link a service to terms, each once."""
    for pair in dict.fromkeys(given):
        rows.add(ServiceAttribute(service=service, term=known.term(pair)))


def consent_row(service: Service, given: ConsentInput) -> Consent:
    """This function will return the unsaved consent of a service. Raises: InputRefused."""
    if given.until is not None and given.until < given.given_date:
        raise InputRefused("until", "同意の終わりの日が、始まりの日より前です。")
    for part in (given.phone, given.address, given.leader):
        if part and not given.record:
            raise InputRefused("record", "何も載せない記録の電話や住所だけは載せられません。")
    return Consent(
        service=service,
        given_by=cleaning.line(given.given_by, "given_by", Consent),
        how=given.how,
        given_date=given.given_date,
        until=given.until,
        record_scopes=sorted(given.record),
        phone_scopes=sorted(given.phone),
        address_scopes=sorted(given.address),
        leader_scopes=sorted(given.leader),
    )
