"""This module will hold what a table is to its readers: sheets, and rows of plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MOST_COLUMNS: Final = 300
MOST_ROWS_OF_TEXT: Final = 300_000
MOST_ROWS_OF_WORKBOOK: Final = 50_000


class TableRefused(ValueError):
    """This error will say in one Japanese sentence why a file is not read, and at which row."""

    def __init__(self, sentence: str, row: int | None = None) -> None:
        super().__init__(sentence)
        self.row = row


class DecodeRefused(TableRefused):
    """This error will name the row (from 1) and the byte (from 0) that cannot be decoded."""

    def __init__(self, sentence: str, row: int | None = None, byte: int | None = None) -> None:
        super().__init__(sentence, row)
        self.byte = byte


class Encoding(StrEnum):
    """This enumeration will name how the letters of a file are stored."""

    UTF_8_BOM = "utf-8-sig"
    UTF_8 = "utf-8"
    CP932 = "cp932"
    EUC_JP = "euc_jp"
    UTF_16 = "utf-16"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Row:
    """This value will hold one row: its number as a spreadsheet shows it, and its cells as text.

    Empty cells at the end are left out, so rows differ in length; `cell` is safe beyond the end.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False

    def cell(self, index: int) -> str:
        """This method will return the cell at an index from 0, or an empty text beyond the end."""
        return self.cells[index] if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """This value will hold what should be told about a sheet before it is read.

    `width` counts the columns in use (0 for a text, which tells only while it is read);
    `merged` holds ranges such as "A1:C2", whose value is repeated in every cell they cover;
    cells with `formulas` are read as last calculated.
    """

    name: str
    hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0
    formulas: int = 0
    width: int = 0
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """This value will hold an opened file: how it is encoded, its sheets, and a way to its rows."""

    name: str
    encoding: Encoding
    sheets: tuple[Sheet, ...]
    delimiter: str = ""
    read: Callable[[int], Iterator[Row]] = field(kw_only=True, repr=False, compare=False)

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """This method will yield the rows of a sheet; rows without any text are left out.

        Raises: TableRefused when the file breaks or passes a limit on the way.
        """
        return self.read(sheet)

    def __iter__(self) -> Iterator[Row]:
        """This method will yield the rows of the first sheet that is not hidden."""
        shown = [index for index, sheet in enumerate(self.sheets) if not sheet.hidden]
        return self.read(shown[0] if shown else 0)
