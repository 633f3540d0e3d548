"""This module will write CSV files that spreadsheets open as the lists they are.

Text that a spreadsheet would run as a formula gets an apostrophe in front, and loses it again
when the file comes back (OWASP "CSV Injection"; our own rule FI-10). In CP932 six letters of JIS X
0208 (¢ £ ¬ ‖ − 〜) have one code for two Unicode forms; every other letter it lacks is listed.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

_DANGEROUS: Final = frozenset("=+-@\t\r\n\x00")
_GUARD: Final = "'"

Cell = str | int | float | None


class CsvEncoding(StrEnum):
    """This enumeration will name the two encodings a list is written in."""

    UTF_8 = "utf-8-sig"
    CP932 = "cp932"


class LettersLost(ValueError):
    """This error will list the letters that an encoding lacks; nothing is ever replaced."""

    def __init__(self, letters: Sequence[str]) -> None:
        shown = "、".join(letters[:20])
        super().__init__(f"Shift_JISでは書けない文字があります（{shown}）。UTF-8を選んでください。")
        self.letters = tuple(letters)


def guard_cell(text: str) -> str:
    """This function will return a text that no spreadsheet takes for a formula.

    Undone by `unguard_cell` exactly: unguard_cell(guard_cell(text)) == text for every text.
    """
    return _GUARD + text if _needs_guard(text) else text


def unguard_cell(text: str) -> str:
    """This function will take away the apostrophe that `guard_cell` put in front."""
    return text[1:] if text.startswith(_GUARD) and _needs_guard(text[1:]) else text


def letters_lost(rows: Iterable[Sequence[Cell]], encoding: CsvEncoding) -> tuple[str, ...]:
    """This function will list, sorted, the letters of a table that an encoding lacks."""
    letters: set[str] = set()
    for row in rows:
        letters.update(*(cell for cell in row if isinstance(cell, str)))
    return tuple(sorted(letter for letter in letters if not _has(letter, encoding)))


def write_csv(
    rows: Sequence[Sequence[Cell]], *, encoding: CsvEncoding = CsvEncoding.UTF_8
) -> bytes:
    """This function will return a table, its headings first, as the bytes of a CSV file.

    UTF-8 begins with the mark that Excel needs; lines end in CR LF; text is guarded.

    Raises: LettersLost when the encoding lacks a letter.
    """
    lost = letters_lost(rows, encoding)
    if lost:
        raise LettersLost(lost)
    return b"".join(csv_lines(rows, encoding=encoding))


def csv_lines(
    rows: Iterable[Sequence[Cell]], *, encoding: CsvEncoding = CsvEncoding.UTF_8
) -> Iterator[bytes]:
    """This function will yield the bytes of a CSV file row by row, for lists of any length.

    Raises: LettersLost at the first row with a letter that the encoding lacks.
    """
    if encoding is CsvEncoding.UTF_8:
        yield b"\xef\xbb\xbf"
    codec = "utf-8" if encoding is CsvEncoding.UTF_8 else encoding.value
    for row in rows:
        line = io.StringIO(newline="")
        csv.writer(line).writerow([_written(cell) for cell in row])
        try:
            yield line.getvalue().encode(codec)
        except UnicodeEncodeError:
            raise LettersLost(letters_lost([row], encoding)) from None


def _written(cell: Cell) -> Cell:
    """This function will guard text; numbers are written by us and cannot be formulas."""
    return guard_cell(cell) if isinstance(cell, str) else cell


def _needs_guard(text: str) -> bool:
    """This function will tell whether a text, its apostrophes aside, begins like a formula."""
    for letter in text.lstrip(_GUARD):
        if unicodedata.category(letter) not in ("Zs", "Cf"):
            return not _DANGEROUS.isdisjoint(unicodedata.normalize("NFKC", letter)[:1])
    return False


def _has(letter: str, encoding: CsvEncoding) -> bool:
    """This function will tell whether an encoding has a letter."""
    try:
        letter.encode(encoding.value)
    except UnicodeEncodeError:
        return False
    return True
