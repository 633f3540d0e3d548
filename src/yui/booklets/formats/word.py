"""A list as .docx, to be retouched by hand: real headings, real tables, one Japanese font."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from yui.booklets.formats.words import about_lines, intro_of, left_out_of, opened_by, printed_line
from yui.booklets.queries import Entry, ListSheet, Sheet, Way
from yui.lib.qr import qr_png

FONT = "BIZ UDPゴシック"
_SIZES = {"Normal": 14, "Heading 1": 26, "Heading 2": 17, "Footer": 14}
_LABEL_WIDTH, _VALUE_WIDTH = Mm(30), Mm(144)
_MEMO_HEIGHT = Mm(16)
_QR_WIDTH = Mm(28)
_ZIP_DATE = (2000, 1, 1, 0, 0, 0)


def list_docx(found: ListSheet, *, base_url: str, has_memo: bool) -> bytes:
    """This function will return a list as a Word file; the same bytes for the same list and day."""
    document = Document()
    _page(document, found.sheet)
    document.add_heading(found.sheet.title, level=1)
    if found.sheet.place:
        document.add_paragraph(found.sheet.place)
    document.add_paragraph(intro_of(found))
    if left_out_of(found):
        document.add_paragraph(left_out_of(found))
    for entry in found.entries:
        _entry(document, entry, has_memo)
    _about(document, found, base_url)
    stream = io.BytesIO()
    document.save(stream)
    return _without_clock(stream.getvalue())


def _page(document: Any, sheet: Sheet) -> None:
    """Paper, fonts, properties and foot. Margins: holes on the left, as on the printed sheet."""
    for name, size_pt in _SIZES.items():
        _set_font(document.styles[name], size_pt, is_bold=name.startswith("Heading"))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(20), Mm(16)
    section.top_margin, section.bottom_margin = Mm(12), Mm(18)
    section.footer_distance = Mm(8)
    _foot(section.footer.paragraphs[0], sheet)
    properties = document.core_properties
    properties.title, properties.author, properties.language = sheet.title, "Yui", "ja-JP"
    properties.comments = ""
    printed = datetime.combine(sheet.printed_date, time(), tzinfo=UTC)
    properties.created = properties.modified = printed.replace(tzinfo=None)


def _set_font(style: Any, size_pt: int, *, is_bold: bool) -> None:
    """Word chooses the font of Japanese letters by `eastAsia`; a theme would win over both."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size_pt), is_bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "ja-JP")
    style.element.rPr.append(language)


def _foot(paragraph: Any, sheet: Sheet) -> None:
    parts = [printed_line(sheet), "これは見本です" if sheet.is_sample else ""]
    paragraph.add_run("　".join(part for part in parts if part) + "　")
    _field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    _field(paragraph, "NUMPAGES")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _field(paragraph: Any, name: str) -> None:
    """Word fills in a field when it opens the file."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _entry(document: Any, entry: Entry, has_memo: bool) -> None:
    is_full = bool(entry.status) and not entry.is_paused
    name = f"{entry.name}（{entry.status}）" if is_full else entry.name
    document.add_heading(name, level=2)
    if entry.summary:
        document.add_paragraph(entry.summary).paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    if entry.paused:
        _row(table, "お休み", entry.paused)
    for way in entry.ways:
        _way(table, way)
    if not entry.ways:
        _row(table, "電話", "困ったときの電話に聞いてください")
    for label, value in entry.facts:
        _row(table, label, value)
    _row(table, "確かめた日", entry.freshness.sentence)
    if has_memo:
        _row(table, "メモ", "").height = _MEMO_HEIGHT


def _way(table: Any, way: Way) -> None:
    cell = _row(table, way.heading, "").cells[1]
    run = cell.paragraphs[0].add_run(way.value)
    if way.is_number:
        run.font.size, run.font.bold = Pt(24), True
    for line in (way.hours, way.note):
        if line:
            cell.add_paragraph(line)


def _row(table: Any, label: str, value: str) -> Any:
    row = table.add_row()
    _keep_whole(row)
    for cell, width in zip(row.cells, (_LABEL_WIDTH, _VALUE_WIDTH), strict=True):
        cell.width = width
    row.cells[0].paragraphs[0].add_run(label).font.bold = True
    row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    if value:
        row.cells[1].paragraphs[0].add_run(value)
    return row


def _keep_whole(row: Any) -> None:
    """A row stays on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _about(document: Any, found: ListSheet, base_url: str) -> None:
    opened = opened_by(found.sheet, base_url)
    document.add_heading("この一覧について", level=2)
    for line in about_lines(found, opened):
        document.add_paragraph(line)
    words = f"下の四角をスマホで写すと、{opened.words}が開きます。"
    document.add_paragraph(words)
    picture = document.add_picture(io.BytesIO(qr_png(opened.url)), width=_QR_WIDTH)
    picture._inline.docPr.set("descr", words)


def _without_clock(made: bytes) -> bytes:
    """The archive would hold the minute of its making; the same list gives the same bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            after.writestr(
                zipfile.ZipInfo(name, _ZIP_DATE), before.read(name), zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()
