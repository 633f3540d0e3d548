"""This module will read Japanese telephone numbers out of cells and group their digits.

Source: 電気通信番号計画 (令和元年総務省告示第6号): ten digits for fixed lines, 0120 and 0570;
eleven for 0x0 and 0800; the area code has two to five digits.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yui.lib.japanese.area_codes import area_code_of

_DASHES: Final = re.compile(r"\s*[‐‑‒–—―−ー－ｰ-]\s*")
_INTERNATIONAL: Final = re.compile(r"\+81[\s-]*(?:\(0\))?[\s-]*0?")
_NUMBER: Final = re.compile(
    r"(?<![0-9-])(?:"
    r"\(?(?P<first>0[0-9]{1,4})[-() \u3000]{1,2}(?P<second>[0-9]{1,4})"
    r"[-) \u3000]{1,2}(?P<third>[0-9]{3,4})"
    r"|\(?(?P<head>0[0-9]{1,4})[-)]{1,2}(?P<tail>[0-9]{5,8})"
    r"|(?P<plain>0[0-9]{9,10})"
    r")(?![0-9])"
    r"(?:[\s(、,]*(?:内線番号|内線|EXT\.?)\s*[:.]?\s*(?P<extension>[0-9]{1,6}))?",
    re.IGNORECASE,
)
_FAX_BEFORE: Final = re.compile(
    r"(?:FAX|ファックス|ファクス|ファクシミリ)[^0-9]{0,6}$", re.IGNORECASE
)
_WITHOUT_ZERO: Final = re.compile(r"[1-9][0-9]{8}|[5-9]0[0-9]{8}")
_ELEVEN_DIGITS: Final = ("020", "050", "060", "070", "080", "090")


@dataclass(frozen=True, slots=True)
class Phone:
    """This value will hold one telephone number: bare digits to call, grouped ones to read.

    `lost_zero` is true when the cell had lost the first zero, as numbers in spreadsheets do.
    """

    digits: str
    display: str
    extension: str = ""
    lost_zero: bool = False

    @property
    def href(self) -> str:
        """This property will give the address that a telephone link calls."""
        return f"tel:{self.digits}"


def parse_phone(text: str) -> Phone | None:
    """This function will return the first telephone number of a cell, or None when it has none."""
    phones = parse_phones(text)
    return phones[0] if phones else None


# Lists print the same few windows beside every entry.
@lru_cache(maxsize=4096)
def parse_phones(text: str) -> tuple[Phone, ...]:
    """This function will return every telephone number of a cell, in the order written.

    Hyphens stay where they were written; a number without them is grouped by its area code.
    Fax numbers and numbers without an area code are left out; nothing is ever completed except
    a first zero, and that only when the whole cell is one such number.
    """
    narrow = unicodedata.normalize("NFKC", text)
    plain = _INTERNATIONAL.sub("0", _DASHES.sub("-", narrow)).strip()
    if _WITHOUT_ZERO.fullmatch(plain):
        digits = f"0{plain}"
        return (Phone(digits, _grouped(digits), lost_zero=True),)
    phones = (
        _phone(match)
        for match in _NUMBER.finditer(plain)
        if not _FAX_BEFORE.search(plain[: match.start()])
    )
    return tuple(dict.fromkeys(phone for phone in phones if phone))


def _phone(match: re.Match[str]) -> Phone | None:
    """This function will build a telephone number from a match, or None for impossible digits."""
    groups = [match["first"], match["second"], match["third"]]
    digits = "".join(part for part in groups if part) or match["plain"]
    if match["head"]:
        digits = match["head"] + match["tail"]
    if len(digits) != _expected_length(digits):
        return None
    display = "-".join(groups) if match["first"] else _grouped(digits)
    return Phone(digits, display, match["extension"] or "")


def _expected_length(digits: str) -> int:
    """This function will return how many digits a number that begins so must have."""
    return 11 if digits.startswith((*_ELEVEN_DIGITS, "0800")) else 10


def _grouped(digits: str) -> str:
    """This function will put hyphens into bare digits, as people write them."""
    if digits.startswith("0800"):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if digits.startswith(("0120", "0570", "0990")):
        return f"{digits[:4]}-{digits[4:7]}-{digits[7:]}"
    area = area_code_of(digits)
    return f"{area}-{digits[len(area) : 6]}-{digits[6:]}"
