"""Organizations as somebody looks for their own, and how the office reaches one on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from yui.directory.errors import NotYours, OrganizationNotFound
from yui.directory.models import Location, Organization, Phone
from yui.directory.queries.cards import organization_url
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.register import (
    CORPORATE_DIGITS,
    digits_of,
    named,
    parts_of_names,
    services_of_number,
)
from yui.directory.queries.revealing import ADDRESS, NUMBER
from yui.directory.queries.visible import visible_organizations, visible_services
from yui.directory.rules import may_keep
from yui.directory.states import LISTED, PhoneKind
from yui.journal.queries import Read, reveal
from yui.journal.states import Purpose
from yui.lib.clock import date_in_jst
from yui.lib.japanese import fold
from yui.policy.viewer import Viewer

MOST_FOUND: Final = 20
_LEAST_LETTERS, _MOST_ON_RECORD = 2, 12


@dataclass(frozen=True, slots=True)
class OrganizationLine:
    """This value will name an organization; `is_represented` says that a body speaks for it."""

    id: UUID
    short_code: str
    name: str
    kind: str
    area_path: str
    area_name: str
    url: str
    is_represented: bool


@dataclass(frozen=True, slots=True)
class OnRecord:
    """This value will hold every number and address the office has of an organization.

    Also what is not public: only whoever keeps the record gets it.
    """

    line: OrganizationLine
    phones: tuple[str, ...]
    addresses: tuple[str, ...]


def find_organizations(viewer: Viewer, words: str, *, at: datetime) -> tuple[OrganizationLine, ...]:
    """This function will find organizations by name, reading, 法人番号 or telephone.

    At most `MOST_FOUND`; only what the viewer may see, and only by numbers the viewer may read.
    """
    rows = visible_organizations(viewer, on=date_in_jst(at))
    digits, parts = digits_of(words), parts_of_names(words)
    if len(digits) == CORPORATE_DIGITS:
        rows = rows.filter(corporate_number=digits)
    elif digits:
        listed = visible_services(viewer, on=date_in_jst(at)).filter(state__in=LISTED)
        rows = rows.filter(services__in=services_of_number(viewer, listed, digits, at)).distinct()
    elif len(fold(words)) < _LEAST_LETTERS:
        return ()
    for part in [] if digits else parts:
        rows = rows.filter(named(part))
    found = rows.select_related("kind", "area").order_by("folded", "id")[:MOST_FOUND]
    return tuple(_line(row) for row in found)


def organization_line(viewer: Viewer, short_code: str, *, at: datetime) -> OrganizationLine:
    """This function will return the organization of a short code. Raises: OrganizationNotFound."""
    rows = visible_organizations(viewer, on=date_in_jst(at)).select_related("kind", "area")
    row = rows.filter(short_code=short_code_from(short_code)).first()
    if row is None:
        raise OrganizationNotFound
    return _line(row)


def organization_on_record(viewer: Viewer, organization_id: UUID) -> OnRecord:
    """This function will return how the office reaches an organization of its own list.

    Raises: OrganizationNotFound, NotYours.
    """
    row = Organization.objects.select_related("kind", "area").filter(id=organization_id).first()
    if row is None:
        raise OrganizationNotFound
    if not may_keep(viewer, area_path=row.area.path, body_id=row.body_id):
        raise NotYours
    read = (NUMBER, ADDRESS)
    reveal(Read(Purpose.PAGE, "directory.organization", str(row.id), row.area.path, read))
    return OnRecord(_line(row), _phones_of(row), _addresses_of(row))


def organizations_of_body(body_id: int) -> tuple[OrganizationLine, ...]:
    """This function will return what a body speaks for; the caller asks for its own."""
    rows = Organization.objects.filter(body_id=body_id).select_related("kind", "area")
    return tuple(_line(row) for row in rows.order_by("folded", "id"))


def _phones_of(row: Organization) -> tuple[str, ...]:
    owned = Q(organization=row) | Q(contact__organization=row) | Q(service__organization=row)
    owned |= Q(service_at_location__service__organization=row)
    rows: QuerySet[Phone] = Phone.objects.filter(owned, kind=PhoneKind.VOICE)
    numbers = rows.order_by("position", "digits").values_list("number", flat=True)
    return tuple(dict.fromkeys(numbers))[:_MOST_ON_RECORD]


def _addresses_of(row: Organization) -> tuple[str, ...]:
    rows = Location.objects.filter(
        Q(organization=row) | Q(services_here__service__organization=row)
    ).exclude(address="")
    found = rows.order_by("address").values_list("postal_code", "address", "building")
    return tuple(
        dict.fromkeys(
            " ".join(part for part in (_post(code), *where) if part) for code, *where in found
        )
    )[:_MOST_ON_RECORD]


def _post(code: str) -> str:
    return f"〒{code[:3]}-{code[3:]}" if code else ""


def _line(row: Organization) -> OrganizationLine:
    return OrganizationLine(
        row.id,
        row.short_code,
        row.name,
        row.kind.words if row.kind else "",
        row.area.path,
        row.area.name,
        organization_url(row.short_code),
        row.body_id is not None,
    )
