"""Marks such as 「〃」 that stand for the cell above them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from yui.exchange.engine.cleaning import Cleaner, CleanRow
from yui.exchange.engine.rules import Notes, Rule

_MARKS: Final = frozenset({"〃", "々", "〟", "同上", "(同上)", "同 上", '"', "''", "上に同じ"})
NOTHING_ABOVE: Final = "「{mark}」の上に、同じにする値がありません。"


@dataclass(slots=True)
class Above:
    """This object will fill marks of repetition, row by row in the order of one sheet.

    `matches`: column index → field; `headers` name the columns in reports.
    """

    matches: Mapping[int, str]
    headers: tuple[str, ...]
    last: dict[int, str] = field(default_factory=dict)

    def cleaned(self, cleaner: Cleaner, number: int, row: tuple[str, ...]) -> CleanRow:
        """This function will return the row cleaned with the marks filled, each a listed repair.

        A mark with nothing above it refuses the row.
        """
        cells, notes = list(row), Notes()
        for index in self.matches:
            mark = cells[index] if index < len(cells) else ""
            if not _is_mark(mark):
                self.last[index] = mark
                continue
            before = self.last.get(index, "")
            if not before.strip():
                return self._refused(number, row, index, mark)
            cells[index] = before
            notes.repaired(self.headers[index], Rule.FROM_ABOVE, mark, before)
        found = cleaner.clean(number, tuple(cells))
        if notes.repairs:
            found = replace(
                found, notes=Notes([*notes.repairs, *found.notes.repairs], found.notes.flags)
            )
        return found

    def _refused(self, number: int, row: tuple[str, ...], index: int, mark: str) -> CleanRow:
        named = next((at for at, name in self.matches.items() if name == "name"), None)
        name = row[named] if named is not None and named < len(row) else ""
        return CleanRow(
            number,
            row,
            unicodedata.normalize("NFKC", name).strip()[:160],
            reason=NOTHING_ABOVE.format(mark=mark.strip()),
            reason_column=self.headers[index],
        )


def _is_mark(cell: str) -> bool:
    return unicodedata.normalize("NFKC", cell).strip() in _MARKS
