"""「この団体の者です」: a claim of a stored record, in one form."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from yui.directory.errors import DirectoryRefused
from yui.directory.queries.claimable import OrganizationLine, organization_line
from yui.members.actions import start_claim
from yui.members.errors import InputRefused, MoveRefused
from yui.members.forms import ClaimForm
from yui.members.views.guarding import link_of, may_apply, typing_page
from yui.policy.door import door, viewer_of
from yui.ui.pages.by_hand import stamp
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import page_frame

_TITLE = "この団体の者です"


@door(
    policy="public",
    methods=("GET", "HEAD", "POST"),
    object_type="directory.organization",
    writes=True,
)
@never_cache
def claim(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will take who speaks for a stored organization; an officer decides."""
    try:
        line = organization_line(viewer_of(request), short_code, at=timezone.now())
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    if request.method != "POST":
        return _page(request, line, ClaimForm(began=stamp(timezone.now())))
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return _page(request, line, form)
    status = may_apply(request, form)
    if status != 200:
        return _page(request, line, form, status)
    try:
        started = start_claim(
            by=viewer_of(request),
            at=timezone.now(),
            short_code=line.short_code,
            contact=form.given(),
            link_of=partial(link_of, request),
            page=typing_page(request),
        )
    except InputRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return _page(request, line, form)
    except MoveRefused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, line, form, refused.status)
    return HttpResponseRedirect(reverse("members:application", args=[started.secret]))


def _page(
    request: HttpRequest, line: OrganizationLine, form: ClaimForm, status: int = 422
) -> HttpResponse:
    frame = page_frame(request, _TITLE, area_path=line.area_path or None, robots="noindex")
    context = {"frame": frame, "line": line, "form": form}
    return render(request, "members/claim.jinja", context, status=status if form.errors else 200)
