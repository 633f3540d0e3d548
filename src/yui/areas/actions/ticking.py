"""Which 町字 stand in one 圏域, 担当区域 or 小学校区, ticked one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yui.areas.actions.making import assign_layer
from yui.areas.actions.records import area_to_change, stamp_layers
from yui.areas.models import TownLayer
from yui.journal import actions as journal
from yui.policy.viewer import Viewer


def set_layer_towns(*, by: Viewer, at: datetime, layer_path: str, town_ids: Sequence[int]) -> int:
    """This function will put exactly these 町字 into a layer; others of it then lie in none.

    Returned: the number of 町字 that left. Raises: AreaNotFound; NotYours; ChangeRefused.
    """
    layer = area_to_change(by, layer_path)
    with journal.act(by=by, at=at):
        held = TownLayer.objects.filter(area=layer).values_list("id", "town_id")
        kept = set(town_ids)
        gone = [row_id for row_id, town_id in held if town_id not in kept]
        assign_layer(by=by, at=at, layer_path=layer_path, town_ids=town_ids)
        for start in range(0, len(gone), 500):
            TownLayer.objects.filter(id__in=gone[start : start + 500]).delete()
        stamp_layers()
    return len(gone)
