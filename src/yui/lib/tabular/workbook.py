"""This module will read the sheets of a workbook in the child: first what they are, then rows.

openpyxl's read-only mode is not used: it tells neither hidden rows nor merged cells, knows no
number formats 27-36 and 50-58 (Japanese dates come as 46349), and drops the zeros of codes. This
reader takes as long (50,000 rows of 38 columns: 5.9 s against 6.4 s) and holds one row at a time.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular.archive import open_archive
from yui.lib.tabular.delimited import PlainRow, in_batches, within_limits
from yui.lib.tabular.markup import feed, new_parser, open_part, parse_part, read_piece
from yui.lib.tabular.parts import Book, SheetPart, read_book, read_formats, read_strings, unescape
from yui.lib.tabular.shown import GENERAL, show_number
from yui.lib.tabular.table import MOST_COLUMNS, MOST_ROWS_OF_WORKBOOK

_MOST_MERGED: Final = 10_000
_LAST_ROW: Final = 1_048_576
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CODE_OF_A: Final = ord("A") - 1


def inspect_workbook(path: Path) -> list[dict[str, object]]:
    """This function will return what is known of each sheet before its rows are read.

    Raises: SandboxRefused with a Japanese sentence.
    """
    with open_archive(path) as archive:
        return [_Survey(part).run(archive) for part in read_book(archive).sheets]


def rows(*, path: str, index: int, width: int, merged: Sequence[str]) -> Iterator[list[PlainRow]]:
    """This function will yield the rows of one sheet in batches, merged cells filled.

    Raises: SandboxRefused with a Japanese sentence and the row.
    """
    with open_archive(Path(path)) as archive:
        book = read_book(archive)
        reader = _SheetReader(archive, book, book.sheets[index].part)
        filled = _fill_merged(reader.rows(), [_corners(area, width) for area in merged])
        yield from in_batches(within_limits(filled, MOST_ROWS_OF_WORKBOOK))


class _Survey:
    """This class will count what a person should know about a sheet, in one pass."""

    def __init__(self, sheet: SheetPart) -> None:
        self.sheet = sheet
        self.hidden_rows = self.hidden_columns = self.formulas = self.width = 0
        self.merged: list[str] = []
        self._column = 0

    def run(self, archive: zipfile.ZipFile) -> dict[str, object]:
        """This method will read the sheet once and return the answers."""
        parse_part(archive, self.sheet.part, self._started)
        return {
            "name": self.sheet.name,
            "hidden": self.sheet.hidden,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
            "formulas": self.formulas,
            "width": self.width,
            "merged": sorted(self.merged),
        }

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
        elif name in ("v", "is"):
            self.width = max(self.width, self._column)
        elif name == "f":
            self.formulas += 1
        elif name == "row":
            self._column = 0
            self.hidden_rows += attributes.get("hidden") in ("1", "true")
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", 0)), int(attributes.get("max", 0))
            self.hidden_columns += max(0, min(last, MOST_COLUMNS) - first + 1)
        elif name == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
            if len(self.merged) > _MOST_MERGED:
                raise SandboxRefused("結合したセルが多すぎます。結合を解いてください。")


class _SheetReader:
    """This class will turn the XML of a sheet into rows while it is being unpacked."""

    def __init__(self, archive: zipfile.ZipFile, book: Book, part: str) -> None:
        self._archive, self._part = archive, part
        self._strings = read_strings(archive, book.strings_part)
        self._formats = read_formats(archive, book.styles_part)
        self._from_1904 = book.counts_from_1904
        self._ready: list[PlainRow] = []
        self._number = self._column = 0
        self._hidden = False
        self._cells: dict[int, str] = {}
        self._type = self._style = ""
        self._pieces: list[str] = []
        self._inside: list[str] = []

    def rows(self) -> Iterator[PlainRow]:
        """This method will yield each row that holds any text."""
        parser = new_parser(self._started, self._ended, self._letters)
        with open_part(self._archive, self._part) as part:
            while piece := read_piece(part):
                feed(parser, piece, final=False)
                yield from self._ready
                self._ready.clear()
        feed(parser, b"", final=True)
        yield from self._ready

    def _started(self, name: str, attributes: Mapping[str, str]) -> None:
        self._inside.append(name)
        if name == "c":
            self._column = _column(attributes.get("r", "")) or self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._pieces.clear()
        elif name == "row":
            self._start_row(attributes)

    def _start_row(self, attributes: Mapping[str, str]) -> None:
        number = attributes.get("r", "")
        self._number = int(number) if number.isdecimal() else self._number + 1
        self._hidden = attributes.get("hidden") in ("1", "true")
        self._column = 0
        self._cells = {}
        if not 0 < self._number <= _LAST_ROW:
            raise SandboxRefused("行の番号が正しくありません。保存し直してください。")

    def _letters(self, text: str) -> None:
        inside = self._inside[-1]
        if inside == "v" or (inside == "t" and "is" in self._inside and "rPh" not in self._inside):
            self._pieces.append(text)

    def _ended(self, name: str) -> None:
        self._inside.pop()
        if name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            last = max(self._cells)
            cells = [self._cells.get(column, "") for column in range(1, last + 1)]
            self._ready.append((self._number, self._hidden, cells))

    def _end_cell(self) -> None:
        text = self._shown("".join(self._pieces))
        if not text:
            return
        if self._column > MOST_COLUMNS:
            raise SandboxRefused(
                f"{self._number}行目の列が多すぎます。{MOST_COLUMNS}列までにしてください。",
                {"row": self._number},
            )
        self._cells[self._column] = text

    def _shown(self, raw: str) -> str:
        if self._type == "s":
            known = raw.isdecimal() and int(raw) < len(self._strings)
            return self._strings[int(raw)] if known else ""
        if self._type == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(raw, raw)
        if self._type != "n" or not raw:
            return unescape(raw)
        place = int(self._style) if self._style.isdecimal() else 0
        code = self._formats[place] if place < len(self._formats) else GENERAL
        return show_number(raw, code, from_1904=self._from_1904)


def _fill_merged(
    plain_rows: Iterator[PlainRow], areas: list[tuple[int, int, int, int]]
) -> Iterator[PlainRow]:
    """This function will repeat the value of a merged area in every cell it covers."""
    waiting = sorted(area for area in areas if area[0] > 0)
    active: list[tuple[int, int, int, str]] = []
    for number, hidden, cells in plain_rows:
        active = [area for area in active if area[0] >= number]
        while waiting and waiting[0][0] <= number:
            top, left, bottom, right = waiting.pop(0)
            if top == number and left <= len(cells) and cells[left - 1]:
                active.append((bottom, left, right, cells[left - 1]))
        for _, left, right, text in active:
            cells.extend([""] * (right - len(cells)))
            cells[left - 1 : right] = [text] * (right - left + 1)
        yield number, hidden, cells


def _corners(area: str, width: int) -> tuple[int, int, int, int]:
    """This function will read "A1:C2" as top, left, bottom, right; zeros for what is no area."""
    first, _, last = area.partition(":")
    start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
    if not start or not end:
        return 0, 0, 0, 0
    left, right = _column(first), min(_column(last), max(width, _column(first)), MOST_COLUMNS)
    return int(start[2]), left, int(end[2]), right


def _column(reference: str) -> int:
    """This function will return the column of a reference such as "AB12" from 1; 0 for none."""
    column = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - _CODE_OF_A
    return column
