"""An address that names a town gets that town's telephone, even where there is no page."""

from __future__ import annotations

import pytest
from django.test import Client
from structlog.testing import capture_logs

from tests.builders import build_town

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/98201/nothing/", 404),
        ("/areas/98201/nothing/", 404),
        ("/98201/search/?day=x", 400),
        ("/directory/fields/nothing/?area=98201", 404),
    ],
)
def test_page_that_is_not_there_names_the_telephone_of_its_town(address: str, status: int) -> None:
    build_town()
    response = Client().get(address)
    page = response.content.decode()
    assert response.status_code == status
    assert "000-555-0120" in page
    assert 'href="/98201/">試験市のページへ</a>' in page


def test_page_without_a_town_says_how_to_reach_a_window() -> None:
    response = Client().get("/99999/nothing/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "「地域包括支援センターへ」と伝えてください" in page
    assert "tel:" not in page


def test_bad_condition_says_what_happened_and_what_to_do() -> None:
    build_town()
    page = Client().get("/98201/search/?day=x").content.decode()
    assert "<h1>この条件では画面を出せません</h1>" in page
    assert "「曜日」の条件を読めませんでした。" in page
    assert "条件をえらび直してください。" in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=", b"x"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n"),
    ],
)
def test_a_broken_upload_is_the_senders_and_no_error_of_ours(
    client: Client, content_type: str, body: bytes
) -> None:
    with capture_logs() as logs:
        response = client.post("/ui/settings/", body, content_type=content_type)

    assert response.status_code in (400, 422)
    assert [each for each in logs if each["event"] == "unexpected"] == []
