"""How allauth behaves here: nobody signs up by themselves, invitations come from offices."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """This adapter will close the open sign-up and trust only the configured proxies."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This function will say no: sign-in names are issued by a body's account manager."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """This function will also say no to what is no address at all（「http://[」）."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """This function will return the client's address behind the known number of proxies."""
        proxies: int = settings.YUI.trusted_proxies
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        if proxies and len(hops) >= proxies:
            return str(hops[-proxies])
        return str(request.META.get("REMOTE_ADDR", ""))

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """This function will stay silent: pages say themselves what happened."""
