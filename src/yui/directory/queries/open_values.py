"""What open data gives away: only records and fields whose scope is オープンデータ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yui.directory.queries.values import SourceCredit, TermView
from yui.directory.states import FeeClass, Flag, Sector, ServiceState, Vacancy


@dataclass(frozen=True, slots=True)
class OpenPhone:
    """This value will hold one published number (HSDS phone); `kind` is voice or fax."""

    id: UUID
    number: str
    kind: str
    extension: str
    hours: str
    description: str


@dataclass(frozen=True, slots=True)
class OpenSchedule:
    """This value will hold opening times: the canonical rule, its sentence, words not read."""

    id: UUID
    rule: dict[str, Any]
    sentence: str
    not_read: str


@dataclass(frozen=True, slots=True)
class OpenAccess:
    """This value will hold one barrier-free fact (HSDS accessibility)."""

    id: UUID
    kind: str
    is_present: bool | None
    description: str


@dataclass(frozen=True, slots=True)
class OpenLocation:
    """This value will hold one place (HSDS location) whose address may be given away."""

    id: UUID
    name: str
    area_path: str
    area_code: str
    area_name: str
    sphere_path: str
    sphere_name: str
    postal_code: str
    address: str
    building: str
    transportation: str
    latitude: float | None
    longitude: float | None
    access: tuple[OpenAccess, ...]
    schedules: tuple[OpenSchedule, ...]
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """This value will say that a service is given at a place (HSDS service_at_location).

    `location` is None where the address is not open; then only `sphere_name` says where.
    """

    id: UUID
    service_id: UUID
    location: OpenLocation | None
    sphere_name: str
    description: str
    schedules: tuple[OpenSchedule, ...]
    phones: tuple[OpenPhone, ...]


@dataclass(frozen=True, slots=True)
class OpenContact:
    """This value will hold a window, or a leader who agreed (HSDS contact)."""

    id: UUID
    name: str
    title: str
    department: str
    phones: tuple[OpenPhone, ...]


@dataclass(frozen=True, slots=True)
class OpenCost:
    """This value will hold one price (HSDS cost_option), in yen."""

    id: UUID
    option: str
    amount_yen: int | None
    unit: str
    description: str


@dataclass(frozen=True, slots=True)
class OpenServiceArea:
    """This value will say where a service comes to (HSDS service_area)."""

    id: UUID
    area_path: str
    area_code: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenTerm:
    """This value will link a record to a term (HSDS attribute)."""

    id: str
    term_id: UUID
    term: TermView


@dataclass(frozen=True, slots=True)
class OpenOrganization:
    """This value will hold one organization (HSDS organization)."""

    id: UUID
    short_code: str
    name: str
    kana: str
    alternate_name: str
    description: str
    kind: str
    corporate_number: str
    website: str
    email: str
    area_path: str
    area_code: str
    area_name: str
    phones: tuple[OpenPhone, ...]
    terms: tuple[OpenTerm, ...]
    source: SourceCredit | None
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class OpenService:
    """This value will hold one service (HSDS service) with everything open that hangs on it.

    `is_due`: it was not confirmed for too long, so people are asked to telephone first.
    """

    id: UUID
    short_code: str
    organization_id: UUID
    organization_name: str
    program_id: UUID | None
    program_name: str
    state: ServiceState
    sector: Sector
    name: str
    kana: str
    summary: str
    description: str
    cannot: tuple[str, ...]
    how_to_start: str
    eligibility: str
    minimum_age: int | None
    fee_class: FeeClass
    fee_text: str
    vacancy: Vacancy
    transport: Flag
    meals: Flag
    website: str
    email: str
    area_path: str
    area_code: str
    area_name: str
    places: tuple[OpenPlace, ...]
    schedules: tuple[OpenSchedule, ...]
    phones: tuple[OpenPhone, ...]
    contacts: tuple[OpenContact, ...]
    service_areas: tuple[OpenServiceArea, ...]
    costs: tuple[OpenCost, ...]
    documents: tuple[tuple[UUID, str], ...]
    terms: tuple[OpenTerm, ...]
    paused_from: date | None
    paused_to: date | None
    is_due: bool
    confirmed_on: date | None
    source: SourceCredit | None
    source_key: str
    modified_at: datetime
