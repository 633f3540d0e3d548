"""Making and changing services, one by one and as whole lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from yui.areas.rules import within
from yui.directory.actions import building
from yui.directory.actions.inputs import Identity, ServiceInput
from yui.directory.actions.rows import Known, Rows, known_for_services
from yui.directory.errors import InputRefused, NotYours, OrganizationNotFound, ServiceNotFound
from yui.directory.models import (
    Contact,
    CostOption,
    Organization,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
)
from yui.directory.rules import may_import, may_keep, may_keep_one_of
from yui.directory.states import ServiceState
from yui.journal.actions import Act, act
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer

# Names of `ServiceInput` that are rows of their own, with the rows they stand in.
_GROUPS: Mapping[str, type[Model]] = {
    "places": ServiceAtLocation,
    "schedule": Schedule,
    "phones": Phone,
    "contacts": Contact,
    "service_areas": ServiceArea,
    "costs": CostOption,
    "documents": RequiredDocument,
    "terms": ServiceAttribute,
}
# Consent has its own action; where a record stands and came from is not changed by hand.
_FIXED = frozenset(
    {"organization_id", "area_path", "source_id", "source_key", "source_row", "consent"}
)
CHANGEABLE = frozenset(field.name for field in fields(ServiceInput)) - _FIXED


def create_service(*, by: Viewer, at: datetime, given: ServiceInput) -> Identity:
    """This function will add a draft of a service with everything that hangs on it.

    Raises: NotYours, OrganizationNotFound, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        body_id = _body_of(given.organization_id)
        if not may_keep(by, area_path=given.area_path, body_id=body_id):
            raise NotYours
        rows = Rows()
        known = known_for_services([given], by, in_bulk=False)
        row = building.add_service(rows, given, known, at)
        rows.save()
        record(done, row, "created", given.area_path)
    return Identity(row.id, row.short_code)


def create_services(
    *,
    by: Viewer,
    at: datetime,
    given: Sequence[ServiceInput],
    area_path: str,
    source_id: int,
    batch_id: str,
    state: ServiceState = ServiceState.PUBLISHED,
) -> tuple[Identity, ...]:
    """This function will add many services of one list at once, with one entry in the journal.

    All get the source `source_id` and must lie within `area_path`. Whether a record is seen
    still follows its consent or source.
    Raises: NotYours, InputRefused, PersonalNumberRefused; then none is added.
    """
    if not may_import(by, area_path=area_path):
        raise NotYours
    with act(by=by, at=at) as done:
        known = known_for_services(given, by, in_bulk=True)
        rows = Rows()
        listed = [replace(each, source_id=source_id) for each in given]
        added = [_add_from_list(rows, each, known, at, area_path, state) for each in listed]
        rows.save()
        done.record(
            "directory.source.imported",
            object_type="directory.source",
            object_id=source_id,
            area_path=area_path,
            batch_id=batch_id,
        )
    return tuple(Identity(row.id, row.short_code) for row in added)


def _add_from_list(
    rows: Rows,
    given: ServiceInput,
    known: Known,
    at: datetime,
    area_path: str,
    state: ServiceState,
) -> Service:
    if not given.area_path.startswith(area_path):
        raise InputRefused("area_path", "この一覧の地域の外にある記録です。")
    row = building.add_service(rows, given, known, at)
    row.state = state
    return row


def change_service(
    *, by: Viewer, at: datetime, service_id: UUID, changes: Mapping[str, Any]
) -> tuple[str, ...]:
    """This function will change fields of a service and return the names that changed.

    `changes` maps names of `CHANGEABLE` (fields of `ServiceInput`) to new values; what hangs on
    the service (places, phones, costs …) is replaced as a whole. The names are kept in
    `edited_fields`, so that a newer file does not undo what a person wrote.
    Raises: ServiceNotFound, NotYours, InputRefused, PersonalNumberRefused.
    """
    with act(by=by, at=at) as done:
        row = kept_service(by, service_id)
        _refuse_unknown(changes)
        changed = _change_columns(row, changes, by) + _replace_groups(row, changes, by, at)
        if changed:
            row.edited_fields = sorted({*row.edited_fields, *changed})
            row.modified_at = at
            row.save()
            record(done, row, "changed", row.area.path, changed)
    return tuple(changed)


def kept_service(by: Viewer, service_id: UUID) -> Service:
    """This function will lock and return a service the viewer may change.

    Raises: ServiceNotFound, NotYours.
    """
    row = locked_service(service_id)
    body_id = row.organization.body_id
    if may_keep(by, area_path=row.area.path, body_id=body_id):
        return row
    if not may_keep_one_of(by, area_paths=_spheres_of(row), body_id=body_id):
        raise NotYours
    return row


def locked_service(service_id: UUID) -> Service:
    """This function will lock and return a service, whoever asks: who may is asked elsewhere.

    Raises: ServiceNotFound.
    """
    row = (
        Service.objects.select_for_update(of=("self",))
        .select_related("area", "organization", "source")
        .filter(id=service_id)
        .first()
    )
    if row is None:
        raise ServiceNotFound
    return row


def _spheres_of(row: Service) -> list[str]:
    """The 圏域 of its places within its own municipality: no other one's SC keeps it."""
    spheres = row.at_locations.filter(
        within(municipality_of(row.area.path), "location__sphere__path")
    )
    return list(spheres.values_list("location__sphere__path", flat=True))


def record(done: Act, row: Service, verb: str, area_path: str, fields: Iterable[str] = ()) -> None:
    """This function will note in the journal what happened to a service."""
    done.record(
        f"directory.service.{verb}",
        object_type="directory.service",
        object_id=row.id,
        area_path=area_path,
        fields=tuple(fields),
    )


def _body_of(organization_id: UUID) -> int | None:
    found = Organization.objects.filter(id=organization_id).values_list("body_id").first()
    if found is None:
        raise OrganizationNotFound
    return found[0]


def _refuse_unknown(changes: Mapping[str, Any]) -> None:
    for name in changes:
        if name not in CHANGEABLE:
            raise InputRefused(name, "この項目は変えられません。")


def _change_columns(row: Service, changes: Mapping[str, Any], by: Viewer) -> list[str]:
    plain = {name: value for name, value in changes.items() if name not in _GROUPS}
    program_id = plain.pop("program_id", row.program_id)
    blank = ServiceInput(row.organization_id, row.area.path, row.name)
    cleaned = building.service_columns(replace(blank, **plain))
    changed: list[str] = []
    if program_id != row.program_id:
        named = replace(blank, program_id=program_id)
        row.program_id = known_for_services([named], by, in_bulk=False).program(program_id)
        changed.append("program_id")
    for name in plain:
        if getattr(row, name) != cleaned[name]:
            setattr(row, name, cleaned[name])
            changed.append(name)
    row.folded = cleaned["folded"]
    return changed


def _replace_groups(
    row: Service, changes: Mapping[str, Any], by: Viewer, at: datetime
) -> list[str]:
    wanted = {name: value for name, value in changes.items() if name in _GROUPS}
    if not wanted:
        return []
    given = replace(ServiceInput(row.organization_id, row.area.path, row.name), **wanted)
    _refuse_two_schedules(row, given, wanted)
    known = known_for_services([given], by, in_bulk=False)
    known = replace(known, locations=known.locations | _present_places(row))
    for name in wanted:
        _GROUPS[name]._default_manager.filter(service=row).delete()
    rows = Rows()
    building.add_details(rows, row, given, known, at)
    rows.save()
    return list(wanted)


def _present_places(row: Service) -> frozenset[UUID]:
    """Where a service is given already it may stay, whoever keeps the place."""
    return frozenset(row.at_locations.values_list("location_id", flat=True))


def _refuse_two_schedules(row: Service, given: ServiceInput, wanted: Mapping[str, Any]) -> None:
    has_places = bool(given.places) or ("places" not in wanted and row.at_locations.exists())
    has_own = given.schedule is not None or ("schedule" not in wanted and row.schedules.exists())
    if has_places and has_own:
        raise InputRefused("schedule", "場所があるときは、日時を場所ごとに書いてください。")
