"""Published numbers of people: of an area, of the 町字 of a layer, of the nation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from yui.areas.engine.ages import Band, people_from
from yui.areas.models import Area, Population
from yui.areas.queries.finding import area_by_path, municipalities_of
from yui.areas.queries.values import AreaInfo, PopulationFigures
from yui.areas.rules import within
from yui.areas.states import LAYERS, Tier

# Tiers whose figures are the sum of their municipalities.
_SUMS = (Tier.NATION, Tier.PREFECTURE)


@dataclass(frozen=True, slots=True)
class _Row:
    """This value will hold one published number and whose it is ("a12" an area, "t34" a town)."""

    owner: str
    kind: str
    band: Band
    source: str


def population_of(path: str, *, as_of: date | None = None) -> PopulationFigures | None:
    """This function will return the newest published figures of an area, not after `as_of`.

    A layer is the sum of its 町字; a prefecture and the nation are the sum of their
    municipalities on the day most of them have figures for, samples never among the nation's.
    A municipality takes the newer of its own figures and the sum of its 町字.
    None: nothing was published.
    """
    area = area_by_path(path)
    best: tuple[int, date, QuerySet[Population]] | None = None
    for rows in _sources_of(area):
        counted = rows.filter(as_of__lte=as_of) if as_of else rows
        found = _best_day(counted, by_owners=area.tier in _SUMS)
        if found and (best is None or found > best[:2]):
            best = (*found, counted)
    if best is None:
        return None
    return _figures(best[1], _read(best[2].filter(as_of=best[1])), _expected_owners(area))


def population_years(path: str) -> tuple[date, ...]:
    """This function will return the days for which figures of an area exist, newest first."""
    days: set[date] = set()
    for rows in _sources_of(area_by_path(path)):
        days |= set(rows.values_list("as_of", flat=True).distinct())
    return tuple(sorted(days, reverse=True))


def population_of_meshes(codes: Iterable[str]) -> dict[str, int | None]:
    """This function will return the people of 65 and over in census meshes of nine digits.

    None = suppressed by the source. Meshes the source does not name are left out.
    """
    rows = Population.objects.filter(
        mesh_code__in=list(codes), kind="people", sex="t", minimum_age=65, maximum_age=None
    )
    return dict(rows.order_by("as_of").values_list("mesh_code", "value"))


def _sources_of(area: AreaInfo) -> list[QuerySet[Population]]:
    if area.tier in LAYERS:
        return [Population.objects.filter(town__layers__area_id=area.id)]
    if area.tier in _SUMS:
        members = Area.objects.filter(within(area.path), tier=Tier.MUNICIPALITY)
        counted = members if area.is_sample else members.filter(is_sample=False)
        return [Population.objects.filter(area__in=counted)]
    return [
        Population.objects.filter(area_id=area.id),
        Population.objects.filter(within(area.path, "town__area__path")),
    ]


def _best_day(rows: QuerySet[Population], *, by_owners: bool) -> tuple[int, date] | None:
    """The newest day; for sums the day most members have figures for, then the newest."""
    if not by_owners:
        newest = rows.order_by("-as_of").values_list("as_of", flat=True).first()
        return (0, newest) if newest else None
    days = rows.order_by().values_list("as_of").annotate(owners=Count("area_id", distinct=True))
    return max(((owners, day) for day, owners in days), default=None)


def _expected_owners(area: AreaInfo) -> int:
    return len(municipalities_of(area.path)) if area.tier in _SUMS else 0


def _read(rows: QuerySet[Population]) -> list[_Row]:
    columns = ("area_id", "town_id", "kind", "sex", "minimum_age", "maximum_age", "value", "source")
    return [
        _Row(f"a{area}" if area else f"t{town}", kind, Band(sex, low, high, value), source)
        for area, town, kind, sex, low, high, value, source in rows.values_list(*columns)
    ]


def _figures(as_of: date, rows: list[_Row], expected: int) -> PopulationFigures:
    by_owner: dict[str, list[_Row]] = {}
    for row in rows:
        by_owner.setdefault(row.owner, []).append(row)
    parts = {
        name: [_value(owned, name) for owned in by_owner.values()]
        for name in ("people", "aged_65", "aged_75", "aged_85", "households", "single_elderly")
    }
    unknown = any(None in parts[name] for name in ("people", "aged_65"))
    return PopulationFigures(
        as_of=as_of,
        people=_total(parts["people"]),
        aged_65_and_over=_total(parts["aged_65"]),
        aged_75_and_over=_total(parts["aged_75"]),
        aged_85_and_over=_total(parts["aged_85"]),
        households=_total(parts["households"]),
        single_elderly=_total(parts["single_elderly"]),
        is_partial=unknown or len(by_owner) < expected,
        source="、".join(dict.fromkeys(row.source for row in rows)),
    )


def _value(rows: list[_Row], name: str) -> int | None:
    if name in ("households", "single_elderly"):
        return next((row.band.value for row in rows if row.kind == name), None)
    bands = [row.band for row in rows if row.kind == "people"]
    return people_from(bands, 0 if name == "people" else int(name.removeprefix("aged_")))


def _total(parts: Iterable[int | None]) -> int | None:
    """The sum of what is known; nothing known at all stays unknown and is never 0."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
