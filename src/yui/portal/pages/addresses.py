"""The portal's own addresses, and plain paths into rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from yui.areas.queries import AreaInfo
from yui.areas.states import Tier
from yui.ui.pages.parts import Link

NATION_CODE = "00"


def code_of(area: AreaInfo | None) -> str:
    """This function will return the code in addresses: two or five digits, "00" for the nation."""
    return area.jis if area is not None and area.path else NATION_CODE


def home_of(area: AreaInfo | None) -> str:
    """This function will return the address of an area's home."""
    return f"/{area.jis}/" if area is not None and area.path else "/"


def search_of(area: AreaInfo | None, **conditions: str) -> str:
    """This function will return the address of a search in an area."""
    query = urlencode({name: value for name, value in conditions.items() if value})
    return f"/{code_of(area)}/search/" + (f"?{query}" if query else "")


def events_of(area: AreaInfo) -> str:
    """This function will return the address of an area's events."""
    return f"/events/?area={area.jis}"


def website_of(area: AreaInfo, around: Sequence[AreaInfo]) -> Link | None:
    """This function will link to an area's own website; a ward without one has its city's."""
    towns = (Tier.MUNICIPALITY, Tier.WARD)
    named = (each for each in (area, *reversed(around)) if each.tier in towns and each.website)
    return next((Link(each.name, each.website) for each in named), None)
