"""A list as .xlsx: one service a row, every column as text, so that no zero is lost."""

from __future__ import annotations

from yui.booklets.formats.words import about_lines, opened_by, printed_line
from yui.booklets.queries import Entry, ListSheet
from yui.lib.xlsx import Column, Page, write_workbook

_FACTS = ("どこ", "いつ", "お金", "ほかに")
_COLUMNS = (
    Column("名前", width=30),
    Column("よみ", width=24),
    Column("電話", width=18),
    Column("電話に出る所", width=22),
    Column("電話の時間", width=24),
    Column("電話のほかの方法", width=28),
    Column("どんな手助けか", width=44),
    Column("どこ", width=34),
    Column("いつ", width=34),
    Column("お金", width=24),
    Column("ほかに", width=24),
    Column("受付", width=14),
    Column("確かめた日", width=40),
    Column("団体", width=26),
    Column("市区町村", width=14),
    Column("地区", width=14),
    Column("ページのアドレス", width=36),
)


def list_xlsx(found: ListSheet, *, base_url: str) -> bytes:
    """This function will return a list as a workbook; the second sheet says what the list is."""
    rows = [_row(entry, base_url) for entry in found.entries]
    about = [*about_lines(found, opened_by(found.sheet, base_url)), printed_line(found.sheet)]
    return write_workbook(
        (
            Page(found.sheet.title, _COLUMNS, rows),
            Page("この一覧について", (Column("説明", width=100),), [(line,) for line in about]),
        )
    )


def _row(entry: Entry, base_url: str) -> tuple[str, ...]:
    phone = next((way for way in entry.ways if way.label == "電話"), None)
    others = [f"{way.label}: {way.value}" for way in entry.ways if way is not phone]
    facts = dict(entry.facts)
    return (
        entry.name,
        entry.kana,
        phone.value if phone else "",
        (phone.whose or entry.organization_name) if phone else "",
        "、".join(part for part in (phone.hours, phone.note) if part) if phone else "",
        "、".join(others),
        entry.summary,
        *(facts.get(label, "") for label in _FACTS),
        entry.status,
        entry.freshness.sentence,
        entry.organization_name,
        entry.area_name,
        entry.sphere_name,
        base_url + entry.address,
    )
