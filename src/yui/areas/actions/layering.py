"""圏域, 包括担当区域 and 小学校区 of a municipality: from a table, from polygons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from yui.areas.actions.judging import judged_rows
from yui.areas.actions.making import NewTown, town_row
from yui.areas.actions.records import LoadReport, area_to_change, stamp_layers
from yui.areas.engine.addresses import canonical
from yui.areas.engine.polygon import find_shape
from yui.areas.errors import ChangeRefused
from yui.areas.formats.layers import LayerRow, LayerShape, read_layer_shapes, read_layer_table
from yui.areas.models import Area, Boundary, Town, TownLayer
from yui.areas.queries import TownInfo, towns_of
from yui.areas.queries.town_names import KnownTowns
from yui.areas.rules import within
from yui.areas.states import LAYERS, Tier
from yui.journal import actions as journal
from yui.lib.clock import date_in_jst
from yui.policy.viewer import Viewer

# What stands between the municipality's number and the layer's own in a path: 14101-c03.
_SIGNS = {Tier.SPHERE: "", Tier.CENTRE_AREA: "c", Tier.SCHOOL_AREA: "e"}


@dataclass(frozen=True, slots=True)
class _Membership:
    """This value will hold one town and the name of the layer it belongs to."""

    town_id: int
    layer_name: str


def import_layers(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    layer: Tier,
    path: Path,
    name: str = "",
    takes_unknown: bool = False,
) -> LoadReport:
    """This function will set a whole layer of a municipality from a table 町字 → 圏域.

    The table is the full truth about this layer: 町字 it does not name belong to none, layers
    it does not name end. 町字 that are new are made. Counted are 町字.
    Raises: AreaNotFound; NotYours; ChangeRefused; FileRefused.
    """
    home = home_of_layers(by, area_path, layer)
    read = read_layer_table(path, name or path.name)
    known = KnownTowns.of(home.path)
    judged = judged_rows(read, known, home.path, takes_unknown=takes_unknown)
    rows, refused = judged.rows, (*judged.refused, *judged.notes)
    with journal.act(by=by, at=at) as act:
        areas = _layer_areas(home, layer, rows, date_in_jst(at))
        towns = _towns_for(home, known, [row.town_name for row in rows])
        # Backwards, so that of two rows about one 町字 the first is the one that stays.
        layer_of = {towns[canonical(row.town_name)]: row.layer_name for row in reversed(rows)}
        memberships = [_Membership(town_id, each) for town_id, each in layer_of.items()]
        report = _replace(home, layer, areas, memberships)
        stamp_layers()
        act.record(
            "layers_imported", object_type="areas.area", object_id=area_path, area_path=area_path
        )
    return LoadReport(report.added, report.changed, report.same, report.vanished, refused)


def start_layer(*, by: Viewer, at: datetime, area_path: str, layer: Tier, name: str) -> str:
    """This function will make one layer without 町字, or bring back one that ended; its path.

    Raises: AreaNotFound; NotYours; ChangeRefused (no name, or a layer of this name is there).
    """
    home = home_of_layers(by, area_path, layer)
    called = " ".join(name.split())
    if not called:
        raise ChangeRefused("名前を書いてください。")
    with journal.act(by=by, at=at) as act:
        rows = Area.objects.filter(within(home.path), tier=layer)
        same = rows.filter(name=called, parent=home).first()
        if same is not None and same.valid_to is None:
            raise ChangeRefused(f"「{called}」は、もうあります。")
        number = max((_number(path) for path in rows.values_list("path", flat=True)), default=0)
        made = same or _new_layer(home, layer, called, number + 1)
        _bring_up(made, LayerRow(0, "", called))
        stamp_layers()
        act.record(
            "layer_started", object_type="areas.area", object_id=made.path, area_path=area_path
        )
    return str(made.path)


def import_layer_polygons(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    layer: Tier,
    path: Path,
    source: str,
    name_key: str = "",
) -> LoadReport:
    """This function will set a whole layer from polygons; 町字 join by their point.

    A 町字 on a common edge joins the polygon that stands first in the file; one without a
    point, or outside every polygon, joins none and is named in `refused`.
    Raises: AreaNotFound; NotYours; ChangeRefused; FileRefused.
    """
    home = home_of_layers(by, area_path, layer)
    shapes = read_layer_shapes(path, name_key)
    towns = list(Town.objects.filter(within(home.path, "area__path")).order_by("id"))
    placed, refused = _placed(towns, shapes)
    named = [LayerRow(0, "", shape.name) for shape in shapes]
    with journal.act(by=by, at=at) as act:
        areas = _layer_areas(home, layer, named, date_in_jst(at))
        Boundary.objects.filter(area__in=areas.values()).delete()
        Boundary.objects.bulk_create(_boundaries(areas, shapes, source))
        report = _replace(home, layer, areas, placed)
        stamp_layers()
        act.record(
            "layers_imported", object_type="areas.area", object_id=area_path, area_path=area_path
        )
    return LoadReport(report.added, report.changed, report.same, report.vanished, refused)


def home_of_layers(by: Viewer, area_path: str, layer: Tier) -> Area:
    """This function will fetch the municipality or ward whose layers are to change.

    Raises: AreaNotFound; NotYours; ChangeRefused.
    """
    home = area_to_change(by, area_path)
    if layer not in LAYERS:
        raise ChangeRefused("圏域・担当区域・小学校区のどれかをえらんでください。")
    if home.tier not in (Tier.MUNICIPALITY, Tier.WARD):
        raise ChangeRefused("市区町村をえらんでください。")
    return home


def _layer_areas(home: Area, layer: Tier, rows: Iterable[LayerRow], today: date) -> dict[str, Area]:
    """This function will return the layer areas by name; new ones are made, others end."""
    wanted = _windows(rows)
    held = {row.name: row for row in Area.objects.filter(within(home.path), tier=layer)}
    number = max((_number(row.path) for row in held.values()), default=0)
    for name, row in wanted.items():
        if name not in held:
            number += 1
            held[name] = _new_layer(home, layer, name, number)
        _bring_up(held[name], row)
    gone = [row.id for name, row in held.items() if name not in wanted]
    Area.objects.filter(id__in=gone, valid_to=None).update(valid_to=today)
    return {name: held[name] for name in wanted}


def _windows(rows: Iterable[LayerRow]) -> dict[str, LayerRow]:
    """This function will return one row a layer: the first phone and site given for it."""
    found: dict[str, LayerRow] = {}
    for row in rows:
        kept = found.setdefault(row.layer_name, row)
        phone, website = kept.phone or row.phone, kept.website or row.website
        found[row.layer_name] = replace(kept, phone=phone, website=website)
    return found


def _new_layer(home: Area, layer: Tier, name: str, number: int) -> Area:
    own = home.path.rstrip("/").split("/")[-1]
    return Area.objects.create(
        path=f"{home.path}{own}-{_SIGNS[layer]}{number:02d}/",
        tier=layer,
        name=name,
        parent=home,
        is_sample=home.is_sample,
    )


def _bring_up(area: Area, row: LayerRow) -> None:
    """This function will take over phone and site where given, and revive an ended layer."""
    phone, website = row.phone or area.phone, row.website or area.website
    if (area.phone, area.website, area.valid_to) != (phone, website, None):
        area.phone, area.website, area.valid_to = phone, website, None
        area.save(update_fields=["phone", "website", "valid_to"])


def _number(path: str) -> int:
    match = re.search(r"([0-9]+)/$", path)
    return int(match[1]) if match else 0


def _towns_for(home: Area, known: KnownTowns, names: Iterable[str]) -> dict[str, int]:
    """This function will return town ids by canonical name, making those that are not there."""
    postal = {canonical(town.name): town for town in towns_of(home.path) if town.id is None}
    new: dict[str, Town] = {}
    for name in names:
        folded = canonical(name)
        if folded not in known.ids and folded not in new:
            new[folded] = town_row(home, _new_town(name, postal.get(folded)))
    Town.objects.bulk_create(new.values(), batch_size=500)
    return known.ids | {folded: row.id for folded, row in new.items()}


def _new_town(name: str, postal: TownInfo | None) -> NewTown:
    return NewTown(name, kana=postal.kana if postal else "")


def _replace(
    home: Area, layer: Tier, areas: dict[str, Area], wanted: Iterable[_Membership]
) -> LoadReport:
    """This function will make the memberships of a layer what is wanted, counting 町字."""
    held = dict(
        TownLayer.objects.filter(within(home.path, "town__area__path"), layer=layer).values_list(
            "town_id", "area_id"
        )
    )
    target = {each.town_id: areas[each.layer_name].id for each in wanted}
    stale = [town_id for town_id, area_id in held.items() if target.get(town_id) != area_id]
    fresh = [town_id for town_id, area_id in target.items() if held.get(town_id) != area_id]
    for start in range(0, len(stale), 500):
        TownLayer.objects.filter(layer=layer, town_id__in=stale[start : start + 500]).delete()
    TownLayer.objects.bulk_create(
        (TownLayer(town_id=each, area_id=target[each], layer=layer) for each in fresh),
        batch_size=500,
    )
    added = len([each for each in fresh if each not in held])
    return LoadReport(
        added=added,
        changed=len(fresh) - added,
        same=len(target) - len(fresh),
        vanished=len(held.keys() - target.keys()),
    )


def _placed(
    towns: Sequence[Town], shapes: Sequence[LayerShape]
) -> tuple[list[_Membership], tuple[str, ...]]:
    placed: list[_Membership] = []
    refused: list[str] = []
    outlines = [each.shape for each in shapes]
    for town in towns:
        if town.latitude is None or town.longitude is None:
            refused.append(f"「{town.name}」は、位置が分からないので入れていません。")
            continue
        index = find_shape(town.longitude, town.latitude, outlines)
        if index is None:
            refused.append(f"「{town.name}」は、どの図形にも入っていません。")
        else:
            placed.append(_Membership(town.id, shapes[index].name))
    return placed, tuple(refused)


def _boundaries(
    areas: dict[str, Area], shapes: Sequence[LayerShape], source: str
) -> list[Boundary]:
    """Several features of one name are parts of one area: their polygons are joined."""
    parts: dict[str, list[object]] = {}
    for each in shapes:
        coordinates = each.geometry["coordinates"]
        is_single = each.geometry["type"] == "Polygon"
        whole = [coordinates] if is_single else coordinates
        parts.setdefault(each.name, []).extend(whole if isinstance(whole, list) else [])
    return [
        Boundary(
            area=areas[name],
            geometry={"type": "MultiPolygon", "coordinates": polygons},
            source=source,
        )
        for name, polygons in parts.items()
    ]
