"""Signing in by a provider the operator allows, linking oneself to one, and ending that."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.actions import take, unlink_provider
from yui.accounts.adapters import elsewhere
from yui.accounts.engine.providers import Provider
from yui.accounts.errors import ProviderDown, ProviderRefused
from yui.accounts.forms import EnterElsewhereForm
from yui.accounts.queries import SHARED_KEY, get_provider, issuers_of
from yui.lib.logs import get_logger
from yui.policy.door import address_of, door, viewer_of
from yui.ui.pages.frame import page_frame

_log = get_logger(__name__)
# An office behind one address signs in at nine o'clock; each try asks the provider once or twice.
_TRIES, _WINDOW_S = 100, 300


@door(policy="sign_in_pages", methods=("POST",), writes=True)
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """This view will lead somebody who wants to sign in to the provider."""
    provider = _known(key)
    if viewer_of(request).is_signed_in:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = EnterElsewhereForm(request.POST)
    request.session[SHARED_KEY] = form.is_valid() and form.cleaned_data["is_shared"]
    return _sent(request, provider, next_page=get_next_redirect_url(request))


@door(policy="signed_in", methods=("POST",), object_type="accounts.user", writes=True)
def link(request: HttpRequest, key: str) -> HttpResponse:
    """This view will lead to the provider to link oneself, after typing the password again."""
    provider = _known(key)
    if provider.issuer not in issuers_of(viewer_of(request).user_id or 0):
        raise Http404
    if not did_recently_reauthenticate(request):
        return _type_again()
    return _sent(request, provider, user_id=viewer_of(request).user_id)


@door(policy="signed_in", methods=("POST",), object_type="accounts.user", writes=True)
def unlink(request: HttpRequest, key: str) -> HttpResponse:
    """This view will end the own link to a provider, after typing the password again."""
    provider = _known(key)
    if not did_recently_reauthenticate(request):
        return _type_again()
    unlink_provider(by=viewer_of(request), at=timezone.now(), issuer=provider.issuer)
    return redirect("mfa_index")


@door(policy="sign_in_pages", writes=True)
def back(request: HttpRequest, key: str) -> HttpResponse:
    """This view will take what the provider sends back: whoever it names is signed in, once.

    Without the state of this very browser it changes nothing.
    """
    provider = _known(key)
    try:
        return elsewhere.come_back(request, provider)
    except ProviderRefused as error:
        return _refused(request, provider, str(error))
    except ProviderDown as error:
        return _down(request, provider, str(error))


def _known(key: str) -> Provider:
    found = get_provider(key)
    if found is None:
        raise Http404
    return found


def _type_again() -> HttpResponse:
    here = urlencode({"next": reverse("mfa_index")})
    return redirect(f"{reverse('account_reauthenticate')}?{here}")


def _sent(
    request: HttpRequest,
    provider: Provider,
    *,
    next_page: str | None = None,
    user_id: int | None = None,
) -> HttpResponse:
    """A page of our own that goes on by itself: forms may lead nowhere else (form-action)."""
    tries = f"sign-in-elsewhere:{address_of(request)}"
    if not take(tries, most=_TRIES, seconds=_WINDOW_S, at=timezone.now()):
        return _down(request, provider, "too many tries")
    try:
        address = elsewhere.begin(request, provider, next_page=next_page, user_id=user_id)
    except ProviderDown as error:
        return _down(request, provider, str(error))
    title = _("「%(label)s」に移ります") % {"label": provider.label}
    context = {"frame": page_frame(request, title, robots="noindex"), "address": address}
    answer = render(request, "accounts/elsewhere.jinja", context)
    answer.headers["Refresh"] = f"0; url={address}"
    return _unkept(answer)


def _refused(request: HttpRequest, provider: Provider, why: str) -> HttpResponse:
    """Nothing says why: neither who is linked nor what was wrong with a token."""
    _log.warning("sign_in_elsewhere_refused", provider=provider.key, why=why)
    title = _("「%(label)s」では入れませんでした") % {"label": provider.label}
    context = {"frame": page_frame(request, title, robots="noindex"), "is_down": False}
    return _unkept(render(request, "accounts/elsewhere_failed.jinja", context, status=403))


def _down(request: HttpRequest, provider: Provider, why: str) -> HttpResponse:
    _log.warning("sign_in_elsewhere_down", provider=provider.key, why=why)
    title = _("「%(label)s」は、いま使えません") % {"label": provider.label}
    context = {"frame": page_frame(request, title, robots="noindex"), "is_down": True}
    return _unkept(render(request, "accounts/elsewhere_failed.jinja", context, status=503))


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store, private"
    return response
