"""This module will write the number of a cell as its sheet shows it, as far as nothing is lost.

Dates become ISO text, codes keep the zeros and hyphens of their format, percents their sign.
Other formats only round or decorate, so the number itself is written.
Source: ECMA-376 Part 1, 18.8.30 (numFmt), with the Japanese meanings of 27-36 and 50-58.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

GENERAL: Final = "General"
_DATE: Final = "yyyy-mm-dd"
_BUILT_IN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    32: "h:mm",
    33: "h:mm:ss",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys((14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59)), _DATE),
}
_NOISE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED: Final = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CONDITION: Final = re.compile(r"\[(<=|>=|<|>|=)([0-9.]+)\]")
_MASK: Final = re.compile(r"[0#]+(?:[- ()/][0#]+)*|\(?[0#]+\)?(?:[- ()/]+[0#]+)+")
_DAY_ZERO: Final = datetime(1899, 12, 30)
_DAY_ZERO_1904: Final = datetime(1904, 1, 1)
_LAST_SERIAL: Final = 2_958_466


def format_of_id(number: int) -> str:
    """This function will return the code of a built-in number format."""
    return _BUILT_IN.get(number, GENERAL)


def show_number(raw: str, code: str, *, from_1904: bool = False) -> str:
    """This function will return a numeric cell as text; `raw` is what the file holds."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite() or abs(value) >= Decimal(10) ** 15:
        return raw  # Excel keeps fifteen digits; more would be invented
    kind = _kind(code)
    if kind == "date":
        return _date(value, from_1904=from_1904) or _plain(value)
    if kind == "time":
        return _date(value, from_1904=from_1904) if value >= 1 else _clock(value)
    if kind == "elapsed":
        return _clock(value)
    if kind == "percent":
        return f"{_plain(value * 100)}%"
    return _masked(value, code) or _plain(value)


@lru_cache(maxsize=1000)
def _kind(code: str) -> str:
    """This function will tell what a format shows: date, time, elapsed, percent, or number."""
    bare = _NOISE.sub("", code.split(";")[0]).lower()
    if code == GENERAL or "e+" in bare:
        return "number"
    if _ELAPSED.search(bare):
        return "elapsed"
    if re.search(r"[ydaegb]", bare.replace("am/pm", "").replace("general", "")):
        return "date"
    if "h" in bare or "s" in bare:
        return "time"
    if "m" in bare:
        return "date"
    return "percent" if "%" in bare else "number"


def _plain(value: Decimal) -> str:
    """This function will write a number without exponent or the dust of binary fractions."""
    near = Decimal(repr(float(value)))
    text = f"{near:f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def _date(value: Decimal, *, from_1904: bool) -> str:
    """This function will write a day, with its time if it has one; "" where there is no day."""
    if not 0 <= value < _LAST_SERIAL:
        return ""
    zero = _DAY_ZERO_1904 if from_1904 else _DAY_ZERO
    if not from_1904 and value < 61:
        if value >= 60:
            return ""  # Lotus 1-2-3 counted 29 February 1900, and Excel still does
        zero += timedelta(days=1)
    days = int(value)
    moment = zero + timedelta(days=days, seconds=round((value - days) * 86_400))
    if moment.time() == datetime.min.time():
        return moment.date().isoformat()
    return moment.isoformat()


def _clock(value: Decimal) -> str:
    """This function will write hours and minutes, past 24 where they add up to more."""
    seconds = round(value * 86_400)
    if seconds < 0:
        return _plain(value)
    hours, rest = divmod(seconds, 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text


def _masked(value: Decimal, code: str) -> str:
    """This function will write a code such as 000-0000 with its zeros; "" for other formats."""
    if value != int(value) or value < 0:
        return ""
    mask = re.sub(r'"([- ()/]*)"|\\([- ()/])', r"\1\2", _section(value, code)).strip()
    if not _MASK.fullmatch(mask) or mask.strip("#") in ("", "0"):
        return ""
    digits = str(int(value)).rjust(mask.count("0") + mask.count("#"), "\0")
    extra = len(digits) - mask.count("0") - mask.count("#")
    letters = iter(digits[extra:])
    shown = [_place(letter, letters) if letter in "0#" else letter for letter in mask]
    return digits[:extra] + "".join(shown).lstrip("- /")


def _place(placeholder: str, digits: Iterator[str]) -> str:
    """This function will fill one place of a mask with the next digit, a zero, or nothing."""
    digit = next(digits)
    if digit != "\0":
        return digit
    return "0" if placeholder == "0" else ""


def _section(value: Decimal, code: str) -> str:
    """This function will choose the part of a format that applies to a number not below zero."""
    for section in code.split(";"):
        condition = _CONDITION.search(section)
        if condition is None or _holds(value, condition[1], Decimal(condition[2])):
            return re.sub(r"\[[^\]]*\]", "", section)
    return ""


def _holds(value: Decimal, sign: str, bound: Decimal) -> bool:
    """This function will tell whether a condition such as <=999 holds."""
    return {
        "<=": value <= bound,
        ">=": value >= bound,
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
    }[sign]
