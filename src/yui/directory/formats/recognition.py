"""Which known list a sheet is, judged by its headers alone; nothing else is guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yui.directory.formats.columns import FIELD_LABELS, Format, fold_header
from yui.directory.formats.definitions import FORMATS

# Headers stand within the first rows; a title, a date and merged headings may stand above them.
ROWS_TO_LOOK_AT: Final = 12
_DEEPEST_HEADING: Final = 3
_HELPER_MARKS: Final = ("←", "⇐", "↑", "⬅")

# Words in headers of tables made by hand, in the order they are looked for.
_WORDS: Final = (
    ("ふりがな", "kana"),
    ("フリガナ", "kana"),
    ("よみ", "kana"),
    ("ファックス", "fax"),
    ("FAX", "fax"),
    ("電話", "phone"),
    ("でんわ", "phone"),
    ("TEL", "phone"),
    ("メール", "email"),
    ("郵便", "postal_code"),
    ("住所", "address"),
    ("所在", "address"),
    ("会場", "address"),
    ("場所", "address"),
    ("ばしょ", "address"),
    ("緯度", "latitude"),
    ("経度", "longitude"),
    ("圏域", "sphere"),
    ("曜日", "weekdays"),
    ("開始", "start_time"),
    ("終了", "end_time"),
    ("日時", "hours_note"),
    ("時間", "hours_note"),
    ("料金", "fee"),
    ("参加費", "fee"),
    ("会費", "fee"),
    ("対象", "audience"),
    ("定員", "capacity"),
    ("内容", "activity"),
    ("活動", "activity"),
    ("ホームページ", "url"),
    ("主催", "corporate_name"),
    ("団体名", "corporate_name"),
    ("名称", "name"),
    ("名前", "name"),
    ("名まえ", "name"),
    ("会の名", "name"),
    ("サロン名", "name"),
    ("備考", "note"),
)

Cells = Sequence[str]


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


def suggested_field(header: str) -> str:
    """This function will return the field a header of an unknown table likely is, or "".

    A header of a known list decides; else a word within it that people use in their own tables.
    """
    folded = fold_header(header)
    for entry in FORMATS:
        found = entry.by_header.get(folded, "")
        if found in FIELD_LABELS:
            return found
    return next((name for word, name in _WORDS if fold_header(word) in folded), "")


def fingerprint(headers: Sequence[str]) -> str:
    """This function will return the hash of folded headers in order, for remembered matching."""
    folded = "\n".join(fold_header(header) for header in headers)
    return hashlib.sha256(folded.encode()).hexdigest()


def heading_of(rows: Sequence[Cells]) -> tuple[int, int, tuple[str, ...]]:
    """This function will return the likeliest heading of an unknown sheet: row, depth, headers.

    The first row in which at least half of the widest row's cells are filled, all of them words
    and all different; a merged heading above or below it is joined to it. Row 0 when none fits.
    """
    looked = rows[:ROWS_TO_LOOK_AT]
    width = max((sum(1 for cell in row if cell.strip()) for row in looked), default=0)
    for index, row in enumerate(looked):
        filled = [cell.strip() for cell in row if cell.strip()]
        if 2 * len(filled) >= width and len(filled) >= min(2, width) and _are_words(filled):
            if len(set(filled)) == len(filled):
                above = _merged_above(looked, index)
                return index, 1, _joined(looked[above : index + 1])
            if index + 1 < len(looked) and _are_words([c for c in looked[index + 1] if c.strip()]):
                return index, 2, _joined(looked[index : index + 2])
    return 0, 1, tuple(rows[0]) if rows else ()


def is_helper(header: str) -> bool:
    """This function will tell whether a header only explains the sheet."""
    return header.strip().startswith(_HELPER_MARKS)


def _headings(rows: Sequence[Cells]) -> Iterator[tuple[int, int, list[tuple[str, ...]]]]:
    """This function will yield every possible heading with the spellings of each column."""
    looked = rows[:ROWS_TO_LOOK_AT]
    for start in range(len(looked)):
        for depth in range(1, min(_DEEPEST_HEADING, len(looked) - start) + 1):
            block = looked[start : start + depth]
            joined = _joined(block)
            width = len(joined)
            yield (
                start,
                depth,
                [(joined[index], *_parts(block, index)) for index in range(width)],
            )


def _parts(block: Sequence[Cells], index: int) -> tuple[str, ...]:
    cells = (row[index] if index < len(row) else "" for row in reversed(block))
    return tuple(cell for cell in cells if cell.strip())


def _joined(block: Sequence[Cells]) -> tuple[str, ...]:
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


def _has_below(block: Sequence[Cells], depth: int, index: int) -> bool:
    return any(index < len(row) and row[index].strip() for row in block[depth + 1 :])


def _merged_above(rows: Sequence[Cells], index: int) -> int:
    """This function will say whether the row above is a merged heading of this one."""
    if index == 0:
        return index
    above = [cell.strip() for cell in rows[index - 1]]
    filled = sum(1 for cell in above if cell)
    return index - 1 if filled >= 2 and _are_words([cell for cell in above if cell]) else index


def _are_words(cells: Sequence[str]) -> bool:
    return bool(cells) and not any(cell[:1].isdigit() for cell in cells)


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
