"""Making and changing sources, organizations, programmes and places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from yui.directory.actions import building, cleaning
from yui.directory.actions.inputs import (
    Identity,
    LocationInput,
    OrganizationInput,
    ProgramInput,
    SourceInput,
)
from yui.directory.actions.rows import Rows, known_for
from yui.directory.errors import InputRefused, MoveRefused, NotYours, OrganizationNotFound
from yui.directory.models import (
    Contact,
    Organization,
    OrganizationAttribute,
    Phone,
    Program,
    Source,
)
from yui.directory.rules import may_keep
from yui.journal.actions import act
from yui.policy.viewer import Viewer

_CLEANERS: Mapping[str, Callable[[Any], Any]] = {
    "name": lambda value: cleaning.required_line(value, "name", Organization),
    "kana": lambda value: cleaning.line(value, "kana", Organization),
    "alternate_name": lambda value: cleaning.line(value, "alternate_name", Organization),
    "description": lambda value: cleaning.paragraphs(value, "description"),
    "corporate_number": cleaning.corporate_number,
    "website": cleaning.web_address,
    "email": cleaning.mail_address,
    "is_published": bool,
}
_GROUPS = frozenset({"phones", "contacts", "terms", "kind"})


def create_source(*, by: Viewer, at: datetime, given: SourceInput) -> int:
    """This function will note a list that records come from, and return its id.

    Raises: NotYours, InputRefused.
    """
    _refuse_unless_keeper(by, given.area_path)
    with act(by=by, at=at) as done:
        row = Source(
            name=cleaning.required_line(given.name, "name", Source),
            kind=cleaning.required_line(given.kind, "kind", Source),
            area=known_for([given.area_path], []).area(given.area_path),
            publisher=cleaning.line(given.publisher, "publisher", Source),
            licence=cleaning.line(given.licence, "licence", Source),
            credit=cleaning.line(given.credit, "credit", Source),
            url=cleaning.web_address(given.url, "url"),
            file_name=cleaning.line(given.file_name, "file_name", Source),
            period_date=given.period_date,
            edition_months=given.edition_months,
            is_official=given.is_official,
        )
        row.save()
        done.record(
            "directory.source.created",
            object_type="directory.source",
            object_id=row.id,
            area_path=given.area_path,
        )
    return row.id


def create_organization(*, by: Viewer, at: datetime, given: OrganizationInput) -> Identity:
    """This function will add an organization with its phones, contacts and terms.

    Raises: NotYours, InputRefused, PersonalNumberRefused.
    """
    _refuse_unless_keeper(by, given.area_path)
    with act(by=by, at=at) as done:
        known = known_for([given.area_path], [given.kind, *given.terms])
        rows = Rows()
        row = building.add_organization(rows, given, known, at)
        rows.save()
        done.record(
            "directory.organization.created",
            object_type="directory.organization",
            object_id=row.id,
            area_path=given.area_path,
        )
    return Identity(row.id, row.short_code)


def change_organization(
    *, by: Viewer, at: datetime, organization_id: UUID, changes: Mapping[str, Any]
) -> tuple[str, ...]:
    """This function will change fields of an organization and return the names that changed.

    `changes` maps field names of `OrganizationInput` to new values; phones, contacts and terms
    are replaced as a whole. Raises: OrganizationNotFound, NotYours, InputRefused.
    """
    with act(by=by, at=at) as done:
        row = _kept_organization(by, organization_id)
        changed = _change_columns(row, changes)
        changed += _change_groups(row, changes)
        if changed:
            row.modified_at = at
            row.save()
            done.record(
                "directory.organization.changed",
                object_type="directory.organization",
                object_id=row.id,
                area_path=row.area.path,
                fields=changed,
            )
    return tuple(changed)


def _kept_organization(by: Viewer, organization_id: UUID) -> Organization:
    row = (
        Organization.objects.select_for_update(of=("self",))
        .select_related("area")
        .filter(id=organization_id)
        .first()
    )
    if row is None:
        raise OrganizationNotFound
    if not may_keep(by, area_path=row.area.path, body_id=row.body_id):
        raise NotYours
    return row


def _change_columns(row: Organization, changes: Mapping[str, Any]) -> list[str]:
    changed: list[str] = []
    for name, value in changes.items():
        if name in _GROUPS:
            continue
        if name not in _CLEANERS:
            raise InputRefused(name, "この項目は変えられません。")
        cleaned = _CLEANERS[name](value)
        if getattr(row, name) != cleaned:
            setattr(row, name, cleaned)
            changed.append(name)
    if "name" in changed:
        row.folded = building.folded(row.name)
    return changed


def _change_groups(row: Organization, changes: Mapping[str, Any]) -> list[str]:
    terms = tuple(changes.get("terms", ()))
    known = known_for([], [changes.get("kind"), *terms])
    rows = Rows()
    if "phones" in changes:
        Phone.objects.filter(organization=row).delete()
        building.add_phones(rows, changes["phones"], organization=row)
    if "contacts" in changes:
        Contact.objects.filter(organization=row).delete()
        building.add_contacts(rows, changes["contacts"], organization=row)
    if "terms" in changes:
        OrganizationAttribute.objects.filter(organization=row).delete()
        for pair in dict.fromkeys(terms):
            rows.add(OrganizationAttribute(organization=row, term=known.term(pair)))
    if "kind" in changes:
        row.kind = known.term(changes["kind"]) if changes["kind"] else None
    rows.save()
    return [name for name in changes if name in _GROUPS]


def represent_organization(
    *, by: Viewer, at: datetime, organization_id: UUID, body_id: int
) -> None:
    """This function will say which body speaks for an organization; of many only one finds it free.

    Raises: OrganizationNotFound, NotYours, MoveRefused when a body speaks for it already.
    """
    with act(by=by, at=at) as done:
        row = _kept_organization(by, organization_id)
        if row.body_id is not None:
            raise MoveRefused("この団体には、もう代表の方がいます。")
        row.body_id, row.modified_at = body_id, at
        row.save(update_fields=["body", "modified_at"])
        done.record(
            "directory.organization.represented",
            object_type="directory.organization",
            object_id=row.id,
            area_path=row.area.path,
            fields=("body",),
        )


def create_program(*, by: Viewer, at: datetime, given: ProgramInput) -> UUID:
    """This function will add a programme of a municipality and return its id.

    Raises: NotYours, InputRefused (the name exists already in the area).
    """
    _refuse_unless_keeper(by, given.area_path)
    with act(by=by, at=at) as done:
        known = known_for([given.area_path], [given.service_class, given.delivery_mode])
        area = known.area(given.area_path)
        name = cleaning.required_line(given.name, "name", Program)
        if Program.objects.filter(area=area, name=name).exists():
            raise InputRefused("name", "同じ名前の事業が、もうあります。")
        row = Program(
            organization_id=given.organization_id,
            area=area,
            name=name,
            description=cleaning.paragraphs(given.description, "description"),
            service_class=known.term(given.service_class) if given.service_class else None,
            delivery_mode=known.term(given.delivery_mode) if given.delivery_mode else None,
        )
        row.save()
        _record_created(done, row, "program", given.area_path)
    return row.id


def create_location(*, by: Viewer, at: datetime, given: LocationInput) -> UUID:
    """This function will add a place and return its id.

    Raises: NotYours, InputRefused, PersonalNumberRefused.
    """
    _refuse_unless_keeper(by, given.area_path)
    with act(by=by, at=at) as done:
        rows = Rows()
        known = known_for([given.area_path, given.sphere_path], [])
        row = building.add_location(rows, given, known, at)
        rows.save()
        _record_created(done, row, "location", given.area_path)
    return row.id


def _record_created(done: Any, row: Model, kind: str, area_path: str) -> None:
    done.record(
        f"directory.{kind}.created",
        object_type=f"directory.{kind}",
        object_id=row.pk,
        area_path=area_path,
    )


def _refuse_unless_keeper(by: Viewer, area_path: str) -> None:
    if not may_keep(by, area_path=area_path):
        raise NotYours
