"""Codes that are typed from paper and tokens that stand in a link; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata

# Crockford's base32: no I, L, O, U; what eyes confuse is read as the letter that exists.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans("OIL", "011")
_LENGTH = 16
_GROUP = 4
_TOKEN_BYTES = 32
_DASHES = "-‐‑–—―−ー "


def new_code() -> str:
    """This function will draw a code of 80 bits as it is printed: 「7KQ2-M9XD-…」."""
    letters = "".join(secrets.choice(_ALPHABET) for _each in range(_LENGTH))
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def new_token() -> str:
    """This function will draw the secret of a link: 256 bits, fit for an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def is_token(text: str) -> bool:
    """This function will tell the secret of a link from a code that is typed."""
    return len(text) >= _TOKEN_BYTES


def hash_of_code(typed: str) -> str:
    """This function will return the hash of a code however it was typed.

    Full-width letters, small letters, spaces and dashes mean the same code.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    letters = "".join(letter for letter in plain if letter not in _DASHES)
    return _sha256(letters.translate(_CONFUSED))


def hash_of_token(token: str) -> str:
    """This function will return the hash of a link's token."""
    return _sha256(token)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
