"""A table of layers as it is sent, and as the plan sends it back."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from yui.areas.actions import LayerPlan, LoadReport, import_layers, plan_layers
from yui.areas.errors import FileRefused
from yui.areas.queries import AreaInfo
from yui.areas.states import Tier
from yui.policy.viewer import Viewer

_SENT_BACK = "表.csv"
_NOTHING_LEFT = "使える行がありません。一覧にない町字を作るときは、印をつけてください。"


def plan_of_file(by: Viewer, area: AreaInfo, layer: Tier, file: UploadedFile) -> LayerPlan:
    """This function will count what a sent table would change. Raises: AreasRefused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        with path.open("wb") as stream:
            stream.writelines(file.chunks())
        name = file.name or ""
        return plan_layers(by=by, area_path=area.path, layer=layer, path=path, name=name)


def apply_table(
    by: Viewer, area: AreaInfo, layer: Tier, text: str, *, takes_unknown: bool = False
) -> LoadReport:
    """This function will set a layer from the rows of a plan. Raises: AreasRefused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        path.write_text(text, encoding="utf-8")
        plan = plan_layers(by=by, area_path=area.path, layer=layer, path=path, name=_SENT_BACK)
        if plan.unknown_towns and not takes_unknown and not plan.is_useful:
            raise FileRefused(_NOTHING_LEFT)
        return import_layers(
            by=by,
            at=timezone.now(),
            area_path=area.path,
            layer=layer,
            path=path,
            name=_SENT_BACK,
            takes_unknown=takes_unknown,
        )
