"""Who may bring lists in, whose batches are whose, and which records a list may change."""

from __future__ import annotations

from yui.directory.rules import may_keep
from yui.policy.decide import Action, Facts, decide
from yui.policy.viewer import Viewer


def may_import(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer may bring whole lists into an area."""
    return decide(viewer, Action.IMPORT, Facts(area_path=area_path))


def may_handle(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may see and work on a batch.

    It is its own tier's: a prefecture does not read the drafts of its towns. The body that
    brought a batch in keeps it too, for as long as it may import there.
    """
    if not may_import(viewer, area_path=area_path):
        return False
    is_own_body = body_id is not None and body_id == viewer.body_id
    return is_own_body or decide(viewer, Action.WRITE, Facts(area_path=area_path))


def may_read(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may look at a batch.

    Whoever may work on it may, and the staff of the same municipality: a city, its wards and the
    coordinators of both are one office. No tier above reads along.
    """
    return may_handle(viewer, area_path=area_path, body_id=body_id) or decide(
        viewer, Action.READ_PRIVATE, Facts(area_path=area_path)
    )


def may_change(
    viewer: Viewer, *, area_path: str, body_id: int | None, list_path: str | None
) -> bool:
    """This function will say whether a list may change or end a record of this area and body.

    Whoever keeps the record may. So may whoever keeps the list the record came from, while no
    body has claimed the record: a new edition of a national list brings its own records up to
    date. `list_path` is the area of the list when the record came from it, else None.
    """
    if may_keep(viewer, area_path=area_path, body_id=body_id):
        return True
    return body_id is None and list_path is not None and may_keep(viewer, area_path=list_path)
