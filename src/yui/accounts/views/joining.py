"""Joining by a letter: the code or link leads to choosing a name and a password, once."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import join, join_as, take
from yui.accounts.errors import AccountRefused, LetterRefused
from yui.accounts.forms import CodeForm, JoinForm, NewPasswordForm
from yui.accounts.queries import OpenLetter, open_letter
from yui.lib.secret_codes import is_token
from yui.policy.door import address_of, viewer_of
from yui.ui.pages.frame import page_frame

# A letter is typed wrong a few times, never twenty.
_TRIES, _WINDOW_S = 20, 900
_WAIT = _(
    "続けて何度もまちがえたため、いまは使えません。15分ほど待ってから、もう一度打ってください。"
)


def typed_code(request: HttpRequest) -> HttpResponse:
    """This view will take the code of a letter, then the name and password chosen with it."""
    if request.method != "POST":
        return _code_page(request, CodeForm())
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form)
    if not _may_try(request):
        form.add_error("code", _WAIT)
        return _code_page(request, form)
    found = open_letter(form.cleaned_data["code"], at=timezone.now())
    if found is None:
        form.add_error("code", str(LetterRefused()))
        return _code_page(request, form)
    if request.POST.get("act") == "as":
        return _join_as(request, form)
    if "password" not in request.POST:
        return _choose_page(request, found, _choose_form(found, form.cleaned_data["code"]))
    return _join(request, found)


def link(request: HttpRequest, token: str) -> HttpResponse:
    """This view will open the link of a mail; looking at it changes nothing.

    Nobody guesses 256 bits, so no tries are counted; a code is typed on its own page, where they
    are.
    """
    form = CodeForm({"code": token})
    found = open_letter(token, at=timezone.now()) if is_token(token) else None
    if found is None or not form.is_valid():
        empty = CodeForm()
        return _code_page(request, empty, said=str(LetterRefused()))
    return _choose_page(request, found, _choose_form(found, token))


def _may_try(request: HttpRequest) -> bool:
    key = f"letter-code:{address_of(request)}"
    return take(key, most=_TRIES, seconds=_WINDOW_S, at=timezone.now())


def _join(request: HttpRequest, found: OpenLetter) -> HttpResponse:
    form = (JoinForm if found.is_invitation else NewPasswordForm)(request.POST)
    if not form.is_valid():
        return _choose_page(request, found, form)
    given = form.cleaned_data
    try:
        login = join(
            at=timezone.now(),
            secret=given["code"],
            login=given.get("login", ""),
            password=given["password"],
        )
    except (AccountRefused, LetterRefused) as error:
        form.add_error(None, str(error))
        return _choose_page(request, found, form)
    return _done_page(request, login)


def _join_as(request: HttpRequest, form: CodeForm) -> HttpResponse:
    try:
        join_as(by=viewer_of(request), at=timezone.now(), secret=form.cleaned_data["code"])
    except LetterRefused as error:
        form.add_error("code", str(error))
        return _code_page(request, form)
    return _done_page(request, "")


def _choose_form(found: OpenLetter, secret: str) -> forms.Form:
    return (JoinForm if found.is_invitation else NewPasswordForm)(initial={"code": secret})


def _code_page(request: HttpRequest, form: CodeForm, said: str = "") -> HttpResponse:
    frame = page_frame(request, _("手紙のコードを打つ"), robots="noindex")
    context = {"frame": frame, "form": form, "said": said}
    status = 404 if said else 422 if form.errors else 200
    return _unkept(render(request, "accounts/join.jinja", context, status=status))


def _choose_page(request: HttpRequest, found: OpenLetter, form: forms.Form) -> HttpResponse:
    title = _("入るときの名前を決める") if found.is_invitation else _("新しいパスワードを決める")
    viewer = viewer_of(request)
    context = {
        "frame": page_frame(request, title, robots="noindex"),
        "form": form,
        "found": found,
        "own_name": viewer.name if viewer.is_signed_in and found.is_invitation else "",
    }
    status = 422 if form.errors else 200
    return _unkept(render(request, "accounts/choose.jinja", context, status=status))


def _done_page(request: HttpRequest, login: str) -> HttpResponse:
    frame = page_frame(request, _("できました"), robots="noindex")
    return _unkept(render(request, "accounts/joined.jinja", {"frame": frame, "login": login}))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Codes and names stay in no cache."""
    response.headers["Cache-Control"] = "no-store, private"
    return response
