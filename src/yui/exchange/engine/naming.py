"""What the name of a file says: which list it is, and of which day."""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Final

_ERA: Final = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988}
# 20260531, 2026-05, 2026年5月末; a month of one digit needs something between.
_WESTERN: Final = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:[-_./年]?(0[1-9]|1[0-2])|[-_./年]([1-9])(?![0-9]))"
    r"(?:[-_./月]?(0[1-9]|[12][0-9]|3[01])|[-_./月]([1-9]))?(?![0-9])"
)
_JAPANESE: Final = re.compile(
    r"(R|令和|H|平成)\.?(元|[0-9]{1,2})[-_./年](1[0-2]|0?[1-9])(?:[-_./月]([12][0-9]|3[01]|0?[1-9])日?)?"
)
# 「(令和8年5月31日現在)」, 「2026年5月末時点」: what a title says about its day, not its name.
_DAY_WORDS: Final = re.compile(
    r"\([^()]*(?:現在|時点|日|年)[^()]*\)|(?:R|令和|H|平成|20)[0-9元.]*年[0-9]+月(?:[0-9]+日|末)?"
    r"|現在|時点|作成"
)
_CENTRES: Final = re.compile(r"包括支援センター|regional_comprehensive_support_center")
_MORE_THAN_CENTRES: Final = re.compile(r"[・、]|及び|など|等|在宅介護")
_LETTERS: Final = re.compile(r"[ぁ-んァ-ヶ一-龠]{2}")
_YEAR_WORDS: Final = re.compile(
    r"(?:R|令和|H|平成)\.?(?:元|[0-9]{1,2})(?:年度?)?版?", re.IGNORECASE
)
_DIGITS: Final = re.compile(r"[0-9]+")
_SEAMS: Final = re.compile(r"[\s_\-.()（）年月日末現在時点度版]+")


def period_of(file_name: str) -> date | None:
    """This function will return the day a file name speaks of; a month means its last day."""
    return day_in(_stem(file_name))


def day_in(words: str) -> date | None:
    """This function will return the day words speak of: 「令和8年3月末現在」, 20260531, R8.3."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", words))
    found = _WESTERN.search(plain)
    if found:
        return _day(int(found[1]), int(found[2] or found[3]), found[4] or found[5])
    found = _JAPANESE.search(plain)
    if found:
        year = _ERA[found[1]] + (1 if found[2] == "元" else int(found[2]))
        return _day(year, int(found[3]), found[4])
    return None


def period_in(words: Iterable[str], latest: date) -> date | None:
    """This function will return the first day words speak of that has come by `latest`."""
    found = (day_in(each) for each in words)
    return next((day for day in found if day is not None and day <= latest), None)


def period_words(day: date) -> str:
    """This function will say a day as lists do: the last of a month is its end."""
    is_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return f"{day.year}年{day.month}月{'末' if is_end else f'{day.day}日'}"


def title_of(file_name: str, titles: Iterable[str]) -> str:
    """This function will return what people call a list: the words above it, else its file.

    Years are left out, for every edition is called the same; "" when nothing is a name.
    """
    for words in (*titles, _stem(file_name)):
        plain = _DAY_WORDS.sub(" ", unicodedata.normalize("NFKC", words))
        plain = " ".join(_DIGITS.sub(" ", _YEAR_WORDS.sub(" ", plain)).replace("_", " ").split())
        if _LETTERS.search(plain):
            return plain.strip(" .-・")[:60]
    return ""


def names_centres(words: str) -> bool:
    """This function will tell whether a list holds 地域包括支援センター and nothing else."""
    plain = unicodedata.normalize("NFKC", words)
    return bool(_CENTRES.search(plain)) and not _MORE_THAN_CENTRES.search(plain)


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
