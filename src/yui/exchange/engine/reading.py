"""The child process: a sheet in, batches of cleaned rows out. The parent never holds the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from yui.directory.formats import Format, Recognised, fold_header, format_of_kind, recognise
from yui.directory.formats.definitions import SPREADSHEET, spreadsheet_format
from yui.directory.formats.recognition import (
    ROWS_TO_LOOK_AT,
    fingerprint,
    heading_of,
    is_helper,
)
from yui.exchange.engine.cleaning import Cleaner, CleanRow
from yui.exchange.engine.places import AreaBook
from yui.exchange.engine.records import Provided
from yui.lib.sandbox import SandboxRefused

BATCH_ROWS: Final = 1000
# Columns that number the rows: a row with nothing else is a blank line of a template.
_NUMBERING: Final = frozenset({"key"})

_SHORT_CODE: Final = re.compile(r"(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{8}")

PlainRow = tuple[int, tuple[str, ...]]


def clean_sheet(
    *,
    path: str,
    encoding: str,
    delimiter: str,
    sheets: list[dict[str, Any]],
    kind: str,
    taught: dict[str, dict[str, Any]],
    areas: list[list[Any]],
    home: str,
) -> Iterator[dict[str, Any]]:
    """This function will yield a head, batches of rows, and nothing else.

    `taught`: fingerprint of headers → {"matches": field → header, "sector"}. Every visible sheet
    whose headers are of the same list is read; a sheet's name that is no list name is a 圏域.
    Raises: SandboxRefused with a Japanese sentence when no list is recognised.
    """
    book = AreaBook.from_rows(areas, home)
    first: Recognised | None = None
    seen: dict[str, int] = {}
    for index, sheet in enumerate(sheets):
        rows = _rows(path, encoding, delimiter, int(sheet.get("index", index)), sheet)
        top = [row for _, row in zip(range(ROWS_TO_LOOK_AT), rows, strict=False)]
        found = _recognised([cells for _, cells in top], kind, taught)
        if found is None and first is None and index == len(sheets) - 1:
            yield _unknown([cells for _, cells in top], str(sheet.get("name", "")))
            return
        if found is None or (first is not None and found.format.kind != first.format.kind):
            continue
        if first is None:
            first = found
            yield _head(found, str(sheet.get("name", "")))
        cleaner = _cleaner(found, book, str(sheet.get("name", "")) if len(sheets) > 1 else "")
        yield from _batches(cleaner, found, _chained(top, rows), seen, index == 0)


def _recognised(
    top: Sequence[tuple[str, ...]], kind: str, taught: dict[str, dict[str, Any]]
) -> Recognised | None:
    if kind != SPREADSHEET:
        found = recognise(top, kind=kind)
        if found is not None:
            return found
    row, depth, headers = heading_of(top)
    known = taught.get(fingerprint(headers))
    if known is None:
        return None
    wanted = {fold_header(header): name for name, header in known["matches"].items()}
    matches = {
        index: wanted[fold_header(header)]
        for index, header in enumerate(headers)
        if fold_header(header) in wanted
    }
    helpers = tuple(index for index, header in enumerate(headers) if is_helper(header))
    last = row + depth - 1
    layout = _layout(str(known.get("kind", SPREADSHEET)), str(known["sector"]))
    return Recognised(layout, headers, last, last + 1, matches, (), helpers)


def _layout(kind: str, sector: str) -> Format:
    known = format_of_kind(kind)
    return known if known is not None else spreadsheet_format(sector)


def _unknown(top: Sequence[tuple[str, ...]], sheet: str) -> dict[str, Any]:
    if not top:
        raise SandboxRefused("表に行がありません。")
    row, depth, headers = heading_of(top)
    return {
        "unknown": True,
        "headers": list(headers),
        "fingerprint": fingerprint(headers),
        "samples": [list(cells) for cells in top[row + depth : row + depth + 3]],
        "sheet": sheet,
    }


def _head(found: Recognised, sheet: str) -> dict[str, Any]:
    fields = frozenset(found.matches.values())
    helpers = [
        {"row": found.header_row + 1, "column": found.headers[index]} for index in found.helpers
    ]
    return {
        "kind": found.format.kind,
        "target": found.format.target,
        "headers": list(found.headers),
        "fingerprint": fingerprint(found.headers),
        "columns_used": len(found.matches),
        "matches": {name: found.headers[index] for index, name in found.matches.items()},
        "sector": found.format.sector,
        "provided": sorted(Provided.by(fields).names),
        "helpers": helpers,
        "sheet": sheet,
    }


def _cleaner(found: Recognised, book: AreaBook, sheet: str) -> Cleaner:
    return Cleaner(
        format=found.format,
        matches=found.matches,
        headers=found.headers,
        areas=book,
        is_strict=not found.format.is_official,
        sphere=sheet if found.format.kind == SPREADSHEET else "",
    )


def _batches(
    cleaner: Cleaner,
    found: Recognised,
    rows: Iterator[PlainRow],
    seen: dict[str, int],
    is_first_sheet: bool,
) -> Iterator[dict[str, Any]]:
    waiting: list[list[Any]] = []
    blank: list[list[Any]] = []
    for position, (number, row) in enumerate(rows):
        if position < found.first_row or _repeats_heading(row, found):
            continue
        if _is_blank(row, found):
            blank.append([number, next((cell for cell in row if cell.strip()), "")])
            continue
        waiting.append(packed(_once(cleaner.clean(number, row), seen)))
        if len(waiting) == BATCH_ROWS:
            yield {"rows": waiting, "blank": blank}
            waiting, blank = [], []
    if waiting or blank:
        yield {"rows": waiting, "blank": blank}


def _once(row: CleanRow, seen: dict[str, int]) -> CleanRow:
    """This function will refuse a row whose key stood in an earlier row.

    Our own export writes a row for each place of a service, all with its short code.
    """
    if row.values is None or _SHORT_CODE.fullmatch(row.key):
        return row
    earlier = seen.setdefault(f"{row.area_path}|{row.key}", row.number)
    if earlier == row.number:
        return row
    words = "同じ内容" if row.key.startswith("=") else "同じ番号"
    return CleanRow(
        row.number,
        row.original,
        row.name,
        row.area_path,
        row.key,
        notes=row.notes,
        reason=f"{earlier}行目と{words}の行です。",
    )


def packed(row: CleanRow) -> list[Any]:
    """This function will return a row as it travels to the parent."""
    return [
        row.number,
        row.name,
        row.area_path,
        row.key,
        row.match,
        row.values,
        list(row.original),
        row.notes.repairs,
        row.notes.flags,
        row.reason,
        row.reason_column,
    ]


def _is_blank(row: tuple[str, ...], found: Recognised) -> bool:
    """A template's line: nothing but its number, or words in the helper column."""
    return not any(
        cell.strip()
        for index, cell in enumerate(row)
        if index not in found.helpers and found.matches.get(index) not in _NUMBERING
    )


def _repeats_heading(row: tuple[str, ...], found: Recognised) -> bool:
    """Some sheets repeat the heading in the middle, for print."""
    pairs = [
        (cell, found.headers[index])
        for index, cell in enumerate(row)
        if index < len(found.headers) and cell.strip()
    ]
    return len(pairs) > 2 and all(fold_header(cell) == fold_header(head) for cell, head in pairs)


def _chained(top: Sequence[PlainRow], rest: Iterator[PlainRow]) -> Iterator[PlainRow]:
    yield from top
    yield from rest


def _rows(
    path: str, encoding: str, delimiter: str, index: int, sheet: dict[str, Any]
) -> Iterator[PlainRow]:
    if encoding == "xlsx":
        from yui.lib.tabular import workbook

        batches = workbook.rows(
            path=path,
            index=index,
            width=int(sheet.get("width", 0)),
            merged=list(sheet.get("merged", [])),
        )
    else:
        from yui.lib.tabular import delimited

        batches = delimited.rows(path=path, encoding=encoding, delimiter=delimiter)
    for batch in batches:
        for number, _hidden, cells in batch:
            yield number, tuple(cells)
