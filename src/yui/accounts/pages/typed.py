"""Typed text outlives a session: kept sealed in the next one, put back once signed in again.

Only for the same person, for half an hour; it is shown again and never sent by itself.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from yui.accounts.engine.sealing import opened, seal
from yui.accounts.engine.typed import refilled, worth_keeping
from yui.policy.door import door_of, viewer_of

KEPT_FOR_S = 30 * 60
_KEY, _PURPOSE = "typed", "typed-text"
# More than anybody types; a session is no store of files.
_MOST_LETTERS = 200_000
_MAIN = re.compile(r'<main\b[^>]*>\s*(?:<div class="inner">)?')
_SHOWN_AGAIN = 422
_SHOWN_WITH = frozenset({200, 403, 404})


@dataclass(frozen=True, slots=True)
class Kept:
    """This value will hold what somebody sent when their session was over."""

    user_id: int
    page: str
    action: str
    typed: dict[str, list[str]]


def keep(request: HttpRequest, *, user_id: int, now_s: int) -> str:
    """This function will keep what was sent and return the page it was typed on."""
    typed = worth_keeping({name: request.POST.getlist(name) for name in request.POST})
    page = _page_of(request)
    words = json.dumps([user_id, page, request.get_full_path(), typed], ensure_ascii=False)
    if len(words) <= _MOST_LETTERS and any(map(any, typed.values())):
        sealed = seal(words, secret=settings.SECRET_KEY, purpose=_PURPOSE, now_s=now_s)
        request.session[_KEY] = sealed
        request.session.set_expiry(KEPT_FOR_S)
    return page


def put_back(request: HttpRequest, response: HttpResponseBase, *, now_s: int) -> None:
    """This function will fill the page of the form with what was typed, and say that it did.

    What does not fit the form any more is written above it, to be copied from.
    """
    kept = _kept(request, now_s)
    if kept is None or not _is_page(request, response) or not isinstance(response, HttpResponse):
        return
    if request.get_full_path() != kept.page:
        return
    page = response.content.decode()
    filled = refilled(page, here=kept.page, action=kept.action, typed=kept.typed)
    given = {"is_filled": filled is not None, "texts": [] if filled else _texts(kept)}
    notice = render_to_string("accounts/typed.jinja", given)
    response.content = _MAIN.sub(lambda found: found[0] + notice, filled or page, count=1)


def forget_when_sent(request: HttpRequest, response: HttpResponseBase, *, now_s: int) -> None:
    """This function will forget what was kept once its form was sent again and answered."""
    is_answered = response.status_code < 400 or response.status_code == _SHOWN_AGAIN
    kept = _kept(request, now_s) if request.method == "POST" and is_answered else None
    if kept is not None and request.get_full_path() == kept.action:
        del request.session[_KEY]


def _kept(request: HttpRequest, now_s: int) -> Kept | None:
    """What the person kept; what another one left in this browser is thrown away unread."""
    viewer, session = viewer_of(request), request.session
    sealed = _sealed(session) if viewer.is_signed_in else ""
    if not sealed:
        return None
    words = opened(
        sealed, secret=settings.SECRET_KEY, purpose=_PURPOSE, now_s=now_s, most_s=KEPT_FOR_S
    )
    kept = Kept(*json.loads(words)) if words else None
    if kept is None or kept.user_id != viewer.user_id:
        del session[_KEY]
        return None
    return kept


def _sealed(session: SessionBase) -> str:
    return str(session.get(_KEY, "")) if session.session_key else ""


def _is_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_whole = not response.streaming and "HX-Request" not in request.headers
    return request.method == "GET" and response.status_code in _SHOWN_WITH and is_html and is_whole


def _page_of(request: HttpRequest) -> str:
    """The page the form stood on, else the address it was sent to, else the desk."""
    candidates = (_came_from(request), request.get_full_path())
    return next(filter(_is_shown, candidates), settings.LOGIN_REDIRECT_URL)


def _came_from(request: HttpRequest) -> str:
    """The page of this site that the browser names; "" when it names none or another's."""
    own = f"{request.scheme}://{request.get_host()}"
    referer = request.headers.get("Referer", "")
    address = referer.removeprefix(own).partition("#")[0]
    is_own = referer.startswith(f"{own}/") and not address.startswith("//")
    return address if is_own else ""


def _is_shown(address: str) -> bool:
    try:
        declared = door_of(resolve(address.partition("?")[0]).func) if address else None
    except Resolver404:
        return False
    return declared is not None and "GET" in declared.methods


def _texts(kept: Kept) -> list[str]:
    return [value for values in kept.typed.values() for value in values if value.strip()]
