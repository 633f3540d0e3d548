"""No page with a personal record leaves before the read is written down."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from yui.journal.actions import note_access
from yui.journal.queries import reading
from yui.policy.door import viewer_of


class AccessMiddleware:
    """This middleware will note what queries revealed to a person, in one statement a request.

    It stands inside all others, next to the views. What a view streams is noted by the view.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """This function will answer, and note before the answer leaves."""
        with reading() as reads:
            response = self.get_response(request)
        if reads:
            note_access(by=viewer_of(request), at=timezone.now(), reads=reads.values())
        return response
