"""Rows of a sheet that are no entry: notes below the table, sums, headings between the rows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from yui.directory.formats import Recognised

LONGEST_ASIDE: Final = 300
_NOTE: Final = re.compile(r"^\s*(?:[※＊*]..|[(（]?注(?:意|記|釈)?\s*[0-9０-９]*[)）:：])")
_SUM: Final = re.compile(r"(?:総|小|合)?(?:合計|小計|総計|計|総数)")
_FIGURE: Final = re.compile(r"[0-9,.\s]*(?:か所|箇所|ヶ所|カ所|件|人|名|団体|会場|回|円|%)?")
_LETTERS: Final = re.compile(r"[ぁ-んァ-ヶ一-龠]")
# Alone in one of these columns, words are an entry that lacks the rest: it is refused, and mended.
_OF_ENTRIES: Final = frozenset(
    {"name", "address", "address_town", "address_block", "venue", "phone", "corporate_name"}
)
# A mark at the front and this many cells: an entry has more to say than its name and a remark.
_MOST_CELLS_OF_NOTE: Final = 2


def aside_of(row: Sequence[str], found: Recognised) -> str:
    """This function will return the words of a row that is a note or a sum, "" for an entry.

    A note begins with 「※」 or 「注」 and stands almost alone; a sum holds 「合計」 and figures; a
    lonely cell of words outside the column of names belongs to no entry either. Cells that repeat
    one text are one merged cell.
    """
    cells = {
        index: " ".join(cell.split())
        for index, cell in enumerate(row)
        if cell.strip() and index not in found.helpers
    }
    words = list(dict.fromkeys(cells.values()))
    if not words:
        return ""
    is_aside = (
        (bool(_NOTE.match(words[0])) and len(words) <= _MOST_CELLS_OF_NOTE)
        or _is_sum(words)
        or (len(words) == 1 and _is_lonely(cells, words[0], found))
    )
    return "　".join(words)[:LONGEST_ASIDE] if is_aside else ""


def _is_sum(words: Sequence[str]) -> bool:
    plain = [re.sub(r"\s", "", unicodedata.normalize("NFKC", word)) for word in words]
    return bool(_SUM.match(plain[0])) and all(
        _SUM.fullmatch(word) or _FIGURE.fullmatch(_SUM.sub("", word, count=1)) for word in plain
    )


def _is_lonely(cells: dict[int, str], words: str, found: Recognised) -> bool:
    """A name alone can be an entry, and figures alone are a template's line."""
    if not _LETTERS.search(words):
        return False
    return len(cells) > 1 or found.matches.get(next(iter(cells))) not in _OF_ENTRIES
