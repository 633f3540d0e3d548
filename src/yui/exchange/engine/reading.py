"""The child process: a sheet in, batches of cleaned rows out. The parent never holds the file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from yui.directory.formats import Recognised, fold_header
from yui.directory.formats.definitions import SPREADSHEET
from yui.directory.formats.headings import ROWS_TO_LOOK_AT
from yui.directory.formats.recognition import fingerprint
from yui.exchange.engine.above import Above
from yui.exchange.engine.asides import aside_of
from yui.exchange.engine.cleaners import RowCleaner, cleaner_for, provided
from yui.exchange.engine.cleaning import LONGEST_KEY, Cleaner, CleanRow, Hints
from yui.exchange.engine.crowd import Crowd, points_of
from yui.exchange.engine.naming import names_centres, period_in
from yui.exchange.engine.places import AreaBook
from yui.exchange.engine.population_cleaning import PopulationCleaner
from yui.exchange.engine.rules import Flag
from yui.exchange.engine.sheets import ReadSheet, Survey, Top, proposed_of, survey, unknown
from yui.lib.codes import find_my_numbers
from yui.lib.sandbox import SandboxRefused

BATCH_ROWS: Final = 1000
# Columns that number the rows: a row with nothing else is a blank line of a template.
_NUMBERING: Final = frozenset({"key"})

_SHORT_CODE: Final = re.compile(r"(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{8}")

PlainRow = tuple[int, tuple[str, ...]]
_PERSONAL_NUMBER: Final = (
    "{row}行目に、個人番号（マイナンバー）のような12桁の数字があります。"
    "結には入れられないので、受け取ったファイルを捨てました。表から消して、選びなおしてください。"
)


class _PersonalNumber(Exception):
    """Ends the reading of a file that must not be kept."""


def clean_sheet(**arguments: Any) -> Iterator[dict[str, Any]]:
    """This function will yield what `_clean` yields, until a 個人番号 is met.

    Then the last message is "personal_number" with the sentence: the file must not be kept.
    """
    try:
        yield from _clean(**arguments)
    except _PersonalNumber as found:
        yield {"personal_number": str(found)}


def _clean(
    *,
    path: str,
    encoding: str,
    delimiter: str,
    sheets: list[dict[str, Any]],
    kind: str,
    taught: dict[str, dict[str, Any]],
    areas: list[list[Any]],
    home: str,
    hints: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    """This function will yield a head, batches of rows, and nothing else.

    `taught`: fingerprint of headers → {"matches": field → header, "sector"}; `hints` are the
    fields of `cleaning.Hints`. Every sheet of the same list is read; the head names the others.
    Raises: SandboxRefused with a Japanese sentence when no list is recognised.
    """
    book = AreaBook.from_rows(areas, home)
    source = _Source(path, encoding, delimiter)
    tops = [source.top(sheet) for sheet in sheets]
    found = survey(tops, kind, taught)
    listed = {each.top.index for each in found.sheets} if found else set()
    for given in sheets:
        if int(given["index"]) not in listed:
            _refuse_personal_numbers(source.rows(given))
    if found is None:
        answer = unknown(tops, str(hints["called"]))
        if answer is None:
            raise SandboxRefused("表に行がありません。")
        yield answer
        return
    known = _with_period(_hints(hints, found), [*found.titles, found.sheets[0].top.name])
    known = replace(known, list_kind=_list_kind(found, known))
    base = found.base
    by_index = {int(sheet["index"]): sheet for sheet in sheets}
    if book.home.path:
        book.gather(_points(found, source, by_index))
    cleaner = cleaner_for(base.format, base.matches, base.headers, book, known)
    if isinstance(cleaner, PopulationCleaner) and cleaner.refusal:
        raise SandboxRefused(cleaner.refusal)
    yield _head(found, cleaner, known.period, book.crowd) | {
        "list_kind": known.list_kind,
        "seems": proposed_of(found, known.called) if known.list_kind else "",
    }
    seen: dict[str, int] = {}
    for sheet in found.sheets:
        rows = source.rows(by_index[sheet.top.index])
        yield from _batches(cleaner, sheet, _without_personal_numbers(rows, sheet.found), seen)


def _refuse_personal_numbers(rows: Iterator[PlainRow]) -> None:
    """Sheets that are not read are kept with the file as well."""
    for number, cells in rows:
        _refuse_personal_number(number, cells)


def _without_personal_numbers(rows: Iterator[PlainRow], found: Recognised) -> Iterator[PlainRow]:
    """A published list may number its records with twelve digits: one in eleven passes so."""
    is_published = found.format.kind != SPREADSHEET
    keys = {index for index, name in found.matches.items() if is_published and name == "key"}
    for number, cells in rows:
        _refuse_personal_number(number, [cell for at, cell in enumerate(cells) if at not in keys])
        yield number, cells


def _refuse_personal_number(number: int, cells: Sequence[str]) -> None:
    if find_my_numbers("\n".join(cells)):
        raise _PersonalNumber(_PERSONAL_NUMBER.format(row=number))


def _hints(given: dict[str, Any], found: Survey) -> Hints:
    """What stands above the list counts as much as the name of its file."""
    is_centre_list = given["is_centre_list"] or any(map(names_centres, found.titles))
    return Hints(**{**given, "is_centre_list": is_centre_list})


def _list_kind(found: Survey, hints: Hints) -> str:
    """What kind of list a town's own table is: as it was said once, else as it seems."""
    layout = found.base.format
    if layout.kind != SPREADSHEET or layout.target != "service" or layout.sector != "daily":
        return ""
    return found.list_kind or proposed_of(found, hints.called)


def _with_period(hints: Hints, words: Sequence[str]) -> Hints:
    """A day that stands in the sheet, when nobody said one."""
    if hints.period or not hints.latest:
        return hints
    day = period_in(words, date.fromisoformat(hints.latest))
    return replace(hints, period=day.isoformat()) if day else hints


def _points(
    found: Survey, source: _Source, by_index: Mapping[int, Mapping[str, Any]]
) -> list[tuple[float, float]]:
    """The points of all rows: where most of them lie is known only after a look at each."""
    points: list[tuple[float, float]] = []
    for sheet in found.sheets:
        matches = sheet.found.matches
        if "latitude" in matches.values() and sheet.found.format.target != "population":
            rows = source.rows(by_index[sheet.top.index])
            points += points_of((cells for _, cells in rows), matches)
    return points


def _head(found: Survey, cleaner: RowCleaner, period: str, crowd: Crowd | None) -> dict[str, Any]:
    base = found.base
    fields = frozenset(base.matches.values())
    helpers = [
        {"row": base.header_row + 1, "column": base.headers[index]} for index in base.helpers
    ]
    return {
        "kind": base.format.kind,
        "target": base.format.target,
        "headers": list(base.headers),
        "fingerprint": fingerprint(found.own_headers),
        "columns_used": (
            cleaner.sheet.columns_used
            if isinstance(cleaner, PopulationCleaner)
            else len(base.matches)
        ),
        "matches": {name: base.headers[index] for index, name in base.matches.items()},
        "sector": base.format.sector,
        "provided": provided(base.format, fields),
        "helpers": helpers,
        "sheet": found.sheets[0].top.name,
        "skipped": [{"name": name, "reason": reason} for name, reason in found.skipped],
        "titles": list(found.titles),
        "period": period,
        "crowd": [list(centre) for centre in crowd.centres] if crowd else [],
    }


def _batches(
    cleaner: RowCleaner, sheet: ReadSheet, rows: Iterator[PlainRow], seen: dict[str, int]
) -> Iterator[dict[str, Any]]:
    """Every batch names its sheet, also the empty one of a sheet without rows."""
    waiting: list[list[Any]] = []
    blank: list[list[Any]] = []
    asides: list[list[Any]] = []
    above = Above(cleaner.matches, cleaner.headers) if isinstance(cleaner, Cleaner) else None
    for position, (number, row) in enumerate(rows):
        if position < sheet.found.first_row or _repeats_heading(row, sheet.found):
            continue
        aside = aside_of(row, sheet.found) if isinstance(cleaner, Cleaner) else ""
        if aside:
            asides.append([number, aside])
            continue
        if _is_blank(row, sheet.found) or _is_label(row, cleaner):
            blank.append([number, next((cell for cell in row if cell.strip()), "")])
            continue
        cells = sheet.aligned(row)
        if above is not None and isinstance(cleaner, Cleaner):
            cleaned = _in_sheet(above.cleaned(cleaner, number, cells), sheet)
        else:
            cleaned = _in_sheet(cleaner.clean(number, cells), sheet)
        waiting.append(packed(_once(_beside_its_twin(cleaned, sheet, seen), seen)))
        if len(waiting) == BATCH_ROWS:
            yield _piece(sheet, waiting, blank, asides)
            waiting, blank, asides = [], [], []
    yield _piece(sheet, waiting, blank, asides)


def _piece(
    sheet: ReadSheet, rows: list[list[Any]], blank: list[list[Any]], asides: list[list[Any]]
) -> dict[str, Any]:
    return {"rows": rows, "blank": blank, "asides": asides, "sheet": sheet.top.name}


def _in_sheet(row: CleanRow, sheet: ReadSheet) -> CleanRow:
    """Sheets of one file often begin their numbers again: a number counts within its sheet."""
    is_number = bool(row.key) and not row.key.startswith("=")
    is_lasting = sheet.found.format.is_key_stable or _SHORT_CODE.fullmatch(row.key)
    if not sheet.tail or not is_number or is_lasting:
        return row
    return replace(row, key=f"{sheet.top.name}:{row.key}"[:LONGEST_KEY])


def _beside_its_twin(row: CleanRow, sheet: ReadSheet, seen: dict[str, int]) -> CleanRow:
    """Two rows of one name and address are often one place that was written twice."""
    layout = sheet.found.format
    has_numbers = row.values is not None and not row.key.startswith("=")
    if not has_numbers or layout.is_key_stable or layout.target != "service":
        return row
    earlier = seen.setdefault(f"place|{row.match}", row.number)
    is_same = f"{row.area_path}|{row.key}" in seen or _SHORT_CODE.fullmatch(row.key)
    if earlier != row.number and not is_same and (row.values or {}).get("address"):
        row.notes.flagged("", Flag.SAME_PLACE, f"{row.name}（{earlier}行目）")
    return row


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
    words = "同じ地域" if "figures" in row.values else words
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


def _is_label(row: tuple[str, ...], cleaner: RowCleaner) -> bool:
    """Census tables say in a second row, without a code, what each column counts."""
    return isinstance(cleaner, PopulationCleaner) and cleaner.is_label(row)


def _repeats_heading(row: tuple[str, ...], found: Recognised) -> bool:
    """Some sheets repeat the heading in the middle, for print."""
    pairs = [
        (cell, found.headers[index])
        for index, cell in enumerate(row)
        if index < len(found.headers) and cell.strip()
    ]
    return len(pairs) > 2 and all(fold_header(cell) == fold_header(head) for cell, head in pairs)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that can be read from its beginning, sheet by sheet, more than once."""

    path: str
    encoding: str
    delimiter: str

    def top(self, sheet: Mapping[str, Any]) -> Top:
        rows = self.rows(sheet)
        first = tuple(cells for _, (_, cells) in zip(range(ROWS_TO_LOOK_AT), rows, strict=False))
        return Top(int(sheet["index"]), str(sheet["name"]), first)

    def rows(self, sheet: Mapping[str, Any]) -> Iterator[PlainRow]:
        for batch in self._batches(sheet):
            for number, _hidden, cells in batch:
                yield number, tuple(cells)

    def _batches(self, sheet: Mapping[str, Any]) -> Iterator[list[tuple[int, bool, list[str]]]]:
        if self.encoding == "xlsx":
            from yui.lib.tabular import workbook

            return workbook.rows(
                path=self.path,
                index=int(sheet["index"]),
                width=int(sheet["width"]),
                merged=list(sheet["merged"]),
            )
        from yui.lib.tabular import delimited

        return delimited.rows(path=self.path, encoding=self.encoding, delimiter=self.delimiter)
