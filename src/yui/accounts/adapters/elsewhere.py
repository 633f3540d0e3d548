"""Sign-in by a provider（OpenID Connect）: allauth's flow, with what it does not check itself.

allauth keeps the state in the session, once and for ten minutes, and makes PKCE's secret. Here:
the allow-list, where to ask, the exact redirect address, and the whole token (engine/tokens.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yui.accounts.actions import link_provider
from yui.accounts.adapters.asking import ask
from yui.accounts.engine.providers import Provider
from yui.accounts.engine.tokens import Expected, TokenRefused, subject_of
from yui.accounts.errors import ProviderDown, ProviderRefused
from yui.accounts.queries import all_providers, issuers_of
from yui.policy.door import viewer_of

_WELL_KNOWN = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ElsewhereAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """This adapter will know the providers of the settings alone, and let nobody sign up."""

    def list_apps(self, request: HttpRequest, **wanted: Any) -> list[SocialApp]:
        """This function will return the providers as allauth wants them; none is in a table."""
        return [_app(each) for each in all_providers() if _is_wanted(each, **wanted)]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> OpenIDConnectProvider:
        """This function will return allauth's provider of an issuer, with our own checks."""
        return _Provider(request, self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """This function will say no: a provider only signs in who linked it before."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """This function will find nobody: whoever may write an address down would be them."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """This function will link the person who asked for it, or look whether one may enter."""
        issuer = sociallogin.account.provider
        began_by = (sociallogin.state.get("data") or {}).get("user_id")
        if began_by is not None:
            if request.user.pk != began_by:
                raise ProviderRefused("somebody else is signed in")
            link_provider(
                by=viewer_of(request),
                at=timezone.now(),
                issuer=issuer,
                subject=sociallogin.account.uid,
            )
            record_authentication(request, request.user, "socialaccount", provider=issuer, uid="")
            raise ImmediateHttpResponse(redirect("mfa_index"))
        if not sociallogin.is_existing:
            raise ProviderRefused("nobody linked")
        if issuer not in issuers_of(sociallogin.user.pk):
            raise ProviderRefused("issuer not allowed")

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, exception: Any = None, **kwargs: Any
    ) -> None:
        """This function will refuse in our own words: no state, cancelled, no code."""
        raise ProviderRefused("no state or no code") from exception


class _Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """Asks the provider, and believes only a token that is right in everything."""

    @property
    def openid_config(self) -> dict[str, Any]:
        if not hasattr(self, "_openid_config"):
            provider = _provider_of(self.provider_id)
            found = ask(provider, provider.issuer.rstrip("/") + _WELL_KNOWN)
            if found.get("issuer") != provider.issuer:
                raise ProviderDown("its document names another issuer")
            if not all(provider.may_ask(found.get(name)) for name in _ENDPOINTS):
                raise ProviderDown("its document leads elsewhere")
            self._openid_config = found
        return self._openid_config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        path = reverse("accounts-elsewhere-back", args=[_provider_of(self.provider_id).key])
        base: str = settings.YUI.base_url
        return f"{base}{path}" if base else request.build_absolute_uri(path)

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str
    ) -> dict[str, Any]:
        provider = _provider_of(self.provider_id)
        form = {
            "grant_type": "authorization_code",
            "code": request.GET["code"],
            "redirect_uri": self.get_callback_url(request, app),
            "client_id": provider.client_id,
            "code_verifier": pkce_code_verifier,
        }
        basic = None
        if provider.client_secret and self.basic_auth:
            basic = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
        elif provider.client_secret:
            form["client_secret"] = provider.client_secret
        return ask(provider, self.access_token_url, form=form, basic=basic)

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Who somebody is is all that is asked; the token for more is not kept."""
        return SocialToken(token="")

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, response: dict[str, Any]
    ) -> SocialLogin:
        provider = _provider_of(self.provider_id)
        signed = response.get("id_token")
        if not isinstance(signed, str):
            raise ProviderRefused("no token")
        expected = Expected(
            issuer=provider.issuer,
            client_id=provider.client_id,
            nonce=_nonce(request.GET["state"]),
            now_s=timezone.now().timestamp(),
        )
        try:
            subject = subject_of(signed, ask(provider, self.openid_config["jwks_uri"]), expected)
        except TokenRefused as error:
            raise ProviderRefused(f"token: {error}") from error
        # Nothing else of the token is kept: no name, no address.
        return self.get_provider().sociallogin_from_response(request, {"sub": subject})


class _Provider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth has no types
    oauth2_adapter_class = _Adapter


def begin(
    request: HttpRequest, provider: Provider, *, next_page: str | None, user_id: int | None = None
) -> str:
    """This function will return where to send somebody; with a user id, to link that person.

    The nonce is bound to the state, so that both are used once. Raises: ProviderDown.
    """
    state = secrets.token_urlsafe(32)
    answer = _Provider(request, _app(provider)).redirect(
        request,
        "login",
        next_url=next_page,
        data={"user_id": user_id},
        scope=["openid"],
        auth_params={"nonce": _nonce(state)},
        state_id=state,
    )
    return str(answer["Location"])


def come_back(request: HttpRequest, provider: Provider) -> HttpResponse:
    """This function will sign somebody in, or link them, with what the provider sent back.

    Raises: ProviderRefused; ProviderDown.
    """
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise ProviderRefused("another issuer answered")  # RFC 9207
    view: Callable[[HttpRequest], HttpResponse] = OAuth2CallbackView.adapter_view(
        _Adapter(request, provider.issuer)
    )
    return view(request)


def _app(provider: Provider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.issuer,
        name=provider.label,
        client_id=provider.client_id,
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )


def _is_wanted(each: Provider, provider: str | None = None, client_id: str | None = None) -> bool:
    return provider in (None, each.issuer) and client_id in (None, each.client_id)


def _provider_of(issuer: str) -> Provider:
    return next(each for each in all_providers() if each.issuer == issuer)


def _nonce(state: str) -> str:
    return salted_hmac("yui.accounts.nonce", state, algorithm="sha256").hexdigest()
