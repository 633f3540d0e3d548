"""「わからないときの連絡先」: whom staff ask, said by the office of each tier."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import set_help_desk
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.forms import HelpDeskForm
from yui.accounts.queries import help_desk_of
from yui.accounts.rules import may_set_help
from yui.areas.queries import area_by_path
from yui.policy.door import door, viewer_of
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import staff_frame


@door(
    policy="signed_in",
    methods=("GET", "HEAD", "POST"),
    object_type="accounts.helpdesk",
    writes=True,
)
def help_desk(request: HttpRequest) -> HttpResponse:
    """This view will show whom to ask; an account manager of the office says it here."""
    viewer = viewer_of(request)
    if viewer.area_path is None:
        return redirect(settings.CONTEXT_URL)
    if request.method == "POST":
        return _said(request)
    held = help_desk_of(viewer.area_path)
    initial = {"name": held.name, "phone": held.phone, "hours": held.hours} if held else None
    return _page(request, HelpDeskForm(initial=initial))


def _said(request: HttpRequest) -> HttpResponse:
    form = HelpDeskForm(request.POST)
    try:
        if form.is_valid():
            set_help_desk(by=viewer_of(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("記録しました。"))
            return HttpResponseRedirect(reverse("accounts-help"))
    except NotManaged as error:
        raise Http404(str(error)) from error
    except AccountRefused as error:
        form.add_error(None, str(error))
    return _page(request, form)


def _page(request: HttpRequest, form: HelpDeskForm) -> HttpResponse:
    viewer, home = viewer_of(request), reverse("accounts-people")
    area = area_by_path(viewer.area_path or "")
    frame = staff_frame(
        request,
        _("わからないときの連絡先"),
        place=area.name,
        answer=_("近いところから順に、どの画面の下にも出ます。"),
        crumbs=(Link(_("利用者"), home),),
        is_sample=area.is_sample,
        current=home,
    )
    context = {
        "frame": frame,
        "messages": messages.get_messages(request),
        "area": area,
        "form": form if may_set_help(viewer) else None,
    }
    return render(request, "accounts/help_desk.jinja", context, status=422 if form.errors else 200)
