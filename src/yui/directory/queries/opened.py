"""From fetched rows to open values: each part only where its scope is オープンデータ."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from yui.directory.engine import consent as consent_engine
from yui.directory.engine.eligibility import eligibility_sentence
from yui.directory.models import (
    Accessibility,
    Consent,
    Contact,
    Location,
    Organization,
    OrganizationAttribute,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.queries import deriving
from yui.directory.queries.confirmable import Confirmed
from yui.directory.queries.credits import credit_of
from yui.directory.queries.open_values import (
    OpenAccess,
    OpenContact,
    OpenCost,
    OpenLocation,
    OpenOrganization,
    OpenPhone,
    OpenPlace,
    OpenSchedule,
    OpenService,
    OpenServiceArea,
    OpenTerm,
)
from yui.directory.queries.rows import LimitRow
from yui.directory.queries.values import TermView
from yui.directory.rules import (
    ConsentFacts,
    ServiceFacts,
    consent_in_engine,
    eligibility_from_data,
    view_of,
)
from yui.directory.states import FeeClass, Flag, Scope, Sector, ServiceState, Vacancy
from yui.policy.viewer import ANONYMOUS

Shown = consent_engine.Shown


def open_service(row: Service, on: date, limits: Iterable[LimitRow]) -> OpenService:
    """This function will cut a service to its open parts; the row's details are prefetched.

    `limits` of freshness are those of the areas around it.
    """
    at_locations = sorted(row.at_locations.all(), key=lambda each: str(each.id))
    shown = _view(row, on, is_home=any(each.location.is_home for each in at_locations))
    private = _private_digits(row, shown, at_locations)
    eligibility = eligibility_from_data(row.eligibility)
    days = [row.confirmed_date, row.source.period_date if row.source else None]
    return OpenService(
        id=row.id,
        short_code=row.short_code,
        organization_id=row.organization_id,
        organization_name=row.organization.name,
        program_id=row.program_id,
        program_name=row.program.name if row.program else "",
        state=ServiceState(row.state),
        sector=Sector(row.sector),
        name=row.name,
        kana=row.kana,
        summary=row.summary,
        description=row.description,
        cannot=tuple(row.cannot),
        how_to_start=row.how_to_start,
        eligibility=eligibility_sentence(eligibility),
        minimum_age=eligibility.minimum_age,
        fee_class=FeeClass(row.fee_class),
        fee_text=row.fee_text,
        vacancy=Vacancy(row.vacancy),
        transport=Flag(row.transport),
        meals=Flag(row.meals),
        website=row.website,
        email=row.email if shown.phone is Shown.SHOWN else "",
        area_path=row.area.path,
        area_code=row.area.code or "",
        area_name=row.area.name,
        places=tuple(_place(each, shown, private) for each in at_locations),
        schedules=_schedules(row.schedules.all()),
        phones=_phones(row.phones.all(), shown, private),
        contacts=_contacts(row.contacts.all(), shown, private),
        service_areas=_service_areas(row.service_areas.all()),
        costs=_costs(row),
        documents=tuple(
            sorted(((each.id, each.document) for each in row.required_documents.all()), key=str)
        ),
        terms=_terms(row.attributes.all()),
        paused_from=row.paused_from,
        paused_to=row.paused_to,
        is_due=not deriving.is_fresh(_confirmed(row), limits, on),
        confirmed_on=max((day for day in days if day is not None), default=None),
        source=credit_of(row.source),
        source_key=row.source_key,
        modified_at=row.modified_at,
    )


def _confirmed(row: Service) -> Confirmed:
    source = row.source
    return Confirmed(
        row.sector,
        row.area.path,
        row.area.name,
        row.confirmed_date,
        row.confirmed_how,
        row.confirmed_by,
        source.is_official if source else None,
        source.publisher if source else None,
        source.period_date if source else None,
        source.edition_months if source else None,
    )


def open_place(row: ServiceAtLocation, service: Service, on: date) -> OpenPlace:
    """This function will cut one place of a service; the caller knows no place of it is a home."""
    shown = _view(service, on, is_home=row.location.is_home)
    return _place(row, shown, _private_digits(service, shown, [row]))


def open_location(row: Location) -> OpenLocation:
    """This function will return a place whose address is open."""
    return OpenLocation(
        id=row.id,
        name=row.name,
        area_path=row.area.path,
        area_code=row.area.code or "",
        area_name=row.area.name,
        sphere_path=row.sphere.path if row.sphere else "",
        sphere_name=row.sphere.name if row.sphere else "",
        postal_code=row.postal_code,
        address=row.address,
        building=row.building,
        transportation=row.transportation,
        latitude=row.latitude,
        longitude=row.longitude,
        access=_access(row.accessibility.all()),
        schedules=_schedules(row.schedules.all()),
        modified_at=row.modified_at,
    )


def open_organization(
    row: Organization, has_open_phone: bool, private: frozenset[str]
) -> OpenOrganization:
    """This function will return an organization; its number only where all its services agree.

    `private` are the digits of lines that are somebody's own.
    """
    phones = [phone for phone in row.phones.all() if has_open_phone and phone.digits not in private]
    return OpenOrganization(
        id=row.id,
        short_code=row.short_code,
        name=row.name,
        kana=row.kana,
        alternate_name=row.alternate_name,
        description=row.description,
        kind=row.kind.code if row.kind else "",
        corporate_number=row.corporate_number,
        website=row.website,
        email=row.email if has_open_phone else "",
        area_path=row.area.path,
        area_code=row.area.code or "",
        area_name=row.area.name,
        phones=tuple(_phone(phone) for phone in sorted(phones, key=_by_position)),
        terms=_terms(row.attributes.all()),
        source=credit_of(row.source),
        modified_at=row.modified_at,
    )


def _view(row: Service, on: date, *, is_home: bool) -> consent_engine.PublishedView:
    is_official = row.source is not None and row.source.is_official
    consent = consent_in_engine(_stored(row), is_official=is_official)
    facts = ServiceFacts(ServiceState(row.state), row.area.path, None, consent, on)
    return view_of(ANONYMOUS, facts, is_home=is_home, audience=Scope.OPENDATA)


def _stored(row: Service) -> ConsentFacts | None:
    consent: Consent | None = getattr(row, "consent", None)
    if consent is None:
        return None
    return ConsentFacts(
        how=consent.how,
        given_date=consent.given_date,
        until=consent.until,
        withdrawn_date=consent.withdrawn_date,
        record=tuple(consent.record_scopes),
        phone=tuple(consent.phone_scopes),
        address=tuple(consent.address_scopes),
        leader=tuple(consent.leader_scopes),
    )


def _private_digits(
    row: Service, shown: consent_engine.PublishedView, at_locations: Iterable[ServiceAtLocation]
) -> frozenset[str]:
    """Somebody's own lines that were not agreed to; the same number is kept back everywhere."""
    if shown.leaders_line is Shown.SHOWN:
        return frozenset()
    phones = [*row.phones.all(), *(phone for each in at_locations for phone in each.phones.all())]
    private = {phone.digits for phone in phones if phone.is_private}
    for contact in row.contacts.all():
        own = (phone for phone in contact.phones.all() if phone.is_private or contact.is_leader)
        private.update(phone.digits for phone in own)
    return frozenset(private)


def _place(
    row: ServiceAtLocation, shown: consent_engine.PublishedView, private: frozenset[str]
) -> OpenPlace:
    is_open = shown.address is Shown.SHOWN and not row.location.is_home
    return OpenPlace(
        id=row.id,
        service_id=row.service_id,
        location=open_location(row.location) if is_open else None,
        sphere_name=row.location.sphere.name if row.location.sphere else "",
        description=row.description if is_open else "",
        schedules=_schedules(row.schedules.all()),
        phones=_phones(row.phones.all(), shown, private),
    )


def _phones(
    rows: Iterable[Phone], shown: consent_engine.PublishedView, private: frozenset[str]
) -> tuple[OpenPhone, ...]:
    if shown.phone is not Shown.SHOWN:
        return ()
    listed = (row for row in sorted(rows, key=_by_position) if row.digits not in private)
    return tuple(_phone(row) for row in listed)


def _phone(row: Phone) -> OpenPhone:
    return OpenPhone(row.id, row.number, row.kind, row.extension, row.hours, row.description)


def _by_position(row: Phone) -> tuple[int, str]:
    return row.position, row.digits


def _contacts(
    rows: Iterable[Contact], shown: consent_engine.PublishedView, private: frozenset[str]
) -> tuple[OpenContact, ...]:
    """Windows; a leader, with the leader's own numbers, only where the name may be given."""
    return tuple(
        OpenContact(
            row.id,
            row.name,
            row.title,
            row.department,
            _phones(row.phones.all(), shown, private),
        )
        for row in sorted(rows, key=lambda each: str(each.id))
        if not row.is_leader or shown.leader_name is Shown.SHOWN
    )


def _schedules(rows: Iterable[Schedule]) -> tuple[OpenSchedule, ...]:
    return tuple(
        OpenSchedule(row.id, row.rule, row.sentence, row.not_read)
        for row in sorted(rows, key=lambda each: str(each.id))
    )


def _access(rows: Iterable[Accessibility]) -> tuple[OpenAccess, ...]:
    return tuple(
        OpenAccess(row.id, row.kind, row.is_present, row.description)
        for row in sorted(rows, key=lambda each: each.kind)
    )


def _service_areas(rows: Iterable[ServiceArea]) -> tuple[OpenServiceArea, ...]:
    return tuple(
        OpenServiceArea(
            row.id,
            row.area.path if row.area else "",
            (row.area.code or "") if row.area else "",
            row.name or (row.area.name if row.area else ""),
        )
        for row in sorted(rows, key=lambda each: str(each.id))
    )


def _costs(row: Service) -> tuple[OpenCost, ...]:
    found = sorted(row.cost_options.all(), key=lambda each: (each.position, str(each.id)))
    return tuple(
        OpenCost(cost.id, cost.option, cost.amount_yen, cost.unit, cost.description)
        for cost in found
    )


def _terms(rows: Iterable[ServiceAttribute | OrganizationAttribute]) -> tuple[OpenTerm, ...]:
    found = [
        OpenTerm(
            str(row.pk),
            row.term_id,
            TermView(row.term.taxonomy.code, row.term.code, row.term.name, row.term.plain_name),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: (each.term.taxonomy, each.term.code)))
