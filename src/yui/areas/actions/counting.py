"""Taking in published numbers of people, by 町字 or by census mesh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from yui.areas.actions.making import NewTown, town_row
from yui.areas.actions.records import (
    LoadReport,
    area_to_change,
    require_operator,
    stamp_layers,
)
from yui.areas.engine.addresses import canonical
from yui.areas.errors import AreaNotFound, FileRefused
from yui.areas.formats.population import Measure, PopulationRow, RefusedRow, read_population
from yui.areas.models import Area, Population, Town
from yui.areas.queries.counted import OwnerFigures, is_whole
from yui.areas.queries.town_names import KnownTowns
from yui.areas.rules import within
from yui.areas.states import Tier
from yui.journal import actions as journal
from yui.lib.codes import CodeRefused, complete_area_code
from yui.policy.viewer import Viewer

_BATCH = 2000
_MESHES_AT_ONCE = 500
# (area id, town id, mesh, as_of, kind, sex, lowest age, highest age, value)
_Owner = tuple[int | None, int | None, str]
_Figure = tuple[int | None, int | None, str, date, str, str, int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class _Owners:
    """This value will find whose a row is: the municipality itself, or one of its 町字.

    `made` are the ids of 町字 that were not there before.
    """

    home: Area
    towns: dict[str, int]
    made: tuple[int, ...] = ()

    def is_total(self, name: str) -> bool:
        """This function will say whether a 地域名 means the whole municipality."""
        return is_whole(name, self.home.name)


def import_population(
    *, by: Viewer, at: datetime, path: Path, source: str, area_path: str = "", name: str = ""
) -> LoadReport:
    """This function will take in a population file; figures of the same source and day give way.

    A file of 町字 belongs to one municipality: `area_path`, or the one its code column names.
    町字 that are new are made. A file of census meshes needs the operator and no area.
    Counted are rows; `refused` says in Japanese which were left out.
    Raises: AreaNotFound; NotYours; FileRefused.
    """
    read = list(read_population(path, name or path.name))
    rows = [row for row in read if isinstance(row, PopulationRow)]
    refused = tuple(row.sentence for row in read if isinstance(row, RefusedRow))
    if not rows:
        raise FileRefused("読み取れた行がありません。" + "".join(refused[:1]))
    if rows[0].mesh_code:
        require_operator(by)
        return _save(by, at, rows, None, source, refused)
    home = area_to_change(by, area_path or _path_named_by(rows))
    fitting, foreign = _of_home(rows, home)
    sure, doubted = _undoubted(fitting, home)
    return _save(by, at, sure, home, source, (*refused, *foreign, *doubted))


def set_population(
    *, by: Viewer, at: datetime, area_path: str, source: str, given: Sequence[OwnerFigures]
) -> tuple[int, ...]:
    """This function will make the figures of some owners what is given, and touch no others.

    Figures of the same source and day give way; an owner given without figures keeps none.
    町字 that are new are made; returned are their ids. Meshes need the operator and the nation
    as area. Raises: AreaNotFound; NotYours.
    """
    if not area_path:
        require_operator(by)
    home = area_to_change(by, area_path) if area_path else None
    with journal.act(by=by, at=at) as act:
        named = [_named_row(each) for each in given if each.figures]
        owners = _owners(home, named) if home else None
        counts = [_set_some(some, home, source, owners) for some in _portions(given, home)]
        added, gone = (sum(each) for each in zip((0, 0), *counts, strict=True))
        if added or gone:
            _record(act, area_path)
    return owners.made if owners else ()


def _record(act: journal.Act, area_path: str) -> None:
    act.record(
        "population_imported", object_type="areas.area", object_id=area_path, area_path=area_path
    )


def _portions(given: Sequence[OwnerFigures], home: Area | None) -> Iterator[Sequence[OwnerFigures]]:
    """Meshes are very many and read by their codes; the 町字 of one municipality are few."""
    size = len(given) + 1 if home else _MESHES_AT_ONCE
    return (given[start : start + size] for start in range(0, len(given), size))


def _set_some(
    given: Sequence[OwnerFigures], home: Area | None, source: str, owners: _Owners | None
) -> tuple[int, int]:
    wanted = {figure for each in given for figure in _figures_of(each, owners)}
    days = {each.as_of for each in given}
    named = {_owner_key(each, owners) for each in given}
    return _replace(wanted, home, source, days=days, named=named)


def remove_unused_towns(*, by: Viewer, at: datetime, area_path: str, ids: Sequence[int]) -> int:
    """This function will delete 町字 an undone import made, as long as nothing refers to them.

    Returned: how many were deleted. Raises: AreaNotFound; NotYours.
    """
    home = area_to_change(by, area_path)
    removed = 0
    with journal.act(by=by, at=at):
        rows = Town.objects.filter(within(home.path, "area__path"), id__in=ids)
        unused = rows.filter(layers__isnull=True, populations__isnull=True)
        for town in unused:
            try:
                with transaction.atomic():
                    town.delete()
            except (ProtectedError, IntegrityError):
                continue
            removed += 1
        if removed:
            stamp_layers()
    return removed


def _named_row(given: OwnerFigures) -> PopulationRow:
    point = given.latitude, given.longitude
    return PopulationRow(0, "", given.name, given.mesh_code, given.as_of, (), *point)


def _figures_of(given: OwnerFigures, owners: _Owners | None) -> Iterator[_Figure]:
    area_id, town_id, mesh = _owner_key(given, owners)
    for figure in given.figures:
        yield (area_id, town_id, mesh, given.as_of, *figure)


def _owner_key(given: OwnerFigures, owners: _Owners | None) -> _Owner:
    if owners is None:
        return None, None, given.mesh_code
    if owners.is_total(given.name):
        return owners.home.id, None, ""
    return None, owners.towns.get(canonical(given.name)), ""


def _save(
    by: Viewer,
    at: datetime,
    rows: list[PopulationRow],
    home: Area | None,
    source: str,
    refused: tuple[str, ...],
) -> LoadReport:
    area_path = home.path if home else ""
    with journal.act(by=by, at=at) as act:
        owners = _owners(home, rows) if home else None
        wanted = set(_figures(rows, owners))
        # Meshes come prefecture by prefecture: a file says nothing about meshes it does not name.
        named = None if home else {figure[:3] for figure in wanted}
        days = {figure[3] for figure in wanted}
        added, gone = _replace(wanted, home, source, days=days, named=named)
        if added or gone:
            _record(act, area_path)
    is_same = not added and not gone
    return LoadReport(
        added=0 if is_same else len(rows), same=len(rows) if is_same else 0, refused=refused
    )


def _replace(
    wanted: set[_Figure],
    home: Area | None,
    source: str,
    *,
    days: set[date],
    named: set[_Owner] | None,
) -> tuple[int, int]:
    """This function will make the figures of a source what is wanted; returned: added, removed.

    Figures of others than the `named` owners stay; None = nobody else has any.
    """
    added = gone = 0
    for day in sorted(days):
        of_day = {figure for figure in wanted if figure[3] == day}
        held = {figure: row_id for row_id, figure in _held(day, home, source, named)}
        stale = [
            row_id
            for figure, row_id in held.items()
            if figure not in of_day and (named is None or figure[:3] in named)
        ]
        for start in range(0, len(stale), 500):
            Population.objects.filter(id__in=stale[start : start + 500]).delete()
        fresh = of_day - held.keys()
        Population.objects.bulk_create((_row(each, source) for each in fresh), batch_size=_BATCH)
        added, gone = added + len(fresh), gone + len(stale)
    return added, gone


def _held(
    day: date, home: Area | None, source: str, named: set[_Owner] | None
) -> Iterator[tuple[int, _Figure]]:
    rows = Population.objects.filter(as_of=day, source=source)
    if home is None and named is not None and len(named) <= _MESHES_AT_ONCE:
        rows = rows.filter(mesh_code__in=[mesh for _, _, mesh in named])
    elif home is None:
        rows = rows.exclude(mesh_code="")
    else:
        own = rows.filter(area=home)
        rows = own | rows.filter(within(home.path, "town__area__path"))
    columns = ("id", "area_id", "town_id", "mesh_code", "as_of", "kind", "sex")
    for row in rows.values_list(*columns, "minimum_age", "maximum_age", "value"):
        yield row[0], row[1:]


def _row(figure: _Figure, source: str) -> Population:
    area_id, town_id, mesh, as_of, kind, sex, low, high, value = figure
    return Population(
        area_id=area_id,
        town_id=town_id,
        mesh_code=mesh,
        as_of=as_of,
        kind=kind,
        sex=sex,
        minimum_age=low,
        maximum_age=high,
        value=value,
        source=source,
    )


def _figures(rows: Iterable[PopulationRow], owners: _Owners | None) -> Iterator[_Figure]:
    for row in rows:
        is_total = owners is not None and owners.is_total(row.town_name)
        area_id = owners.home.id if owners and is_total else None
        town_id = owners.towns[canonical(row.town_name)] if owners and not is_total else None
        for measure, value in row.numbers:
            yield (area_id, town_id, row.mesh_code, row.as_of, *_key(measure), value)


def _key(measure: Measure) -> tuple[str, str, int, int | None]:
    return measure.kind, measure.sex, measure.minimum_age, measure.maximum_age


def _owners(home: Area, rows: Iterable[PopulationRow]) -> _Owners:
    """This function will find the 町字 of the rows, and make those that are not there."""
    towns = KnownTowns.of(home.path)
    known = towns.ids
    owners = _Owners(home, known)
    new: dict[str, Town] = {}
    for row in rows:
        if doubt := towns.doubt(row.town_name):
            raise FileRefused(doubt)
        folded = canonical(row.town_name)
        if folded in known or folded in new or owners.is_total(row.town_name):
            continue
        new[folded] = town_row(home, _new_town(row))
    Town.objects.bulk_create(new.values(), batch_size=500)
    if new:
        stamp_layers()
    made = {folded: town.id for folded, town in new.items()}
    return _Owners(home, known | made, tuple(sorted(made.values())))


def _new_town(row: PopulationRow) -> NewTown:
    return NewTown(row.town_name[:80], latitude=row.latitude, longitude=row.longitude)


def _path_named_by(rows: list[PopulationRow]) -> str:
    """This function will return the municipality the file itself names. Raises: AreaNotFound."""
    known = _known_codes()
    for row in rows:
        code = _code(row.area_code, known)
        if code:
            return known[code]
    raise AreaNotFound("どの市区町村の人口か分かりません。市区町村をえらんでください。")


def _of_home(rows: list[PopulationRow], home: Area) -> tuple[list[PopulationRow], tuple[str, ...]]:
    known = _known_codes()
    fitting: list[PopulationRow] = []
    foreign: list[str] = []
    for row in rows:
        code = _code(row.area_code, known)
        if code and not known[code].startswith(home.path):
            foreign.append(f"{row.row}行目: 番号 {code} は、{home.name}ではありません。")
        else:
            fitting.append(row)
    return fitting, tuple(foreign)


def _undoubted(
    rows: list[PopulationRow], home: Area
) -> tuple[list[PopulationRow], tuple[str, ...]]:
    """Rows whose 町字 could be in several wards are left out and told."""
    known = KnownTowns.of(home.path)
    doubts = [(row, known.doubt(row.town_name)) for row in rows]
    told = tuple(f"{row.row}行目: {doubt}" for row, doubt in doubts if doubt)
    return [row for row, doubt in doubts if not doubt], told


def _known_codes() -> dict[str, str]:
    rows = Area.objects.filter(tier__in=(Tier.MUNICIPALITY, Tier.WARD), code__isnull=False)
    return {code: path for code, path in rows.values_list("code", "path") if code}


def _code(text: str, known: dict[str, str]) -> str:
    """This function will return the known six-digit code a cell means, or ""."""
    if text in known:
        return text
    try:
        code = complete_area_code(text, known=known).value
    except CodeRefused:
        return ""
    return code if code in known else ""
