"""One service and one organization, with everything their pages show."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from yui.directory.engine import consent as consent_engine
from yui.directory.engine.eligibility import eligibility_sentence
from yui.directory.errors import ServiceNotFound
from yui.directory.models import (
    Accessibility,
    Contact,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from yui.directory.queries import deriving
from yui.directory.queries.cards import (
    build_card,
    cards_for,
    fees_of,
    organization_url,
    sphere_of,
    window_of_service,
)
from yui.directory.queries.credits import credit_of
from yui.directory.queries.facts import facts_of
from yui.directory.queries.linked import linked_data
from yui.directory.queries.revealing import (
    EMAIL,
    LEADER,
    NUMBER,
    residents_view,
    reveal_service,
)
from yui.directory.queries.rows import (
    Bundle,
    ServiceRow,
    key_of,
    load_cards,
)
from yui.directory.queries.same import kept_instead
from yui.directory.queries.similar import similar_to
from yui.directory.queries.times import rest_at
from yui.directory.queries.values import (
    AccessFact,
    OrganizationBrief,
    PhoneLine,
    PlaceView,
    ServiceCard,
    ServicePage,
    TermView,
)
from yui.directory.queries.visible import visible_organizations, visible_services
from yui.directory.queries.windows import window_of
from yui.directory.rules import (
    ServiceFacts,
    eligibility_from_data,
    may_see,
    view_of,
    was_public,
)
from yui.directory.states import (
    FeeClass,
    Flag,
    PhoneKind,
    ServiceState,
    Vacancy,
    Vocabulary,
)
from yui.lib.clock import date_in_jst
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.taxonomy.models import TaxonomyTerm

Shown = consent_engine.Shown
_FOR_STAFF = "（職員だけに見えます）"
# Shorter than the words of the vocabulary: 「トイレ 洋式」, not 「洋式・車いすのトイレ 洋式」.
_ACCESS_WORDS = {"steps": "段差", "toilet": "トイレ", "wheelchair": "車いす"}
_SHORT_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
# What eyes and hands confuse: Crockford's base32 reads O as 0 and I, L as 1.
_READ_AS = str.maketrans("OIL", "011")


def short_code_from(text: str) -> str:
    """This function will return the short code somebody typed, in one form; "" when it is none."""
    plain = text.strip().upper().replace("-", "").translate(_READ_AS)
    return plain if _SHORT_CODE.fullmatch(plain) else ""


def get_service(viewer: Viewer, short_code_or_id: str | UUID, *, at: datetime) -> ServicePage:
    """This function will return everything the page of a service shows to this viewer.

    An ended service that was public is returned with `is_closed` (the page answers 410).
    Raises: ServiceNotFound, also when the viewer may not know of it.
    """
    service = _find(short_code_or_id)
    on = date_in_jst(at)
    key = key_of(service.id)
    bundle = load_cards([key])
    row = bundle.services.get(key)
    if row is None:
        raise ServiceNotFound
    facts = facts_of(row, on)
    if not may_see(viewer, facts) and not was_public(facts):
        raise ServiceNotFound
    card = build_card(viewer, row, bundle, facts)
    if card is None:
        raise ServiceNotFound
    at_locations = _places_of(service)
    is_home = any(each.location.is_home for each in at_locations)
    shown = view_of(viewer, facts, is_home=is_home)
    window = window_of_service(row, bundle.places.get(key, []), bundle)
    if window is None or window.kind == "area":
        window = window_of(row.area_path)
    card = replace(card, ask_at=deriving.window_to_ask(card.phone, window))
    contacts = _contacts(service, shown, view_of(ANONYMOUS, facts, is_home=is_home))
    _reveal(viewer, service, bundle, facts, shown, contacts, is_home=is_home)
    rest = rest_at(bundle.schedules.get(key, ()), on)
    has_number = bool(card.phone or card.ask_at)
    said: Callable[[str], str] = str if has_number else deriving.without_telephone
    private = deriving.private_digits(bundle.phones.get(key, ()), shown)
    return ServicePage(
        card=card,
        state=ServiceState(service.state),
        how_to_start=service.how_to_start,
        description=service.description,
        eligibility=said(eligibility_sentence(eligibility_from_data(service.eligibility))),
        places=_places(at_locations, shown, private),
        schedule=said(_joined(service.schedules.all())),
        service_areas=deriving.service_area_names(bundle.words.get(key, [])),
        fees=tuple(map(said, fees_of(row, bundle.costs.get(key, []), bundle.words.get(key, [])))),
        fee_class=FeeClass(service.fee_class),
        documents=tuple(
            service.required_documents.order_by("document").values_list("document", flat=True)
        ),
        cannot=tuple(service.cannot),
        transport=Flag(service.transport),
        meals=Flag(service.meals),
        vacancy=Vacancy(service.vacancy),
        contacts=contacts,
        fax=_fax(row, bundle, shown),
        email=service.email if shown.phone is Shown.SHOWN else "",
        website=service.website,
        organization=_brief(viewer, service.organization, on),
        program=service.program.name if service.program else "",
        terms=_terms(bundle, key),
        paused=said(deriving.pause_sentence(row, service.pause_reason, on, rest)),
        ended_date=service.ended_date,
        window=window,
        similar=cards_for(viewer, similar_to(viewer, row, bundle, on), at=at),
        source=credit_of(service.source),
        linked_data=linked_data(row, bundle, facts),
        modified_at=service.modified_at,
        sphere_path=sphere_of(bundle.places.get(key, [])),
    )


def _reveal(
    viewer: Viewer,
    service: Service,
    bundle: Bundle,
    facts: ServiceFacts,
    shown: consent_engine.PublishedView,
    contacts: Sequence[str],
    *,
    is_home: bool,
) -> None:
    """The page shows every number, the mail and the leader; the card has noted the address."""
    if viewer.user_id is None:
        return
    open_view = residents_view(facts, is_home=is_home)
    phones = bundle.phones.get(key_of(service.id), ())
    is_desk_only = open_view.phone is not Shown.SHOWN and shown.phone is Shown.SHOWN
    has_leader = any(contacts) and open_view.leader_name is not Shown.SHOWN
    reveal_service(
        viewer,
        service.id,
        facts,
        {
            NUMBER: bool(deriving.digits_beyond(phones, shown, open_view)),
            EMAIL: bool(service.email) and is_desk_only,
            LEADER: has_leader and shown.leader_name is Shown.SHOWN and _has_leader(service),
        },
    )


def _has_leader(service: Service) -> bool:
    return Contact.objects.filter(service=service, is_leader=True).exclude(name="").exists()


def service_id_of(viewer: Viewer, short_code: str, *, at: datetime) -> UUID:
    """This function will return the id behind a short code. Raises: ServiceNotFound."""
    found = service_ids_of(viewer, [short_code], at=at)
    if not found:
        raise ServiceNotFound
    return found[0]


def service_ids_of(viewer: Viewer, short_codes: Sequence[str], *, at: datetime) -> tuple[UUID, ...]:
    """This function will return the ids behind short codes in their order, without unknown ones.

    The code of a merged record stands for the one that was kept.
    """
    codes = [code for code in (short_code_from(text) for text in short_codes) if code]
    found = _ids_by_code(viewer, codes, at)
    missing = [code for code in codes if code not in found]
    if instead := kept_instead(missing) if missing else {}:
        kept = _ids_by_code(viewer, instead.values(), at)
        found |= {code: kept[to] for code, to in instead.items() if to in kept}
    return tuple(dict.fromkeys(found[code] for code in codes if code in found))


def _ids_by_code(viewer: Viewer, codes: Iterable[str], at: datetime) -> dict[str, UUID]:
    rows = visible_services(viewer, on=date_in_jst(at)).filter(short_code__in=list(codes))
    return dict(rows.values_list("short_code", "id"))


def cards_of_codes(
    viewer: Viewer, short_codes: Sequence[str], *, at: datetime
) -> tuple[ServiceCard, ...]:
    """This function will return the cards behind short codes in their order, those that exist."""
    return cards_for(viewer, service_ids_of(viewer, short_codes, at=at), at=at)


def closed_of_codes(
    viewer: Viewer, short_codes: Sequence[str], *, at: datetime
) -> tuple[ServicePage, ...]:
    """This function will return the services behind short codes that have ended, in their order.

    Each is read by itself: few of a chosen list have ended.
    """
    codes = (code for code in map(short_code_from, short_codes) if code)
    found: dict[str, ServicePage | None] = dict.fromkeys(codes)
    ended = Service.objects.filter(short_code__in=found, state=ServiceState.ENDED)
    for code in ended.values_list("short_code", flat=True):
        try:
            found[code] = get_service(viewer, code, at=at)
        except ServiceNotFound:
            continue
    return tuple(page for page in found.values() if page is not None and page.is_closed)


def _find(short_code_or_id: str | UUID) -> Service:
    rows = Service.objects.select_related("organization__kind", "program", "source")
    if isinstance(short_code_or_id, UUID):
        found = rows.filter(id=short_code_or_id).first()
    else:
        found = rows.filter(short_code=short_code_from(short_code_or_id)).first()
    if found is None:
        raise ServiceNotFound
    return found


def _places_of(service: Service) -> list[ServiceAtLocation]:
    rows = (
        ServiceAtLocation.objects.filter(service=service)
        .select_related("location__area", "location__sphere")
        .prefetch_related("schedules", "phones", "location__accessibility")
    )
    return sorted(rows, key=lambda each: (each.location.name, each.location.address))


def _places(
    at_locations: Sequence[ServiceAtLocation],
    shown: consent_engine.PublishedView,
    private: frozenset[str],
) -> tuple[PlaceView, ...]:
    words = dict(
        TaxonomyTerm.objects.filter(taxonomy__code=Vocabulary.ACCESSIBILITY).values_list(
            "code", "name"
        )
    )
    return tuple(_place(each, shown, words, private) for each in at_locations)


def _place(
    at_location: ServiceAtLocation,
    shown: consent_engine.PublishedView,
    words: Mapping[str, str],
    private: frozenset[str],
) -> PlaceView:
    location = at_location.location
    sphere = location.sphere.name if location.sphere else ""
    is_hidden = shown.address is not Shown.SHOWN
    if is_hidden:
        return PlaceView(
            name=(sphere or location.area.name) + deriving.ASK_PLACE,
            address="",
            postal_code="",
            building="",
            transportation="",
            latitude=None,
            longitude=None,
            is_address_hidden=True,
            sphere_name=sphere,
            schedule=_joined(at_location.schedules.all()),
            description="",
            phones=_phone_lines(at_location.phones.all(), shown, private),
            access=_access(location.accessibility.all(), words),
        )
    return PlaceView(
        name=location.name,
        address=location.address,
        postal_code=location.postal_code,
        building=location.building,
        transportation=location.transportation,
        latitude=location.latitude,
        longitude=location.longitude,
        is_address_hidden=False,
        sphere_name=sphere,
        schedule=_joined(at_location.schedules.all()),
        description=at_location.description,
        phones=_phone_lines(at_location.phones.all(), shown, private),
        access=_access(location.accessibility.all(), words),
    )


def _phone_lines(
    phones: Iterable[Phone], shown: consent_engine.PublishedView, private: frozenset[str]
) -> tuple[PhoneLine, ...]:
    if shown.phone is not Shown.SHOWN:
        return ()
    return tuple(
        PhoneLine(
            phone.number,
            f"tel:{phone.digits}",
            phone.hours,
            note=deriving.named_desk(phone.description),
        )
        for phone in sorted(phones, key=lambda each: (each.position, each.digits))
        if phone.kind == PhoneKind.VOICE and phone.digits not in private
    )


def _access(facts: Iterable[Accessibility], words: Mapping[str, str]) -> tuple[AccessFact, ...]:
    return tuple(
        AccessFact(
            fact.kind,
            _ACCESS_WORDS.get(fact.kind) or words.get(fact.kind, ""),
            fact.is_present,
            fact.description,
        )
        for fact in sorted(facts, key=lambda each: each.kind)
    )


def _joined(schedules: Iterable[Schedule]) -> str:
    return "。".join(
        text for text in (each.sentence or each.not_read for each in schedules) if text
    )


def _contacts(
    service: Service, shown: consent_engine.PublishedView, public: consent_engine.PublishedView
) -> tuple[str, ...]:
    """Windows are named; a leader only where that was agreed, to staff with a mark beside it."""
    rows = Contact.objects.filter(service=service).order_by("is_leader", "department")
    if shown.leader_name is not Shown.SHOWN:
        rows = rows.filter(is_leader=False)
    is_hidden = public.leader_name is not Shown.SHOWN
    lines = (
        (" ".join(part for part in (row.department, row.title, row.name) if part), row.is_leader)
        for row in rows
    )
    return tuple(
        f"{line}{_FOR_STAFF if is_leader and is_hidden else ''}"
        for line, is_leader in lines
        if deriving.named_desk(line)
    )


def _fax(row: ServiceRow, bundle: Bundle, shown: consent_engine.PublishedView) -> PhoneLine | None:
    rows = deriving.phones_shown(bundle.phones.get(row.id, ()), shown)
    found = deriving.phones_of_kind(rows, PhoneKind.FAX)
    return deriving.phone_line(found[0]) if found else None


def _brief(viewer: Viewer, organization: Organization, on: date) -> OrganizationBrief:
    has_page = visible_organizations(viewer, on=on).filter(id=organization.id).exists()
    return OrganizationBrief(
        organization.id,
        organization.short_code,
        organization.name,
        organization.kind.words if organization.kind else "",
        organization_url(organization.short_code) if has_page else "",
    )


def _terms(bundle: Bundle, key: object) -> tuple[TermView, ...]:
    words = [word for word in bundle.words.get(key, []) if word.taxonomy]
    words.sort(key=lambda word: (word.taxonomy, word.code))
    return tuple(TermView(word.taxonomy, word.code, word.name, word.plain_name) for word in words)
