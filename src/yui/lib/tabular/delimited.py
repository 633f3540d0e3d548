"""This module will read delimited text in the child: CSV, TSV, and semicolons."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular.table import MOST_COLUMNS, MOST_ROWS_OF_TEXT, Encoding

_DELIMITERS: Final = (",", "\t", ";")
_BATCH_LETTERS: Final = 200_000
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')

# What a sandboxed reader yields for a row: number, hidden, cells.
PlainRow = tuple[int, bool, list[str]]


def find_delimiter(path: Path, encoding: Encoding) -> str:
    """This function will return the delimiter that the first line uses most; commas on a tie."""
    with path.open(encoding=encoding.value, newline="") as file:
        start = file.read(1 << 16)
    first = next((line for line in _QUOTED.sub("", start).splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def rows(*, path: str, encoding: str, delimiter: str) -> Iterator[list[PlainRow]]:
    """This function will yield the rows of a text in batches; rows without any text are left out.

    Raises: SandboxRefused with a Japanese sentence and the row.
    """
    with Path(path).open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        yield from in_batches(within_limits(_numbered(reader), MOST_ROWS_OF_TEXT))


def within_limits(plain_rows: Iterable[PlainRow], most_rows: int) -> Iterator[PlainRow]:
    """This function will drop empty ends and empty rows, and refuse more than the limits."""
    count = 0
    for number, hidden, cells in plain_rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > most_rows:
            raise SandboxRefused(
                f"行が多すぎます。{most_rows:,}行までに分けてください。", {"row": number}
            )
        if len(cells) > MOST_COLUMNS:
            raise SandboxRefused(
                f"{number}行目の列が多すぎます。{MOST_COLUMNS}列までにしてください。",
                {"row": number},
            )
        yield number, hidden, cells


def in_batches(plain_rows: Iterable[PlainRow]) -> Iterator[list[PlainRow]]:
    """This function will gather rows, so that one message carries many small ones."""
    batch: list[PlainRow] = []
    letters = 0
    for row in plain_rows:
        batch.append(row)
        letters += sum(map(len, row[2]))
        if letters > _BATCH_LETTERS or len(batch) == 500:
            yield batch
            batch, letters = [], 0
    if batch:
        yield batch


def _numbered(reader: Iterator[list[str]]) -> Iterator[PlainRow]:
    """This function will number the rows as a spreadsheet does, and explain broken quotes."""
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise SandboxRefused(_explained(str(error), number), {"row": number}) from None
        yield number, False, cells


def _explained(message: str, number: int) -> str:
    """This function will say what is broken in a row, after the words of Python's csv module."""
    if "field limit" in message:
        return (
            f'{number}行目に、長すぎるセルがあります。引用符（"）が閉じているか確かめてください。'
        )
    if "end of data" in message:
        return f'{number}行目から始まる引用符（"）が、閉じていません。'
    return f'{number}行目の引用符（"）の使い方が、正しくありません。'
