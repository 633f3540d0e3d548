"""The town a visitor chose, kept in one cookie: the code of its home's address, nothing else."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from yui.ui.pages.coming import is_fetched_ahead

COOKIE_MAX_AGE_S = 365 * 24 * 60 * 60
_CODE = re.compile(r"[0-9]{5}")


def town_cookie() -> str:
    """This function will name the cookie, bound to its host wherever the session's is."""
    return "__Host-town" if settings.SESSION_COOKIE_SECURE else "yui_town"


def remembered_town(request: HttpRequest | None) -> str:
    """This function will return the five digits of the town chosen last, "" without one.

    Whether there is such a town is known to the room that fills the frame.
    """
    code = request.COOKIES.get(town_cookie(), "") if request else ""
    return code if _CODE.fullmatch(code) else ""


def remember_town(request: HttpRequest, response: HttpResponse, code: str) -> HttpResponse:
    """This function will keep a town on this device for a year, and return the response.

    Only the first opening of a town's home sets the cookie; a page fetched ahead sets none.
    """
    is_new = remembered_town(request) != code
    if request.method == "GET" and is_new and not is_fetched_ahead(request):
        response.set_cookie(
            town_cookie(),
            code,
            max_age=COOKIE_MAX_AGE_S,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
