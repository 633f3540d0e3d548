"""Which sheets of a file are read, under which common heading, and which are not and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from yui.directory.formats import (
    Format,
    Recognised,
    fold_header,
    recognise,
)
from yui.directory.formats.definitions import SPREADSHEET
from yui.directory.formats.headings import heading_of, is_helper, titles_of
from yui.directory.formats.recognition import fingerprint
from yui.exchange.engine.list_kinds import Described, proposed_kind
from yui.exchange.engine.matching import (
    EVENTS,
    looks_like_events,
    matched_format,
    suggested_matches,
)

# The last column of a file of several sheets: often the 圏域 stands nowhere else.
SHEET_HEADER: Final = "シートの名前"
_EXAMPLE: Final = "記入の例のシートです。例の行は取り込みません。"
_EXAMPLES: Final = re.compile(r"(?:入力|記入|記載)例|^例$|サンプル|ひな形|雛形|テンプレ")
_EMPTY: Final = "空のシートです。"
_NO_LIST: Final = "見出しが、読むシートとちがいます。同じ見出しにすると、いっしょに読めます。"
_OTHER_LIST: Final = (
    "別の種類の一覧です（{name}）。このシートだけのファイルにして、取り込んでください。"
)

Taught = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Top:
    """This value will hold the first rows of a sheet, and its place in the file."""

    index: int
    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """This value will hold a sheet that is read.

    `found` speaks of its own columns; `order` gives for each common column its own, -1 for none.
    """

    top: Top
    found: Recognised
    order: tuple[int, ...]
    tail: tuple[str, ...]

    def aligned(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """This function will return the cells of a row under the common heading."""
        cells = tuple(row[at] if 0 <= at < len(row) else "" for at in self.order)
        return cells + self.tail


@dataclass(frozen=True, slots=True)
class Survey:
    """This value will hold what is read: sheets, their common heading, and what is left out.

    `base` is the first sheet that was recognised, under the common heading; `own_headers` are
    its own, by which its columns are remembered. `skipped`: (name of a sheet, reason).
    `list_kind` is what was said about the list when its columns were matched, "" = nothing.
    """

    base: Recognised
    own_headers: tuple[str, ...]
    sheets: tuple[ReadSheet, ...]
    skipped: tuple[tuple[str, str], ...]
    titles: tuple[str, ...]
    list_kind: str = ""


def survey(tops: Sequence[Top], kind: str, taught: Taught) -> Survey | None:
    """This function will choose the sheets to read, or None when no list is recognised.

    The first sheet that is known decides what is read: all sheets of the same list.
    """
    known = [(top, _recognised(top.rows, kind, taught)) for top in tops]
    real = (found for top, found in known if not _is_example(top, tops))
    base = next((found for found in real if found is not None), None)
    if base is None:
        return None
    read: list[tuple[Top, Recognised]] = []
    skipped: list[tuple[str, str]] = []
    for top, found in known:
        alike = found if found and found.format.kind == base.format.kind else _like(base, top.rows)
        alike = None if _is_example(top, tops) else alike
        if alike is not None:
            read.append((top, alike))
        else:
            reason = _EXAMPLE if _is_example(top, tops) else _reason(top, found)
            skipped.append((top.name, reason))
    return _under_one_heading(base, read, tuple(skipped), taught)


def proposed_of(found: Survey, called: str) -> str:
    """This function will propose what kind of list the sheets are, by names and first rows."""
    rows = [
        _described(cells, sheet.found.matches)
        for sheet in found.sheets
        for cells in sheet.top.rows[sheet.found.first_row :]
    ]
    return proposed_kind([*found.titles, called], rows)


def _described(cells: Sequence[str], matches: Mapping[int, str]) -> Described:
    by_field = {name: cells[at] for at, name in matches.items() if at < len(cells)}
    activity = by_field.get("activity", "") + " " + by_field.get("note", "")
    return by_field.get("service_type", ""), by_field.get("name", ""), activity.strip()


def unknown(tops: Sequence[Top], called: str) -> dict[str, Any] | None:
    """This function will describe the sheet whose heading says most, for a person to match."""
    filled = [top for top in tops if top.rows and not _is_example(top, tops)]
    if not filled:
        return None
    top = max(filled, key=lambda each: _known_columns(heading_of(each.rows)[2]))
    row, depth, headers = heading_of(top.rows)
    titles = titles_of(top.rows, row)
    more = [SHEET_HEADER] if len(filled) > 1 else []
    matches = suggested_matches(headers, "daily")
    described = [_described(cells, matches) for cells in top.rows[row + depth :]]
    samples = [
        [*cells, *[""] * (len(headers) - len(cells)), *([top.name] if more else [])]
        for cells in top.rows[row + depth : row + depth + 3]
    ]
    return {
        "unknown": True,
        "headers": [*headers, *more],
        "fingerprint": fingerprint(headers),
        "samples": samples,
        "sheet": top.name,
        "titles": list(_of_whole_file(titles, top.name) if more else titles),
        "seems": proposed_kind([*titles, called], described),
    }


def _known_columns(headers: Sequence[str]) -> int:
    """How many columns say what they are, as a table of services or of events."""
    sector = EVENTS if looks_like_events(headers) else ""
    return len(suggested_matches(headers, sector))


def _recognised(rows: Sequence[tuple[str, ...]], kind: str, taught: Taught) -> Recognised | None:
    if not rows:
        return None
    found = recognise(rows, kind=kind) if kind != SPREADSHEET else None
    if found is not None:
        return found
    row, depth, headers = heading_of(rows)
    known = taught.get(fingerprint(headers))
    if known is None:
        return None
    layout = matched_format(str(known["sector"]))
    return _matched(layout, known["matches"], headers, row + depth - 1)


def _like(base: Recognised, rows: Sequence[tuple[str, ...]]) -> Recognised | None:
    """Another sheet of somebody's own table: columns may be missing, the names may not."""
    if not rows or base.format.kind != SPREADSHEET:
        return None
    row, depth, headers = heading_of(rows)
    matches = {name: base.headers[index] for index, name in base.matches.items()}
    found = _matched(base.format, matches, headers, row + depth - 1)
    return found if "name" in found.matches.values() else None


def _matched(
    layout: Format, matches: Mapping[str, str], headers: tuple[str, ...], last: int
) -> Recognised:
    wanted = {fold_header(header): name for name, header in matches.items()}
    found: dict[int, str] = {}
    for index, header in enumerate(headers):
        name = wanted.get(fold_header(header))
        if name is not None and name not in found.values():
            found[index] = name
    helpers = tuple(index for index, header in enumerate(headers) if is_helper(header))
    return Recognised(layout, headers, last, last + 1, found, (), helpers)


def _is_example(top: Top, tops: Sequence[Top]) -> bool:
    """A sheet that shows how to fill in the others; a file's only sheet is never one."""
    return len(tops) > 1 and bool(_EXAMPLES.search(top.name))


def _reason(top: Top, found: Recognised | None) -> str:
    if not top.rows:
        return _EMPTY
    return _OTHER_LIST.format(name=found.format.name) if found else _NO_LIST


def _under_one_heading(
    base: Recognised,
    read: Sequence[tuple[Top, Recognised]],
    skipped: tuple[tuple[str, str], ...],
    taught: Taught,
) -> Survey:
    headers, matches = list(base.headers), dict(base.matches)
    orders = [_order(found, headers, matches) for _, found in read]
    is_one_of_many = len(read) > 1
    if is_one_of_many:
        headers.append(SHEET_HEADER)
        name = _field_of_sheets(base, matches, taught)
        matches |= {len(headers) - 1: name} if name else {}
    width = len(headers) - is_one_of_many
    sheets = tuple(
        ReadSheet(
            top,
            found,
            tuple(order.get(index, -1) for index in range(width)),
            (top.name,) if is_one_of_many else (),
        )
        for (top, found), order in zip(read, orders, strict=True)
    )
    common = replace(base, headers=tuple(headers), matches=matches)
    titles = titles_of(read[0][0].rows, read[0][1].header_row)
    if is_one_of_many:
        titles = _of_whole_file(titles, read[0][0].name)
    list_kind = str(taught.get(fingerprint(base.headers), {}).get("list_kind", ""))
    return Survey(common, base.headers, sheets, skipped, titles, list_kind)


def _order(found: Recognised, headers: list[str], matches: dict[int, str]) -> dict[int, int]:
    """Common column → own column of a sheet; columns nobody had before are added at the end."""
    place_of = {name: index for index, name in matches.items()}
    order: dict[int, int] = {}
    for own, header in enumerate(found.headers):
        name = found.matches.get(own, "")
        at = place_of.get(name, -1)
        if at < 0:
            at = _same_header(header, headers, order)
        if at < 0 and header.strip():
            headers.append(header)
            at = len(headers) - 1
            matches |= {at: name} if name else {}
        if at >= 0:
            order.setdefault(at, own)
    return order


def _same_header(header: str, headers: Sequence[str], taken: Mapping[int, int]) -> int:
    folded = fold_header(header)
    fitting = (
        index
        for index, known in enumerate(headers)
        if index not in taken and fold_header(known) == folded
    )
    return next(fitting, -1)


def _of_whole_file(titles: Sequence[str], sheet: str) -> tuple[str, ...]:
    """The words above a sheet without its name: 「活動一覧（東部圏域）」 speaks of one sheet."""
    name = re.escape(sheet.strip())
    if not name:
        return tuple(titles)
    bracket = rf"[（(【\[][^（()）【】\[\]]*{name}[^（()）【】\[\]]*[）)】\]]"
    own = re.compile(rf"{bracket}|{name}(?:日常生活)?(?:圏域|地区)?(?:分|版|編)?")
    plain = (" ".join(own.sub(" ", title).split()) for title in titles)
    return tuple(title for title in plain if title)


def _field_of_sheets(base: Recognised, matches: Mapping[int, str], taught: Taught) -> str:
    """What the names of the sheets say: what was taught, else the 圏域 when no column says it."""
    if base.format.kind != SPREADSHEET or base.format.target == "event":
        return ""
    known = taught.get(fingerprint(base.headers), {}).get("matches", {})
    named = next((name for name, header in known.items() if header == SHEET_HEADER), "sphere")
    return "" if named in matches.values() else str(named)
