"""Stopping the weekly mail from the mail itself, without signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from yui.notices.actions import start_mail, stop_mail
from yui.notices.errors import LinkRefused
from yui.notices.queries import is_stopped, user_of_token
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import page_frame


@csrf_exempt
@door(policy="public", methods=("GET", "HEAD", "POST"), object_type="notices.stop", writes=True)
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """This view will ask whether the mail shall stop; a press stops it, another begins it again.

    The signed address says who it is. Programs of mail stop it by a POST of their own (RFC 8058),
    which carries no form token.
    """
    try:
        user_id = user_of_token(token)
        if request.method == "POST":
            change = start_mail if request.POST.get("act") == "start" else stop_mail
            change(by=viewer_of(request), at=timezone.now(), token=token)
            return HttpResponseRedirect(request.path)
    except LinkRefused as refused:
        return error_response(request, 404, str(refused))
    context = {
        "frame": page_frame(request, "今週のお知らせのメール", robots="noindex"),
        "is_stopped": is_stopped(user_id),
    }
    return render(request, "notices/stop.jinja", context)
