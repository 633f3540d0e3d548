"""Every desk page explains itself: one text a URL, of one shape, none left behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from yui.policy.checks import patterns
from yui.policy.door import door_of
from yui.ui.pages.desk_help import help_name, help_template

SOURCE = Path(__file__).resolve().parents[2] / "src" / "yui"
# Behind a sign-in, but no page of the desk: files, ways elsewhere, pages in the frame of residents.
_NO_SCREENS = frozenset(
    {
        "portal:help",  # the explanations themselves
        "portal:register-csv",
        "portal:register-xlsx",
        "context",  # one question, which it asks in words
        "accounts-sessions",  # its page says it
        "accounts-sessions-left",
        "areas:keeping-own",
        "directory:draft-preview",
        "directory:submission-preview",
        "directory:due-csv",
        "directory:due-xlsx",
        "exchange:export",
        "exchange:report",
    }
)


def _screens() -> dict[str, str]:
    """The template of the help of every page behind a sign-in, by the name of its URL.

    allauth's own pages lie in the residents' frame and explain themselves.
    """
    found = {}
    for _path, name, pattern in patterns():
        door, module = door_of(pattern.callback), pattern.callback.__module__
        if door is None or door.policy not in ("staff", "signed_in") or "GET" not in door.methods:
            continue
        if module.startswith("yui.") and name not in ("mfa_index", *_NO_SCREENS):
            found[name] = help_template(*help_name(module, pattern.name or ""))
    return found


def test_every_desk_page_has_a_help_and_every_help_a_page() -> None:
    written = {
        str(path.relative_to(path.parents[2])) for path in SOURCE.glob("*/jinja2/*/help/*.jinja")
    }
    assert set(_screens().values()) == written


def test_what_is_no_screen_still_is_there() -> None:
    assert {name for _path, name, _pattern in patterns()} >= _NO_SCREENS


@pytest.mark.parametrize("template", sorted(set(_screens().values())))
def test_help_says_what_for_three_to_five_steps_and_what_follows(template: str) -> None:
    text = render_to_string(template)
    shape = re.fullmatch(
        r"<p>[^<]{10,}。</p>\n<ol>\n((?:<li>[^<]+。</li>\n){3,5})</ol>\n<p>[^<]{10,}。</p>",
        text.strip(),
    )
    assert shape is not None, text
