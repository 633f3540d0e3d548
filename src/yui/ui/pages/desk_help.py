"""「この画面の使い方」 of a desk page, and whom to ask when it does not help.

The text lies in the room of the page, under the name of its URL: `directory:due` is told in
`directory/help/due.jinja`. It says what the screen is for, three to five steps, what follows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
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
    """This function will return the explanation of the screen a request asked for.

    An address that only takes what a screen sends shows that screen again when it refuses: it is
    explained by the nearest address above it that is.
    """
    for path in _this_and_above(request.path_info):
        found = _help_at(path)
        if found is not None:
            return found
    return None


def _this_and_above(path: str) -> Iterator[str]:
    """`/a/b/` gives itself and `/a/`."""
    names = path.strip("/").split("/")
    for count in range(len(names), 0, -1):
        yield f"/{'/'.join(names[:count])}/"


def _help_at(path: str) -> ScreenHelp | None:
    try:
        match = resolve(path)
    except Resolver404:
        return None
    room, page = help_name(match.func.__module__, match.url_name or "")
    if not is_told(room, page):
        return None
    return ScreenHelp(help_template(room, page), _paper(room, page))


@lru_cache(maxsize=512)  # a reader may ask for any name
def is_told(room: str, page: str) -> bool:
    """This function will say whether a screen has an explanation."""
    try:
        get_template(help_template(room, page))
    except TemplateDoesNotExist:
        return False
    return True


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
