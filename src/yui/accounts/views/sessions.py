"""「入っている画面」: where a person is signed in, and ending what they left open."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import end_other_sessions, end_session
from yui.accounts.errors import AccountRefused
from yui.accounts.pages.sessions import lines_of
from yui.accounts.queries import sessions_of
from yui.policy.door import door, viewer_of
from yui.ui.pages.frame import page_frame


@door(policy="signed_in", methods=("GET", "HEAD", "POST"), writes=True)
def sessions(request: HttpRequest) -> HttpResponse:
    """This view will list the person's own sessions and end one of them or all others."""
    if request.method == "POST":
        return _ended(request)
    key = request.session.session_key
    found = sessions_of(viewer_of(request), at=timezone.now(), current_key=key)
    context = {
        "frame": page_frame(request, _("入っている画面"), robots="noindex"),
        "messages": messages.get_messages(request),
        "sessions": lines_of(found),
        "has_others": any(not each.is_this_one for each in found),
    }
    return render(request, "accounts/sessions.jinja", context)


@door(policy="signed_in")
def left(request: HttpRequest) -> HttpResponse:
    """This view will say how many seconds are left; asking counts as being there."""
    return JsonResponse({"left_s": getattr(request, "session_left_s", 0)})


def _ended(request: HttpRequest) -> HttpResponse:
    by, at, chosen = viewer_of(request), timezone.now(), request.POST.get("session", "")
    try:
        if chosen == "others":
            end_other_sessions(by=by, at=at, current_key=request.session.session_key)
        elif chosen.isascii() and chosen.isdigit() and len(chosen) < 19:
            end_session(by=by, at=at, session_id=int(chosen))
        else:
            raise Http404(_("この画面は見つかりません。"))
    except AccountRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("終わりにしました。"))
    return HttpResponseRedirect(reverse("accounts-sessions"))
