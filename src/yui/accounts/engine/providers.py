"""Providers of sign-in that the operator allows: whose tokens are believed, and where to ask."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

# No user name, no backslash, nothing two programs could read in two ways.
_ADDRESS = re.compile(r"(https?)://([a-z0-9.-]+(?::[0-9]{1,5})?)(/[!-\[\]-~]*)?")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_OWN_MACHINE = re.compile(r"(127\.0\.0\.1|localhost)(:[0-9]+)?")
_TEXTS = frozenset({"label", "issuer", "client_id", "client_secret", "ca_file"})
_NEEDED = ("label", "issuer", "client_id")
_LONGEST_ISSUER = 200


@dataclass(frozen=True, slots=True)
class Provider:
    """This value will hold one provider, as the operator wrote it down.

    `key` stands in addresses and may change; people are linked to the `issuer`.
    `hosts` are the only ones that are asked, "name" or "name:port". `ca_file` names the
    certificates of an office with an authority of its own.
    """

    key: str
    label: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    ca_file: str = ""
    hosts: tuple[str, ...] = ()

    def may_ask(self, address: object) -> bool:
        """This function will say whether an address lies with this provider."""
        found = _ADDRESS.fullmatch(address) if isinstance(address, str) else None
        own = _ADDRESS.fullmatch(self.issuer)
        return bool(found and own and found[1] == own[1] and found[2] in self.hosts)


def read_providers(text: str, *, is_local: bool = False) -> tuple[Provider, ...]:
    """This function will read the list of providers from TOML, a table for each.

    http:// is for the own machine of somebody who tries.
    Raises: ValueError with a Japanese sentence.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"TOML として読めません（{error}）。") from error
    found = tuple(_provider(key, table, is_local) for key, table in tables.items())
    issuers = [each.issuer for each in found]
    if len(set(issuers)) < len(issuers):
        raise ValueError("同じ issuer が、2 度あります。")
    return found


def _provider(key: str, table: Any, is_local: bool) -> Provider:
    if not _KEY.fullmatch(key) or not isinstance(table, dict):
        raise ValueError(f"[{key}] の名前は、英小文字・数字・「-」で 20 字までにしてください。")
    texts = {name: value for name, value in table.items() if name != "hosts"}
    hosts = table.get("hosts", [])
    if unknown := sorted(texts.keys() - _TEXTS):
        raise ValueError(f"[{key}] の {'、'.join(unknown)} は知りません。")
    if not isinstance(hosts, list) or not all(
        isinstance(each, str) for each in (*texts.values(), *hosts)
    ):
        raise ValueError(f"[{key}] の値は、文字にしてください。")
    if missing := [name for name in _NEEDED if not texts.get(name)]:
        raise ValueError(f"[{key}] に {'、'.join(missing)} がありません。")
    return Provider(key=key, **texts, hosts=(_host(key, texts["issuer"], is_local), *hosts))


def _host(key: str, issuer: str, is_local: bool) -> str:
    found = _ADDRESS.fullmatch(issuer)
    is_safe = found is not None and (
        found[1] == "https" or (is_local and _OWN_MACHINE.fullmatch(found[2]) is not None)
    )
    if found is None or not is_safe or len(issuer) > _LONGEST_ISSUER or set(issuer) & set("?#"):
        raise ValueError(f"[{key}] の issuer は https:// で始まる住所にしてください。")
    return found[2]
