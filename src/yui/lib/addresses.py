"""Addresses that somebody sent: read without trusting that they are any."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NOTHING = urlsplit("")


def parts_of(address: str) -> SplitResult:
    """This function will split an address; what is none（「http://[」）has only empty parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return _NOTHING
