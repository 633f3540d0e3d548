"""How allauth behaves here: nobody signs up by themselves, invitations come from offices."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from ipaddress import IPv6Address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from yui.accounts.actions import forget_tries, take
from yui.accounts.queries import BEGAN_KEY, SEEN_KEY
from yui.accounts.states import SecondStep
from yui.lib.clock import format_date_ja
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
        address = f"sign-in-address:{address_of(request)}"
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
        """This function will return a stand-in for the client's address: allauth counts tries by
        it and keeps it with each session, where nobody shall read the address itself."""
        keyed = salted_hmac("yui.accounts.address", address_of(request), algorithm="sha256")
        return str(IPv6Address(b"\xfd" + keyed.digest()[:15]))

    def login(self, request: HttpRequest, user: Any) -> None:
        """This function will sign somebody in and note when the session began."""
        super().login(request, user)
        now_s = int(timezone.now().timestamp())
        request.session[BEGAN_KEY] = request.session[SEEN_KEY] = now_s
        request.session.set_expiry(0)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """This function will stay silent: pages say themselves what happened."""


class StepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """This adapter will let a printed sheet be a second step of its own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("この番号では入れません。もう一度確かめてください。"),
    }

    def is_mfa_enabled(self, user: Any, types: Sequence[str] | None = None) -> bool:
        """This function will say whether somebody has a second step; numbers of a sheet are typed
        where those of an app are."""
        if types is not None and SecondStep.TOTP in types:
            types = [*types, SecondStep.SHEET]
        return bool(super().is_mfa_enabled(user, types))

    def generate_authenticator_name(self, user: Any, type: str) -> str:
        """This function will name a new passkey by its day."""
        return _("%(day)sに作ったパスキー") % {"day": format_date_ja(timezone.localdate())}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """This function will send nothing: many offices have one shared address."""


def _sign_in_key(credentials: dict[str, Any]) -> str:
    name = unicodedata.normalize("NFKC", str(credentials.get("username", "")))
    return f"sign-in-name:{name.strip().casefold()}"
