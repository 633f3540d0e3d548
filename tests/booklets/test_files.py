"""The same lists as Word and Excel files."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pytest
from django.test import Client
from docx.oxml.ns import qn

from tests.booklets.paper import confirmed
from tests.directory.builders import (
    HOME_ADDRESS,
    LEADER_PHONE,
    OFFICER,
    OWN_PHONE,
    WEB,
    Town,
    at_home,
    consent,
    published,
    ride,
)
from yui.directory.actions import PhoneInput, pause_service
from yui.directory.states import PhoneKind

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

Index = Callable[[], None]


@pytest.fixture
def listed(town: Town, at: datetime, index: Index) -> None:
    confirmed(town, at)
    confirmed(
        town,
        at,
        at_home(
            ride(
                town,
                name="髙﨑さんの会",
                phones=(PhoneInput("098-555-1299", PhoneKind.FAX),),
                contacts=(),
            )
        ),
    )
    published(town, at, ride(town, name="紙にのせない便", consent=consent(record=WEB)))
    index()


def word_of(client: Client, query: str = "") -> Any:
    response = client.get("/booklets/list.docx?area=98001&field=shopping" + query)
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment;")
    return docx.Document(io.BytesIO(response.content))


def words_in(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_word_file_has_real_headings_and_tables(client: Client, listed: None) -> None:
    document = word_of(client)
    headings = [
        (each.style.name, each.text)
        for each in document.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert headings[0] == ("Heading 1", "買い物の手助けと集まり")
    assert ("Heading 2", "あさひ 買い物いっしょ便") in headings
    assert headings[-1] == ("Heading 2", "この一覧について")
    assert len(document.tables) == 2
    labels = [row.cells[0].text for row in document.tables[0].rows]
    assert {"どこ", "いつ", "お金", "確かめた日", "メモ"} <= set(labels)
    words = words_in(document)
    assert OWN_PHONE in words
    assert "FAX" in words
    assert "掲載は推奨ではありません。" in words
    assert "1件は、紙にのせない約束か、" in words
    assert "分からないときの電話（川辺包括支援センター）\n098-555-0120" in words
    assert HOME_ADDRESS in words  # of the meeting place, not of the home
    assert "川辺圏域（くわしい場所は、電話で聞いてください）" in words
    assert LEADER_PHONE not in words
    assert "紙にのせない便" not in words


def test_word_file_leaves_out_memo_rows_when_nobody_wants_them(
    client: Client, listed: None
) -> None:
    assert "メモ" not in words_in(word_of(client, "&memo=0"))


def test_word_file_names_a_japanese_font_for_japanese_letters(client: Client, listed: None) -> None:
    document = word_of(client)
    for name in ("Normal", "Heading 1", "Heading 2", "Footer"):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "BIZ UDPゴシック"
        assert fonts.get(qn("w:ascii")) == "BIZ UDPゴシック"
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
        assert document.styles[name].font.size.pt >= 14
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert document.core_properties.title == "買い物の手助けと集まり"
    assert document.core_properties.author == "Yui"
    pictures = document.element.body.iter(qn("wp:docPr"))
    assert [each.get("descr") for each in pictures] == [
        "下の四角をスマホで写すと、この一覧が開きます。"
    ]


def test_excel_file_keeps_numbers_as_text(client: Client, listed: None) -> None:
    response = client.get("/booklets/list.xlsx?area=98001&field=shopping")
    assert response.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["買い物の手助けと集まり", "この一覧について"]
    head, *rows = book.worksheets[0].iter_rows()
    titles = [cell.value for cell in head]
    by_name = {row[0].value: dict(zip(titles, row, strict=True)) for row in rows}
    assert set(by_name) == {"あさひ 買い物いっしょ便", "髙﨑さんの会"}
    phone = by_name["あさひ 買い物いっしょ便"]["電話"]
    assert (phone.value, phone.data_type, phone.number_format) == (OWN_PHONE, "s", "@")
    window = by_name["髙﨑さんの会"]
    assert window["電話"].value == "098-555-0120"
    assert str(window["電話に出る所と時間"].value).startswith("川辺包括支援センター、")
    assert window["電話に出る所"].value == "川辺包括支援センター"
    others = window["電話のほかの方法"].value
    assert others == "FAX: 098-555-1299、メール: asahi@example.jp"
    assert HOME_ADDRESS not in str(by_name["髙﨑さんの会"]["どこ"].value)
    about = [row[0].value for row in book.worksheets[1].iter_rows()]
    assert any("掲載は推奨ではありません。" in str(line) for line in about)


def test_pause_stands_in_both_files_with_its_days(
    client: Client, town: Town, at: datetime, index: Index
) -> None:
    made = confirmed(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=date(2026, 12, 1),
        to_date=date(2027, 1, 10),
        reason="",
    )
    index()
    sentence = "2026年12月1日から2027年1月10日まで休みます。"
    rows = word_of(client).tables[0].rows
    assert [cell.text for cell in rows[0].cells] == ["お休み", sentence]
    response = client.get("/booklets/list.xlsx?area=98001&field=shopping")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    assert (sheet["D1"].value, sheet["D2"].value) == ("受付・お休み", sentence)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_same_list_has_the_same_bytes(client: Client, listed: None, ending: str) -> None:
    address = f"/booklets/list.{ending}?area=98001&field=shopping"
    first = client.get(address)
    assert first.content == client.get(address).content
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_excel_file_is_printed_on_a4_with_its_headings_on_every_page(
    client: Client, listed: None
) -> None:
    response = client.get("/booklets/list.xlsx?area=98001&field=shopping")
    sheet, about = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    for each in (sheet, about):
        assert (each.page_setup.paperSize, each.page_setup.orientation) == (9, "landscape")
        assert (each.page_setup.fitToWidth, each.page_setup.fitToHeight) == (None, 0)
        assert each.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.print_area == "'買い物の手助けと集まり'!$A$1:$I$3"
    assert [cell.value for cell in sheet[1]][:4] == [
        "名前",
        "電話",
        "電話に出る所と時間",
        "受付・お休み",
    ]
    again = client.get("/booklets/list.xlsx?area=98001&field=shopping")
    assert again.content == response.content
