"""A list as .xlsx: one service a row, every column as text, so that no zero is lost.

Printed, it is A4 landscape: what people look up fits the width, the headings stand on each page.
"""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from yui.booklets.formats.words import about_lines, intro_of, left_out_of, opened_by, printed_line
from yui.booklets.queries import Entry, ListSheet
from yui.lib.xlsx import Column, Page, sheet_names, write_workbook

_FACTS = ("どこ", "いつ", "お金")
# Paper holds these; the columns behind them are for sorting and for retouching on the screen.
_PRINTED = (
    Column("名前", width=20),
    Column("電話", width=17),
    Column("電話に出る所と時間", width=19),
    Column("受付・お休み", width=14),
    Column("どんな手助けか", width=24),
    Column("どこ", width=22),
    Column("いつ", width=20),
    Column("お金", width=18),
    Column("確かめた日", width=17),
)
_COLUMNS = (
    *_PRINTED,
    Column("よみ", width=24),
    Column("電話に出る所", width=22),
    Column("電話のほかの方法", width=28),
    Column("ほかに", width=24),
    Column("団体", width=26),
    Column("市区町村", width=14),
    Column("地区", width=14),
    Column("ページのアドレス", width=36),
    Column("出典", width=60),
)
_ABOUT = "この一覧について"
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
# ECMA-376 part 1, 18.3.1: what a worksheet says about paper. Paper size 9 is A4.
_FIT = '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
_SETUP = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
_FOOT = "<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>"


def list_xlsx(found: ListSheet, *, base_url: str) -> bytes:
    """This function will return a list as a workbook; the second sheet says what the list is."""
    rows = [_row(entry, base_url) for entry in found.entries]
    about = [
        intro_of(found),
        *filter(None, [left_out_of(found)]),
        *about_lines(found, opened_by(found.sheet, base_url)),
        printed_line(found.sheet),
    ]
    made = write_workbook(
        (
            Page(found.sheet.title, _COLUMNS, rows),
            Page(_ABOUT, (Column("説明", width=100),), [(line,) for line in about]),
        )
    )
    name = sheet_names([found.sheet.title, _ABOUT])[0]
    return _set_up_for_paper(made, name, last_row=len(rows) + 1)


def _row(entry: Entry, base_url: str) -> tuple[str, ...]:
    phone = next((way for way in entry.ways if way.is_telephone), None)
    others = [f"{way.label}: {way.value}" for way in entry.ways if way is not phone]
    facts = dict(entry.facts)
    return (
        entry.name,
        phone.value if phone else "",
        "、".join(filter(None, (phone.whose, phone.hours, phone.note))) if phone else "",
        entry.paused or entry.status,
        entry.summary,
        *(facts.get(label, "") for label in _FACTS),
        entry.freshness.sentence,
        entry.kana,
        (phone.whose or entry.organization_name) if phone else "",
        "、".join(others),
        facts.get("ほかに", ""),
        entry.organization_name,
        entry.area_name,
        entry.sphere_name,
        base_url + entry.address,
        entry.credit,
    )


def _set_up_for_paper(made: bytes, name: str, *, last_row: int) -> bytes:
    """This function will add the page setup to both sheets; the same list gives the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            text = before.read(part)
            if part.startswith("xl/worksheets/sheet"):
                text = _on_a4(text.decode()).encode()
            elif part == "xl/workbook.xml":
                text = _with_titles(text.decode(), name, last_row).encode()
            after.writestr(zipfile.ZipInfo(part, _ZIP_DATE), text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _on_a4(sheet: str) -> str:
    """The parts of a worksheet stand in a fixed order: properties first, setup after margins."""
    opening, _end, rest = sheet.partition("<dimension")
    margins, _slash, tail = rest.rpartition("/></worksheet>")
    return f"{opening}{_FIT}<dimension{margins}/>{_SETUP}{_FOOT}</worksheet>{tail}"


def _with_titles(workbook: str, name: str, last_row: int) -> str:
    """The first row stands on every page; print takes the columns that people look up."""
    quoted = escape("'" + name.replace("'", "''") + "'")
    last_column = chr(ord("A") + len(_PRINTED) - 1)
    names = (
        f'<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">'
        f"{quoted}!$A$1:${last_column}${last_row}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!$1:$1</definedName>'
        "</definedNames>"
    )
    return workbook.replace("</sheets>", f"</sheets>{names}", 1)
