"""Fills the frame of every page of an area: town, menu, telephone, links (docs/adr/0002)."""

from __future__ import annotations

from yui.areas.errors import AreaNotFound
from yui.areas.queries import AreaInfo, ancestors_of, area_by_path
from yui.areas.states import Tier
from yui.directory.queries.windows import window_of
from yui.portal.pages.addresses import events_of, home_of, search_of
from yui.ui.pages.frame import FrameSlots, PaperLinks
from yui.ui.pages.parts import Link, MenuItem, MunicipalityBar, Phone, PhoneBox

_LINKS = (
    Link("団体・自治体の方へ", "/portal/for-bodies/"),
    Link("使い方", "/portal/guide/"),
    Link("オープンデータ", "/opendata/"),
    Link("ウェブアクセシビリティ方針", "/portal/accessibility/"),
    Link("個人情報のあつかい", "/portal/privacy/"),
    Link("運営している人たち", "/portal/operator/"),
)

_SAY = "電話して「地域包括支援センターへ」と伝えてください。"

_PAPER = PaperLinks("/booklets/service/{}.pdf", "/booklets/list.pdf?s={}")


def fill(area_path: str | None, current: str = "") -> FrameSlots:
    """This function will return the slots of an area's pages; None is a page of no area.

    `current` is the address whose menu item is marked.
    """
    area = _town(area_path)
    if area is None:
        menu = (MenuItem("まちをえらぶ", "/areas/"), MenuItem("使い方", "/portal/guide/"))
        return FrameSlots(menu=_marked(menu, current), links=_LINKS, paper=_PAPER)
    box = phone_box(area, area_path or area.path)
    return FrameSlots(
        municipality=MunicipalityBar(area.name, home_of(area), "/areas/", kana=area.kana),
        menu=_marked(_menu(area), current),
        is_sample=area.is_sample,
        phone_box=box,
        report_phone=box.phone,
        links=_LINKS,
        paper=_PAPER,
    )


def phone_box(area: AreaInfo, area_path: str) -> PhoneBox:
    """This function will return 「困ったときの電話」: the window, else the office, else words."""
    window = window_of(area_path)
    if window is not None and window.phone is not None:
        who = office_of(area) if window.kind == "area" else window.name
        return PhoneBox(who, Phone(window.phone.number, window.phone.hours))
    if area.phone:
        note = "「地域包括支援センターへ」と伝えます"
        return PhoneBox(office_of(area), Phone(area.phone, note=note))
    if area.tier is Tier.PREFECTURE:
        return PhoneBox("お住まいの市役所・町村役場", None, reassurance=_SAY)
    return PhoneBox(office_of(area), None, reassurance=_SAY)


def office_of(area: AreaInfo) -> str:
    """This function will name the office of an area: 県庁, 市役所, 区役所 or 役場."""
    if area.tier is Tier.PREFECTURE:
        return f"{area.name}庁"
    return f"{area.name}{'役所' if area.name.endswith(('市', '区')) else '役場'}"


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


def _menu(area: AreaInfo) -> tuple[MenuItem, ...]:
    return (
        MenuItem("さがす", search_of(area)),
        MenuItem("催し", events_of(area)),
        MenuItem("えらんだリスト", "/directory/list/"),
        MenuItem("使い方", "/portal/guide/"),
    )


def _marked(items: tuple[MenuItem, ...], current: str) -> tuple[MenuItem, ...]:
    return tuple(MenuItem(item.label, item.href, item.href == current) for item in items)
