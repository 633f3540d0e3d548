"""The table of where somebody is signed in."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yui.accounts.queries import SignedIn
from yui.lib.clock import format_moment_ja

# The first that stands in what a browser says of itself: Edge also calls itself Chrome.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def kind_of_browser(user_agent: str) -> str:
    """This function will say roughly which browser it is: 「Edge（Windows）」."""
    browser = _first(_BROWSERS, user_agent) or _("ほかのブラウザー")
    machine = _first(_MACHINES, user_agent)
    return f"{browser}（{machine}）" if machine else browser


def lines_of(sessions: tuple[SignedIn, ...]) -> tuple[dict[str, object], ...]:
    """This function will return what the page says of each session."""
    return tuple(
        {
            "id": each.id,
            "browser": kind_of_browser(each.user_agent),
            "began": format_moment_ja(each.began_at),
            "seen": format_moment_ja(each.seen_at),
            "is_shared": each.is_shared,
            "is_this_one": each.is_this_one,
        }
        for each in sessions
    )


def _first(words: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in words if mark in text), "")
