"""Workbooks as towns make them: a title over all columns, headings of two rows, many sheets."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook

from tests.exchange.builders import BY, imported, planned
from yui.exchange.actions import match_columns
from yui.exchange.queries import BatchInfo

TITLE = "令和8年度　高松市 通いの場一覧（令和8年5月31日現在）"
NAME = "通いの場.xlsx"
UPPER = ("No", "活動名", "代表者", "連絡先", "", "会場", "", "曜日", "時間", "参加費")
LOWER = ("", "", "", "電話", "携帯", "名前", "住所", "", "", "")
MATCHES = {
    "key": "No",
    "name": "活動名",
    "leader": "代表者",
    "phone": "連絡先_電話",
    "leader_phone": "連絡先_携帯",
    "venue": "会場_名前",
    "address": "会場_住所",
    "weekdays": "曜日",
    "hours_note": "時間",
    "fee": "参加費",
    "sphere": "シートの名前",
}
Row = Sequence[str | int]


def group(number: int, name: str, **changes: str) -> Row:
    """One row of such a table."""
    cells = {
        "leader": "見本 花子",
        "phone": "087-000-1111",
        "own_phone": "090-0000-1111",
        "venue": "番町公民館",
        "address": "香川県高松市番町1-1",
        "weekdays": "毎週月曜",
        "hours": "10:00〜11:30",
        "fee": "300円",
    } | changes
    return (number, name, *cells.values())


def workbook(**sheets: Sequence[Row]) -> bytes:
    """A workbook with a sheet for each 圏域."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in ((TITLE,), (), UPPER, LOWER, *rows):
            sheet.append(list(row))
        for cells in ("A1:J1", "D3:E3", "F3:G3", *(f"{letter}3:{letter}4" for letter in "ABCHIJ")):
            sheet.merge_cells(cells)
    return bytes_of(book)


def bytes_of(book: Workbook) -> bytes:
    """A workbook as the bytes of its file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def teach(
    at: datetime, content: bytes, matches: dict[str, str] | None = None, name: str = NAME
) -> None:
    """The city has matched the columns of such a table once."""
    plan = planned(content, at, name=name)
    found = {field: each for field, each in (matches or MATCHES).items() if each in plan.headers}
    match_columns(by=BY, at=at, batch_id=plan.id, matches=found, sector="daily")


def drafts(content: bytes, at: datetime) -> BatchInfo:
    """A table whose columns are known comes in as drafts."""
    teach(at, content)
    return imported(content, at, name=NAME, is_official=False)
