"""「非常時の立場」: what the operator opened for an office, and ending it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import close_glass
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.pages.people import glass_rows
from yui.accounts.queries import glasses_of
from yui.policy.door import door, viewer_of
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame


@door(
    policy="signed_in",
    methods=("GET", "HEAD", "POST"),
    object_type="accounts.break_glass",
    writes=True,
)
def glasses(request: HttpRequest) -> HttpResponse:
    """This view will show an account manager what was opened for the office, and end it."""
    viewer = viewer_of(request)
    if request.method == "POST":
        return _closed(request)
    if not viewer.manages_accounts or viewer.area_path is None:
        raise Http404(str(NotManaged()))
    frame = area_frame(
        request,
        _("非常時の立場"),
        crumbs=(Link(_("利用者"), "/accounts/people/"),),
        current="/accounts/people/",
    )
    context = {
        "frame": frame,
        "messages": messages.get_messages(request),
        "glasses": glass_rows(glasses_of(viewer, at=timezone.now())),
    }
    return render(request, "accounts/glasses.jinja", context)


def _closed(request: HttpRequest) -> HttpResponse:
    try:
        glass_id = UUID(request.POST.get("glass", ""))
        close_glass(by=viewer_of(request), at=timezone.now(), glass_id=glass_id)
    except (NotManaged, ValueError) as error:
        raise Http404(str(NotManaged())) from error
    except AccountRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("終わりにしました。"))
    return redirect("accounts-glasses")
