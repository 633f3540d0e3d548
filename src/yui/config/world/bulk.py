"""A bulk generator for benches: up to millions of plausible services, written set by set.

It goes past the actions and leaves nothing in the journal: it measures reading, not writing, and
a million entries about invented records would only hide what happened. Followers see nothing of
it either, so the search table is made afterwards by `yui rebuild-index --from-rooms`. The
services come from one official-looking source that says what it is, stand at real
municipalities in proportion to their people of 65 and over, and belong in a throw-away data
directory: on SQLite large loads drop the secondary indexes, write without a journal and build
the indexes anew, so a crash in the middle spoils the file.
"""

from __future__ import annotations

import itertools
import random
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from yui.areas.models import Area, Population
from yui.areas.states import Tier
from yui.config.world.bulk_tables import Tables, unhindered
from yui.config.world.bulk_words import (
    ACTIVITIES,
    DETAILS,
    FAMILIES,
    HOURS,
    PLACES,
    PRICES,
    Activity,
    Term,
)
from yui.directory.engine.schedule import sentence, to_json
from yui.directory.engine.schedule.reading import parse_hours
from yui.directory.models import Source, new_short_code
from yui.directory.states import FeeClass, Flag, Sector, Vacancy
from yui.lib.geo import mesh_of
from yui.lib.ids import id_of
from yui.lib.japanese import fold
from yui.taxonomy.models import TaxonomyTerm

AT = datetime(2026, 11, 24, tzinfo=UTC)
_PORTION = 25_000
# Below this many services, dropping and building indexes costs more than it saves.
_LARGE = 100_000
_SERVICES_PER_ORGANIZATION = 5
# People of 65 and over where the census says nothing.
_WITHOUT_CENSUS = 5_000
# About two kilometres around the town hall.
_SPREAD_DEGREES = 0.02
_FEES = (FeeClass.FREE.value, FeeClass.PAID.value, FeeClass.UNKNOWN.value)
_PAID = FeeClass.PAID.value
_VACANCIES = tuple(
    each.value for each in (Vacancy.OPEN, Vacancy.OPEN, Vacancy.WAITING, Vacancy.ASK)
)
_FLAGS = (Flag.YES.value, Flag.NO.value, Flag.UNKNOWN.value)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Town:
    """This value will hold a municipality or ward the generator places services in."""

    id: int
    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class _Wording:
    """This value will hold what services of one activity at places of one name share."""

    name: str
    folded: str
    summary: str
    sector: str
    terms: tuple[str, ...]


def generate(count: int, *, seed: int = 1, progress: Progress | None = None) -> int:
    """This function will write `count` services, the same for the same seed, and return count.

    Areas and vocabulary must be loaded. Raises: LookupError when they are not.
    """
    is_large = count >= _LARGE
    maker = _Maker(random.Random(seed), count)
    done = 0
    with unhindered(maker.tables.all(), is_needed=is_large):
        for size in _portions(count):
            with transaction.atomic():
                maker.write(size)
            done += size
            if progress:
                progress(done)
    return done


def _portions(count: int) -> Iterator[int]:
    while count > 0:
        yield min(count, _PORTION)
        count -= _PORTION


class _Maker:
    """Draws services from a seed and writes them a portion at a time, one town after the other.

    So they come in life: a municipality brings its lists, or a national list stands in its order.
    """

    def __init__(self, draw: random.Random, count: int) -> None:
        self.draw = draw
        self.clock = itertools.count()
        towns, steps = _towns()
        organizations = -(-count // _SERVICES_PER_ORGANIZATION)
        homes = sorted(_pick(draw, steps) for _ in range(organizations))
        self.towns = (towns[place] for place in homes)
        self.activity_steps = _zipf(len(ACTIVITIES), 6)
        self.schedules = [_schedule(text) for text in HOURS]
        terms = _terms()
        self.wordings = [
            [_wording(place, activity, terms) for place in PLACES] for activity in ACTIVITIES
        ]
        self.details = [first + second for first in DETAILS for second in DETAILS]
        self.tables = Tables(_source().pk, AT)
        # An odd factor runs through all 40-bit numbers before one returns: no code comes twice.
        self.codes = itertools.count(draw.getrandbits(39), draw.getrandbits(39) * 2 + 1)

    def write(self, size: int) -> None:
        """This function will write `size` services with everything that hangs on them."""
        for first in range(0, size, _SERVICES_PER_ORGANIZATION):
            town = next(self.towns)
            organization = self._organization(town)
            for _ in range(min(_SERVICES_PER_ORGANIZATION, size - first)):
                self._service(town, organization)
        self.tables.flush()

    def _organization(self, town: Town) -> str:
        name, key = f"{town.name}{self.draw.choice(FAMILIES)}", self._id()
        self.tables.organizations.rows.append((key, self._code(), name, name, town.id))
        return key

    def _service(self, town: Town, organization: str) -> None:
        service, location, place, phone, schedule = (self._id() for _ in range(5))
        chance, tables = self.draw.random, self.tables
        activity = _pick(self.draw, self.activity_steps)
        at = int(chance() * len(PLACES))
        wording = self.wordings[activity][at]
        fee_class = _FEES[int(chance() * len(_FEES))]
        tables.services.rows.append(
            (
                *(service, self._code(), organization, town.id, wording.sector),
                *(wording.name, wording.folded, wording.summary),
                wording.summary + self.details[int(chance() * len(self.details))],
                *(fee_class, _price(chance()) if fee_class == _PAID else ""),
                _VACANCIES[int(chance() * len(_VACANCIES))],
                _FLAGS[int(chance() * len(_FLAGS))],
                _FLAGS[int(chance() * len(_FLAGS))],
            )
        )
        self._place(location, town, PLACES[at])
        tables.at_locations.rows.append((place, service, location))
        number = f"{int(chance() * 10_000):04}"
        tables.phones.rows.append((phone, service, f"000-555-{number}", f"000555{number}"))
        rule, words = self.schedules[int(chance() * len(self.schedules))]
        tables.schedules.rows.append((schedule, place, rule, words))
        tables.attributes.rows.extend((service, term) for term in wording.terms)

    def _place(self, key: str, town: Town, name: str) -> None:
        gauss, chance = self.draw.gauss, self.draw.random
        latitude = round(town.latitude + gauss(0, _SPREAD_DEGREES), 6)
        longitude = round(town.longitude + gauss(0, _SPREAD_DEGREES), 6)
        address = f"{town.name}{name}{int(chance() * 8) + 1}丁目{int(chance() * 39) + 1}"
        mesh = mesh_of(latitude, longitude)
        self.tables.locations.rows.append(
            (key, town.id, f"{name}公民館", address, latitude, longitude, mesh)
        )

    def _id(self) -> str:
        """An id as SQLite stores it; PostgreSQL reads it as well."""
        return id_of(next(self.clock), self.draw.getrandbits(76)).hex

    def _code(self) -> str:
        return new_short_code(lambda width: next(self.codes) & (1 << width) - 1)


def _zipf(count: int, shift: int) -> list[float]:
    return list(itertools.accumulate(1 / (rank + shift) for rank in range(count)))


def _pick(draw: random.Random, steps: Sequence[float]) -> int:
    return bisect(steps, draw.random() * steps[-1])


def _price(chance: float) -> str:
    return PRICES[int(chance * len(PRICES))]


def _wording(place: str, activity: Activity, terms: dict[Term, str]) -> _Wording:
    name = f"{place}{activity.name}"
    sector = Sector.INSURANCE if ("resource", "care") in activity.terms else Sector.DAILY
    ids = tuple(terms[code] for code in activity.terms)
    return _Wording(name, fold(name), activity.summary, sector.value, ids)


def _towns() -> tuple[list[Town], list[float]]:
    """Municipalities and wards with their weight; a city that has wards stands back for them."""
    rows = Area.objects.filter(
        tier__in=(Tier.MUNICIPALITY, Tier.WARD),
        is_sample=False,
        is_designated_city=False,
        latitude__isnull=False,
        valid_to__isnull=True,
    ).order_by("path")
    found = list(rows.values_list("path", "id", "name", "latitude", "longitude"))
    if not found:
        raise LookupError("地域がまだ入っていません。yui load-areas を先に動かしてください。")
    towns = [Town(pk, name, north or 0.0, east or 0.0) for _path, pk, name, north, east in found]
    people = _older_people()
    paths = [path for path, *_rest in found]
    wards = Counter(_city_of(path) for path in paths if path.count("/") > 2)
    weights = (
        people.get(_city_of(path), _WITHOUT_CENSUS) / (wards[_city_of(path)] or 1) for path in paths
    )
    return towns, list(itertools.accumulate(weights))


def _city_of(path: str) -> str:
    return "/".join(path.split("/")[:2]) + "/"


def _older_people() -> dict[str, int]:
    rows = Population.objects.filter(
        area__tier=Tier.MUNICIPALITY, kind="people", sex="t", minimum_age=65, value__isnull=False
    ).order_by("as_of")
    return {path: value or 0 for path, value in rows.values_list("area__path", "value")}


def _terms() -> dict[Term, str]:
    rows = TaxonomyTerm.objects.values_list("taxonomy__code", "code", "id")
    terms = {(taxonomy, code): term.hex for taxonomy, code, term in rows}
    missing = {code for activity in ACTIVITIES for code in activity.terms} - terms.keys()
    if missing:
        raise LookupError(f"分類のことばが足りません: {sorted(missing)}")
    return terms


def _source() -> Source:
    return Source.objects.create(
        name="負荷試験のために作った一覧",
        kind="bulk",
        area=Area.objects.get(path=""),
        licence="CC0",
        period_date=AT.date(),
        edition_months=6,
        is_official=True,
    )


def _schedule(text: str) -> tuple[str, str]:
    rule = parse_hours(text).rule
    if rule is None:
        raise LookupError(f"曜日と時間を読めません: {text}")
    return to_json(rule), sentence(rule)
