"""The Jinja2 environment of every page: strict about names, escaping always on."""

from __future__ import annotations

import functools
from collections.abc import MutableMapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from yui.ui.pages.fragments import drawn
from yui.ui.pages.frame import page_frame


class _Environment(Environment):
    """Templates share one set of names.

    A chain of names for each template, as Jinja2 makes it, is walked at every import and include:
    some thirty times for a page of results.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """This function will return the names of the environment: no template has its own."""
        return super().make_globals(d) if d else self.globals


def environment(**options: Any) -> Environment:
    """This function will build the environment Django's Jinja2 backend uses."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    built = _Environment(**options)
    # The address of a static file stays as it is for the life of a process.
    kept_static = functools.cache(static)
    built.globals.update(static=kept_static, url=_url, page_frame=page_frame, drawn=drawn)
    return built


def _url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)
