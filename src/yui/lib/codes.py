"""This module will complete and judge official Japanese numbers, and never guess one.

Sources: 全国地方公共団体コード (総務省; JIS X 0401/0402 with a check digit), 法人番号の指定等に
関する省令, 介護保険者番号 (modulus 10, weights 2-1), 番号法に基づく省令第5条 (個人番号).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum
from typing import Final, NamedTuple

_PREFECTURES: Final = frozenset(f"{number:02d}" for number in range(1, 48))
_BROKEN_NUMBER: Final = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE)
_PROVIDER: Final = re.compile(r"[0-9]{2}[0-9A-Z][0-9]{7}")
# Twelve digits in one piece or as 4-4-4; decimals of a coordinate are not a person's number, nor
# is a part of a longer number with hyphens（a card's）.
_HYPHEN: Final = r"[\-‐‑–—―−－ー・]"
_GAP: Final = rf"(?:{_HYPHEN}|[ \u3000])"
_PARTED: Final = rf"(?<![0-9]{_HYPHEN})[0-9]{{4}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}(?!{_HYPHEN}[0-9])"
_TWELVE_DIGITS: Final = re.compile(rf"(?<![0-9])(?<![0-9]\.)(?:[0-9]{{12}}|{_PARTED})(?![0-9])")
# Most texts hold no row of digits that long; looking at each letter is dear.
_MAY_HOLD_TWELVE: Final = re.compile(rf"\d(?:{_GAP}?\d){{11}}")


class CodeRefused(ValueError):
    """This error will say in one Japanese sentence why a number cannot be accepted."""


class Repair(StrEnum):
    """This enumeration will name what was mended in a number; a report shows it to a person."""

    SPACES = "spaces_removed"
    FULL_WIDTH = "full_width_digits"
    DECIMAL_POINT = "decimal_point_removed"
    LEADING_ZERO = "lost_leading_zero"
    CHECK_DIGIT = "missing_check_digit"
    PREFECTURE_NUMBER = "prefecture_number"
    HYPHENS = "hyphens_removed"


class Completed(NamedTuple):
    """This value will hold a complete number and the repairs that were needed, in order."""

    value: str
    repairs: tuple[Repair, ...]


def check_digit(code5: str) -> str:
    """This function will return the check digit of a five-digit municipality code.

    Raises: CodeRefused when `code5` is not five ASCII digits.
    """
    if not re.fullmatch(r"[0-9]{5}", code5):
        raise CodeRefused("団体コードの検査数字は、5桁の数字から計算します。")
    total = sum(int(digit) * weight for digit, weight in zip(code5, (6, 5, 4, 3, 2), strict=True))
    return str(11 - total % 11 if total >= 11 else 11 - total)[-1]


def is_area_code(code6: str) -> bool:
    """This function will tell whether a text is a complete code of six right digits."""
    return (
        bool(re.fullmatch(r"[0-9]{6}", code6))
        and code6[:2] in _PREFECTURES
        and check_digit(code6[:5]) == code6[5]
    )


def complete_area_code(
    text: str, *, known: Container[str] | None = None, prefecture: str = ""
) -> Completed:
    """This function will return the six-digit code a cell means, with the repairs it took.

    A five-digit cell can be read in two ways (12106 is 千葉市緑区 without its check digit, or
    岩見沢市 without its first zero). `known` (existing six-digit codes) and `prefecture` (two
    digits, for instance from the next column) settle it; without them such a cell is refused.
    One or two digits are a prefecture's number.

    Raises: CodeRefused with a Japanese sentence.
    """
    digits, repairs = _digits(text, "団体コード")
    if len(digits) > 6:
        raise CodeRefused(f"団体コード「{_shown(text)}」は、桁が多すぎます。6桁で書いてください。")
    readings = [
        Completed(code, (*repairs, *more))
        for code, more in _readings(digits)
        if is_area_code(code) and code.startswith(prefecture)
    ]
    if len(readings) > 1 and known is not None:
        readings = [reading for reading in readings if reading.value in known]
    if len(readings) > 1:
        either = "とも".join(reading.value for reading in readings)
        raise CodeRefused(
            f"団体コード「{_shown(text)}」は、{either}とも読めます。6桁で書いてください。"
        )
    if not readings:
        raise CodeRefused(f"団体コード「{_shown(text)}」は、正しい番号ではありません。")
    return readings[0]


def is_corporate_number(text: str) -> bool:
    """This function will tell whether a text is a 13-digit 法人番号 with a right check digit."""
    if not re.fullmatch(r"[0-9]{13}", text):
        return False
    total = sum(
        int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(text[1:]), 1)
    )
    return int(text[0]) == 9 - total % 9


def complete_corporate_number(text: str) -> Completed:
    """This function will return the 法人番号 a cell means; its first digit is never invented.

    Raises: CodeRefused with a Japanese sentence.
    """
    digits, repairs = _digits(text, "法人番号")
    if is_corporate_number(digits):
        return Completed(digits, repairs)
    raise CodeRefused(f"法人番号「{_shown(text)}」は、正しい13桁の番号ではありません。")


def is_insurer_number(text: str) -> bool:
    """This function will tell whether a text is a six-digit 保険者番号 with a right check digit."""
    if not re.fullmatch(r"[0-9]{6}", text):
        return False
    products = [
        int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(text[:5]), 1)
    ]
    total = sum(product // 10 + product % 10 for product in products)
    return int(text[5]) == -total % 10


def complete_insurer_number(text: str) -> Completed:
    """This function will return the 保険者番号 a cell means; a lost first zero is put back.

    Raises: CodeRefused with a Japanese sentence.
    """
    digits, repairs = _digits(text, "保険者番号")
    if len(digits) == 5 and is_insurer_number(f"0{digits}"):
        return Completed(f"0{digits}", (*repairs, Repair.LEADING_ZERO))
    if is_insurer_number(digits):
        return Completed(digits, repairs)
    raise CodeRefused(f"保険者番号「{_shown(text)}」は、正しい6桁の番号ではありません。")


def complete_provider_number(text: str) -> Completed:
    """This function will return the 介護保険事業所番号 a cell means: ten characters.

    The third character may be a letter. Published samples contradict every check digit rule,
    so only the shape and the prefecture are judged.

    Raises: CodeRefused with a Japanese sentence.
    """
    plain, repairs = _plain(text, "事業所番号")
    number = plain.upper()
    if len(number) == 9 and _is_provider(f"0{number}"):
        return Completed(f"0{number}", (*repairs, Repair.LEADING_ZERO))
    if _is_provider(number):
        return Completed(number, repairs)
    raise CodeRefused(f"事業所番号「{_shown(text)}」は、正しい10桁の番号ではありません。")


def is_my_number(text: str) -> bool:
    """This function will tell whether a text is twelve ASCII digits that pass as a 個人番号."""
    if not re.fullmatch(r"[0-9]{12}", text):
        return False
    weights = [*range(2, 8), *range(2, 7)]
    total = sum(
        int(digit) * weight for digit, weight in zip(reversed(text[:11]), weights, strict=True)
    )
    return int(text[11]) == (0 if total % 11 <= 1 else 11 - total % 11)


def find_my_numbers(text: str) -> tuple[str, ...]:
    """This function will return every piece of a text that passes as a 個人番号, as it was written.

    About one in eleven other twelve-digit numbers passes by chance; decimals and longer digit
    rows are left out. Yui keeps no 個人番号, so callers refuse the text.
    """
    if not _MAY_HOLD_TWELVE.search(text):
        return ()
    plain = "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )
    return tuple(
        text[match.start() : match.end()]
        for match in _TWELVE_DIGITS.finditer(plain)
        if is_my_number(re.sub(r"[^0-9]", "", match.group()))
    )


def _readings(digits: str) -> list[tuple[str, tuple[Repair, ...]]]:
    """This function will list each complete code that a run of digits could stand for."""
    if len(digits) <= 2:
        base = f"{digits:0>2}000"
        return [(base + check_digit(base), (Repair.PREFECTURE_NUMBER, Repair.CHECK_DIGIT))]
    if len(digits) == 4:
        base = f"0{digits}"
        both = (Repair.LEADING_ZERO, Repair.CHECK_DIGIT)
        return [(base + check_digit(base), both)] if _is_municipal(base) else []
    if len(digits) == 6:
        return [(digits, ())]
    if len(digits) != 5:
        return []
    readings: list[tuple[str, tuple[Repair, ...]]] = []
    if _is_municipal(f"0{digits[:4]}"):
        readings.append((f"0{digits}", (Repair.LEADING_ZERO,)))
    if _is_municipal(digits):
        readings.append((digits + check_digit(digits), (Repair.CHECK_DIGIT,)))
    return readings


def _is_municipal(code5: str) -> bool:
    """This function will tell whether the last three digits can be a prefecture's or a town's."""
    return code5[2:] == "000" or code5[2:] >= "100"


def _is_provider(number: str) -> bool:
    """This function will tell whether a text has the shape of a 事業所番号."""
    return bool(_PROVIDER.fullmatch(number)) and number[:2] in _PREFECTURES


def _digits(text: str, noun: str) -> tuple[str, tuple[Repair, ...]]:
    """This function will return the bare ASCII digits of a cell, or refuse what is not a number."""
    plain, repairs = _plain(text, noun)
    if plain.endswith(".0") and plain[:-2].isdecimal():
        plain, repairs = plain[:-2], (*repairs, Repair.DECIMAL_POINT)
    if not re.fullmatch(r"[0-9]+", plain):
        raise CodeRefused(f"{noun}「{_shown(text)}」は、数字ではありません。")
    return plain, repairs


def _plain(text: str, noun: str) -> tuple[str, tuple[Repair, ...]]:
    """This function will strip a cell to half-width letters, and refuse one a spreadsheet broke."""
    stripped = text.strip()
    narrow = unicodedata.normalize("NFKC", stripped)
    plain = re.sub(r"[\-‐‑–—―−]", "", narrow)
    if not plain:
        raise CodeRefused(f"{noun}がありません。")
    if _BROKEN_NUMBER.fullmatch(plain):
        raise CodeRefused(
            f"{noun}「{_shown(text)}」は、表計算ソフトで桁が失われています。元の番号を書いてください。"
        )
    steps = (
        (Repair.SPACES, stripped != text),
        (Repair.FULL_WIDTH, narrow != stripped),
        (Repair.HYPHENS, plain != narrow),
    )
    return plain, tuple(repair for repair, needed in steps if needed)


def _shown(text: str) -> str:
    """This function will shorten a cell for a sentence, with nothing unprintable in it."""
    short = text.strip()[:20]
    return "".join(letter if letter.isprintable() else "?" for letter in short)
