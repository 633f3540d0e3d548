"""The frame all pages of exchange share, and errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from yui.exchange.errors import BatchNotFound, NotYours
from yui.policy.door import viewer_of
from yui.policy.viewer import Viewer
from yui.ui.pages.frame import DeskFrame
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

View = Callable[..., HttpResponse]


def frame_of(
    request: HttpRequest, title: str, *, answer: str = "", aside: str = "", note: str = ""
) -> DeskFrame:
    """This function will return the frame of a page of this room."""
    is_list = request.path == reverse("exchange:batches")
    return area_frame(
        request,
        title,
        answer=answer,
        aside=aside,
        crumbs=() if is_list else (Link("取り込み", reverse("exchange:batches")),),
        crumb_note=note,
        current=reverse("exchange:batches"),
    )


def staff_area(request: HttpRequest) -> tuple[Viewer, str]:
    """This function will return the viewer and the path of the area they keep.

    Raises: Http404 for somebody without an area.
    """
    viewer = viewer_of(request)
    if viewer.area_path is None:
        raise Http404
    return viewer, viewer.area_path


def hidden_when_not_yours(view: View) -> View:
    """This function will answer 404 for what the viewer may not know of."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (BatchNotFound, NotYours):
            raise Http404 from None

    return guarded


def to_batch(batch_id: UUID, query: str = "") -> HttpResponseRedirect:
    """This function will lead back to the page of a batch."""
    return HttpResponseRedirect(reverse("exchange:batch", args=[batch_id]) + query)
