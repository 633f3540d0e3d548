"""Asking a provider of sign-in: only the hosts the operator named, quickly or not at all."""

from __future__ import annotations

import json
import time
from typing import Any

import requests
from django.conf import settings

from yui.accounts.engine.providers import Provider
from yui.accounts.errors import ProviderDown, ProviderRefused

# To connect, and between two pieces of an answer; then for the whole answer.
_TIMEOUT_S = (3, 5)
_WHOLE_S = 8
_MOST_BYTES = 256_000


def ask(
    provider: Provider,
    address: object,
    *,
    form: dict[str, str] | None = None,
    basic: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """This function will return what a provider answers, a JSON object; with a form it is posted.

    No redirect is followed; proxies and passwords of the process' environment are not used.
    Raises: ProviderDown; ProviderRefused when it turns the form down.
    """
    if not provider.may_ask(address):
        raise ProviderDown("address outside the provider")
    status, text = _answer(provider, str(address), form, basic)
    if form is not None and 400 <= status < 500 and status != 429:
        raise ProviderRefused(f"answered {status}")
    if status != 200:
        raise ProviderDown(f"answered {status}")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProviderDown("answered no JSON") from error
    if not isinstance(found, dict):
        raise ProviderDown("answered no object")
    return found


def _answer(
    provider: Provider, address: str, form: dict[str, str] | None, basic: tuple[str, str] | None
) -> tuple[int, bytes]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = provider.ca_file or True
        if settings.YUI.outbound_proxy:
            session.proxies = {"https": settings.YUI.outbound_proxy}
        try:
            with session.request(
                "GET" if form is None else "POST",
                address,
                data=form,
                auth=basic,
                headers={"Accept": "application/json"},
                timeout=_TIMEOUT_S,
                allow_redirects=False,
                stream=True,
            ) as response:
                return response.status_code, _body(response)
        except (requests.RequestException, OSError) as error:
            raise ProviderDown(type(error).__name__) from error


def _body(response: requests.Response) -> bytes:
    until, parts, size = time.monotonic() + _WHOLE_S, [], 0
    for part in response.iter_content(16_384):
        parts.append(part)
        size += len(part)
        if size > _MOST_BYTES or time.monotonic() > until:
            raise ProviderDown("answered too much or too slowly")
    return b"".join(parts)
