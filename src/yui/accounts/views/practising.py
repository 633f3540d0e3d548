"""「練習の場」: the sample town, where somebody new tries everything for two weeks."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import PRACTICE_DAYS, practise, stop_practising
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.middleware import CONTEXT_KEY
from yui.accounts.queries import is_practising, practice_town
from yui.accounts.rules import may_practise
from yui.accounts.views.entering import act_in
from yui.areas.queries import area_by_path
from yui.policy.door import door, viewer_of
from yui.ui.pages.staff import staff_frame


@door(
    policy="staff",
    methods=("GET", "HEAD", "POST"),
    object_type="accounts.membership",
    writes=True,
)
def practice(request: HttpRequest) -> HttpResponse:
    """This view will say what can be tried out where; beginning and ending start here."""
    viewer = viewer_of(request)
    if not may_practise(viewer):
        raise Http404(str(NotManaged()))
    if request.method == "POST":
        return _acted(request)
    area = area_by_path(viewer.area_path or "")
    context = {
        "frame": staff_frame(
            request,
            _("練習の場"),
            place=area.name,
            answer=_("見本のまちで、何でもためせます。"),
            is_sample=area.is_sample,
            current=settings.CONTEXT_URL,
        ),
        "messages": messages.get_messages(request),
        "town": practice_town(),
        "days": PRACTICE_DAYS,
        "is_practising": is_practising(viewer),
        "is_sample": area.is_sample,
    }
    return render(request, "accounts/practice.jinja", context)


def _acted(request: HttpRequest) -> HttpResponse:
    by, at = viewer_of(request), timezone.now()
    try:
        if request.POST.get("act") == "stop":
            stop_practising(by=by, at=at)
            request.session.pop(CONTEXT_KEY, None)
            return redirect(settings.CONTEXT_URL)
        return act_in(request, practise(by=by, at=at), None)
    except NotManaged as error:
        raise Http404(str(error)) from error
    except AccountRefused as error:
        messages.error(request, str(error))
        return redirect("accounts-practice")
