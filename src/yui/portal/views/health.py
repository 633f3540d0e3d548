"""/livez and /readyz for whoever watches the machine; the public learns no details."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from yui.policy.door import door
from yui.portal.queries import is_ready


@door(policy="public")
def livez(request: HttpRequest) -> HttpResponse:
    """This view will say that the process lives; it never touches the database."""
    return HttpResponse("ok", content_type="text/plain")


@door(policy="public")
def readyz(request: HttpRequest) -> HttpResponse:
    """This view will say whether requests can be served: database, migrations, disk."""
    ready = is_ready()
    return HttpResponse(
        "ok" if ready else "no", content_type="text/plain", status=200 if ready else 503
    )
