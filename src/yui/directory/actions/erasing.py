"""Erasing the contact person of a record, wherever this room keeps a copy of what names them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, JSONField, Model, Q, TextField

from yui.directory.errors import NotYours
from yui.directory.models import (
    Accessibility,
    ChangeRequest,
    Consent,
    Contact,
    CostOption,
    Draft,
    Location,
    Organization,
    Phone,
    RequiredDocument,
    Revision,
    Schedule,
    Service,
    ServiceArea,
    Slip,
)
from yui.directory.queries.entry_fields import ROOM
from yui.directory.queries.erasing import ContactHeld
from yui.directory.rules import may_erase_people
from yui.directory.states import ChangeField, ChangeState, EntryField
from yui.journal.actions import Act, act
from yui.lib.japanese import fold
from yui.lib.traces import Traces, plain
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer
from yui.review.actions import forget_snapshots

_GONE = "（消しました）"
# Codes, and what is worked out from other columns.
_NO_WORDS = frozenset({"short_code", "source_key", "folded", "digits", "mesh", "edited_fields"})
_NEEDED = {Service: "name", Organization: "name", ServiceArea: "name"}


def erase_contact(*, by: Viewer, at: datetime, held: ContactHeld) -> tuple[UUID, ...]:
    """This function will erase the contact person of a record; returns the services it touched.

    Gone are the leader's name, own numbers, mail and home, who agreed to what, and the same in
    sentences, drafts, submissions, earlier revisions and requests for a change, also at other
    records of the organization. What the group offers stays. A newer file does not bring back
    what was erased. Raises: NotYours for everybody but the operator.
    """
    if not may_erase_people(by):
        raise NotYours
    with act(by=by, at=at) as done:
        edited = _erase_rows(held)
        for service_id in _erase_words(held):
            edited.setdefault(service_id, set())
        if held.service_id is not None:
            edited.setdefault(held.service_id, set()).update(_erase_around(held.service_id, at))
        _erase_drafts(done, held)
        _erase_requests(held)
        _touch(done, held, edited)
    return tuple(sorted(edited))


def _erase_rows(held: ContactHeld) -> dict[UUID, set[str]]:
    """The rows that name the person; returned is what was taken from which service."""
    own = _of_record(held)
    family = _family(held)
    names = set(map(plain, held.traces.names))
    contacts = [row for row in Contact.objects.filter(own | family) if plain(row.name) in names]
    own_numbers = Phone.objects.filter(own, is_private=True)
    same_numbers = Phone.objects.filter(
        family | Q(contact__in=contacts), digits__in=held.traces.numbers
    )
    edited: dict[UUID, set[str]] = {}
    for name, rows in (("contacts", contacts), ("phones", (*own_numbers, *same_numbers))):
        for row in rows:
            if (service_id := _service_of(row)) is not None:
                edited.setdefault(service_id, set()).add(name)
    same_numbers.delete()
    own_numbers.delete()
    Contact.objects.filter(id__in=[row.id for row in contacts if row.is_leader]).delete()
    Contact.objects.filter(id__in=[row.id for row in contacts]).update(name="")
    services = Service.objects.filter(organization_id=held.organization_id)
    services.filter(email__in=held.traces.mails).update(email="")
    Organization.objects.filter(id=held.organization_id, email__in=held.traces.mails).update(
        email=""
    )
    return edited


def _erase_around(service_id: UUID, at: datetime) -> tuple[str, ...]:
    """Who agreed, where they live, what they hold in their hands, what was said earlier."""
    Consent.objects.filter(service_id=service_id).update(given_by="")
    Slip.objects.filter(service_id=service_id, revoked_at=None).update(revoked_at=at)
    earlier = Revision.objects.filter(service_id=service_id, erased_at=None)
    earlier.update(before="", after="", erased_at=at)
    homes = Location.objects.filter(services_here__service_id=service_id, is_home=True)
    erased = Location.objects.filter(id__in=list(homes.values_list("id", flat=True))).update(
        name="",
        postal_code="",
        address="",
        building="",
        transportation="",
        latitude=None,
        longitude=None,
        mesh="",
        town=None,
        modified_at=at,
    )
    return ("places",) if erased else ()


def _erase_words(held: ContactHeld) -> set[UUID]:
    """Sentences that name the person; returned are the services that say something else now."""
    organization = held.organization_id
    of_service = Q(service__organization_id=organization)
    of_place = Q(services_here__service__organization_id=organization)
    at_place = Q(service_at_location__service__organization_id=organization)
    touched = set(_scrub(Service, Q(organization_id=organization), held.traces))
    if _scrub(Organization, Q(id=organization), held.traces):
        services = Service.objects.filter(organization_id=organization)
        touched |= set(services.values_list("id", flat=True))
    around: dict[type[Model], Q] = {
        **dict.fromkeys((CostOption, RequiredDocument, ServiceArea), of_service),
        **dict.fromkeys((Contact, Phone, Schedule), of_service | at_place),
        Location: of_place,
        Accessibility: Q(location__services_here__service__organization_id=organization),
    }
    for model, chosen in around.items():
        _scrub(model, chosen, held.traces)
    return touched


def _scrub(model: type[Model], chosen: Q, traces: Traces) -> list[Any]:
    """The keys of the rows that named the person and do not any more."""
    found: list[Any] = []
    names = [each.attname for each in model._meta.concrete_fields if _holds_words(each)]
    for row in model._default_manager.filter(chosen).distinct():
        named = [name for name in names if traces.stand_in(getattr(row, name))]
        if not named:
            continue
        for name in named:
            left = traces.taken_out(getattr(row, name))
            setattr(row, name, left or (_GONE if _NEEDED.get(model) == name else left))
        if isinstance(row, Service | Organization):
            row.folded = fold(row.name)
            named.append("folded")
        row.save(update_fields=named)
        found.append(row.pk)
    return found


def _holds_words(column: Any) -> bool:
    is_text = isinstance(column, CharField | TextField | JSONField)
    return is_text and not column.choices and column.attname not in _NO_WORDS


def _erase_drafts(done: Act, held: ContactHeld) -> None:
    """Drafts of the record, and any of the town whose words name the person."""
    town = municipality_of(held.area_path) or held.area_path
    for row in Draft.objects.select_for_update(of=("self",)).filter(area__path__startswith=town):
        is_own = held.service_id is not None and row.service_id == held.service_id
        if not is_own and not held.traces.stand_in([row.content, row.base]):
            continue
        row.content, row.base = (_without(held, each, is_own) for each in (row.content, row.base))
        row.version, row.submitted_version = row.version + 1, None
        row.save(update_fields=["content", "base", "version", "submitted_version"])
        forget_snapshots(by=done.by, at=done.at, room=ROOM, object_id=row.id, traces=held.traces)


def _without(held: ContactHeld, content: dict[str, Any], is_own: bool) -> dict[str, Any]:
    left: dict[str, Any] = held.traces.taken_out(content)
    if not is_own or not left:
        return left
    home = {EntryField.ADDRESS.value: ""} if left.get(EntryField.IS_HOME) else {}
    return left | {EntryField.CONSENT_BY.value: ""} | home


def _erase_requests(held: ContactHeld) -> None:
    """Numbers that were asked for are the leader's; of what is decided the words go too."""
    rows = ChangeRequest.objects.filter(
        Q(service__organization_id=held.organization_id) | Q(organization_id=held.organization_id)
    )
    own = rows.filter(service_id=held.service_id) if held.service_id else rows
    own.filter(field=ChangeField.PHONE).delete()
    own.exclude(state=ChangeState.OPEN).update(before="", after="", note="", contact="")
    _scrub(ChangeRequest, Q(id__in=rows.values("id")), held.traces)


def _touch(done: Act, held: ContactHeld, edited: Mapping[UUID, set[str]]) -> None:
    """Followers look again; what was erased counts as edited by hand, so no list brings it back."""
    for row in Service.objects.select_related("area").filter(id__in=edited):
        row.modified_at = done.at
        row.edited_fields = sorted({*row.edited_fields, *edited[row.id]})
        row.save(update_fields=["modified_at", "edited_fields"])
        done.record(
            "directory.service.person_erased",
            object_type="directory.service",
            object_id=row.id,
            area_path=row.area.path,
        )
    if held.service_id is None:
        done.record(
            "directory.organization.person_erased",
            object_type="directory.organization",
            object_id=held.organization_id,
            area_path=held.area_path,
        )


def _of_record(held: ContactHeld) -> Q:
    if held.service_id is None:
        return Q(organization_id=held.organization_id)
    return Q(service_id=held.service_id) | Q(service_at_location__service_id=held.service_id)


def _family(held: ContactHeld) -> Q:
    """Everything that hangs on the organization or on one of its services."""
    return (
        Q(organization_id=held.organization_id)
        | Q(service__organization_id=held.organization_id)
        | Q(service_at_location__service__organization_id=held.organization_id)
    )


def _service_of(row: Contact | Phone) -> UUID | None:
    if row.service_at_location is not None:
        return row.service_at_location.service_id
    return row.service_id
