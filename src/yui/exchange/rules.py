"""Who may bring lists in. No query of its own."""

from __future__ import annotations

from yui.policy.decide import Action, Facts, decide
from yui.policy.viewer import Viewer


def may_import(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer may bring whole lists into an area."""
    return decide(viewer, Action.IMPORT, Facts(area_path=area_path))
