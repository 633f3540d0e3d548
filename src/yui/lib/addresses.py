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


def within_site(parts: SplitResult) -> str:
    """This function will return the path and query of a split address: what follows its host."""
    return parts.path + (f"?{parts.query}" if parts.query else "")
