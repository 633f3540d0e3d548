"""This module will find what names one person in texts, however it is spelled, and take it out.

Whoever is to be forgotten is known by a name, telephone numbers and mail addresses. A copy of
them may stand in a sentence, in the cell of a sheet or deep in some JSON.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

# Shorter pieces stand in too many texts that speak of somebody else.
SHORTEST_NAME: Final = 3
SHORTEST_NUMBER: Final = 9
_SPACE: Final = r"[\s\u3000]*"
_BETWEEN_DIGITS: Final = r"[\s\u3000()（）\-‐‑–—―−－ー.]*"
_NOTHING: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Traces:
    """This value will hold what somebody is known by: names, numbers and mail addresses.

    Numbers are compared by their digits alone, names without the spaces between their parts.
    """

    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    mails: frozenset[str] = frozenset()
    pattern: re.Pattern[str] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        pieces = [
            *(
                _SPACE.join(map(re.escape, name))
                for name in map(plain, self.names)
                if _is_long(name)
            ),
            *(_number(digits) for digits in map(digits_of, self.numbers) if _is_whole(digits)),
            *(re.escape(mail) for mail in self.mails if "@" in mail),
        ]
        whole = "|".join(sorted(pieces, key=len, reverse=True))
        pattern = re.compile(whole, re.IGNORECASE) if whole else _NOTHING
        object.__setattr__(self, "pattern", pattern)

    def __or__(self, other: Traces) -> Traces:
        return Traces(
            self.names | other.names, self.numbers | other.numbers, self.mails | other.mails
        )

    def stand_in(self, value: Any) -> bool:
        """This function will say whether anything of the person stands in a text or in JSON."""
        return any(self.pattern.search(text) for text in _texts(value))

    def taken_out(self, value: Any) -> Any:
        """This function will return a text or JSON without what names the person."""
        if isinstance(value, str):
            return self.pattern.sub("", value)
        if isinstance(value, dict):
            return {key: self.taken_out(each) for key, each in value.items()}
        return [self.taken_out(each) for each in value] if isinstance(value, list) else value


def plain(name: str) -> str:
    """This function will return a name without spaces."""
    return re.sub(r"[\s\u3000]", "", name)


def digits_of(number: str) -> str:
    """This function will return the digits of a number, half-width."""
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", number))


def _is_long(name: str) -> bool:
    return len(plain(name)) >= SHORTEST_NAME


def _is_whole(digits: str) -> bool:
    return len(digits) >= SHORTEST_NUMBER


def _number(digits: str) -> str:
    either = (f"[{digit}{chr(ord('０') + int(digit))}]" for digit in digits)
    return rf"(?<![0-9０-９]){_BETWEEN_DIGITS.join(either)}(?![0-9０-９])"


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
