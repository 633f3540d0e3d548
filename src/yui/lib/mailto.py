"""Letters that a reader's own mail program writes: `mailto:` addresses."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode


def mailto(subject: str, lines: Iterable[str]) -> str:
    """This function will return a `mailto:` address without a receiver, each line on its own.

    Line ends are CRLF and a space is %20 (RFC 6068: a plus would be read as a plus).
    """
    query = urlencode({"subject": subject, "body": "\r\n".join(lines)}).replace("+", "%20")
    return f"mailto:?{query}"
