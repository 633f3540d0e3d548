"""Loading the insurers that several municipalities share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from yui.areas.actions.making import create_area_group
from yui.areas.actions.records import LoadReport, require_operator
from yui.areas.errors import AreaNotFound
from yui.areas.formats.insurers import InsurerRow, read_insurers
from yui.areas.models import AreaGroup
from yui.areas.queries import get_area
from yui.journal import actions as journal
from yui.policy.viewer import ANONYMOUS, Viewer


def load_insurers(*, by: Viewer, at: datetime, path: Path | None = None) -> LoadReport:
    """This function will bring the shared insurers up to a list; groups it lacks stay.

    Without `path` it is the list that comes with Yui. Done twice it changes nothing.
    Raises: NotYours; FileRefused; AreaNotFound naming the insurer.
    """
    require_operator(by)
    rows = read_insurers(path)
    wanted = {row.key: (row, _paths(row)) for row in rows}
    held = {group.key: group for group in AreaGroup.objects.prefetch_related("members__area")}
    new = [key for key in wanted if key not in held]
    changed = [k for k, each in wanted.items() if k in held and _differs(held[k], *each)]
    with journal.act(by=by, at=at):
        for key in (*new, *changed):
            row, paths = wanted[key]
            create_area_group(
                by=by,
                at=at,
                key=key,
                name=row.name,
                kind=row.kind,
                member_paths=paths,
                source=row.source,
                insurer_number=row.insurer_number,
                confidence=row.confidence,
            )
    return LoadReport(len(new), len(changed), len(wanted) - len(new) - len(changed))


def _paths(row: InsurerRow) -> tuple[str, ...]:
    try:
        return tuple(sorted(get_area(ANONYMOUS, jis).path for jis in row.member_jis))
    except AreaNotFound as error:
        raise AreaNotFound(f"「{row.name}」の構成市町村の番号をたしかめてください。") from error


def _differs(group: AreaGroup, row: InsurerRow, paths: tuple[str, ...]) -> bool:
    held = (group.name, group.kind, group.insurer_number, group.source, group.confidence)
    if held != (row.name, row.kind, row.insurer_number, row.source, row.confidence):
        return True
    return tuple(sorted(member.area.path for member in group.members.all())) != paths
