"""Middleware of the wiring: the one answer that depends on nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from yui.portal.views.health import livez


class LivezMiddleware:
    """This middleware will answer /livez before sessions, host names and the database count.

    Whoever watches the machine asks 127.0.0.1, which no public installation lists as its host.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will answer /livez itself and let everything else pass."""
        return livez(request) if request.path == "/livez" else self.get_response(request)
