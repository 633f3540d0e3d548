"""What the search index needs of every service, in streams of constant memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from yui.directory.engine import consent as consent_engine
from yui.directory.engine.schedule import ScheduleError, from_data, slots
from yui.directory.queries import deriving
from yui.directory.queries.cards import keys_of, ordered_places
from yui.directory.queries.facts import facts_of
from yui.directory.queries.rows import (
    Bundle,
    Key,
    PlaceRow,
    ServiceRow,
    WordRow,
    key_of,
    load_for_index,
    run,
    to_uuid,
)
from yui.directory.rules import audience_tokens, index_scope, view_of
from yui.directory.states import GONE, FeeClass, Flag, Sector, ServiceState, Vacancy
from yui.lib.clock import date_in_jst
from yui.policy.decide import paths_to
from yui.policy.viewer import ANONYMOUS

Shown = consent_engine.Shown
CHUNK = 1000
_GONE = [each.value for each in GONE]
# Taxonomies whose names are words a record is found by.
_NAMED_BY = frozenset({"field", "provision", "resource", "care_type"})


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """This value will hold one service as the search index takes it.

    `visible_to`: a reader must hold one of these tokens (`policy.decide.audience_tokens`).
    `area_paths`: every area the record stands in, outermost first, its 圏域 included;
    `reach_paths`: areas it comes to. `points`: WGS84 degrees, only of places whose address may
    be shown to all who read the document. `terms`: (taxonomy code, term code).
    `confirmed_on`: the day a person or the list's period confirmed it.
    """

    id: UUID
    short_code: str
    state: ServiceState
    sector: Sector
    name: str
    kana: str
    organization_name: str
    summary: str
    how_to_start: str
    description: str
    place_text: str
    area_path: str
    area_paths: tuple[str, ...]
    sphere_paths: tuple[str, ...]
    reach_paths: tuple[str, ...]
    reach_names: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    term_words: tuple[str, ...]
    scheme_words: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    slots: tuple[str, ...]
    fee_class: FeeClass
    transport: Flag
    meals: Flag
    vacancy: Vacancy
    confirmed_on: date | None
    visible_to: tuple[str, ...]


def records_for_index(
    *,
    at: datetime,
    ids: Iterable[UUID | str] | None = None,
    after_id: UUID | None = None,
    limit: int = CHUNK,
) -> tuple[IndexRecord, ...]:
    """This function will return index records of named services, or the next ones by id.

    A named service that does not exist, has ended or was merged is left out: its document is to
    be removed.
    Six queries for named ones, seven for the next ones, whatever the number.
    """
    keys = keys_of(ids) if ids is not None else _next_keys(after_id, limit)
    if not keys:
        return ()
    on = date_in_jst(at)
    bundle = load_for_index(keys)
    schemes = _schemes_of(keys)
    found = (bundle.services[key] for key in keys if key in bundle.services)
    return tuple(
        _record(row, bundle, schemes.get(row.id, ()), on) for row in found if row.state not in GONE
    )


def stream_for_index(*, at: datetime, chunk: int = CHUNK) -> Iterator[tuple[IndexRecord, ...]]:
    """This function will yield all services in chunks, by id; one chunk is in memory at a time."""
    last: UUID | None = None
    while True:
        records = records_for_index(at=at, after_id=last, limit=chunk)
        if not records:
            return
        yield records
        last = records[-1].id


def count_for_index() -> int:
    """This function will return how many services are to be indexed, for progress."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM directory_service WHERE state NOT IN (%s, %s)",
            _GONE,
        )
        return int(cursor.fetchone()[0])


def _next_keys(after_id: UUID | None, limit: int) -> list[Key]:
    first = key_of(after_id if after_id is not None else UUID(int=0))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM directory_service WHERE id > %s AND state NOT IN (%s, %s) "
            "ORDER BY id LIMIT %s",
            [first, *_GONE, limit],
        )
        return [row[0] for row in cursor.fetchall()]


_SCHEMES = """
SELECT s.id, p.name, k.name, d.name
FROM directory_service s
JOIN directory_program p ON p.id = s.program_id
LEFT JOIN taxonomy_taxonomyterm k ON k.id = p.service_class_id
LEFT JOIN taxonomy_taxonomyterm d ON d.id = p.delivery_mode_id
WHERE s.id IN ({ids})"""


def _schemes_of(keys: Sequence[Key]) -> dict[Key, tuple[str, ...]]:
    """The programme of a municipality a service belongs to: name, class and mode of delivery."""
    rows = run(_SCHEMES, keys, tuple)
    return {row[0]: tuple(word for word in row[1:] if word) for row in rows}


def _record(row: ServiceRow, bundle: Bundle, scheme: tuple[str, ...], on: date) -> IndexRecord:
    facts = facts_of(row, on)
    places = ordered_places(bundle.places.get(row.id, ()))
    words = bundle.words.get(row.id, [])
    is_home = any(place.is_home for place in places)
    shown = view_of(ANONYMOUS, facts, is_home=is_home, audience=index_scope(facts)).address
    spheres = tuple(sorted({place.sphere_path for place in places if place.sphere_path}))
    named = [word for word in words if word.taxonomy]
    return IndexRecord(
        id=to_uuid(row.id),
        short_code=row.short_code,
        state=ServiceState(row.state),
        sector=Sector(row.sector),
        name=row.name,
        kana=row.kana,
        organization_name=row.organization_name,
        summary=row.summary,
        how_to_start=row.how_to_start,
        description=row.description,
        place_text=" ".join(_place_text(place, shown) for place in places),
        area_path=row.area_path,
        area_paths=_area_paths(row, places),
        sphere_paths=spheres,
        reach_paths=tuple(sorted(word.code for word in words if not word.taxonomy and word.code)),
        reach_names=deriving.service_area_names(words),
        terms=tuple(sorted((word.taxonomy, word.code) for word in named)),
        term_words=_term_words(named),
        scheme_words=scheme,
        points=_points(places, shown),
        slots=_slots_of(tuple(each.rule for each in bundle.schedules.get(row.id, ()))),
        fee_class=FeeClass(row.fee_class),
        transport=Flag(row.transport),
        meals=Flag(row.meals),
        vacancy=Vacancy(row.vacancy),
        confirmed_on=_confirmed_on(row),
        visible_to=audience_tokens(facts),
    )


def _place_text(place: PlaceRow, shown: consent_engine.Shown) -> str:
    parts = [place.sphere_name or "", place.area_name]
    if shown is Shown.SHOWN:
        parts = [place.name, place.address, place.building, *parts]
    return " ".join(part for part in parts if part)


def _area_paths(row: ServiceRow, places: Sequence[PlaceRow]) -> tuple[str, ...]:
    """Where the list keeps it, and where its places are: a branch next door is found there too."""
    named = {row.area_path, *(place.area_path for place in places)}
    named.update(place.sphere_path for place in places if place.sphere_path)
    around = {each for path in named for each in paths_to(path) if each}
    return tuple(sorted(around))


def _term_words(words: Iterable[WordRow]) -> tuple[str, ...]:
    """Exact names only: the plain name of a field（体操・健康）would make a barber a gymnast.

    Needs and purposes say what a record is good for, not what it is: they are facets.
    """
    return tuple(sorted({word.name for word in words if word.taxonomy in _NAMED_BY}))


def _points(
    places: Iterable[PlaceRow], shown: consent_engine.Shown
) -> tuple[tuple[float, float], ...]:
    if shown is not Shown.SHOWN:
        return ()
    return tuple(
        (place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    )


@lru_cache(maxsize=8192)
def _slots_of(rules: tuple[str, ...]) -> tuple[str, ...]:
    """Reading a rule costs more than all else here, and many services keep the same hours."""
    found: dict[str, None] = {}
    for text in rules:
        data = json.loads(text) if text else {}
        if data:
            try:
                found |= dict.fromkeys(slots(from_data(data)))
            except ScheduleError:
                continue
    return tuple(found)


def _confirmed_on(row: ServiceRow) -> date | None:
    """Never the day of import: the person's day, or the period the official list speaks of."""
    days = [day for day in (row.confirmed_date, row.period_date) if day is not None]
    return max(days, default=None)
