"""Parts drawn once for equal values: lists show the same cards and the same fields again."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import get_template
from markupsafe import Markup

# About 2 kB each: some 4 MB in a busy process.
_KEPT = 2_048


@lru_cache(maxsize=_KEPT)
def drawn(component: str, macro: str, *values: Hashable, **named: Hashable) -> Markup:
    """This function will return what a macro of `ui/components` draws for these values.

    Equal frozen values give equal markup, so it may be kept; nothing of the request goes in.
    """
    template = get_template(f"ui/components/{component}.jinja")
    draw = getattr(template.template.module, macro)  # type: ignore[attr-defined]
    return Markup(draw(*values, **named))  # noqa: S704 -- the macro escaped its values
