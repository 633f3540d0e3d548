"""Addresses as they are compared: the town, the numbers, and what stands behind them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yui.lib.japanese import fold

_DIGITS: Final = str.maketrans("〇一二三四五六七八九", "0123456789")
_KANJI_NUMBER: Final = re.compile(r"[一二三四五六七八九十]+(?=丁目|番町|番地|条|番|号|区)")
_DASHES: Final = re.compile(r"[‐‑‒–—―−ー－ｰ\-⁻~〜]")
_BETWEEN: Final = re.compile(
    r"(?<=[0-9])\s*(?:丁目|番地の|番地ノ|番地|番の|番|号|地割|の|ノ|之|-)\s*(?=[0-9])"
)
_AFTER: Final = re.compile(r"(?<=[0-9])(?:番地|番|号|丁目)(?![0-9町])")
_FRONT: Final = re.compile(
    r"^(?:〒?[0-9]{3}-?[0-9]{4})?\s*(?:北海道|東京都|(?:京都|大阪)府|.{2,3}県)?"
)
_FILLERS: Final = re.compile(r"大字|小字|字|(?<=[0-9])丁目$")
_NUMBERS: Final = re.compile(r"(?<![0-9])[0-9]+(?:-[0-9]+)*(?![0-9条区町])")


@dataclass(frozen=True, slots=True)
class Address:
    """This value will hold an address taken apart; `numbers` are 丁目, 番, 号 … as far as written.

    `town` is folded and still carries the municipality where the list writes it.
    """

    town: str
    numbers: tuple[str, ...]
    rest: str


@lru_cache(maxsize=1 << 14)
def read_address(text: str) -> Address:
    """This function will take an address apart; without any number all of it is the town."""
    plain = unicodedata.normalize("NFKC", text)
    plain = _KANJI_NUMBER.sub(lambda found: _arabic(found.group()), _DASHES.sub("-", plain))
    plain = _AFTER.sub(" ", _BETWEEN.sub("-", _FRONT.sub("", plain)))
    found = _NUMBERS.search(plain)
    if found is None:
        return Address(fold(_FILLERS.sub("", plain)), (), "")
    numbers = tuple(part.lstrip("0") or "0" for part in found.group().split("-"))
    town = fold(_FILLERS.sub("", plain[: found.start()]))
    return Address(town, numbers, fold(plain[found.end() :]))


def is_same_town(one: Address, other: Address) -> bool:
    """This function will say whether two towns are one, as far as both are written out."""
    short, long = sorted((one.town, other.town), key=len)
    if not short:
        return False
    return long.endswith(short) or _tail(long) == _tail(short)


def is_town_within(one: Address, other: Address) -> bool:
    """This function will say whether one town leaves out a 小字 that the other writes."""
    short, long = sorted((_tail(one.town), _tail(other.town)), key=len)
    return len(short) > 1 and long.startswith(short)


def town_key(address: Address) -> str:
    """This function will return the end of the town, which lists write alike more than its head."""
    return address.town[-2:]


def _tail(town: str) -> str:
    """What stands behind the last name of a municipality or county."""
    return re.split(r"[市区郡]", town)[-1]


def _arabic(kanji: str) -> str:
    """一 → 1, 十二 → 12, 二十 → 20: up to 99, as towns are counted."""
    if "十" not in kanji:
        return kanji.translate(_DIGITS)
    tens, ones = kanji.split("十", 1)
    return str(int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0))
