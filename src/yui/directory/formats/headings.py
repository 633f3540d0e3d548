"""Where the heading of a sheet stands: below titles and blank rows, on one row or on two.

In a workbook a merged cell repeats its words in every cell it covers; in a text the cells right
of it and below it are empty. Both are read the same way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from yui.directory.formats.suggesting import suggested_fields

# Headers stand within the first rows; a title, a date and merged headings may stand above them.
ROWS_TO_LOOK_AT: Final = 12
_HELPER_MARKS: Final = ("←", "⇐", "↑", "⬅")
_ONLY_NUMBERS: Final = re.compile(r"[\s0-9/:.,%~〜\-年月日時分円人()]+")
_TITLE_WORDS: Final = re.compile(r"一覧|名簿|令和|平成|年度|現在|作成|時点")

Cells = Sequence[str]


def heading_of(rows: Sequence[Cells]) -> tuple[int, int, tuple[str, ...]]:
    """This function will return the likeliest heading of an unknown sheet: row, depth, headers.

    The row whose cells say most fields; where no row says any, the first that is half as wide as
    the widest. A second row that completes merged cells is joined to it. Row 0 when none fits.
    """
    looked = rows[:ROWS_TO_LOOK_AT]
    index = _likeliest(looked)
    if index is None:
        return 0, 1, tuple(rows[0]) if rows else ()
    if index and _completes(looked[index - 1], looked[index]):
        return index - 1, 2, joined(looked[index - 1 : index + 1])
    if index + 1 < len(looked) and _completes(looked[index], looked[index + 1]):
        return index, 2, joined(looked[index : index + 2])
    return index, 1, joined(looked[index : index + 1])


def titles_of(rows: Sequence[Cells], heading_row: int) -> tuple[str, ...]:
    """This function will return the words that stand above the heading, each once, in order."""
    above = (" ".join(cell.split()) for row in rows[:heading_row] for cell in row)
    return tuple(dict.fromkeys(cell for cell in above if cell))


def is_helper(header: str) -> bool:
    """This function will tell whether a header only explains the sheet."""
    return header.strip().startswith(_HELPER_MARKS)


def joined(block: Sequence[Cells]) -> tuple[str, ...]:
    """This function will join stacked headings; a merged cell above holds for those right of it."""
    width = max((len(row) for row in block), default=0)
    above = [""] * width
    for depth, row in enumerate(block):
        carried = ""
        for index in range(width):
            cell = row[index].strip() if index < len(row) else ""
            is_last = depth == len(block) - 1
            if cell:
                carried = cell
            elif is_last or not _has_below(block, depth, index):
                continue
            words = cell or carried
            if above[index] != words:
                above[index] = f"{above[index]}_{words}" if above[index] else words
    return tuple(above)


def _likeliest(rows: Sequence[Cells]) -> int | None:
    widest = max((len(_filled(row)) for row in rows), default=0)
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows):
        words = _filled(row)
        if not _are_words(words) or (widest > 1 and len(set(words)) < 2):
            continue
        fields = len(suggested_fields(row))
        is_wide = 2 * len(words) >= widest
        if (fields > 1 or is_wide) and (best is None or fields > best[0]):
            best = (fields, index)
    return best[1] if best else None


def _completes(upper: Cells, lower: Cells) -> bool:
    """This function will tell whether a row says what the merged cells above it hold.

    Cells may differ only below words that cover several columns; data rows differ everywhere.
    """
    width = max(len(upper), len(lower))
    above, below = _padded(upper, width), _padded(lower, width)
    if len(set(above) - {""}) < 2 or not _are_words(_filled(lower)):
        return False
    if any(_TITLE_WORDS.search(cell) for cell in above):
        return False
    completed = 0
    for index, (up, low) in enumerate(zip(above, below, strict=True)):
        if low and up != low:
            if up and not _covers_more(above, below, index):
                return False
            completed += 1
    return completed > 1


def _covers_more(above: Cells, below: Cells, index: int) -> bool:
    """Whether the words above a column hold for the next one or the one before, too."""
    words = above[index]
    if words in above[index - 1 : index] or words in above[index + 1 : index + 2]:
        return True
    return index + 1 < len(above) and not above[index + 1] and bool(below[index + 1])


def _padded(row: Cells, width: int) -> list[str]:
    return [cell.strip() for cell in row] + [""] * (width - len(row))


def _filled(row: Cells) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _has_below(block: Sequence[Cells], depth: int, index: int) -> bool:
    return any(index < len(row) and row[index].strip() for row in block[depth + 1 :])


def _are_words(cells: Sequence[str]) -> bool:
    plain = (unicodedata.normalize("NFKC", cell) for cell in cells)
    return bool(cells) and not any(_ONLY_NUMBERS.fullmatch(cell) for cell in plain)
