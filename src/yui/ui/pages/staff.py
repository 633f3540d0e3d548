"""The frame of a desk page for whoever is signed in, filled by the rooms the settings name."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from yui.policy.door import viewer_of
from yui.policy.roles import MEMBERS
from yui.ui.pages.desk_help import help_contacts, screen_help
from yui.ui.pages.frame import DeskFrame, desk_frame, desk_menu, desk_search
from yui.ui.pages.parts import Link


def staff_frame(
    request: HttpRequest,
    title: str,
    *,
    place: str,
    is_sample: bool,
    current: str,
    answer: str = "",
    aside: str = "",
    crumbs: Iterable[Link] = (),
    crumb_note: str = "",
) -> DeskFrame:
    """This function will return the frame of a desk page for whoever is signed in.

    `place` and `is_sample` are of the area they act for; `current` is the address of the item of
    the menu that is marked.
    """
    viewer = viewer_of(request)
    return desk_frame(
        request,
        title,
        place=place,
        person=viewer.name,
        post=str(viewer.role.label),
        answer=answer,
        aside=aside,
        crumbs=crumbs,
        crumb_note=crumb_note,
        menu=desk_menu(current, viewer.role),
        search_href="" if viewer.role in MEMBERS else desk_search(),
        sign_out_href="/accounts/logout/",
        is_sample=is_sample,
        help=screen_help(request),
        contacts=help_contacts(viewer),
    )


def area_frame(
    request: HttpRequest,
    title: str,
    *,
    current: str,
    answer: str = "",
    aside: str = "",
    crumbs: Iterable[Link] = (),
    crumb_note: str = "",
) -> DeskFrame:
    """This function will return `staff_frame` of the area the viewer acts for.

    The room named in the settings says its name, and whether it is of the sample world.
    """
    area = import_string(settings.DESK_AREA)(viewer_of(request).area_path or "")
    return staff_frame(
        request,
        title,
        place=area.name,
        answer=answer,
        aside=aside,
        crumbs=crumbs,
        crumb_note=crumb_note,
        is_sample=area.is_sample,
        current=current,
    )
