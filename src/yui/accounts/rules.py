"""Who may manage people. Until issue B brings account managers, only the operator on the host."""

from yui.policy.decide import Action, Facts, decide
from yui.policy.viewer import Viewer


def may_manage_accounts(by: Viewer, *, area_path: str) -> bool:
    """This function will say whether the viewer may make bodies and memberships of an area."""
    return decide(by, Action.OPERATE, Facts(area_path=area_path))
