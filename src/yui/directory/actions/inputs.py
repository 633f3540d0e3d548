"""What the actions take: plain values, not yet cleaned. Nothing here touches the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from yui.directory.engine.eligibility import Eligibility
from yui.directory.engine.schedule import ScheduleRule
from yui.directory.states import (
    ConfirmedHow,
    FeeClass,
    Flag,
    PhoneKind,
    Scope,
    Sector,
    Vacancy,
)


class Identity(NamedTuple):
    """This value will name a new record: its id, and the short code that paper carries."""

    id: UUID
    short_code: str


@dataclass(frozen=True, slots=True)
class SourceInput:
    """This value will describe a list that records come from (see `models.Source`)."""

    name: str
    kind: str
    area_path: str
    publisher: str = ""
    licence: str = ""
    credit: str = ""
    url: str = ""
    file_name: str = ""
    period_date: date | None = None
    edition_months: int | None = None
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class PhoneInput:
    """This value will hold one number as written; `is_private` marks a leader's own line."""

    number: str
    kind: PhoneKind = PhoneKind.VOICE
    hours: str = ""
    description: str = ""
    extension: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class ContactInput:
    """This value will hold a window or a leader; `name` is a person's name."""

    name: str = ""
    title: str = ""
    department: str = ""
    is_leader: bool = False
    phones: tuple[PhoneInput, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganizationInput:
    """This value will describe an organization; `kind` is a term (taxonomy code, term code)."""

    name: str
    area_path: str
    kana: str = ""
    alternate_name: str = ""
    description: str = ""
    kind: tuple[str, str] | None = None
    corporate_number: str = ""
    website: str = ""
    email: str = ""
    is_published: bool = True
    source_id: int | None = None
    phones: tuple[PhoneInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ProgramInput:
    """This value will describe a 総合事業 or other programme of a municipality."""

    name: str
    area_path: str
    organization_id: UUID | None = None
    description: str = ""
    service_class: tuple[str, str] | None = None
    delivery_mode: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class AccessibilityInput:
    """This value will hold one barrier-free fact; `is_present` None = not known."""

    kind: str
    is_present: bool | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class ScheduleInput:
    """This value will hold opening times; `not_read` keeps words that could not be read."""

    rule: ScheduleRule | None = None
    not_read: str = ""


@dataclass(frozen=True, slots=True)
class LocationInput:
    """This value will describe a place. Degrees are WGS84; both or neither, never invented."""

    area_path: str
    name: str = ""
    sphere_path: str | None = None
    town_id: int | None = None
    organization_id: UUID | None = None
    postal_code: str = ""
    address: str = ""
    building: str = ""
    transportation: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_home: bool = False
    source_id: int | None = None
    accessibility: tuple[AccessibilityInput, ...] = ()
    schedule: ScheduleInput | None = None
    phones: tuple[PhoneInput, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceInput:
    """This value will say where a service is given: an existing location, or a new one."""

    location_id: UUID | None = None
    location: LocationInput | None = None
    description: str = ""
    schedule: ScheduleInput | None = None
    phones: tuple[PhoneInput, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceAreaInput:
    """This value will say where a service comes to: an area, or its name in words."""

    area_path: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class CostInput:
    """This value will hold one price; `amount_yen` None = words only."""

    amount_yen: int | None = None
    unit: str = ""
    option: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class ConsentInput:
    """This value will hold what was agreed: by whom, how, when, until when, and four scopes."""

    given_date: date
    how: ConfirmedHow
    given_by: str = ""
    until: date | None = None
    record: frozenset[Scope] = frozenset()
    phone: frozenset[Scope] = frozenset()
    address: frozenset[Scope] = frozenset()
    leader: frozenset[Scope] = frozenset()


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """This value will describe one service with everything that hangs on it.

    `area_path` is the municipality or ward whose list it stands in; `terms` are
    (taxonomy code, term code); `schedule` only for a service without a place.
    `position` in `phones`, `costs` … is the order of the tuple.
    """

    organization_id: UUID
    area_path: str
    name: str
    kana: str = ""
    program_id: UUID | None = None
    sector: Sector = Sector.DAILY
    summary: str = ""
    description: str = ""
    cannot: tuple[str, ...] = ()
    how_to_start: str = ""
    eligibility: Eligibility = field(default_factory=Eligibility)
    fee_class: FeeClass = FeeClass.UNKNOWN
    fee_text: str = ""
    vacancy: Vacancy = Vacancy.ASK
    transport: Flag = Flag.UNKNOWN
    meals: Flag = Flag.UNKNOWN
    website: str = ""
    email: str = ""
    source_id: int | None = None
    source_key: str = ""
    source_row: int | None = None
    places: tuple[PlaceInput, ...] = ()
    schedule: ScheduleInput | None = None
    phones: tuple[PhoneInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()
    service_areas: tuple[ServiceAreaInput, ...] = ()
    costs: tuple[CostInput, ...] = ()
    documents: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    consent: ConsentInput | None = None
