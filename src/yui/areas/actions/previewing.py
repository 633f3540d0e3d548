"""What a table of 圏域 would change, counted before anything is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yui.areas.actions.judging import judged_rows
from yui.areas.actions.layering import home_of_layers
from yui.areas.actions.records import LoadReport
from yui.areas.engine.addresses import canonical
from yui.areas.errors import FileRefused
from yui.areas.formats.layers import LayerRow, read_layer_table
from yui.areas.models import TownLayer
from yui.areas.queries import layers_of
from yui.areas.queries.town_names import KnownTowns
from yui.areas.rules import within
from yui.areas.states import Tier
from yui.policy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LayerPlan:
    """This value will say what a table would do; `report` counts 町字, names are of layers.

    `notes` are told of telephones; `unknown_towns` no register knows: they need a word.
    """

    rows: tuple[LayerRow, ...]
    report: LoadReport
    new_towns: tuple[str, ...]
    new_layers: tuple[str, ...]
    ending_layers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unknown_towns: tuple[str, ...] = ()

    @property
    def is_useful(self) -> bool:
        """This property will say whether any row can be used as it stands."""
        return bool(self.report.added or self.report.changed or self.report.same)


def plan_layers(
    *,
    by: Viewer,
    area_path: str,
    layer: Tier,
    path: Path,
    name: str,
    takes_unknown: bool = False,
) -> LayerPlan:
    """This function will count what `import_layers` would do with a table; nothing is changed.

    Raises: AreaNotFound; NotYours; ChangeRefused; FileRefused, also for a table without rows.
    """
    home = home_of_layers(by, area_path, layer)
    read = read_layer_table(path, name)
    known = KnownTowns.of(home.path)
    judged = judged_rows(read, known, home.path, takes_unknown=takes_unknown)
    rows, refused = judged.rows, judged.refused
    if not rows and not judged.unknown:
        raise FileRefused("町字と区域の名前が書かれた行がありません。")
    wanted = {canonical(row.town_name): row.layer_name for row in reversed(rows)}
    new = {canonical(row.town_name): row.town_name for row in rows}
    names, held = list(dict.fromkeys(row.layer_name for row in rows)), layers_of(home.path, layer)
    return LayerPlan(
        rows=read,
        report=_report(home.path, layer, wanted, known, refused),
        new_towns=tuple(town for folded, town in new.items() if folded not in known.ids),
        new_layers=tuple(each for each in names if each not in {area.name for area in held}),
        ending_layers=tuple(area.name for area in held if area.name not in names),
        notes=judged.notes,
        unknown_towns=judged.unknown,
    )


def _report(
    path: str, layer: Tier, wanted: dict[str, str], known: KnownTowns, refused: Sequence[str]
) -> LoadReport:
    """This function will compare where 町字 lie with where the table puts them."""
    rows = TownLayer.objects.filter(within(path, "town__area__path"), layer=layer)
    held: dict[int | str, str] = dict(rows.values_list("town_id", "area__name"))
    # A 町字 that is still to be made has no id: its name stands for it.
    target = {known.ids.get(folded, folded): name for folded, name in wanted.items()}
    moved = [town for town, name in target.items() if held.get(town, name) != name]
    same = [town for town, name in target.items() if held.get(town) == name]
    return LoadReport(
        added=len(target) - len(moved) - len(same),
        changed=len(moved),
        same=len(same),
        vanished=len(held.keys() - target.keys()),
        refused=tuple(refused),
    )
