"""How somebody came to a page, as far as the browser says it."""

from __future__ import annotations

from urllib.parse import SplitResult

from django.http import HttpRequest

from yui.lib.addresses import parts_of


def page_left(request: HttpRequest) -> SplitResult | None:
    """This function will return the page of this site that was left, None for any other."""
    left = parts_of(request.headers.get("Referer", ""))
    return left if left.netloc == request.get_host() else None


def is_fetched_ahead(request: HttpRequest) -> bool:
    """This function will say whether a browser fetches what nobody has pressed yet."""
    asked = request.headers
    return "prefetch" in asked.get("Sec-Purpose", asked.get("Purpose", ""))
