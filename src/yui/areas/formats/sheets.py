"""Columns found by their names in any table an office brings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yui.areas.errors import FileRefused
from yui.lib.tabular import Row, TableRefused, open_table

_MARKS = re.compile(r"[\s・_（）()]+")
_DASHES = re.compile(r"[‐‑‒–—―−ー~〜～]")


@dataclass(frozen=True, slots=True)
class Columns:
    """This value will hold the headings of a table: normalised name to index from 0."""

    indexes: dict[str, int]

    @classmethod
    def of(cls, headers: Sequence[str]) -> Columns:
        """This function will read the headings of a table; of two alike the first counts."""
        names = [heading(cell) for cell in headers]
        return cls({name: at for at, name in reversed(list(enumerate(names))) if name})

    def first(self, *names: str) -> int | None:
        """This function will return the column of the first known name, or None."""
        return next((self.indexes[n] for n in map(heading, names) if n in self.indexes), None)


def heading(text: str) -> str:
    """This function will return the form in which two spellings of a heading are equal."""
    narrow = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return _MARKS.sub("", narrow).lower().lstrip("#")


def read_sheet(path: Path, name: str) -> tuple[Columns, Iterator[Row]]:
    """This function will return the headings and the rows below them.

    Raises: FileRefused with the reader's sentence (encoding, broken quotes, no table).
    """
    try:
        rows = iter(open_table(path, name=name))
        first = next(rows, None)
    except TableRefused as error:
        raise FileRefused(str(error)) from error
    if first is None:
        raise FileRefused("ファイルに行がありません。")
    return Columns.of(first.cells), _below(rows)


def _below(rows: Iterator[Row]) -> Iterator[Row]:
    try:
        yield from rows
    except TableRefused as error:
        raise FileRefused(str(error)) from error
