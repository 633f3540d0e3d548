"""Puts the viewer on the request, read anew each time: a role that ended is gone at once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from yui.accounts.queries import viewer_for
from yui.policy.viewer import ANONYMOUS, Viewer

CONTEXT_KEY = "membership_id"
AREA_KEY = "context_area"


class ViewerMiddleware:
    """This middleware will set `request.viewer`; without a session cookie it asks no database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will look up who asks, then go on."""
        request.viewer = _viewer(request)  # type: ignore[attr-defined]  # the one addition
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    if not request.session.session_key:
        return ANONYMOUS
    user = request.user
    if not user.is_authenticated:
        return ANONYMOUS
    return viewer_for(
        user.pk,
        membership_id=request.session.get(CONTEXT_KEY),
        area_path=request.session.get(AREA_KEY),
        on=timezone.localdate(),
    )
