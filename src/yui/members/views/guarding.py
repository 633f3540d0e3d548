"""What guards forms that anybody may send: a person's pace, quotas, refusals in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from yui.accounts.actions import take
from yui.members.errors import MembersRefused
from yui.members.rules import may_type
from yui.policy.door import address_of, viewer_of
from yui.ui.pages.by_hand import is_by_hand
from yui.ui.pages.errors import error_response

# An office or a community centre shares one address; nobody there applies ten times in an hour.
_MOST, _WINDOW_S = 10, 3600
# Mail to one address: somebody who tries again, not somebody who molests.
_MOST_MAILS, _DAY_S = 5, 86_400
# A code of sixteen letters is typed wrong a few times, never twenty.
_TRIES, _TRIES_S = 20, 900
NOT_TAKEN = "送れませんでした。少し待ってから、もう一度ボタンを押してください。"
TOO_MANY = "いまは、これより多くは受け取れません。1時間ほど待つか、まちの窓口に電話してください。"
WAIT = "続けて何度もまちがえたため、いまは使えません。15分ほど待ってから、もう一度打ってください。"


def refused_in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will answer a refusal of this room with its sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except MembersRefused as refused:
            return error_response(request, refused.status, refused.sentence)

    return guarded


def may_apply(request: HttpRequest, form: forms.Form) -> int:
    """This function will say with 200 that a valid form is taken, else write why not beside it.

    Returned otherwise: the status of the answer. Staff who type from paper have no quota.
    """
    given = form.cleaned_data
    if given["homepage"] or not is_by_hand(given["began"], timezone.now()):
        form.add_error(None, NOT_TAKEN)
        return 422
    if may_type(viewer_of(request)):
        return 200
    taken = _counted(f"members-apply:{address_of(request)}", _MOST, _WINDOW_S)
    if taken and given.get("email"):
        taken = _counted(f"members-mail:{given['email'].lower()}", _MOST_MAILS, _DAY_S)
    if not taken:
        form.add_error(None, TOO_MANY)
        return 429
    return 200


def may_try(request: HttpRequest, what: str = "") -> bool:
    """This function will count one try to type a code, of one address or for one thing."""
    return _counted(f"members-code:{what or address_of(request)}", _TRIES, _TRIES_S)


def link_of(request: HttpRequest, secret: str) -> str:
    """This function will return the whole address at which an application goes on."""
    return request.build_absolute_uri(reverse("members:application", args=[secret]))


def typing_page(request: HttpRequest) -> str:
    """This function will return the whole address at which the code of one is typed."""
    return request.build_absolute_uri(reverse("members:continue"))


def _counted(key: str, most: int, seconds: int) -> bool:
    return take(key, most=most, seconds=seconds, at=timezone.now())
