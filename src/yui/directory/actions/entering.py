"""A hand entry becomes the inputs of the room's own actions: only what changed, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from yui.areas.queries import find_town
from yui.directory.actions.inputs import (
    AccessibilityInput,
    ConsentInput,
    CostInput,
    LocationInput,
    PhoneInput,
    PlaceInput,
    ScheduleInput,
    ServiceInput,
)
from yui.directory.engine.entry_times import KEPT, TimesError, rule_of
from yui.directory.engine.fee import read_fee
from yui.directory.engine.schedule import from_data
from yui.directory.errors import InputRefused
from yui.directory.models import (
    Consent,
    Location,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
)
from yui.directory.queries.entries import edited_phone
from yui.directory.queries.entry_fields import CONSENT, PLACE, TIMES
from yui.directory.states import (
    ConfirmedHow,
    EntryField,
    FeeClass,
    PhoneKind,
    Scope,
    Vocabulary,
)

Content = Mapping[str, Any]
_PLAIN = ("name", "kana", "summary", "description", "how_to_start")
_PHONE = (EntryField.PHONE, EntryField.PHONE_HOURS, EntryField.IS_PRIVATE)


def new_service(content: Content, organization_id: UUID, area_path: str) -> ServiceInput:
    """This function will return the input of a new service. Raises: InputRefused."""
    return ServiceInput(
        organization_id=organization_id,
        area_path=area_path,
        **{name: content[name] for name in _PLAIN},
        **_fee(content),
        **_where_and_when(content, area_path, None),
        phones=_first_phone(content),
        terms=((Vocabulary.FIELD.value, content["field"]),) if content["field"] else (),
        consent=consent_of(content, None),
    )


def changes_of(row: Service, before: Content, after: Content) -> dict[str, Any]:
    """This function will return the changes of a service between two contents.

    What hangs on the service beside what the form asks (further numbers, other terms, what is
    known of the place) stays. Raises: InputRefused.
    """
    changed = {field for field in EntryField if before[field] != after[field]}
    changes: dict[str, Any] = {name: after[name] for name in _PLAIN if name in changed}
    if EntryField.FEE in changed:
        changes |= _fee(after)
    if EntryField.FIELD in changed:
        changes["terms"] = _terms(row, after["field"])
    if changed.intersection(_PHONE):
        changes["phones"] = _phones(row, after)
    if changed.intersection((*PLACE, *TIMES)):
        changes |= _where_and_when(after, row.area.path, row, is_moved=bool(changed & {*PLACE}))
    return changes


def has_new_consent(before: Content, after: Content) -> bool:
    """This function will say whether something about the consent changed."""
    return any(before[field] != after[field] for field in CONSENT)


def consent_of(content: Content, present: Consent | None) -> ConsentInput | None:
    """This function will return the consent a content speaks of, None where it says nothing.

    Numbers and address that went less far than the record go no further than they did.
    """
    if not content["consent_how"] or not content["consent_date"]:
        return None
    record = frozenset(Scope(each) for each in content["scopes"])
    return ConsentInput(
        given_date=date.fromisoformat(content["consent_date"]),
        how=ConfirmedHow(content["consent_how"]),
        given_by=content["consent_by"],
        until=present.until if present else None,
        record=record,
        phone=_reach(record, content["shows_phone"], present.phone_scopes if present else []),
        address=_reach(record, content["shows_address"], present.address_scopes if present else []),
        leader=record & _scopes(present.leader_scopes if present else []),
    )


def _reach(record: frozenset[Scope], is_shown: bool, present: list[str]) -> frozenset[Scope]:
    if not is_shown:
        return frozenset()
    return record & _scopes(present) if present else record


def _scopes(stored: list[str]) -> frozenset[Scope]:
    return frozenset(Scope(each) for each in stored)


def _fee(content: Content) -> dict[str, Any]:
    fee = read_fee(content["fee"])
    has_amount = fee.amount_yen is not None
    costs = (CostInput(fee.amount_yen, fee.unit, description=fee.text),) if has_amount else ()
    return {
        "fee_class": FeeClass(fee.fee_class.value),
        "fee_text": "" if has_amount else fee.text,
        "costs": costs,
    }


def _terms(row: Service, code: str) -> tuple[tuple[str, str], ...]:
    pairs = row.attributes.order_by("term__position", "id").values_list(
        "term__taxonomy__code", "term__code"
    )
    fields = [pair for pair in pairs if pair[0] == Vocabulary.FIELD]
    kept = [pair for pair in pairs if pair not in fields[:1]]
    return (*(((Vocabulary.FIELD.value, code),) if code else ()), *kept)


def _first_phone(content: Content) -> tuple[PhoneInput, ...]:
    if not content["phone"]:
        return ()
    return (
        PhoneInput(
            content["phone"], hours=content["phone_hours"], is_private=content["is_private"]
        ),
    )


def _phones(row: Service, after: Content) -> tuple[PhoneInput, ...]:
    """The number the form showed gives way to the typed one; the others follow as they are."""
    edited = edited_phone(row)
    others = row.phones.exclude(id=edited.id) if edited else row.phones.all()
    kept = (phone_input(phone) for phone in others.order_by("position", "digits"))
    return (*_first_phone(after), *kept)


def phone_input(phone: Phone) -> PhoneInput:
    """This function will return a stored number as an action takes it."""
    return PhoneInput(
        phone.number,
        PhoneKind(phone.kind),
        phone.hours,
        phone.description,
        phone.extension,
        phone.is_private,
    )


def _where_and_when(
    content: Content, area_path: str, row: Service | None, *, is_moved: bool = True
) -> dict[str, Any]:
    """A place carries its hours; without a place they belong to the service."""
    present = row.at_locations.select_related("location__sphere").first() if row else None
    schedule = _schedule(content, row, present)
    if not content["place_name"] and not content["address"]:
        return {"places": (), "schedule": schedule}
    if present is None:
        place = PlaceInput(location=_location(content, area_path, None), schedule=schedule)
        return {"places": (place,), "schedule": None}
    moved = _location(content, area_path, present.location) if is_moved else None
    place = PlaceInput(
        location_id=None if moved else present.location_id,
        location=moved,
        description=present.description,
        schedule=schedule,
        phones=tuple(phone_input(phone) for phone in present.phones.order_by("position")),
    )
    return {"places": (place,), "schedule": None}


def _schedule(
    content: Content, row: Service | None, present: ServiceAtLocation | None
) -> ScheduleInput | None:
    if content["rhythm"] == KEPT:
        parent = present or row
        return _stored(parent.schedules.first()) if parent else None
    try:
        rule, unread = rule_of(content)
    except TimesError as error:
        raise InputRefused(error.field, str(error)) from error
    return ScheduleInput(rule, unread) if rule is not None or unread else None


def _stored(row: Schedule | None) -> ScheduleInput | None:
    if row is None:
        return None
    return ScheduleInput(from_data(row.rule) if row.rule else None, row.not_read)


def _location(content: Content, area_path: str, present: Location | None) -> LocationInput:
    """A place is written anew; what is known of it stays as long as its address is the same."""
    district, address = content["district"], content["address"]
    town = find_town(area_path, address) if address else None
    given = LocationInput(
        area_path,
        name=content["place_name"],
        sphere_path=district if district and district != area_path else None,
        town_id=town.id if town else None,
        address=address,
        is_home=content["is_home"],
    )
    if present is None or present.address != address:
        return given
    return LocationInput(
        area_path,
        name=given.name,
        sphere_path=given.sphere_path,
        town_id=present.town_id,
        organization_id=present.organization_id,
        postal_code=present.postal_code,
        address=address,
        building=present.building,
        transportation=present.transportation,
        latitude=present.latitude,
        longitude=present.longitude,
        is_home=given.is_home,
        source_id=present.source_id,
        accessibility=tuple(
            AccessibilityInput(fact.kind, fact.is_present, fact.description)
            for fact in present.accessibility.order_by("kind")
        ),
        schedule=_stored(present.schedules.first()),
        phones=tuple(phone_input(phone) for phone in present.phones.order_by("position")),
    )
