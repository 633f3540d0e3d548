"""Texts that only this site can read again: encrypted and bound to what they are for."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken


def seal(text: str, *, secret: str, purpose: str, now_s: int) -> str:
    """This function will encrypt a text under the site's secret, for one purpose alone."""
    return _box(secret, purpose).encrypt_at_time(text.encode(), now_s).decode("ascii")


def opened(sealed: str, *, secret: str, purpose: str, now_s: int, most_s: int) -> str | None:
    """This function will read a sealed text again.

    None when it was changed, is of another site or purpose, or is older than `most_s` seconds.
    """
    try:
        return _box(secret, purpose).decrypt_at_time(sealed.encode(), most_s, now_s).decode()
    except InvalidToken:
        return None


def _box(secret: str, purpose: str) -> Fernet:
    key = hmac.new(secret.encode(), f"yui.accounts.{purpose}".encode(), hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
