"""「この情報はちがいます」: a form of its own page, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.vary import vary_on_cookie

from yui.accounts.actions import take
from yui.directory import queries
from yui.directory.actions import report_wrong_organization, report_wrong_service
from yui.directory.errors import DirectoryRefused, InputRefused
from yui.directory.forms import WrongForm
from yui.directory.pages.frames import town_frame
from yui.directory.queries import WindowOf
from yui.directory.queries.changes import outcome_of
from yui.directory.states import WrongReason
from yui.lib.clock import format_date_ja
from yui.policy.door import address_of, door, viewer_of
from yui.ui.pages.by_hand import is_by_hand, stamp
from yui.ui.pages.errors import error_response
from yui.ui.pages.frame import page_frame

_BOTH = ("GET", "HEAD", "POST")
_TITLE = "この情報はちがいます"
# An office or a hospital shares one address; nobody there finds twenty mistakes in an hour.
_MOST, _WINDOW_S = 20, 3600
_NOT_TAKEN = "送れませんでした。少し待ってから、もう一度「送る」を押してください。"
_TOO_MANY = "いまは、これより多くは受け取れません。急ぐときは、電話で知らせてください。"


@dataclass(frozen=True, slots=True)
class _About:
    """What a report is about, and the action that takes it."""

    name: str
    url: str
    area_path: str
    window: WindowOf | None
    short_code: str
    report: Callable[..., str]


@door(policy="public", methods=_BOTH, object_type="directory.service", writes=True)
@never_cache
@vary_on_cookie
def report_service(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will take what somebody finds wrong about a service."""
    try:
        page = queries.get_service(viewer_of(request), short_code, at=timezone.now())
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    card = page.card
    about = _About(
        card.name, card.url, card.area_path, page.window, card.short_code, report_wrong_service
    )
    return _report(request, about)


@door(policy="public", methods=_BOTH, object_type="directory.organization", writes=True)
@never_cache
@vary_on_cookie
def report_organization(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will take what somebody finds wrong about an organization."""
    try:
        page = queries.get_organization(viewer_of(request), short_code, at=timezone.now())
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    code = page.url.rstrip("/").rsplit("/", 1)[-1]
    about = _About(
        page.name, page.url, page.area_path, page.window, code, report_wrong_organization
    )
    return _report(request, about)


@door(policy="public", object_type="directory.change_request")
@never_cache
def report_outcome(request: HttpRequest, code: str) -> HttpResponse:
    """This view will tell a reporter what became of it; nothing they typed is shown."""
    try:
        found = outcome_of(code)
    except DirectoryRefused as refused:
        return error_response(request, refused.status, refused.sentence)
    context = {
        "frame": page_frame(request, "お知らせいただいたこと", robots="noindex"),
        "found": found,
        "asked_on": format_date_ja(found.asked_on),
        "decided_on": format_date_ja(found.decided_on) if found.decided_on else "",
    }
    return render(request, "directory/report_outcome.jinja", context)


def _report(request: HttpRequest, about: _About) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _page(request, about, WrongForm(initial={"began": stamp(now)}))
    form = WrongForm(request.POST)
    if not form.is_valid():
        return _page(request, about, form)
    if form.cleaned_data["homepage"] or not is_by_hand(form.cleaned_data["began"], now):
        form.add_error(None, _NOT_TAKEN)
        return _page(request, about, form)
    if not take(f"report:{address_of(request)}", most=_MOST, seconds=_WINDOW_S, at=now):
        form.add_error(None, _TOO_MANY)
        return _page(request, about, form, status=429)
    try:
        code = about.report(
            by=viewer_of(request),
            at=now,
            short_code=about.short_code,
            reason=WrongReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            contact=form.cleaned_data["contact"],
        )
    except InputRefused as refused:
        field = {"words": "note"}.get(refused.field, refused.field)
        form.add_error(field if field in form.fields else None, refused.sentence)
        return _page(request, about, form)
    return HttpResponseRedirect(f"{reverse('directory:report', args=[code])}")


def _page(request: HttpRequest, about: _About, form: WrongForm, status: int = 422) -> HttpResponse:
    frame = town_frame(request, _TITLE, about.area_path, about.window, robots="noindex")
    context = {"frame": frame, "about": about, "form": form}
    return render(request, "directory/report.jinja", context, status=status if form.errors else 200)
