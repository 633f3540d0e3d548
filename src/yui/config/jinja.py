"""The Jinja2 environment of every page: strict about names, escaping always on."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from yui.ui.pages.fragments import drawn
from yui.ui.pages.frame import page_frame


def environment(**options: Any) -> Environment:
    """This function will build the environment Django's Jinja2 backend uses."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    built = Environment(**options)  # noqa: S701 -- autoescape is passed by Django's backend
    built.globals.update(static=static, url=_url, page_frame=page_frame, drawn=drawn)
    return built


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
