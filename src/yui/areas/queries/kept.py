"""What staff see of the layers they keep: each with its 町字."""

from __future__ import annotations

from dataclasses import dataclass

from yui.areas.models import Town, TownLayer
from yui.areas.queries.finding import layers_of
from yui.areas.queries.values import AreaInfo
from yui.areas.rules import within
from yui.areas.states import Tier


@dataclass(frozen=True, slots=True)
class LayerLine:
    """This value will hold one 圏域, 担当区域 or 小学校区 and the names of its 町字."""

    area: AreaInfo
    town_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TownInLayer:
    """This value will hold one 町字 and the layer it lies in; "" where it lies in none."""

    town_id: int
    town_name: str
    layer_path: str
    layer_name: str


def layer_lines(path: str, layer: Tier) -> tuple[LayerLine, ...]:
    """This function will list the layers of one kind in an area, each with its 町字."""
    rows = TownLayer.objects.filter(within(path, "town__area__path"), layer=layer)
    names: dict[int, list[str]] = {}
    for area_id, name in rows.order_by("town__kana", "town__name").values_list(
        "area_id", "town__name"
    ):
        names.setdefault(area_id, []).append(name)
    return tuple(LayerLine(area, tuple(names.get(area.id, ()))) for area in layers_of(path, layer))


def towns_in_layers(path: str, layer: Tier) -> tuple[TownInLayer, ...]:
    """This function will list the own 町字 of an area with the layer each lies in."""
    rows = TownLayer.objects.filter(within(path, "town__area__path"), layer=layer)
    values = rows.values_list("town_id", "area__path", "area__name")
    held = {town_id: (layer_path, name) for town_id, layer_path, name in values}
    towns = Town.objects.filter(within(path, "area__path")).order_by("kana", "name")
    return tuple(
        TownInLayer(town_id, name, *held.get(town_id, ("", "")))
        for town_id, name in towns.values_list("id", "name")
    )
