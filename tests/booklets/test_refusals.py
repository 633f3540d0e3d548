"""What cannot be printed is answered with a sentence and a way on, never with an empty sheet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.booklets.paper import body_of, confirmed
from tests.directory.builders import OFFICER, OWN_PHONE, WEB, Town, consent, published, ride
from yui.directory.actions import confirm_service, end_service
from yui.directory.states import ConfirmedHow

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("", 400, "まちか、さがす条件をえらんでから印刷してください。"),
        ("area=00", 400, "まちか、さがす条件をえらんでから印刷してください。"),
        ("area=98001&day=someday", 400, "「曜日」の条件を読めませんでした"),
        ("area=98001&sphere=k-99", 400, "「地区」の条件を読めませんでした"),
        ("area=x", 400, "<h1"),
        ("area=98001&memo=9", 400, "<h1"),
        ("area=99999", 404, "この地域は見つかりません。"),
        ("area=98001&q=%E3%81%AA%E3%81%84", 404, "この条件では、まだありません。"),
        ("s=00000000", 404, "この番号の手助けは、ありません。"),
        ("s=%3Cscript%3E", 404, "この番号の手助けは、ありません。"),
        ("s=" + ",".join(f"0000000{n:X}" for n in range(10)) * 3, 404, "ありません"),
        ("s=" + "A" * 401, 400, "<h1"),
    ],
)
def test_list_is_refused_with_a_sentence(
    client: Client,
    town: Town,
    index: Callable[[], None],
    ending: str,
    query: str,
    status: int,
    words: str,
) -> None:
    index()
    response = client.get(f"/booklets/list.{ending}?{query}")
    assert response.status_code == status
    assert words in response.content.decode()


def test_chosen_list_of_more_than_twenty_is_refused(client: Client, town: Town) -> None:
    codes = ",".join(f"000000{one}{two}" for one in "0123" for two in "0123456789")[:200]
    response = client.get(f"/booklets/list.pdf?s={codes}")
    assert response.status_code == 400
    assert "20件までです" in response.content.decode()


def test_chosen_list_of_ended_services_is_gone(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at)
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    response = client.get(f"/booklets/list.pdf?s={made.short_code}")
    assert response.status_code == 410
    assert "どれも終わりました" in response.content.decode()


def test_list_of_services_not_for_paper_says_why(
    client: Client, town: Town, at: datetime, index: Callable[[], None]
) -> None:
    published(town, at)  # nobody has confirmed it
    index()
    response = client.get("/booklets/list.pdf?area=98001")
    assert response.status_code == 404
    assert "紙にのせられる手助けがありません。" in response.content.decode()
    assert 'href="/98001/search/"' in response.content.decode()


def test_sheets_are_read_only(client: Client, town: Town) -> None:
    assert client.post("/booklets/list.pdf").status_code == 405
    assert client.delete("/booklets/service/00000000.pdf").status_code == 405


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [(None, "まだだれも確かめていないからです。"), (800, "確かめてから長くたっているからです。")],
)
def test_card_says_the_true_reason_why_it_is_not_printed(
    client: Client, town: Town, at: datetime, days_ago: int | None, words: str
) -> None:
    made = published(town, at)
    if days_ago is not None:
        on = at.date() - timedelta(days=days_ago)
        confirm_service(by=OFFICER, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=on)
    response = client.get(f"/booklets/service/{made.short_code}.pdf")
    assert response.status_code == 404
    assert words in response.content.decode()


def test_card_that_agreed_to_no_paper_says_so(client: Client, town: Town, at: datetime) -> None:
    made = confirmed(town, at, ride(town, consent=consent(record=WEB, phone=WEB, address=WEB)))
    response = client.get(f"/booklets/service/{made.short_code}.pdf")
    assert "紙にはのせない約束だからです。" in response.content.decode()


@pytest.mark.usefixtures("quick_press")
def test_list_reads_repeated_codes(client: Client, town: Town, at: datetime) -> None:
    first, second = confirmed(town, at), confirmed(town, at, ride(town, name="べつの便"))
    address = f"/booklets/list.pdf?s={first.short_code}&s={second.short_code}"
    assert body_of(client.get(address)).count(OWN_PHONE) == 2
