"""Facts of events for `policy.decide`. No queries."""

from __future__ import annotations

from yui.events.states import SEEN, EventState
from yui.policy.decide import Action, Facts, Visibility, decide
from yui.policy.viewer import Viewer


def may_see(viewer: Viewer, *, state: EventState, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may know of an event."""
    is_seen = state in SEEN
    facts = Facts(
        area_path=area_path,
        visibility=Visibility.PUBLIC if is_seen else Visibility.BODY,
        body_id=body_id,
        is_published=is_seen,
    )
    return decide(viewer, Action.READ if is_seen else Action.READ_PRIVATE, facts)


def may_keep(viewer: Viewer, *, area_path: str, body_id: int | None) -> bool:
    """This function will say whether the viewer may change events of this area and body."""
    return decide(viewer, Action.WRITE, Facts(area_path=area_path, body_id=body_id))
