"""This module will write .xlsx workbooks that hold text and numbers only, never formulas.

The same content gives the same bytes. Cells need no guard here: they are written as strings,
which no spreadsheet runs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_LONGEST_TEXT: Final = 32_767
_MOST_ROWS: Final = 1_048_576
_CREATED: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_IN_XML: Final = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Value = str | int | float | date | None


class WorkbookRefused(ValueError):
    """This error will say in one Japanese sentence why a workbook cannot be written."""


class ColumnKind(StrEnum):
    """This enumeration will name how a column treats what people type into it later."""

    TEXT = "@"
    NUMBER = "#,##0.########"
    DATE = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Column:
    """This value will hold the heading of a column, its kind, and its width in letters."""

    title: str
    kind: ColumnKind = ColumnKind.TEXT
    width: float = 16


@dataclass(frozen=True, slots=True)
class Page:
    """This value will hold one sheet to be written: name, columns and rows."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]


def write_workbook(pages: Sequence[Page]) -> bytes:
    """This function will return a workbook with one sheet a page, headings styled and frozen.

    Text columns are formatted as text, so that 0100 stays 0100 when somebody edits it.

    Raises: WorkbookRefused for what the format cannot hold: texts above 32,767 letters, rows
        above 1,048,576, halves of letters.
    """
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    # The format's own property has no place for "unknown", so every workbook says the same day.
    workbook.set_properties({"created": _CREATED.replace(tzinfo=None), "author": "Yui"})
    head = workbook.add_format(
        {"bold": True, "bg_color": "#E8F1FE", "bottom": 1, "text_wrap": True, "valign": "top"}
    )
    kinds = {
        kind: workbook.add_format(
            {"num_format": kind.value, "valign": "top", "text_wrap": kind is ColumnKind.TEXT}
        )
        for kind in ColumnKind
    }
    names = sheet_names([page.name for page in pages])
    for name, page in zip(names, pages, strict=True):
        _fill(workbook.add_worksheet(name), page, head, kinds)
    workbook.close()
    return stream.getvalue()


def sheet_names(names: Sequence[str]) -> list[str]:
    """This function will return names that a workbook accepts: at most 31 letters, no two alike."""
    taken: list[str] = []
    for name in names:
        clean = _cut(_NOT_IN_NAMES.sub("・", name).strip("'"), 31) or "シート"
        candidate, number = clean, 1
        while candidate.casefold() in (other.casefold() for other in taken):
            number += 1
            candidate = f"{_cut(clean, 30 - len(str(number)))}_{number}"
        taken.append(candidate)
    return taken


def _cut(text: str, most: int) -> str:
    """This function will cut a text to as many UTF-16 units as Excel counts, letters whole."""
    while len(text.encode("utf-16-le")) > most * 2:
        text = text[:-1]
    return text


def _fill(sheet: Worksheet, page: Page, head: Format, kinds: dict[ColumnKind, Format]) -> None:
    """This function will write the headings and rows of one sheet."""
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width, kinds[column.kind])
        _put(sheet, 0, at, column.title, head)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(page.rows, 1):
        for column, (at, value) in zip(page.columns, enumerate(row), strict=True):
            _put(sheet, number, at, value, kinds[column.kind])


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: Format) -> None:
    """This function will write one cell by its type; text is always a string."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        if _NOT_IN_XML.search(value):
            raise WorkbookRefused(f"{row + 1}行目に、使えない文字があります。")
        if len(value.encode("utf-16-le")) > _LONGEST_TEXT * 2:
            raise WorkbookRefused(f"{row + 1}行目に、長すぎる文章があります。")
        result = sheet.write_string(row, column, value, style)
    elif isinstance(value, date):
        result = sheet.write_datetime(row, column, value, style)
    else:
        result = sheet.write_number(row, column, value, style)
    if result < 0:
        raise WorkbookRefused(f"行が多すぎます。{_MOST_ROWS:,}行までに分けてください。")
