"""「この画面の使い方」 of a desk page, and whom to ask when it does not help.

The text lies in the room of the page, under the name of its URL: `directory:due` is told in
`directory/help/due.jinja`. It says what the screen is for, three to five steps, what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from yui.policy.viewer import Viewer
from yui.ui.pages.parts import Link

HELP_LINK: Final = Link("この画面の使い方", "#help")


@dataclass(frozen=True, slots=True)
class HelpContact:
    """This value will say whom to ask: of which area, who, the number and when it is answered."""

    area_name: str
    name: str
    phone: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ScreenHelp:
    """This value will name the template that explains a screen, and its page for paper."""

    template: str
    paper_href: str = ""  # "" on that page itself


def help_name(module: str, url_name: str) -> tuple[str, str]:
    """This function will return the room and the page under which a screen is explained.

    `module` is that of the view, `url_name` without the namespace: accounts has none, so there
    the room stands in front of the name.
    """
    room = module.split(".")[1]
    return room, url_name.removeprefix(f"{room}-")


def help_template(room: str, page: str) -> str:
    """This function will return where the text of a screen lies."""
    return f"{room}/help/{page}.jinja"


def screen_help(request: HttpRequest) -> ScreenHelp | None:
    """This function will return the explanation of the screen a request asked for."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    room, page = help_name(match.func.__module__, match.url_name)
    return ScreenHelp(help_template(room, page), _paper(room, page))


def help_contacts(viewer: Viewer) -> tuple[HelpContact, ...]:
    """This function will ask the room named in the settings whom the viewer can ask."""
    name = getattr(settings, "DESK_CONTACTS", "")
    if not name:
        return ()
    found: tuple[HelpContact, ...] = import_string(name)(viewer)
    return found


def _paper(room: str, page: str) -> str:
    name = getattr(settings, "DESK_HELP", "")
    try:
        return reverse(name, args=[room, page]) if name else ""
    except NoReverseMatch:
        return ""
