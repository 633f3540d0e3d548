"""えらんだリスト: short codes in the address, and in one cookie for those who want to keep them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from yui.directory.queries import ServiceCard, short_code_from

COOKIE = "yui_list"
COOKIE_MAX_AGE_S = 180 * 24 * 60 * 60
MOST = 20


def codes_in(text: str) -> tuple[str, ...]:
    """This function will read "CODE,CODE" of an address or "CODE.CODE" of the cookie.

    Anything else is dropped. (A comma in a cookie would have to be quoted.)
    """
    found = (short_code_from(part) for part in re.split("[,.]", text[:400]))
    return tuple(dict.fromkeys(code for code in found if code))[:MOST]


def codes_asked(values: QueryDict) -> str:
    """This function will return the codes of an address in one text: `?s=A,B` and `?s=A&s=B`."""
    return ",".join(values.getlist("s"))


def as_text(codes: Iterable[str]) -> str:
    """This function will write codes as the address holds them."""
    return ",".join(codes)


def as_cookie(codes: Iterable[str]) -> str:
    """This function will write codes as the cookie holds them."""
    return ".".join(codes)


def list_url(codes: Iterable[str]) -> str:
    """This function will return the address of a list."""
    text = as_text(codes)
    return reverse("directory:list") + (f"?{urlencode({'s': text}, safe=',')}" if text else "")


def without(codes: Iterable[str], code: str) -> tuple[str, ...]:
    """This function will return the codes without one of them."""
    return tuple(each for each in codes if each != code)


def mail_href(title: str, address: str, cards: Iterable[ServiceCard]) -> str:
    """This function will return a mailto: link with names, numbers and the address of the list."""
    lines = [_mail_line(card) for card in cards]
    body = "\r\n".join([*lines, "", address])
    query = urlencode({"subject": title, "body": body}).replace("+", "%20")
    return f"mailto:?{query}"


def _mail_line(card: ServiceCard) -> str:
    if card.phone is None:
        return f"・{card.name}"
    whose = f"（{card.phone.whose}）" if card.phone.whose else ""
    return f"・{card.name}　電話 {card.phone.number}{whose}"
