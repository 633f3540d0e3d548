"""Hand entries: what is public of a record, in the fields of the form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from yui.areas.queries import AreaInfo, areas_by_path, layers_of
from yui.areas.states import Tier
from yui.directory.engine.entry_times import KEPT, WORDS, answers_of
from yui.directory.engine.fee import Fee, FeeClass, fee_sentence
from yui.directory.engine.schedule import from_data
from yui.directory.errors import ServiceNotFound
from yui.directory.models import Consent, Organization, Phone, Service, ServiceAtLocation
from yui.directory.queries.entry_fields import PLACE, TIMES, WHEN, blank_content
from yui.directory.queries.pages import short_code_from
from yui.directory.rules import may_propose, may_read_whole
from yui.directory.states import EntryField, PhoneKind, Scope, Vocabulary
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """This value will hold a public record as the form asks it.

    `fixed` are fields that the form cannot change: several places are changed by a list.
    """

    service_id: UUID
    short_code: str
    area_path: str
    content: dict[str, Any]
    fixed: frozenset[str]


@dataclass(frozen=True, slots=True)
class District:
    """This value will hold a place to choose from: the town itself, a ward or a 圏域 of it."""

    path: str
    name: str


def districts_for(viewer: Viewer) -> tuple[District, ...]:
    """This function will return where a viewer may place a record: all within the own area."""
    own = viewer.area_path or ""
    if not municipality_of(own):
        return ()
    layers = layers_of(own, Tier.SPHERE)
    around = areas_by_path([own])
    wards = tuple(
        each for each in areas_by_path(_wards_in(layers)).values() if each.path.startswith(own)
    )
    found = {each.path: each.name for each in (*around.values(), *wards, *layers)}
    return tuple(District(path, name) for path, name in sorted(found.items()))


def _wards_in(layers: Iterable[AreaInfo]) -> set[str]:
    return {each.parent_path for each in layers}


def own_organizations(viewer: Viewer) -> tuple[District, ...]:
    """This function will return the names of the organizations the viewer's body represents."""
    if viewer.body_id is None:
        return ()
    rows = Organization.objects.filter(body_id=viewer.body_id).order_by("name")
    return tuple(District(str(pk), name) for pk, name in rows.values_list("id", "name"))


def live_entry(viewer: Viewer, short_code: str) -> LiveEntry:
    """This function will return a record as the form asks it.

    Raises: ServiceNotFound, also when the viewer may not put it forward.
    """
    row = _service(short_code=short_code_from(short_code))
    entry = _entry(row)
    place = entry.content[EntryField.DISTRICT] or row.area.path
    body_id = row.organization.body_id
    if not may_read_whole(viewer, area_path=row.area.path, body_id=body_id):
        raise ServiceNotFound
    if not may_propose(viewer, area_path=place, body_id=body_id):
        raise ServiceNotFound
    return entry


def short_code_of(service_id: UUID) -> str:
    """This function will return the short code of a record. Raises: ServiceNotFound."""
    return _service(id=service_id).short_code


def may_edit(viewer: Viewer, service_id: UUID, *, place: str) -> bool:
    """This function will say whether the viewer may put a record forward; `place` is its 圏域."""
    if not viewer.is_signed_in:
        return False
    rows = Service.objects.filter(id=service_id).values_list("organization__body_id", flat=True)
    return may_propose(viewer, area_path=place, body_id=rows.first())


def entry_of(service_id: UUID) -> LiveEntry:
    """This function will return the live record of an id in the fields of the form."""
    return _entry(_service(id=service_id))


def _service(**wanted: Any) -> Service:
    rows = Service.objects.select_related("area", "organization", "consent")
    row = rows.filter(**wanted).first()
    if row is None:
        raise ServiceNotFound
    return row


def _entry(row: Service) -> LiveEntry:
    places = list(
        ServiceAtLocation.objects.filter(service=row)
        .select_related("location__sphere", "location__area")
        .prefetch_related("schedules")
    )
    fixed: set[str] = {EntryField.GROUP.value}
    content = blank_content() | _plain(row)
    if len(places) > 1 or any(len(place.schedules.all()) > 1 for place in places):
        fixed |= {field.value for field in (*PLACE, *TIMES)}
        content |= {"district": row.area.path}
    else:
        content |= _place(row, places[0] if places else None) | _times(row, places)
    content |= _phone(row) | _consent(getattr(row, "consent", None))
    return LiveEntry(row.id, row.short_code, row.area.path, content, frozenset(fixed))


def _plain(row: Service) -> dict[str, Any]:
    terms = row.attributes.filter(term__taxonomy__code=Vocabulary.FIELD)
    fields = terms.order_by("term__position", "id").values_list("term__code", flat=True)
    return {
        "name": row.name,
        "kana": row.kana,
        "group": row.organization.name,
        "field": fields.first() or "",
        "summary": row.summary,
        "description": row.description,
        "how_to_start": row.how_to_start,
        "fee": _fee(row),
    }


def _fee(row: Service) -> str:
    costs = [
        fee_sentence(Fee(FeeClass.PAID, cost.amount_yen, cost.unit, cost.description))
        for cost in row.cost_options.order_by("position", "id")
        if cost.amount_yen
    ]
    if costs:
        return "、".join(costs)
    if row.fee_text or row.fee_class == FeeClass.UNKNOWN:
        return row.fee_text
    return fee_sentence(Fee(FeeClass(row.fee_class)))


def _place(row: Service, place: ServiceAtLocation | None) -> dict[str, Any]:
    if place is None:
        return {"district": row.area.path}
    location = place.location
    return {
        "place_name": location.name,
        "address": location.address,
        "district": location.sphere.path if location.sphere else row.area.path,
        "is_home": location.is_home,
    }


def _times(row: Service, places: Sequence[ServiceAtLocation]) -> dict[str, Any]:
    rows = [*(each for place in places for each in place.schedules.all()), *row.schedules.all()]
    if not rows:
        return {}
    said = "。".join(each.sentence or each.not_read for each in rows)
    if len(rows) == 1 and not rows[0].rule:
        return {"rhythm": WORDS, "hours_words": said, WHEN: said}
    if len(rows) > 1 or rows[0].not_read:
        return {"rhythm": KEPT, WHEN: said}
    return answers_of(from_data(rows[0].rule)) | {WHEN: said}


def _phone(row: Service) -> dict[str, Any]:
    phone = edited_phone(row)
    if phone is None:
        return {}
    return {"phone": phone.number, "phone_hours": phone.hours, "is_private": phone.is_private}


def edited_phone(row: Service) -> Phone | None:
    """This function will return the one number of a service that the form shows: its first."""
    return row.phones.filter(kind=PhoneKind.VOICE).order_by("position", "digits").first()


def _consent(consent: Consent | None) -> dict[str, Any]:
    if consent is None:
        return {}
    return {
        "consent_by": consent.given_by,
        "consent_how": consent.how,
        "consent_date": consent.given_date.isoformat(),
        "scopes": [scope.value for scope in Scope if scope.value in consent.record_scopes],
        "shows_phone": bool(consent.phone_scopes),
        "shows_address": bool(consent.address_scopes),
    }
