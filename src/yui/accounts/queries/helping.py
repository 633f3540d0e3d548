"""Reading whom staff ask when a screen does not help: the town, then the prefecture, the nation."""

from __future__ import annotations

from yui.accounts.models import HelpDesk
from yui.policy.decide import paths_to
from yui.policy.viewer import Viewer
from yui.ui.pages.desk_help import HelpContact


def help_contacts(viewer: Viewer) -> tuple[HelpContact, ...]:
    """This function will return whom a viewer can ask, the nearest first."""
    if viewer.area_path is None:
        return ()
    rows = HelpDesk.objects.filter(area__path__in=paths_to(viewer.area_path))
    found = sorted(rows.select_related("area"), key=lambda row: -len(row.area.path))
    return tuple(HelpContact(row.area.name, row.name, row.phone, row.hours) for row in found)


def help_desk_of(area_path: str) -> HelpContact | None:
    """This function will return what an area itself says, None when it says nothing."""
    row = HelpDesk.objects.filter(area__path=area_path).select_related("area").first()
    return HelpContact(row.area.name, row.name, row.phone, row.hours) if row else None
