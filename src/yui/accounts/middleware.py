"""Ends a session whose time is over, and puts the viewer on the request, read anew each time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from yui.accounts.engine.sessions import NOTED_EVERY_S
from yui.accounts.pages.typed import forget_when_sent, keep, put_back
from yui.accounts.queries import SEEN_KEY, held_back, stay_of, viewer_for
from yui.lib.clock import format_date_ja
from yui.policy.door import door_of, viewer_of
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.ui.pages.parts import Link

CONTEXT_KEY = "membership_id"
AREA_KEY = "context_area"
_BEHIND_SIGN_IN = frozenset({"signed_in", "staff"})
# What is open beside the second steps themselves, to whom one is asked of first.
_OPEN = frozenset(
    {
        "account_reauthenticate",
        "account_change_password",
        "accounts-elsewhere-link",
        "accounts-elsewhere-unlink",
        "accounts-sessions",
        "accounts-sessions-left",
    }
)


class StayMiddleware:
    """This middleware will end a session that lay idle or is half a day old, and keep the text.

    What somebody sends after that is not lost: they sign in again and find it in the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will look at the time, go on, and put back what was typed before."""
        now_s = int(timezone.now().timestamp())
        request.was_user_id = _end_when_over(request, now_s)  # type: ignore[attr-defined]  # ours
        response = self.get_response(request)
        forget_when_sent(request, response, now_s=now_s)
        put_back(request, response, now_s=now_s)
        _drop_when_ended(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """This function will keep what was sent to a page that asks to sign in; the form token
        was looked at before."""
        user_id: int | None = getattr(request, "was_user_id", None)
        declared = door_of(view)
        if user_id is None or request.method != "POST" or declared is None:
            return None
        if declared.policy not in _BEHIND_SIGN_IN:
            return None
        page = keep(request, user_id=user_id, now_s=int(timezone.now().timestamp()))
        answer = redirect_to_login(page, resolve_url(settings.LOGIN_URL))
        return HttpResponseClientRedirect(answer.url) if "HX-Request" in request.headers else answer


def _end_when_over(request: HttpRequest, now_s: int) -> int | None:
    """Who was signed in until now; None while the session lasts, and for visitors."""
    if not request.session.session_key or not request.user.is_authenticated:
        return None
    user = request.user
    stay = stay_of(request.session, since=user.last_login or user.created_at)
    if stay.left_s(now_s) <= 0:
        logout(request)
        return user.pk
    if now_s - stay.seen_s >= NOTED_EVERY_S:
        request.session[SEEN_KEY] = now_s
        stay = stay_of(request.session, since=user.last_login or user.created_at)
    request.session_left_s = stay.left_s(now_s)  # type: ignore[attr-defined]  # for the frame
    return None


def _drop_when_ended(request: HttpRequest) -> None:
    """What was ended meanwhile, by the request itself or elsewhere, is not written once more."""
    session = request.session
    if session.modified and session.session_key and not session.exists(session.session_key):
        session.flush()


class ViewerMiddleware:
    """This middleware will set `request.viewer`; without a session cookie it asks no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will look up who asks, then go on."""
        viewer = _viewer(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # the one addition
        if viewer.step_from is not None and not _is_held_back(viewer):
            request.asked = _asked(viewer.step_from)  # type: ignore[attr-defined]  # for the frame
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """This function will lead whoever needs a second step first to where one is set up."""
        declared, found = door_of(view), request.resolver_match
        if declared is None or declared.policy not in _BEHIND_SIGN_IN or found is None:
            return None
        name = found.url_name or ""
        if not _is_held_back(viewer_of(request)) or name in _OPEN or name.startswith("mfa_"):
            return None
        if "HX-Request" in request.headers:
            return HttpResponseClientRedirect(resolve_url("mfa_index"))
        return redirect("mfa_index")


def _is_held_back(viewer: Viewer) -> bool:
    return viewer.step_from is not None and viewer.role is Role.ANONYMOUS


def _asked(day: date) -> Link:
    words = _("%(day)sから、入るときにもうひとつの確かめが要ります。いま使い始める")
    return Link(words % {"day": format_date_ja(day)}, resolve_url("mfa_index"))


def _viewer(request: HttpRequest) -> Viewer:
    if not request.session.session_key:
        return ANONYMOUS
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    viewer = viewer_for(
        user.pk,
        membership_id=request.session.get(CONTEXT_KEY),
        area_path=request.session.get(AREA_KEY),
        on=timezone.localdate(),
        at=timezone.now(),
    )
    how = (each.get("method") for each in get_authentication_records(request, user))
    return held_back(viewer, on=timezone.localdate(), is_by_provider="socialaccount" in how)
