"""What the name of a file says: which list it is, and of which day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date
from typing import Final

_ERA: Final = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
_WESTERN: Final = re.compile(
    r"(?<![0-9])(20[0-9]{2})[-_./年]?(0[1-9]|1[0-2])(?:[-_./月]?(0[1-9]|[12][0-9]|3[01])日?)?"
    r"(?![0-9])"
)
_JAPANESE: Final = re.compile(
    r"(R|令和|H|平成)\.?(元|[0-9]{1,2})[-_./年](1[0-2]|0?[1-9])(?:[-_./月]([12][0-9]|3[01]|0?[1-9])日?)?"
)
_YEAR_WORDS: Final = re.compile(
    r"(?:R|令和|H|平成)\.?(?:元|[0-9]{1,2})(?:年度?)?版?", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"[0-9]+")
_SEAMS: Final = re.compile(r"[\s_\-.()（）年月日末現在時点度版]+")


def period_of(file_name: str) -> date | None:
    """This function will return the day a file name speaks of; a month means its last day."""
    stem = _stem(file_name)
    found = _WESTERN.search(stem)
    if found:
        return _day(int(found[1]), int(found[2]), found[3])
    found = _JAPANESE.search(stem)
    if found:
        year = _ERA[found[1]] + (1 if found[2] == "元" else int(found[2]))
        return _day(year, int(found[3]), found[4])
    return None


def list_name_of(file_name: str) -> str:
    """This function will return what stays the same in the names of all editions of a list.

    Numbers, years and dates are left out: 「通いの場_R8.xlsx」 and 「通いの場_R9.xlsx」 are one.
    """
    stem = _YEAR_WORDS.sub(" ", _stem(file_name))
    words = _SEAMS.split(_DIGITS.sub(" ", stem))
    return " ".join(word for word in words if word).casefold()[:120]


def _stem(file_name: str) -> str:
    plain = unicodedata.normalize("NFKC", file_name).rsplit("/", 1)[-1]
    return re.sub(r"\.(?:csv|tsv|txt|xlsx|gz)$", "", plain, flags=re.IGNORECASE)


def _day(year: int, month: int, day: str | None) -> date | None:
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, last)
    return date(year, month, int(day)) if int(day) <= last else None
