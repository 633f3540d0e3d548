"""Small parts every HSDS object is made of: only what is there, ids that stay, addresses, URIs."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import iri_to_uri

from yui.areas.queries import AreaInfo
from yui.directory.queries import OpenService, SourceCredit
from yui.directory.queries.open_selection import OpenBrief
from yui.directory.states import ServiceState
from yui.opendata.queries import Surroundings

# Any constant: ids of rows that HSDS wants and we do not store are made from it.
_SPACE = UUID("5a3b1f0e-7d0c-5f0e-9f4e-2f6f3c1d9a77")
_PIECE = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*"
_WEB_ADDRESS = re.compile(
    rf"https?://[A-Za-z0-9.\-]+(?::[0-9]{{1,5}})?(?:/{_PIECE})?(?:\?{_PIECE})?(?:#{_PIECE})?"
)
_STATUS_WORDS = {ServiceState.PUBLISHED: "active", ServiceState.PAUSED: "temporarily closed"}

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """This value will hold what a whole answer is written with.

    `site` is the address of this installation without a slash at its end; `on` the day in Japan.
    """

    site: str
    on: date
    around: Surroundings

    def area(self, path: str) -> AreaInfo | None:
        """This function will return the area of a path, or None."""
        return self.around.areas.get(path)

    def prefecture(self, path: str) -> str:
        """This function will return the name of the prefecture around a path, or ""."""
        found = self.area(f"{path.split('/')[0]}/")
        return found.name if found else ""

    def town(self, path: str) -> str:
        """This function will return county, city and ward as an address writes them."""
        found = self.area(path)
        return found.full_name.removeprefix(self.prefecture(path)) if found else ""

    def is_sample(self, path: str) -> bool:
        """This function will say whether an area is part of the sample world."""
        found = self.area(path)
        return found is not None and found.is_sample


def filled(**fields: Any) -> Json:
    """This function will keep the fields that say something; HSDS has no null."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], (), {})}


def to_json(value: Any) -> bytes:
    """This function will write JSON in UTF-8, the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def made_id(*parts: object) -> str:
    """This function will return the same UUID for the same parts, in every installation."""
    return str(uuid5(_SPACE, "/".join(map(str, parts))))


def moment(at: datetime) -> str:
    """This function will write a moment in UTC (RFC 3339), whole seconds."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def web_address(text: str) -> str | None:
    """This function will return an http(s) address as RFC 3986 writes it, or None.

    Lists hold telephone numbers and half addresses in this column; those are left out.
    """
    try:
        parts = urlsplit(text.strip())
        host = parts.netloc.encode("idna").decode()
    except (ValueError, UnicodeError):
        return None
    address = iri_to_uri(parts._replace(netloc=host).geturl()) or ""
    return address if _WEB_ADDRESS.fullmatch(address) else None


def mail_address(text: str) -> str | None:
    """This function will return a mail address, or None when it is not one."""
    try:
        validate_email(text)
    except ValidationError:
        return None
    return text


def rest_of_address(address: str, prefecture: str, town: str) -> str:
    """This function will return what follows prefecture and town in an address."""
    rest = address.removeprefix(prefecture)
    return rest.removeprefix(town) or address


def credit(source: SourceCredit | None) -> Json | None:
    """This function will write whose list a record comes from and under which licence."""
    if source is None:
        return None
    return filled(
        name=source.name,
        publisher=source.publisher,
        licence=source.licence,
        credit=source.credit,
        url=web_address(source.url),
        period=source.period_date.isoformat() if source.period_date else None,
    )


def status_word(row: OpenService | OpenBrief, setting: Setting) -> str:
    """This function will say in the words of HSDS where a service stands on the day."""
    if row.paused_from is not None and row.paused_from > setting.on:
        return "active"
    if row.paused_to is not None and row.paused_to < setting.on:
        return "active"
    return _STATUS_WORDS[row.state]
