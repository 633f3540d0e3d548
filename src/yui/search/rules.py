"""Who sees exact numbers of searches in vain."""

from yui.policy.decide import Action, Facts, decide
from yui.policy.viewer import Viewer


def may_read_exact_counts(viewer: Viewer, *, area_path: str) -> bool:
    """This function will say whether numbers under five are shown to this viewer."""
    return decide(viewer, Action.READ_EXACT_COUNTS, Facts(area_path=area_path))
