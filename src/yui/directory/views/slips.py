"""The page of a slip: a leader without an account says in two taps how things are."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from yui.accounts.actions import take
from yui.directory.actions import answer_slip, propose_by_slip
from yui.directory.errors import DirectoryRefused, InputRefused, SlipRefused
from yui.directory.forms import SlipChangedForm, SlipCodeForm
from yui.directory.pages import slips as shown
from yui.directory.queries.slips import OpenSlip, is_token, open_slip
from yui.directory.states import SlipAnswer
from yui.policy.door import address_of, door
from yui.ui.pages.frame import page_frame

# A code of eight letters is typed wrong a few times, never thirty.
_TRIES, _WINDOW_S = 30, 900
_WAIT = (
    "続けて何度も打ったため、いまは使えません。15分ほど待つか、はがきにある電話で知らせてください。"
)
_CODE_PAGE = "はがきのコードを打つ"


def _refused_in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DirectoryRefused as refused:
            return _code_page(request, SlipCodeForm(), refused.sentence, refused.status)

    return guarded


@door(policy="public", object_type="directory.service")
@never_cache
@_refused_in_words
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """This view will open the QR code of a slip; looking at it changes nothing.

    Nobody guesses 80 bits, so no tries are counted; a short code is typed on its own page.
    """
    if not is_token(token):
        raise SlipRefused
    return _slip_page(request, open_slip(token, at=timezone.now()), token)


@door(
    policy="public",
    methods=("GET", "HEAD", "POST"),
    object_type="directory.service",
    writes=True,
)
@never_cache
@_refused_in_words
def answered(request: HttpRequest) -> HttpResponse:
    """This view will take the code of a slip as it is typed, then what its leader presses."""
    if request.method != "POST":
        return _code_page(request, SlipCodeForm())
    form = SlipCodeForm(request.POST)
    if not form.is_valid():
        return _code_page(request, form, status=422)
    code = form.cleaned_data["code"]
    if not is_token(code) and not _may_try(request):
        form.add_error("code", _WAIT)
        return _code_page(request, form, status=429)
    found = open_slip(code, at=timezone.now())
    return _ANSWERS.get(request.POST.get("answer", ""), _slip_page)(request, found, code)


def _unchanged(request: HttpRequest, found: OpenSlip, code: str) -> HttpResponse:
    answer_slip(at=timezone.now(), secret=code, answer=SlipAnswer.UNCHANGED)
    return _thanks(request, found, shown.confirmed_words(timezone.localdate()))


def _rests(request: HttpRequest, found: OpenSlip, code: str) -> HttpResponse:
    answer_slip(at=timezone.now(), secret=code, answer=SlipAnswer.RESTS)
    return _thanks(request, found, shown.rests_words(timezone.localdate()))


def _changes_page(request: HttpRequest, found: OpenSlip, code: str) -> HttpResponse:
    return _changed_page(request, found, SlipChangedForm(initial={"code": code}))


def _changed(request: HttpRequest, found: OpenSlip, code: str) -> HttpResponse:
    form = SlipChangedForm(request.POST)
    if not form.is_valid():
        return _changed_page(request, found, form)
    try:
        made = propose_by_slip(at=timezone.now(), secret=code, wanted=form.wanted())
    except InputRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.sentence)
        return _changed_page(request, found, form)
    return _thanks(request, found, shown.CHANGED if made else shown.SAME)


_ANSWERS: dict[str, Callable[[HttpRequest, OpenSlip, str], HttpResponse]] = {
    SlipAnswer.UNCHANGED: _unchanged,
    SlipAnswer.RESTS: _rests,
    "changes": _changes_page,
    "changed": _changed,
}


def _may_try(request: HttpRequest) -> bool:
    key = f"slip-code:{address_of(request)}"
    return take(key, most=_TRIES, seconds=_WINDOW_S, at=timezone.now())


def _code_page(
    request: HttpRequest, form: SlipCodeForm, said: str = "", status: int = 200
) -> HttpResponse:
    frame = page_frame(request, _CODE_PAGE, robots="noindex")
    context = {"frame": frame, "form": form, "said": said}
    return render(request, "directory/slip_code.jinja", context, status=status)


def _slip_page(request: HttpRequest, found: OpenSlip, code: str) -> HttpResponse:
    context = {
        "frame": _frame(request, found, found.name),
        "found": found,
        "facts": shown.facts_of(found),
        "code": code,
        "month": timezone.localdate().month,
    }
    return render(request, "directory/slip.jinja", context)


def _changed_page(request: HttpRequest, found: OpenSlip, form: SlipChangedForm) -> HttpResponse:
    context = {
        "frame": _frame(request, found, "かわったことを知らせる"),
        "found": found,
        "facts": shown.facts_of(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "directory/slip_changed.jinja", context, status=status)


def _thanks(request: HttpRequest, found: OpenSlip, said: str) -> HttpResponse:
    context = {
        "frame": _frame(request, found, "ありがとうございました"),
        "found": found,
        "said": said,
    }
    return render(request, "directory/slip_thanks.jinja", context)


def _frame(request: HttpRequest, found: OpenSlip, title: str) -> Any:
    return page_frame(request, title, area_path=found.area_path, robots="noindex")
