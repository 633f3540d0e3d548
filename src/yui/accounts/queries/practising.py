"""Reading where somebody new tries things out, and whether they put their first tasks away."""

from __future__ import annotations

from yui.accounts.models import Body, Membership
from yui.accounts.states import BodyKind
from yui.areas.states import Opening, Tier
from yui.policy.viewer import Viewer


def practice_office() -> Body | None:
    """This function will return the office of the sample town, for this room; None without one."""
    rows = Body.objects.filter(
        is_sample=True,
        kind=BodyKind.MUNICIPALITY,
        area__is_sample=True,
        area__tier=Tier.MUNICIPALITY,
        area__opening=Opening.OPEN,
    )
    return rows.select_related("area").order_by("area__path", "id").first()


def practice_town() -> str:
    """This function will name the town where one tries things out; "" without one."""
    office = practice_office()
    return office.area.name if office else ""


def is_practising(viewer: Viewer) -> bool:
    """This function will say whether the viewer acts in a role of practice now."""
    held = Membership.objects.filter(id=viewer.membership_id or 0, is_practice=True)
    return held.exists()


def has_first_week(viewer: Viewer) -> bool:
    """This function will say whether the first tasks of a new desk are still shown."""
    held = Membership.objects.filter(
        id=viewer.membership_id or 0, is_practice=False, first_week_put_away_at__isnull=True
    )
    return held.exists()
