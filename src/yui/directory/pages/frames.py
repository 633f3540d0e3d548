"""The frame of this room's pages: the town, its menu, whom to telephone, where to report."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from yui.areas.queries import AreaInfo, areas_by_path
from yui.directory.queries import WindowOf
from yui.policy.decide import municipality_of
from yui.ui.pages.frame import Frame, page_frame
from yui.ui.pages.parts import Link, MenuItem, MunicipalityBar, Phone, PhoneBox


def town_of(area_path: str) -> AreaInfo | None:
    """This function will return the municipality a path lies in, None outside of one."""
    home = municipality_of(area_path)
    return areas_by_path((home,)).get(home) if home else None


def town_frame(
    request: HttpRequest,
    title: str,
    town: AreaInfo | None,
    window: WindowOf | None,
    *,
    description: str = "",
    robots: str = "",
    is_reportable: bool = False,
) -> Frame:
    """This function will return the frame of a page about a town or one of its services.

    Pages of higher rooms (search, events, a town's home) are named by their stable addresses.
    """
    phone = window.phone.shown() if window and window.phone else None
    report = None
    if is_reportable and phone is not None:
        report = Link("この内容はちがいます、と電話で知らせる", phone.href)
    return page_frame(
        request,
        title,
        municipality=_bar(town) if town else None,
        menu=_menu(town) if town else (),
        is_sample=town.is_sample if town else False,
        phone_box=phone_box(window),
        report_link=report,
        report_phone=phone if report else None,
        description=description,
        robots=robots,
    )


def phone_box(window: WindowOf | None) -> PhoneBox | None:
    """This function will return 「困ったときの電話」 of a window, None without one."""
    if window is None or window.phone is None:
        return None
    return PhoneBox(window.name, Phone(window.phone.number, window.phone.hours))


def _bar(town: AreaInfo) -> MunicipalityBar:
    return MunicipalityBar(town.name, f"/{town.jis}/", reverse("areas:prefectures"), town.kana)


def _menu(town: AreaInfo) -> tuple[MenuItem, ...]:
    return (
        MenuItem("さがす", f"/search/?area={town.jis}", is_current=True),
        MenuItem("催し", f"/events/?area={town.jis}"),
        MenuItem("えらんだリスト", reverse("directory:list")),
    )
