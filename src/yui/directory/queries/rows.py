"""The few fixed statements behind every list: raw tuples, a fixed number of queries.

A list of 20 services has to be ready in 3 ms at 1,000,000 services; building model instances
and compiling eight joins by the ORM takes longer than the database itself. The statements are
written once here, run on SQLite and PostgreSQL, and nothing else in the room writes SQL.
Ids stay as the database gives them (text on SQLite, UUID on PostgreSQL) until they are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection

from yui.areas.rules import next_path
from yui.directory.formats.care_types import CARE_TYPE, care_type_of
from yui.directory.queries.values import WindowOf
from yui.directory.states import ServiceState
from yui.policy.decide import paths_to
from yui.taxonomy.queries import TermInfo, term_index_holding

Key = Any
Row = TypeVar("Row", bound=tuple[Any, ...])


class ServiceRow(NamedTuple):
    """This value will hold one service with its organization, area, source and consent."""

    id: Key
    short_code: str
    state: str
    sector: str
    name: str
    kana: str
    summary: str
    description: str
    how_to_start: str
    fee_class: str
    fee_text: str
    vacancy: str
    transport: str
    meals: str
    email: str
    paused_from: date | None
    paused_to: date | None
    confirmed_date: date | None
    confirmed_how: str
    confirmed_by: str
    area_path: str
    area_name: str
    organization_id: Key
    organization_name: str
    body_id: int | None
    is_official: bool | None
    publisher: str | None
    period_date: date | None
    edition_months: int | None
    consent_how: str | None
    given_date: date | None
    until: date | None
    withdrawn_date: date | None
    record_scopes: str | None
    phone_scopes: str | None
    address_scopes: str | None
    leader_scopes: str | None
    source_key: str
    source_name: str | None
    licence: str | None
    credit: str | None
    source_url: str | None


class PlaceRow(NamedTuple):
    """This value will hold one place of a service."""

    service_id: Key
    name: str
    address: str
    building: str
    latitude: float | None
    longitude: float | None
    is_home: bool
    area_path: str
    area_name: str
    sphere_path: str | None
    sphere_name: str | None


class PhoneRow(NamedTuple):
    """This value will hold one number; `rank` 0 service, 1 place, 2 contact, 3 organization.

    `is_private`: somebody's own line, marked so or of a contact who leads the group.
    """

    service_id: Key
    rank: int
    position: int
    kind: str
    number: str
    digits: str
    extension: str
    hours: str
    description: str
    is_private: bool


class ScheduleRow(NamedTuple):
    """This value will hold the opening times of a service or of one of its places."""

    service_id: Key
    sentence: str
    not_read: str
    rule: str


class CostRow(NamedTuple):
    """This value will hold one price."""

    service_id: Key
    position: int
    option: str
    amount_yen: int | None
    unit: str
    description: str


class WordRow(NamedTuple):
    """This value will hold a term (taxonomy, code, name, plain name, description) or, with
    taxonomy "", an area the service comes to (path, name)."""

    service_id: Key
    taxonomy: str
    code: str
    name: str
    plain_name: str
    description: str


class BodyRow(NamedTuple):
    """This value will hold a body that may be a window, with the area it answers for."""

    name: str
    kind: str
    phone: str
    hours: str
    area_path: str


class LimitRow(NamedTuple):
    """This value will hold the limits of freshness of an area and sector."""

    area_path: str
    sector: str
    ask_after_days: int
    off_paper_after_days: int


_SERVICES = """
SELECT s.id, s.short_code, s.state, s.sector, s.name, s.kana, s.summary, s.description,
       s.how_to_start, s.fee_class, s.fee_text, s.vacancy, s.transport, s.meals, s.email,
       s.paused_from, s.paused_to, s.confirmed_date, s.confirmed_how, s.confirmed_by,
       a.path, a.name, o.id, o.name, o.body_id,
       f.is_official, f.publisher, f.period_date, f.edition_months,
       c.how, c.given_date, c.until, c.withdrawn_date,
       c.record_scopes, c.phone_scopes, c.address_scopes, c.leader_scopes,
       s.source_key, f.name, f.licence, f.credit, f.url
FROM directory_service s
JOIN areas_area a ON a.id = s.area_id
JOIN directory_organization o ON o.id = s.organization_id
LEFT JOIN directory_source f ON f.id = s.source_id
LEFT JOIN directory_consent c ON c.service_id = s.id
WHERE s.id IN ({ids})"""

_PLACES = """
SELECT h.service_id, l.name, l.address, l.building, l.latitude, l.longitude, l.is_home,
       a.path, a.name, p.path, p.name
FROM directory_serviceatlocation h
JOIN directory_location l ON l.id = h.location_id
JOIN areas_area a ON a.id = l.area_id
LEFT JOIN areas_area p ON p.id = l.sphere_id
WHERE h.service_id IN ({ids})"""

ORGANIZATION_RANK = 3
_PHONE = "p.position, p.kind, p.number, p.digits, p.extension, p.hours, p.description"
_PHONES = f"""
SELECT p.service_id, 0, {_PHONE}, p.is_private FROM directory_phone p
  WHERE p.service_id IN ({{ids}})
UNION ALL SELECT h.service_id, 1, {_PHONE}, p.is_private FROM directory_serviceatlocation h
  JOIN directory_phone p ON p.service_at_location_id = h.id WHERE h.service_id IN ({{ids}})
UNION ALL SELECT c.service_id, 2, {_PHONE}, p.is_private OR c.is_leader FROM directory_contact c
  JOIN directory_phone p ON p.contact_id = c.id WHERE c.service_id IN ({{ids}})
UNION ALL SELECT s.id, {ORGANIZATION_RANK}, {_PHONE}, p.is_private FROM directory_service s
  JOIN directory_phone p ON p.organization_id = s.organization_id
  WHERE s.id IN ({{ids}})"""  # noqa: S608 -- only our own column names and placeholders

_SCHEDULES = """
SELECT t.service_id, t.sentence, t.not_read, t.rule
FROM directory_schedule t WHERE t.service_id IN ({ids})
UNION ALL SELECT h.service_id, t.sentence, t.not_read, t.rule
FROM directory_serviceatlocation h
JOIN directory_schedule t ON t.service_at_location_id = h.id WHERE h.service_id IN ({ids})"""

_COSTS = """
SELECT service_id, position, option, amount_yen, unit, description
FROM directory_costoption WHERE service_id IN ({ids})"""

_TERMS = """
SELECT service_id, term_id FROM directory_serviceattribute WHERE service_id IN ({ids})"""

_AREAS_SERVED = """
SELECT e.service_id, '', COALESCE(a.path, ''), e.name, COALESCE(a.name, ''), ''
FROM directory_servicearea e
LEFT JOIN areas_area a ON a.id = e.area_id WHERE e.service_id IN ({ids})"""

_BODIES = """
SELECT b.name, b.kind, b.phone, b.hours, a.path
FROM accounts_body b JOIN areas_area a ON a.id = b.area_id
WHERE a.path IN ({ids}) AND b.phone <> ''
  AND b.kind IN ('support_centre', 'welfare_council', 'municipality')
UNION ALL SELECT a.name, 'area', a.phone, a.hours, a.path
FROM areas_area a WHERE a.path IN ({ids}) AND a.phone <> ''"""

_LIMITS = """
SELECT a.path, m.sector, m.ask_after_days, m.off_paper_after_days
FROM directory_freshnesslimit m JOIN areas_area a ON a.id = m.area_id
WHERE a.path IN ({ids})"""


_CARRIERS = """
SELECT s.id FROM directory_service s
JOIN areas_area a ON a.id = s.area_id
JOIN directory_source f ON f.id = s.source_id
WHERE a.path >= %s AND a.path < %s AND s.state = %s AND f.is_official
  AND EXISTS (SELECT 1 FROM directory_serviceattribute t
              WHERE t.service_id = s.id AND t.term_id = %s)
  AND NOT EXISTS (SELECT 1 FROM directory_consent c WHERE c.service_id = s.id)
ORDER BY s.kana, s.name, s.id LIMIT %s"""


def run(statement: str, keys: Sequence[Any], make: Callable[[Iterable[Any]], Row]) -> list[Row]:
    """This function will run one fixed statement for the keys; `{ids}` stands for them.

    Without keys nothing is asked: PostgreSQL refuses an empty list that SQLite accepts.
    """
    if not keys:
        return []
    marks = ",".join(("%s",) * len(keys))
    repeated = list(keys) * statement.count("{ids}")
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{ids}", marks), repeated)
        return [make(row) for row in cursor.fetchall()]


def carriers_of(term_id: UUID, area_path: str, *, most: int) -> list[Key]:
    """This function will name what official lists published of a term in an area, by reading."""
    asked = (area_path, next_path(area_path), ServiceState.PUBLISHED.value, key_of(term_id), most)
    with connection.cursor() as cursor:
        cursor.execute(_CARRIERS, asked)
        return [key for (key,) in cursor.fetchall()]


def key_of(service_id: UUID) -> Key:
    """This function will return an id as the database compares it."""
    return service_id.hex if connection.vendor == "sqlite" else service_id


def to_uuid(key: Key) -> UUID:
    """This function will return an id as people and journals write it."""
    return key if isinstance(key, UUID) else UUID(key)


@dataclass(frozen=True, slots=True)
class Bundle:
    """This value will hold the rows of several services, found by the service's key.

    `windows` remembers who answers for an area: the services of a list share it.
    """

    services: dict[Key, ServiceRow]
    places: dict[Key, list[PlaceRow]]
    phones: dict[Key, list[PhoneRow]]
    schedules: dict[Key, list[ScheduleRow]]
    costs: dict[Key, list[CostRow]]
    words: dict[Key, list[WordRow]]
    bodies: list[BodyRow]
    limits: list[LimitRow]
    windows: dict[str, WindowOf | None] = field(default_factory=dict)


def load_cards(keys: Sequence[Key]) -> Bundle:
    """This function will read all that cards need: nine statements, however many services."""
    services = {row.id: row for row in run(_SERVICES, keys, ServiceRow._make)}
    places = _grouped(run(_PLACES, keys, PlaceRow._make))
    words = _load_words(keys, services)
    paths = _paths_around(services.values(), places.values(), words.values())
    return Bundle(
        services=services,
        places=places,
        phones=_grouped(run(_PHONES, keys, PhoneRow._make)),
        schedules=_grouped(run(_SCHEDULES, keys, ScheduleRow._make)),
        costs=_grouped(run(_COSTS, keys, CostRow._make)),
        words=words,
        bodies=load_bodies(paths),
        limits=load_limits(paths),
    )


def load_for_index(keys: Sequence[Key]) -> Bundle:
    """This function will read what an index document needs: five statements."""
    services = {row.id: row for row in run(_SERVICES, keys, ServiceRow._make)}
    return Bundle(
        services=services,
        places=_grouped(run(_PLACES, keys, PlaceRow._make)),
        phones={},
        schedules=_grouped(run(_SCHEDULES, keys, ScheduleRow._make)),
        costs={},
        words=_load_words(keys, services),
        bodies=[],
        limits=[],
    )


def _load_words(
    keys: Sequence[Key], services: Mapping[Key, ServiceRow]
) -> dict[Key, list[WordRow]]:
    """Vocabularies are in memory: joining them for every list takes longer than all the rest."""
    found = _grouped(run(_AREAS_SERVED, keys, WordRow._make))
    carried = run(_TERMS, keys, tuple)
    index = term_index_holding({term_key for _service, term_key in carried})
    for service_key, term_key in carried:
        found[service_key].append(_word_of(service_key, index.by_id[term_key]))
    for row in services.values():
        term = index.by_key.get(f"{CARE_TYPE}:{_type_in_key(row)}")
        if term is not None and all(word.taxonomy != CARE_TYPE for word in found[row.id]):
            found[row.id].append(_word_of(row.id, term))
    return found


def _word_of(key: Key, term: TermInfo) -> WordRow:
    return WordRow(key, term.taxonomy, term.code, term.name, term.plain_name, term.description)


def _type_in_key(row: ServiceRow) -> str:
    """The national list of care offices is keyed by number and kind of service; records that came
    in before the kind was carried as a term name it there alone."""
    _number, colon, kind = row.source_key.partition(":")
    return care_type_of(kind) if colon else ""


def load_bodies(paths: Sequence[str]) -> list[BodyRow]:
    """This function will read the bodies and offices that answer for areas of these paths."""
    return run(_BODIES, paths, BodyRow._make)


def load_limits(paths: Iterable[str]) -> list[LimitRow]:
    """This function will read the limits of freshness that speak of areas, in one query."""
    around = {path for area in set(paths) for path in paths_to(area)}
    return run(_LIMITS, sorted(around), LimitRow._make)


def areas_served(words: Iterable[WordRow]) -> list[str]:
    """This function will return the paths of the areas a service comes to, of those that are areas
    of ours."""
    return [word.code for word in words if not word.taxonomy and word.code]


def _paths_around(
    services: Iterable[ServiceRow],
    places: Iterable[list[PlaceRow]],
    words: Iterable[list[WordRow]],
) -> list[str]:
    named = {row.area_path for row in services}
    named.update(path for group in words for path in areas_served(group))
    named.update(
        place.sphere_path for group in places for place in group if place.sphere_path is not None
    )
    return sorted({around for path in named for around in paths_to(path)})


def _grouped(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    """The first column is always the service."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(row)
    return found
