"""Fills the frame of every page of an area: town, menu, telephone, links (docs/adr/0002)."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, ancestors_of, area_by_path, get_area, spoken_name
from yui.areas.rules import office_name
from yui.areas.states import Tier
from yui.directory.queries.windows import (
    LISTED_CENTRE,
    ListedCentre,
    centres_in,
    point_of_town,
    window_of,
)
from yui.policy.viewer import ANONYMOUS
from yui.portal.pages.addresses import events_of, home_of, search_of, website_of
from yui.ui.pages.frame import FrameSlots, NearWindows, PaperLinks
from yui.ui.pages.parts import (
    Link,
    MenuItem,
    MunicipalityBar,
    Phone,
    PhoneBox,
    Point,
    ShortResult,
)

_LINKS = (
    Link("団体・自治体の方へ", "/portal/for-bodies/"),
    Link("使い方", "/portal/guide/"),
    Link("オープンデータ", "/opendata/"),
    Link("ウェブアクセシビリティ方針", "/portal/accessibility/"),
    Link("個人情報のあつかい", "/portal/privacy/"),
    Link("運営している人たち", "/portal/operator/"),
)

_SAY = "電話して「地域包括支援センターへ」と伝えてください。"

# Where an address names an area: /14100/… and /areas/14100/…, or a query of its own.
_CODE = re.compile(r"/(?:areas/)?([0-9]{2}|[0-9]{5,6})/")
_CODE_ASKED = re.compile(r"&area=([0-9]{2}|[0-9]{5,6})(?:&|$)")
_PAPER = PaperLinks(
    "/booklets/service/{}.pdf",
    "/booklets/list.pdf?s={}",
    (
        Link("ワードで開く", "/booklets/list.docx?s={}"),
        Link("エクセルで開く", "/booklets/list.xlsx?s={}"),
    ),
    slips="/booklets/slips.pdf",
    picked="/desk/sheet/?add={}",
)

# Where somebody says that they speak for an organization, for its short code.
_CLAIM = "/members/claim/{}/"


def fill(area_path: str | None, current: str = "", remembered: str = "") -> FrameSlots:
    """This function will return the slots of an area's pages; None is a page of no area.

    `current` is the address whose menu item is marked. A page without an area whose address
    names one (a page that is not there) still gets the town's telephone; else it is filled for
    the town `remembered`, the code of the one the visitor chose last.
    """
    area = _town(area_path) or _town_named_in(current)
    is_remembered = area is None and area_path is None
    if is_remembered:
        area = _town_chosen(remembered)
    if area is None:
        menu = (MenuItem("まちをえらぶ", "/areas/"), MenuItem("使い方", "/portal/guide/"))
        return FrameSlots(menu=_marked(menu, current), links=_LINKS, paper=_PAPER, claim=_CLAIM)
    box = phone_box(area, area_path or area.path)
    kana = area.kana if area.tier is not Tier.WARD else ""
    return FrameSlots(
        municipality=MunicipalityBar(spoken_name(area), home_of(area), "/areas/", kana=kana),
        menu=_marked(_menu(area), current),
        is_sample=area.is_sample,
        phone_box=box,
        report_phone=box.phone,
        links=_LINKS,
        paper=_PAPER,
        claim=_CLAIM,
        windows_near=partial(windows_near, area),
        search_href=search_of(area),
        is_remembered=is_remembered,
    )


def phone_box(area: AreaInfo, area_path: str) -> PhoneBox:
    """This function will return 「困ったときの電話」: the window, else the office, else words."""
    window = window_of(area_path)
    if window is not None and window.phone is not None:
        who = office_of(area) if window.kind == "area" else window.name
        more = Link("ほかの窓口からえらぶ", f"/areas/{area.jis}/centre/")
        phone = Phone(window.phone.number, window.phone.hours)
        return PhoneBox(who, phone, more=more if window.kind == LISTED_CENTRE else None)
    if area.phone:
        note = "「地域包括支援センターへ」と伝えます"
        return PhoneBox(office_of(area), Phone(area.phone, area.hours, note))
    if area.tier is Tier.PREFECTURE:
        return PhoneBox("お住まいの市役所・町村役場", None, reassurance=_SAY)
    site = website_of(area, ancestors_of(area.path))
    official = Link(f"{site.label}の公式サイトで電話番号を見る", site.href) if site else None
    return PhoneBox(office_of(area), None, reassurance=_SAY, more=official)


def windows_near(area: AreaInfo, town: str, point: Point | None, on: date) -> NearWindows:
    """This function will name the 包括 of an area that lists know, nearest to a 町字 first."""
    near = point or (point_of_town(area.path, town, on=on) if town else None)
    centres = centres_in(area.path, near=near)
    is_measured = any(centre.distance_m is not None for centre in centres)
    return NearWindows(tuple(map(_window, centres)), is_by_distance=is_measured)


def _window(centre: ListedCentre) -> ShortResult:
    phone = Phone(centre.phone.number, centre.phone.hours, centre.phone.note)
    return ShortResult(centre.name, centre.url, centre.where, phone=phone)


def office_of(area: AreaInfo) -> str:
    """This function will name the office of an area: 県庁, 市役所, 区役所 or 役場."""
    return office_name(spoken_name(area))


def _town(area_path: str | None) -> AreaInfo | None:
    """The municipality or ward a page belongs to; a page of the nation has none."""
    if not area_path:
        return None
    try:
        area = area_by_path(area_path)
    except AreaNotFound:
        return None
    if area.tier in (Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD):
        return area
    towns = (Tier.MUNICIPALITY, Tier.WARD)
    around = [each for each in ancestors_of(area_path) if each.tier in towns]
    return around[-1] if around else None


def _town_named_in(address: str) -> AreaInfo | None:
    """The area whose code an address begins with (/14100/…), or names as its own (?area=14100)."""
    path, _mark, query = address.partition("?")
    code = _CODE.match(path) or _CODE_ASKED.search(f"&{query}")
    try:
        return _town(get_area(ANONYMOUS, code[1]).path) if code else None
    except AreaNotFound:
        return None


def _town_chosen(code: str) -> AreaInfo | None:
    """The town of a remembered code; a code that ended or never was is passed over in silence."""
    try:
        area = get_area(ANONYMOUS, code) if code else None
    except AreaNotFound:
        return None
    is_town = area is not None and area.tier in (Tier.MUNICIPALITY, Tier.WARD)
    return area if area is not None and is_town and area.is_current else None


def _menu(area: AreaInfo) -> tuple[MenuItem, ...]:
    return (
        MenuItem("さがす", search_of(area)),
        MenuItem("催し", events_of(area)),
        MenuItem("えらんだリスト", "/directory/list/"),
        MenuItem("使い方", "/portal/guide/"),
    )


def _marked(items: tuple[MenuItem, ...], current: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(item.label, item.href, item.href == current) for item in items)
