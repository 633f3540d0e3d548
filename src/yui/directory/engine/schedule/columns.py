"""Columns of real files into a rule.

推奨データセット: 利用可能曜日, 開始時間, 終了時間, 利用可能日時特記事項.
厚生労働省 通いの場のオープンデータ: 運営日（平日）－開始 to 運営日（祝日）－終了, 定休日.
介護サービス情報公表: 利用可能曜日 and its note. Other files: a pair of columns per weekday.
"""

from __future__ import annotations

from collections.abc import Mapping

from yui.directory.engine.schedule.clauses import Opens, statements
from yui.directory.engine.schedule.compose import Customs
from yui.directory.engine.schedule.reading import NO_CUSTOMS, ParsedHours, Reader, Said
from yui.directory.engine.schedule.values import HolidayMode, HolidayRule, Period
from yui.directory.engine.schedule.words import Token, make_period, normalise, read_clock

HoursCells = tuple[str, str]
"""The cells of a start and an end."""

_LISTED_DAYS = {
    "平日": range(5),
    "土曜日": range(5, 6),
    "日曜日": range(6, 7),
    "祝日": range(0),
}
_BLANKS = ("", "-", "ー", "―", "なし")


def _is_blank(cell: str) -> bool:
    return normalise(cell) in _BLANKS


def _period(reader: Reader, cells: HoursCells) -> Period | None:
    """This function will read a pair of cells; what is not a pair of clock times stays unread."""
    if all(_is_blank(cell) for cell in cells):
        return None
    start, end = (read_clock(cell) for cell in cells)
    readable = start is not None and (end is not None or _is_blank(cells[1]))
    period = _joined(cells, start, end) if readable and start is not None else None
    if period is None:
        reader.unread.append("～".join(cell.strip() for cell in cells))
    return period


def _joined(cells: HoursCells, start: int, end: int | None) -> Period | None:
    first = Token("T", normalise(cells[0]), minutes=start)
    last = None if end is None else Token("T", normalise(cells[1]), minutes=end)
    return make_period(first, last)


def parse_columns(
    weekdays: str, hours: HoursCells, note: str, customs: Customs = NO_CUSTOMS
) -> ParsedHours:
    """This function will read 利用可能曜日, (開始時間, 終了時間) and 利用可能日時特記事項."""
    reader = Reader(customs)
    period = _period(reader, hours)
    if period is not None:
        reader.draft.default = [period]
        reader.draft.has_column_hours = True
    _weekday_cell(reader, weekdays)
    reader.read(note)
    return reader.result()


def _weekday_cell(reader: Reader, cell: str) -> None:
    words = normalise(cell)
    found = [] if _is_blank(cell) else statements(words, [])
    match found:
        case None:
            reader.unread.append(words)
        case [Opens(days, (), ())] if days is not None and days.is_only_weekdays:
            reader.draft.grid = {day: {(): ()} for day in days.weekdays}
            reader.draft.has_column_days = True
        case _:
            reader.said += [Said(statement, words) for statement in found]


def parse_open_days(
    listed: str, note: str, customs: Customs = NO_CUSTOMS, separator: str = "|"
) -> ParsedHours:
    """This function will read 「平日|土曜日|祝日」 of 介護サービス情報公表 and its note.

    The list names each kind of day: holidays not listed are closed; listed beside 平日 they are
    open as other days are (a holiday on an unlisted Sunday stays closed); else every holiday opens.
    """
    reader = Reader(customs)
    names = [name.strip() for name in normalise(listed).split(separator) if name.strip()]
    for name in names:
        if name in _LISTED_DAYS:
            reader.draft.grid |= {day: {(): ()} for day in _LISTED_DAYS[name]}
        else:
            reader.unread.append(name)
    if names:
        reader.draft.has_column_days = True
        reader.draft.holidays = HolidayRule(_listed_holidays(names))
    reader.read(note)
    return reader.result()


def _listed_holidays(names: list[str]) -> HolidayMode:
    if "祝日" not in names:
        return HolidayMode.CLOSED
    return HolidayMode.OPEN if "平日" in names else HolidayMode.SPECIAL


def parse_week(
    week: Mapping[int, HoursCells],
    holidays: HoursCells | None = None,
    note: str = "",
    closing: str = "",
    customs: Customs = NO_CUSTOMS,
) -> ParsedHours:
    """This function will read a pair of cells for each weekday (Monday = 0).

    `holidays` None: the file has no such columns, so holidays are not stated; a blank pair means
    closed. `closing`: a cell of closing days, 定休日.
    """
    reader = Reader(customs)
    for weekday, cells in week.items():
        period = _period(reader, cells)
        if period is not None:
            reader.draft.grid[weekday] = {(): (period,)}
    reader.draft.has_column_days = bool(reader.draft.grid)
    if holidays is not None:
        _holiday_cells(reader, holidays)
    reader.read(note)
    reader.read(closing, names_closing_days=True)
    return reader.result()


def _holiday_cells(reader: Reader, cells: HoursCells) -> None:
    unread_before = len(reader.unread)
    period = _period(reader, cells)
    if period is not None:
        reader.draft.holidays = HolidayRule(HolidayMode.SPECIAL, (period,))
    elif reader.draft.grid and len(reader.unread) == unread_before:
        reader.draft.holidays = HolidayRule(HolidayMode.CLOSED)


def parse_kayoinoba(row: Mapping[str, str], customs: Customs = NO_CUSTOMS) -> ParsedHours:
    """This function will read the columns 運営日（平日）－開始 to 定休日.

    Source: 厚生労働省 通いの場のオープンデータ, columns 15 to 23. The columns know only 平日, so a
    gathering on Tuesdays alone appears as Monday to Friday; the activity text may say more.
    """
    pairs = {name: _kayoinoba_pair(row, name) for name in ("平日", "土曜", "日曜", "祝日")}
    week = dict.fromkeys(range(5), pairs["平日"]) | {5: pairs["土曜"], 6: pairs["日曜"]}
    return parse_week(week, pairs["祝日"], "", row.get("定休日", ""), customs)


def _kayoinoba_pair(row: Mapping[str, str], name: str) -> HoursCells:
    return row.get(f"運営日（{name}）－開始", ""), row.get(f"運営日（{name}）－終了", "")
