"""Typed text outlives an expired sign-in: it waits in the session until the same person is back.

A form that wants this carries `typed_mark(request)` as the hidden field `typed_by`; its view stands
behind `keeps_typed` and asks `typed_before` when it is opened. Only who was signed in when the form
was made can leave text behind, and nobody else gets to see it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from yui.policy.door import viewer_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
FIELD = "typed_by"
_KEY = "typed"
_SALT = "yui.typed"
# As long as a session lasts at the most, in seconds.
_LASTS_S = 12 * 3600
_MOST_LETTERS = 50_000


def typed_mark(request: HttpRequest) -> str:
    """This function will return the value of the hidden field: who fills in the form, signed."""
    return signing.dumps(viewer_of(request).user_id, salt=_SALT)


def keeps_typed(view: View) -> View:
    """This function will keep what is sent after the sign-in expired; the door refuses it then."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not viewer_of(request).is_signed_in:
            _keep(request)
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def typed_before(request: HttpRequest) -> dict[str, list[str]] | None:
    """This function will hand over, once, what the same person typed on this page before."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path or kept["user"] != viewer_of(request).user_id:
        return None
    del request.session[_KEY]
    return dict(kept["fields"])


def _keep(request: HttpRequest) -> None:
    try:
        user_id = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=_LASTS_S)
    except signing.BadSignature:
        return
    fields = {name: request.POST.getlist(name) for name in request.POST if name != FIELD}
    fields.pop("csrfmiddlewaretoken", None)
    if sum(len(value) for values in fields.values() for value in values) <= _MOST_LETTERS:
        request.session[_KEY] = {"path": request.path, "user": user_id, "fields": fields}
