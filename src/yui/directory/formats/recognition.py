"""Which known list a sheet is, judged by its headers alone; nothing else is guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yui.directory.formats.columns import Format, fold_header
from yui.directory.formats.definitions import FORMATS
from yui.directory.formats.headings import ROWS_TO_LOOK_AT, Cells, is_helper, joined

_DEEPEST_HEADING: Final = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """This value will hold what was found.

    `matches` maps a column index to a field. `header_row` and `first_row` count from 0: the last
    row of the heading and the first row of data. `unknown` are headers of no field, `helpers`
    the indexes of columns that only explain the sheet（「←データの項目名を入力」）.
    """

    format: Format
    headers: tuple[str, ...]
    header_row: int
    first_row: int
    matches: Mapping[int, str]
    unknown: tuple[str, ...]
    helpers: tuple[int, ...]


def recognise(rows: Sequence[Cells], *, kind: str = "") -> Recognised | None:
    """This function will return the format whose headers fit the first rows best, or None.

    `kind` narrows the choice to one kind. Ties go to the format that knows more of the headers,
    then to the one listed first.
    """
    best: tuple[tuple[int, float], Recognised] | None = None
    for start, depth, variants in _headings(rows):
        for entry in FORMATS:
            if kind and entry.kind != kind:
                continue
            found = _fit(entry, variants, start + depth - 1)
            if found is None:
                continue
            rank = (len(found.matches), len(found.matches) / max(1, len(entry.columns)) - depth)
            if best is None or rank > best[0]:
                best = (rank, found)
    return best[1] if best else None


def fingerprint(headers: Sequence[str]) -> str:
    """This function will return the hash of folded headers in order, for remembered matching."""
    folded = "\n".join(fold_header(header) for header in headers)
    return hashlib.sha256(folded.encode()).hexdigest()


def _headings(rows: Sequence[Cells]) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
    """This function will yield every possible heading with the spellings of each column."""
    looked = rows[:ROWS_TO_LOOK_AT]
    for start in range(len(looked)):
        for depth in range(1, min(_DEEPEST_HEADING, len(looked) - start) + 1):
            block = looked[start : start + depth]
            headers = joined(block)
            width = len(headers)
            yield (
                start,
                depth,
                [(headers[index], *_parts(block, index)) for index in range(width)],
            )


def _parts(block: Sequence[Cells], index: int) -> tuple[str, ...]:
    cells = (row[index] if index < len(row) else "" for row in reversed(block))
    return tuple(cell for cell in cells if cell.strip())


def _fit(entry: Format, variants: Sequence[tuple[str, ...]], last: int) -> Recognised | None:
    matches: dict[int, str] = {}
    taken: set[str] = set()
    for index, spellings in enumerate(variants):
        for spelling in spellings:
            found = entry.by_header.get(fold_header(spelling))
            if found is not None and found not in taken:
                matches[index] = found
                taken.add(found)
                break
    if not entry.needs <= taken:
        return None
    headers = tuple(spellings[0] if spellings else "" for spellings in variants)
    helpers = tuple(index for index, header in enumerate(headers) if is_helper(header))
    unknown = tuple(
        header
        for index, header in enumerate(headers)
        if header.strip() and index not in matches and index not in helpers
    )
    return Recognised(entry, headers, last, last + 1, matches, unknown, helpers)
