"""Loading the national lists: all areas with census figures, postcodes, insurers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from yui.areas.actions.records import LoadReport, require_operator, stamp_areas
from yui.areas.formats.national import (
    CENSUS_DATE,
    CENSUS_SOURCE,
    CensusFigures,
    NationalArea,
    census,
    national_areas,
)
from yui.areas.formats.postal import postal_rows
from yui.areas.models import Area, Population, PostalCode
from yui.areas.states import Tier
from yui.journal import actions as journal
from yui.policy.viewer import Viewer

# What the national list decides; the rest (phone, opening) is the municipality's own.
_FROM_LIST = (
    "code",
    "tier",
    "name",
    "kana",
    "county",
    "latitude",
    "longitude",
    "surface_ha",
    "is_designated_city",
    "valid_from",
    "valid_to",
)


def load_national_areas(*, by: Viewer, at: datetime) -> LoadReport:
    """This function will bring every area and the 2020 census figures up to the national list.

    Done twice it changes nothing. A website a municipality has set itself stays; areas the list
    does not know (samples, layers) are left alone. Raises: NotYours.
    """
    require_operator(by)
    listed = national_areas()
    with journal.act(by=by, at=at) as act:
        report = _save_areas(listed)
        figures_added = _save_census(census())
        if report.added or report.changed or figures_added:
            stamp_areas()
            act.record("areas_loaded", object_type="areas.area", object_id="", area_path="")
    return report


def load_postal_codes(*, by: Viewer, at: datetime) -> LoadReport:
    """This function will bring the postcodes up to the national list, as sets, not row by row.

    Postcodes of sample areas stay. Raises: NotYours.
    """
    require_operator(by)
    areas = {
        row.code[:5]: row.id
        for row in Area.objects.filter(is_sample=False, code__isnull=False).only("id", "code")
        if row.code
    }
    wanted = {(code, areas[jis], town) for code, jis, town in postal_rows() if jis in areas}
    held = dict(_held_postal_codes())
    added, gone = wanted - held.keys(), held.keys() - wanted
    with journal.act(by=by, at=at) as act:
        _delete_postal_codes([held[key] for key in gone])
        PostalCode.objects.bulk_create(
            (
                PostalCode(code=code, area_id=area_id, town_name=town)
                for code, area_id, town in sorted(added)
            ),
            batch_size=5000,
        )
        if added or gone:
            stamp_areas()
            act.record("postal_codes_loaded", object_type="areas.area", object_id="", area_path="")
    return LoadReport(added=len(added), vanished=len(gone), same=len(wanted) - len(added))


def _save_areas(listed: tuple[NationalArea, ...]) -> LoadReport:
    rows = {row.path: row for row in Area.objects.filter(path__in=[a.path for a in listed])}
    changed = {a.path for a in listed if a.path in rows and _update(rows[a.path], a)}
    Area.objects.bulk_update(
        [rows[path] for path in sorted(changed)], [*_FROM_LIST, "website"], batch_size=200
    )
    added = _create(listed, rows)
    moved = _lead_on(listed, rows) - added
    touched = len(changed | moved)
    return LoadReport(added=len(added), changed=touched, same=len(listed) - len(added) - touched)


def _create(listed: tuple[NationalArea, ...], rows: dict[str, Area]) -> set[str]:
    """This function will make the areas that are not there, tier by tier, into `rows`."""
    added: set[str] = set()
    for tier in (Tier.NATION, Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD):
        new = [_new_row(a, rows) for a in listed if a.tier is tier and a.path not in rows]
        Area.objects.bulk_create(new, batch_size=500)
        rows |= {row.path: row for row in new}
        added |= {row.path for row in new}
    return added


def _new_row(area: NationalArea, rows: dict[str, Area]) -> Area:
    above = "".join(f"{segment}/" for segment in area.path.split("/")[:-2])
    row = Area(path=area.path, parent=rows[above] if area.path else None)
    _update(row, area)
    return row


def _update(row: Area, area: NationalArea) -> bool:
    """This function will copy what the list decides, and say whether anything was different."""
    values = {name: getattr(area, name) for name in _FROM_LIST} | {"code": area.code or None}
    if not row.website:
        values["website"] = area.website
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _lead_on(listed: tuple[NationalArea, ...], rows: dict[str, Area]) -> set[str]:
    """This function will set the successors; returned are the paths that changed."""
    by_jis = {area.jis: rows[area.path] for area in listed}
    moved: list[Area] = []
    for area in listed:
        heir = by_jis[area.successor_jis] if area.successor_jis else None
        row = rows[area.path]
        if row.successor_id != (heir.id if heir else None):
            row.successor = heir
            moved.append(row)
    Area.objects.bulk_update(moved, ["successor"])
    return {row.path for row in moved}


def _save_census(figures: Iterable[CensusFigures]) -> int:
    """This function will replace the census figures where they differ; returned: rows written."""
    areas = {
        row.code[:5]: row.id
        for row in Area.objects.filter(tier=Tier.MUNICIPALITY, is_sample=False)
        if row.code
    }
    held = set(
        Population.objects.filter(as_of=CENSUS_DATE, source=CENSUS_SOURCE).values_list(
            "area_id", "kind", "minimum_age", "value"
        )
    )
    wanted = {
        (areas[each.jis], *number)
        for each in figures
        if each.jis in areas
        for number in _numbers(each)
    }
    if wanted == held:
        return 0
    Population.objects.filter(as_of=CENSUS_DATE, source=CENSUS_SOURCE).delete()
    Population.objects.bulk_create(
        (
            Population(
                area_id=area_id,
                kind=kind,
                minimum_age=minimum_age,
                value=value,
                as_of=CENSUS_DATE,
                source=CENSUS_SOURCE,
            )
            for area_id, kind, minimum_age, value in sorted(wanted)
        ),
        batch_size=2000,
    )
    return len(wanted)


def _numbers(each: CensusFigures) -> tuple[tuple[str, int, int], ...]:
    return (
        ("people", 0, each.people),
        ("people", 65, each.aged_65_and_over),
        ("people", 75, each.aged_75_and_over),
        ("households", 0, each.households),
        ("single_elderly", 65, each.single_aged_65_and_over),
    )


def _held_postal_codes() -> list[tuple[tuple[str, int, str], int]]:
    rows = PostalCode.objects.filter(area__is_sample=False)
    return [
        ((code, area_id, town), row_id)
        for code, area_id, town, row_id in rows.values_list("code", "area_id", "town_name", "id")
    ]


def _delete_postal_codes(ids: list[int]) -> None:
    for start in range(0, len(ids), 500):
        PostalCode.objects.filter(id__in=ids[start : start + 500]).delete()
