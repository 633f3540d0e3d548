"""What answers when everything else failed."""

from __future__ import annotations

import sys

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from yui.ui.pages.errors import error_response, static_error


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer 400.

    A page for a host that is not ours is drawn under our own name: the name that was sent
    must not come back in any link, and asking for it again would fail again.
    """
    if isinstance(exception, DisallowedHost):
        ours = next((host for host in settings.ALLOWED_HOSTS if host[0] not in ".*"), None)
        if ours is None:
            return static_error(400)
        request.META["HTTP_HOST"] = ours
    return error_response(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """This function will answer 503 when the database is gone, else 500, as static files.

    Views are covered by `RequestMiddleware`; this covers middleware that asks the database,
    such as the session of a signed-in person, whose errors Django turns into 500 on the way.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return static_error(503, retry_after_s=10)
    return static_error(500)
