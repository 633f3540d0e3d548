"""Reading the municipality and the 町字 from the beginning of a written address.

Spellings that mean the same place are compared in one canonical form: without 大字 and 字, with
ケ・ヶ・が as one letter, ノ・之 as の, and numbers before 丁目・条・線・番 as digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from yui.lib.japanese.text import fold

_DASH: Final = "-"
_DASHES: Final = frozenset("-‐‑‒–—―−－ー")
_POSTCODE: Final = re.compile(r"^[\s〒]*(?:[0-9]{3}[-‐‑–—―−ー]?[0-9]{4}(?![0-9]))?\s*")
_NUMERALS: Final = {letter: value for value, letter in enumerate("〇一二三四五六七八九")}
_KANJI_NUMBER: Final = re.compile(
    r"([〇一二三四五六七八九十百]+)(?=丁目|条|線|番|号|地割|区|町目|丁)"
)
_BLOCK: Final = re.compile(r"([0-9]+)丁目$")
# 巿 (U+5DFF) is another letter that looks like 市 and comes from scanned lists.
_LETTERS: Final = str.maketrans({"が": "け", "之": "の", "っ": "つ", "巿": "市"})


@dataclass(frozen=True, slots=True)
class Place:
    """This value will hold one municipality or ward a text may begin with.

    `names` are the ways it is written after the prefecture, 「桑名郡木曽岬町」 and 「木曽岬町」.
    """

    path: str
    prefecture: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """This value will hold the canonical names of all places, ready to be looked up.

    `by_prefecture` maps a canonical prefecture to names to paths; `anywhere` maps a name to all
    paths of that name in Japan. Both go by the longest name first (`longest` letters).
    """

    by_prefecture: Mapping[str, Mapping[str, str]]
    anywhere: Mapping[str, tuple[str, ...]]
    longest: int


def beginnings(text: str) -> Iterator[str]:
    """This function will return all beginnings of a text, the longest first."""
    return (text[:length] for length in range(len(text), 0, -1))


def gazetteer_of(places: Iterable[Place]) -> Gazetteer:
    """This function will prepare the names of places for `read_municipality`."""
    by_prefecture: dict[str, dict[str, str]] = {}
    anywhere: dict[str, list[str]] = {}
    for place in places:
        inside = by_prefecture.setdefault(canonical(place.prefecture), {})
        for name in dict.fromkeys(canonical(name) for name in place.names):
            inside.setdefault(name, place.path)
            anywhere.setdefault(name, []).append(place.path)
    return Gazetteer(
        by_prefecture=by_prefecture,
        anywhere={name: tuple(dict.fromkeys(paths)) for name, paths in anywhere.items()},
        longest=max(map(len, anywhere), default=0),
    )


def canonical(text: str) -> str:
    """This function will return the form in which spellings of one place name are equal."""
    return _traced(text)[0]


def read_municipality(text: str, places: Gazetteer) -> tuple[tuple[str, ...], str]:
    """This function will return (paths, rest of the address); no path when nothing fits.

    Without a prefecture a name that exists twice (府中市, 伊達市) has several paths. A town or
    village may be written without its 郡.
    """
    body = _POSTCODE.sub("", unicodedata.normalize("NFKC", text), count=1)
    letters, origins = _traced(body)
    prefecture = next((name for name in places.by_prefecture if letters.startswith(name)), "")
    start = len(prefecture)
    for length in range(min(places.longest, len(letters) - start), 1, -1):
        name = letters[start : start + length]
        paths = _paths_of(name, prefecture, places)
        if paths:
            end = start + length
            return paths, body[origins[end] :] if end < len(origins) else ""
    return (), body


def read_town(text: str, names: Iterable[str]) -> tuple[str, str] | None:
    """This function will return (the name of `names` an address goes on with, rest), or None.

    The longest name wins. 「錦町1-7」 is found as 「錦町一丁目」 where that name exists.
    """
    body = unicodedata.normalize("NFKC", text)
    letters, origins = _traced(body)
    best: tuple[int, str] | None = None
    for name in names:
        reach = _reach(letters, canonical(name))
        if reach and (best is None or reach > best[0]):
            best = (reach, name)
    if best is None:
        return None
    return best[1], (body[origins[best[0]] :] if best[0] < len(origins) else "")


def _paths_of(name: str, prefecture: str, places: Gazetteer) -> tuple[str, ...]:
    if not prefecture:
        return places.anywhere.get(name, ())
    path = places.by_prefecture[prefecture].get(name)
    return (path,) if path else ()


def _reach(letters: str, name: str) -> int:
    """This function will return how many letters of an address the name covers, 0 for none."""
    if not name:
        return 0
    if letters.startswith(name):
        return len(name)
    block = _BLOCK.search(name)
    if block and letters.startswith(short := f"{name[: block.start()]}{block[1]}"):
        behind = letters[len(short) : len(short) + 1]
        return len(short) + len(behind) if behind in ("", _DASH) else 0
    return 0


def _traced(text: str) -> tuple[str, list[int]]:
    """This function will return the canonical letters and the place in the text each came from."""
    letters: list[str] = []
    origins: list[int] = []
    for place, letter in enumerate(unicodedata.normalize("NFKC", text)):
        for plain in _DASH if letter in _DASHES else fold(letter).translate(_LETTERS):
            letters.append(plain)
            origins.append(place)
    return _without_words(*_with_digits("".join(letters), origins))


def _with_digits(letters: str, origins: list[int]) -> tuple[str, list[int]]:
    """This function will write kanji numbers before 丁目 and the like as digits."""
    built: list[str] = []
    places: list[int] = []
    last = 0
    for match in _KANJI_NUMBER.finditer(letters):
        digits = str(_number(match[1]))
        built += [letters[last : match.start()], digits]
        places += origins[last : match.start()] + [origins[match.start()]] * len(digits)
        last = match.end()
    return "".join((*built, letters[last:])), places + origins[last:]


def _without_words(letters: str, origins: list[int]) -> tuple[str, list[int]]:
    """This function will leave out 大字 and 字, which some write and some do not."""
    built: list[str] = []
    places: list[int] = []
    last = 0
    for match in re.finditer(r"大字|字", letters):
        built.append(letters[last : match.start()])
        places += origins[last : match.start()]
        last = match.end()
    return "".join((*built, letters[last:])), places + origins[last:]


def _number(kanji: str) -> int:
    """This function will return the value of a kanji number up to 999: 二十三, 百五, 二三, 〇."""
    if not re.search(r"[十百]", kanji):
        return int("".join(str(_NUMERALS[letter]) for letter in kanji))
    total, digit = 0, 0
    for letter in kanji:
        if letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS[letter]
    return total + digit
