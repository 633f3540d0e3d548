"""The finder of the own 包括."""

from __future__ import annotations

from yui.areas.models import Area, TownLayer
from yui.areas.queries.addresses import place_meant
from yui.areas.queries.finding import ancestors_of, area_by_path
from yui.areas.queries.nation import infos_of
from yui.areas.queries.towns import postal_code_of
from yui.areas.queries.values import AreaInfo, CentreAnswer, CentreWindow, TownInfo
from yui.areas.states import Tier


def centre_for(path: str, town_or_postcode: str = "") -> CentreWindow:
    """This function will return the 包括 in charge of a 町字 or postcode of an area.

    Where nothing is known of the 町字, the municipality's own site and phone are returned.
    """
    return find_centre(path, town_or_postcode).window


def find_centre(path: str, text: str) -> CentreAnswer:
    """This function will find the 包括 in charge by the name or reading of a 町字, or a postcode.

    The beginning of a name is enough. Where it fits several 町字 they are returned to choose
    from, unless one 包括 is in charge of all of them.
    """
    area = area_by_path(path)
    meant = place_meant(path, text) if text.strip() else None
    is_here = meant is not None and meant.is_here
    towns = meant.towns if meant is not None and is_here else ()
    return CentreAnswer(
        window=_own_window(towns) or _municipality_window(area),
        towns=towns,
        elsewhere=meant.area if meant is not None and not is_here else None,
        is_postal_code=postal_code_of(text) is not None,
    )


def _own_window(towns: tuple[TownInfo, ...]) -> CentreWindow | None:
    """The one 包括 of all these 町字, None where they differ or nobody is known."""
    ids = [town.id for town in towns if town.id is not None]
    if not ids or len(ids) < len(towns):
        return None
    rows = TownLayer.objects.filter(town_id__in=ids, layer=Tier.CENTRE_AREA)
    assigned = list(rows.values_list("area_id", flat=True))
    if len(assigned) < len(ids) or len(set(assigned)) != 1:
        return None
    centre = infos_of(Area.objects.filter(id=assigned[0]))[0]
    return CentreWindow(centre, centre.name, centre.phone, centre.website, is_own_centre=True)


def _municipality_window(area: AreaInfo) -> CentreWindow:
    """The town hall answers: a ward's window is the ward's when it has one, else the city's."""
    around = [area, *reversed(ancestors_of(area.path))]
    asked = next(
        (info for info in around if info.tier in (Tier.WARD, Tier.MUNICIPALITY) and info.phone),
        next((info for info in around if info.tier is Tier.MUNICIPALITY), area),
    )
    website = area.website or asked.website
    return CentreWindow(asked, asked.name, asked.phone, website, is_own_centre=False)
