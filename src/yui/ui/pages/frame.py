"""The frames around every page: one for residents, one for the staff desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from yui.policy.roles import Role
from yui.ui.pages.desk_help import HELP_LINK, HelpContact, ScreenHelp
from yui.ui.pages.display import COOKIE, Display, display_from_cookie
from yui.ui.pages.parts import (
    Link,
    MenuItem,
    MunicipalityBar,
    Phone,
    PhoneBox,
    Point,
    ShortResult,
)
from yui.ui.pages.town import remembered_town

__all__ = [
    "DeskFrame",
    "DeskMenuGroup",
    "DeskMenuItem",
    "Display",
    "Frame",
    "FrameSlots",
    "Link",
    "MenuItem",
    "MunicipalityBar",
    "NearWindows",
    "PaperLinks",
    "Phone",
    "PhoneBox",
    "desk_frame",
    "page_frame",
]

PRODUCT = "結 Yui"
_IN_GENERAL = "暮らしの手助けや集まりを、お住まいのまちでさがせます。"
DEFAULT_DISPLAY = Display()


@dataclass(frozen=True, slots=True)
class PaperLinks:
    """Where sheets are made, as addresses with `{}` for the short codes of services.

    `chosen_to_edit` are the same list as files to retouch, each with the words of its button.
    `slips` takes the codes of services by POST and makes slips for their leaders. `picked` is where
    staff put services into a sheet.
    """

    service: str
    chosen: str
    chosen_to_edit: tuple[Link, ...] = ()
    slips: str = ""
    picked: str = ""

    def to_pick(self, short_codes: Iterable[str]) -> str:
        """This function will return where staff put services into a sheet; "" without a room."""
        return self.picked.format(",".join(short_codes))

    def of_service(self, short_code: str) -> str:
        """This function will return the address of the sheet of one service."""
        return self.service.format(short_code)

    def of_codes(self, short_codes: Iterable[str]) -> tuple[Link, ...]:
        """This function will return the list of chosen services, on paper and to retouch."""
        links = (Link("このリストを大きな字で印刷する", self.chosen), *self.chosen_to_edit)
        codes = ",".join(short_codes)
        return tuple(Link(link.label, link.href.format(codes)) for link in links)


@dataclass(frozen=True, slots=True)
class NearWindows:
    """Windows for advice near somebody; `is_by_distance` says that the nearest stands first."""

    windows: tuple[ShortResult, ...] = ()
    is_by_distance: bool = False


# Asked with the 町字 (its name, its point where known) and the day, by a page that needs it, not
# by every page.
WindowsNear = Callable[[str, Point | None, date], NearWindows]


def no_windows(town: str, point: Point | None, on: date) -> NearWindows:
    """This function will name no window: nobody above has filled the slot."""
    return NearWindows()


@dataclass(frozen=True, slots=True)
class Frame:
    """What `ui/page.jinja` needs. Only `title` has no default; empty parts are left out.

    `report_link` is 「この内容はちがいます、と知らせる」, `report_phone` the number beside it.
    `robots` is the content of the meta element (empty = none), `canonical` an absolute URL.
    `is_remembered` tells that the page is of no area and carries the town chosen last, and
    `sample_town` that only this town is invented; one searches it at `search_href`. `claim` is
    where somebody says that they speak for an organization, with `{}` for its short code.
    """

    title: str
    municipality: MunicipalityBar | None = None
    menu: tuple[MenuItem, ...] = ()
    is_sample: bool = False
    phone_box: PhoneBox | None = None
    report_link: Link | None = None
    report_phone: Phone | None = None
    links: tuple[Link, ...] = ()
    display: Display = DEFAULT_DISPLAY
    language: str = "ja"
    description: str = ""
    canonical: str = ""
    robots: str = ""
    home_href: str = "/"
    note: str = ""
    paper: PaperLinks | None = None
    claim: str = ""
    windows_near: WindowsNear = no_windows
    search_href: str = ""
    is_remembered: bool = False
    sample_town: str = ""

    @property
    def full_title(self) -> str:
        """This function will return the words of the browser's tab: page, municipality, product."""
        place = self.municipality.name if self.municipality and not self.is_remembered else ""
        parts = [self.title, "" if place and place in self.title else place, PRODUCT]
        return "｜".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DeskMenuItem:
    """One link of the left menu; `count` is shown at the right (text, so 「11月」 is possible)."""

    label: str
    href: str
    count: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class DeskMenuGroup:
    """Links under a verb (聞く・つなぐ・つくる・まとめ); an empty word shows links alone."""

    items: tuple[DeskMenuItem, ...]
    word: str = ""


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """What `ui/desk.jinja` needs. `answer` is the one sentence below the heading;
    `session_left_s` is after how many seconds the session ends, 0 where nobody is signed in;
    `asked` is what the person is asked to do soon, on every page until it is done;
    `help` says how the screen is used, `contacts` whom to ask, the nearest first.
    """

    title: str
    place: str
    person: str = ""
    post: str = ""
    answer: str = ""
    aside: str = ""
    crumbs: tuple[Link, ...] = ()
    crumb_note: str = ""
    menu: tuple[DeskMenuGroup, ...] = ()
    help_link: Link | None = None
    notices_link: Link | None = None
    search_href: str = ""
    sign_out_href: str = ""
    is_sample: bool = False
    display: Display = DEFAULT_DISPLAY
    language: str = "ja"
    home_href: str = "/"
    robots: str = "noindex"
    session_left_s: int = 0
    asked: Link | None = None
    help: ScreenHelp | None = None
    contacts: tuple[HelpContact, ...] = ()

    @property
    def full_title(self) -> str:
        """This function will return the words of the browser's tab."""
        return "｜".join((self.title, self.place, f"{PRODUCT} 仕事の机"))


@dataclass(frozen=True, slots=True)
class FrameSlots:
    """What the room above fills into a page of an area (docs/adr/0002): menu, telephone, links."""

    municipality: MunicipalityBar | None = None
    menu: tuple[MenuItem, ...] = ()
    is_sample: bool = False
    phone_box: PhoneBox | None = None
    report_phone: Phone | None = None
    links: tuple[Link, ...] = ()
    paper: PaperLinks | None = None
    claim: str = ""
    windows_near: WindowsNear = no_windows
    search_href: str = ""
    is_remembered: bool = False


def frame_slots(area_path: str | None, current: str = "", remembered: str = "") -> FrameSlots:
    """This function will ask the filler named in the settings for the slots of an area.

    `area_path` None is a page of no area, which carries the town `remembered` (a code); "" is a
    page of the whole country. `current` is the address of the menu item to mark.
    Without a filler (the gallery alone, tests of this room) every slot stays empty.
    """
    name = getattr(settings, "FRAME_FILLER", "")
    if not name:
        return FrameSlots()
    filled: FrameSlots = import_string(name)(area_path, current, remembered)
    return filled


def desk_menu(current: str, role: Role) -> tuple[DeskMenuGroup, ...]:
    """This function will ask the room named in the settings for the left menu of the desk.

    `current` is the address of the item to mark, `role` that of who is signed in. Without such a
    room the menu is empty.
    """
    name = getattr(settings, "DESK_MENU", "")
    if not name:
        return ()
    groups: tuple[DeskMenuGroup, ...] = import_string(name)(current, role)
    return groups


def desk_search() -> str:
    """This function will return where the desk's box searches; "" without such a room."""
    name = getattr(settings, "DESK_SEARCH", "")
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


def own_links() -> tuple[Link, ...]:
    """This function will return the footer links that `ui` itself serves."""
    try:
        return (Link("表示の設定", reverse("ui:settings")),)
    except NoReverseMatch:
        return ()


def page_frame(
    request: HttpRequest | None,
    title: str,
    *,
    area_path: str | None = None,
    current: str = "",
    with_phone_box: bool = True,
    municipality: MunicipalityBar | None = None,
    menu: Iterable[MenuItem] = (),
    is_sample: bool = False,
    phone_box: PhoneBox | None = None,
    report_link: Link | None = None,
    report_phone: Phone | None = None,
    links: Iterable[Link] = (),
    description: str = "",
    robots: str = "",
    note: str = "",
) -> Frame:
    """This function will return the frame of a residents' page for this request.

    The visitor's display settings come from the cookie, the canonical address from the path
    without its query, and 表示の設定 is added to the footer links. The caller's view must vary
    on the cookie (`django.views.decorators.vary.vary_on_cookie`) when its page is cached.
    What the caller leaves empty is filled by the room above for `area_path` (see `frame_slots`);
    a page without a description of its own says its title and what the site is for. Only here
    is the town read that the visitor chose last: for pages of no area of their own.
    """
    cookie = request.COOKIES.get(COOKIE) if request else None
    remembered = remembered_town(request) if area_path is None and municipality is None else ""
    slots = frame_slots(area_path, current, remembered)
    return Frame(
        title=title,
        municipality=municipality or slots.municipality,
        menu=tuple(menu) or slots.menu,
        is_sample=is_sample or slots.is_sample,
        phone_box=phone_box or (slots.phone_box if with_phone_box else None),
        report_link=report_link,
        report_phone=report_phone or slots.report_phone,
        links=(*links, *slots.links, *own_links()),
        display=display_from_cookie(cookie),
        description=description or f"{title}。{_IN_GENERAL}",
        canonical=request.build_absolute_uri(request.path) if request else "",
        robots=robots,
        note=note,
        paper=slots.paper,
        claim=slots.claim,
        windows_near=slots.windows_near,
        search_href=slots.search_href,
        is_remembered=slots.is_remembered,
        sample_town="" if is_sample else _invented(slots),
    )


def _invented(slots: FrameSlots) -> str:
    """The name of the remembered town where it is a sample: the page itself is of no town."""
    is_said = slots.is_remembered and slots.is_sample and slots.municipality is not None
    return slots.municipality.name if slots.municipality and is_said else ""


def desk_frame(
    request: HttpRequest | None,
    title: str,
    *,
    place: str,
    person: str = "",
    post: str = "",
    answer: str = "",
    aside: str = "",
    crumbs: Iterable[Link] = (),
    crumb_note: str = "",
    menu: Iterable[DeskMenuGroup] = (),
    help_link: Link | None = None,
    notices_link: Link | None = None,
    search_href: str = "",
    sign_out_href: str = "",
    is_sample: bool = False,
    help: ScreenHelp | None = None,
    contacts: tuple[HelpContact, ...] = (),
) -> DeskFrame:
    """This function will return the frame of a desk page, with the person's display settings."""
    cookie = request.COOKIES.get(COOKIE) if request else None
    return DeskFrame(
        title=title,
        place=place,
        person=person,
        post=post,
        answer=answer,
        aside=aside,
        crumbs=tuple(crumbs),
        crumb_note=crumb_note,
        menu=tuple(menu),
        help_link=help_link or (HELP_LINK if help else None),
        notices_link=notices_link,
        search_href=search_href,
        sign_out_href=sign_out_href,
        is_sample=is_sample,
        display=display_from_cookie(cookie),
        session_left_s=getattr(request, "session_left_s", 0),
        asked=getattr(request, "asked", None),
        help=help,
        contacts=contacts,
    )
