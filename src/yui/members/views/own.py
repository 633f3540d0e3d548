"""「自分たちの団体」: what an organization sees of itself, and keeps true with one press."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.directory.actions import confirm_service
from yui.directory.errors import DirectoryRefused
from yui.directory.states import ConfirmedHow
from yui.members.forms import ConfirmForm
from yui.members.pages import own as shown
from yui.members.queries import own_page
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.ui.pages.staff import area_frame

_TITLE = "自分たちの団体"


@door(
    policy="signed_in",
    methods=("GET", "HEAD", "POST"),
    object_type="directory.service",
    writes=True,
)
def own(request: HttpRequest) -> HttpResponse:
    """This view will show the services of the own body; one press says that one is as written."""
    viewer = viewer_of(request)
    if viewer.area_path is None:
        return redirect(settings.CONTEXT_URL)
    if request.method == "POST":
        return _confirmed(request)
    page = own_page(viewer, at=timezone.now())
    frame = area_frame(
        request,
        _TITLE,
        answer=shown.answer_of(page),
        current=reverse("members:own"),
    )
    context = {
        "frame": frame,
        "messages": messages.get_messages(request),
        "page": page,
        "columns": shown.COLUMNS,
        "rows": shown.rows_of(page, may_edit=bool(municipality_of(viewer.area_path))),
        "members": shown.member_links(page),
        "may_write": bool(municipality_of(viewer.area_path)),
    }
    return render(request, "members/own.jinja", context)


def _confirmed(request: HttpRequest) -> HttpResponse:
    """What does not stand on the own page, as a draft or what has ended, is not confirmed here."""
    form, viewer, at = ConfirmForm(request.POST), viewer_of(request), timezone.now()
    if not form.is_valid():
        raise Http404
    service_id = form.cleaned_data["confirm"]
    if service_id not in {line.card.id for line in own_page(viewer, at=at).services}:
        raise Http404
    try:
        confirm_service(
            by=viewer,
            at=at,
            service_id=service_id,
            how=ConfirmedHow.FORM,
            on=timezone.localdate(),
        )
    except DirectoryRefused as refused:
        raise Http404(refused.sentence) from refused
    messages.success(request, _("受け取りました。住民のページに、きょう確かめたと出ます。"))
    return HttpResponseRedirect(reverse("members:own"))
