"""What an office of a list of care services does is said wherever residents meet it."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from tests.exchange.builders import as_csv, care_row, imported
from yui.directory.models import Service, ServiceAttribute
from yui.directory.queries import cards_for, records_for_index
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]

LINE = "ヘルパーが家に来て、からだの介護や家事を手伝います（訪問介護）"
CREDIT = (
    "出典: 「介護サービス情報公表システム」オープンデータ（厚生労働省）、"
    "CC BY 4.0、2026年5月末の一覧"
)


@pytest.fixture
def office(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    rows = as_csv([care_row(1, URL="office@example.jp")])
    imported(rows, at, period_date=date(2026, 5, 31))
    return Service.objects.get()


def _pdf_of(response: Any) -> str:
    assert response.status_code == 200, response.content.decode()[-1000:]
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def _address(office: Service, ending: str) -> str:
    return f"/booklets/list.{ending}?s={office.short_code}"


def test_page_and_card_say_what_a_kind_of_service_does(office: Service, at: datetime) -> None:
    text = Client().get(f"/directory/services/{office.short_code}/").content.decode()

    assert LINE in text[text.index("どんな手助けか") :]
    assert cards_for(ANONYMOUS, [office.id], at=at)[0].summary == LINE


def test_record_that_came_in_without_its_kind_says_it_too(office: Service, at: datetime) -> None:
    ServiceAttribute.objects.filter(term__taxonomy__code="care_type").delete()

    assert cards_for(ANONYMOUS, [office.id], at=at)[0].summary == LINE
    record = records_for_index(at=at, ids=[office.id])[0]
    assert ("care_type", "visit") in record.terms
    assert "訪問介護" in record.term_words


def test_own_summary_wins(office: Service, at: datetime) -> None:
    Service.objects.update(summary="朝だけ、家に来ます")

    assert cards_for(ANONYMOUS, [office.id], at=at)[0].summary == "朝だけ、家に来ます"


def test_kinds_cost_no_queries_however_many_cards(office: Service, at: datetime) -> None:
    rows = [care_row(number, サービスの種類="通所介護") for number in range(2, 12)]
    imported(as_csv(rows), at, name="jigyosho_150_202506.csv", period_date=date(2026, 5, 31))
    ids = list(Service.objects.values_list("id", flat=True))
    counts = []
    for asked in (ids[:1], ids):
        with CaptureQueriesContext(connection) as queries:
            cards = cards_for(ANONYMOUS, asked, at=at)
        counts.append(len(queries))
        assert all(card.summary for card in cards)
    assert len(ids) == 11
    assert counts[0] == counts[1]


def test_same_file_again_changes_nothing(office: Service, at: datetime) -> None:
    again = imported(as_csv([care_row(1, URL="office@example.jp")]), at)

    assert (again.added, again.changed) == (0, 0)


def test_mail_stands_small_below_the_telephone(office: Service) -> None:
    text = Client().get(f"/directory/services/{office.short_code}/").content.decode()

    mail = text.index("mailto:office@example.jp")
    assert text.index("tel:0870000001") < mail
    assert text.rindex("<p", 0, mail) == text.rindex('<p class="meta">', 0, mail)
    assert text.count("mailto:office@example.jp") == 1


def test_nobody_is_sent_out_to_a_helper_who_comes(office: Service, at: datetime) -> None:
    Service.objects.get().source.__class__.objects.update(period_date=date(2025, 6, 30))

    sentence = cards_for(ANONYMOUS, [office.id], at=at)[0].freshness.sentence
    assert "使う前に電話で確かめてください" in sentence
    assert "使う前に電話で確かめてください" in _pdf_of(Client().get(_address(office, "pdf")))


def test_page_names_the_licence_once(office: Service) -> None:
    text = Client().get(f"/directory/services/{office.short_code}/").content.decode()

    assert CREDIT in text
    assert text.count("CC BY 4.0") == 1


def test_every_paper_says_what_it_is_and_whose_list(office: Service, at: datetime) -> None:
    imported(
        as_csv([care_row(2, サービスの種類="通所介護")]),
        at,
        name="jigyosho_150_202506.csv",
        period_date=date(2026, 5, 31),
    )
    code = Service.objects.exclude(id=office.id).get().short_code
    on_paper = "".join(CREDIT.split())
    client = Client()

    card = _pdf_of(client.get(f"/booklets/service/{office.short_code}.pdf"))
    both = _pdf_of(client.get(_address(office, "pdf") + f",{code}"))
    word = client.get(_address(office, "docx") + f",{code}").content
    lines = [each.text for each in Document(io.BytesIO(word)).paragraphs]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(_address(office, "xlsx") + f",{code}").content)
    )
    cells = [str(cell.value) for sheet in book for row in sheet for cell in row]

    assert on_paper in card
    assert "".join(LINE.split()) in card
    assert both.count(on_paper) == 1
    assert "".join(LINE.split()) in both
    assert "（通所介護）" in both
    assert lines.count(CREDIT) == 1
    assert LINE in lines
    assert cells.count(CREDIT) == 1
    assert cells.count(CREDIT.removeprefix("出典: ")) == 2
    assert LINE in cells
