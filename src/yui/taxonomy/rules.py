"""Who may load vocabularies."""

from __future__ import annotations

from yui.policy.decide import Action, Facts, decide
from yui.policy.viewer import Viewer


def may_load(viewer: Viewer) -> bool:
    """This function will say whether the viewer loads vocabularies."""
    return decide(viewer, Action.OPERATE, Facts(area_path=""))
