"""How allauth behaves here: nobody signs up by themselves, invitations come from offices."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yui.accounts.actions import forget_tries, take
from yui.policy.door import address_of

# Lifts by itself after five minutes; an office behind one address signs in at nine o'clock.
WINDOW_S = 300
TRIES_OF_NAME = 5
TRIES_OF_ADDRESS = 100


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """This adapter will close the open sign-up and trust only the configured proxies."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "続けて何度もまちがえたため、いまは入れません。5分ほど待ってから、もう一度入れてください。"
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """This function will say no: sign-in names are issued by a body's account manager."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """This function will count the try before the password is looked at.

        The same for names that exist and names that do not. Counted for all processes, exactly.
        """
        now, name = timezone.now(), _sign_in_key(credentials)
        address = f"sign-in-address:{self.get_client_ip(request)}"
        is_among = take(address, most=TRIES_OF_ADDRESS, seconds=WINDOW_S, at=now)
        # The name is counted too when the address is refused: it must not tell which one it was.
        if not (take(name, most=TRIES_OF_NAME, seconds=WINDOW_S, at=now) and is_among):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """This function will begin the name's count anew after the right password.

        The address's count stays: signing in oneself must not buy more tries at other names.
        """
        user = super().authenticate(request, **credentials)
        if user is not None:
            forget_tries(_sign_in_key(credentials))
        return user

    def is_safe_url(self, url: str) -> bool:
        """This function will also say no to what is no address at all（「http://[」）."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """This function will return the client's address behind the known number of proxies."""
        return address_of(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """This function will stay silent: pages say themselves what happened."""


def _sign_in_key(credentials: dict[str, Any]) -> str:
    name = unicodedata.normalize("NFKC", str(credentials.get("username", "")))
    return f"sign-in-name:{name.strip().casefold()}"
