"""Choosing a role, and what to do without a password."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yui.accounts.actions import follow_session
from yui.accounts.forms import ContextForm
from yui.accounts.middleware import AREA_KEY, CONTEXT_KEY
from yui.accounts.queries import contexts_of
from yui.policy.door import door, viewer_of
from yui.ui.pages.frame import page_frame


@door(policy="signed_in", methods=("GET", "HEAD", "POST"), writes=True)
def context(request: HttpRequest) -> HttpResponse:
    """This view will let a person choose in which of their roles they act; sessions only."""
    user_id = viewer_of(request).user_id or 0
    contexts = contexts_of(user_id, on=timezone.localdate(), at=timezone.now())
    form = ContextForm(request.POST or None, contexts=contexts)
    if request.method == "POST" and form.is_valid():
        chosen = next(each for each in contexts if each.key == form.cleaned_data["context"])
        return act_in(request, chosen.membership_id, chosen.area_path)
    values: dict[str, Any] = {
        "frame": page_frame(request, "立場をえらぶ", robots="noindex"),
        "form": form,
        "contexts": contexts,
        "chosen": viewer_of(request).membership_id,
    }
    return render(request, "accounts/context.jinja", values, status=422 if form.errors else 200)


def act_in(request: HttpRequest, membership_id: int, area_path: str | None) -> HttpResponse:
    """This function will let the session go on in another role, at its desk."""
    before = request.session.session_key
    request.session.cycle_key()
    follow_session(from_key=before, to_key=request.session.session_key)
    request.session[CONTEXT_KEY] = membership_id
    request.session[AREA_KEY] = area_path
    return redirect("/desk/")


def password_help(request: HttpRequest) -> HttpResponse:
    """This view will say who can issue a new password: mail is optional in offices."""
    frame = page_frame(request, "パスワードがわからないとき", robots="noindex")
    return render(request, "accounts/password_help.jinja", {"frame": frame})
