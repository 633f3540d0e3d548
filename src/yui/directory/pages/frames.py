"""The frame of this room's pages: whom to telephone, and where to say that something is wrong."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest
from django.urls import reverse

from yui.areas.queries import AreaInfo, areas_by_path
from yui.areas.states import Opening, Tier
from yui.directory.queries import TermView, WindowOf
from yui.directory.queries.windows import LISTED_CENTRE
from yui.lib.addresses import parts_of, within_site
from yui.policy.decide import municipality_of, paths_to
from yui.ui.pages.coming import page_left
from yui.ui.pages.frame import Frame, page_frame
from yui.ui.pages.parts import Link, Phone, PhoneBox

# The results of a search (a room above), as their addresses look.
_SEARCH = re.compile(r"/[0-9]{2}(?:[0-9]{3})?/search/")
_LONGEST_ADDRESS = 2_000


def town_of(area_path: str) -> AreaInfo | None:
    """This function will return the municipality a path lies in, None outside of one."""
    home = municipality_of(area_path)
    return areas_by_path((home,)).get(home) if home else None


def ward_or_town_of(area_path: str) -> AreaInfo | None:
    """This function will return the ward a path lies in, else its municipality."""
    around = areas_by_path(paths_to(area_path)[:-1])
    ward = next((each for each in around.values() if each.tier is Tier.WARD), None)
    return ward or town_of(area_path)


def is_preparing(town: AreaInfo | None) -> bool:
    """This function will say whether a town prepares to open: no search engine lists it then."""
    return town is not None and town.opening is Opening.PREPARING


def town_frame(
    request: HttpRequest,
    title: str,
    area_path: str | None,
    window: WindowOf | None,
    *,
    description: str = "",
    robots: str = "",
    report_href: str = "",
) -> Frame:
    """This function will return the frame of a page about a town or one of its services.

    The window is that of the record's 圏域 where one is known; town, menu and links are filled
    in by the room above.
    """
    box = phone_box(window)
    report = Link("この情報はちがいます", report_href) if report_href else None
    return page_frame(
        request,
        title,
        area_path=area_path,
        phone_box=box,
        report_link=report,
        report_phone=box.phone if box and report else None,
        description=description,
        robots=robots,
    )


def search_left(request: HttpRequest) -> str:
    """This function will return the search this page was opened from, "" without one.

    Only an address of a search on this site is followed, and only its path and conditions. The
    page of a change to the chosen list hands on the search it was opened from.
    """
    came_from = page_left(request)
    if came_from is None:
        return ""
    if came_from.path in (reverse("directory:list-add"), reverse("directory:list-remove")):
        return search_in(parse_qs(came_from.query).get("back", [""])[0])
    return search_in(within_site(came_from))


def search_in(address: str) -> str:
    """This function will return an address when it is that of a search on this site, else ""."""
    parts = parts_of(address[:_LONGEST_ADDRESS])
    if parts.scheme or parts.netloc or not _SEARCH.fullmatch(parts.path):
        return ""
    return within_site(parts)


def is_from(request: HttpRequest, path: str) -> bool:
    """This function will say whether a page was opened from the page at a path of this site."""
    came_from = page_left(request)
    return came_from is not None and came_from.path == path


def way_back_to_sphere(
    town: AreaInfo, sphere_path: str, sphere_name: str, field: TermView | None
) -> Link:
    """This function will lead to the list of a 圏域, of one field where that is known."""
    asked = {"sphere": sphere_path.rstrip("/").rsplit("/", 1)[-1]}
    if field is not None:
        asked["field"] = field.code
    words = f"{sphere_name}の{field.words}" if field else sphere_name
    return Link(f"{words}の一覧へもどる", f"/{town.jis}/search/?{urlencode(asked)}")


def phone_box(window: WindowOf | None) -> PhoneBox | None:
    """This function will return 「困ったときの電話」 of a window, None without one."""
    if window is None or window.phone is None:
        return None
    phone = Phone(window.phone.number, window.phone.hours)
    return PhoneBox(window.name, phone, more=_other_windows(window))


def _other_windows(window: WindowOf) -> Link | None:
    """A centre from an official list is one of several: the finder shows the others."""
    town = town_of(window.area_path) if window.kind == LISTED_CENTRE else None
    return Link("ほかの窓口からえらぶ", reverse("areas:centre", args=[town.jis])) if town else None
