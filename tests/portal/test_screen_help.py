"""「この画面の使い方」: at the foot of every desk page, and on a page of its own for paper."""

from __future__ import annotations

import html

import pytest
from django.test import Client, RequestFactory

from tests.builders import build_person
from yui.accounts.models import User
from yui.ui.pages.desk_help import screen_help

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def officer() -> Client:
    build_person()
    client = Client()
    client.force_login(User.objects.get(login="officer"))
    return client


@pytest.mark.parametrize("page", ["/desk/", "/directory/due/", "/exchange/", "/review/"])
def test_screen_leads_to_its_own_help_and_the_help_to_paper(page: str, officer: Client) -> None:
    room, name = {
        "/desk/": ("portal", "desk"),
        "/directory/due/": ("directory", "due"),
        "/exchange/": ("exchange", "batches"),
        "/review/": ("review", "queue"),
    }[page]
    text = html.unescape(officer.get(page).content.decode())
    paper = html.unescape(officer.get(f"/desk/help/{room}/{name}/").content.decode())
    purpose = text.partition('id="help"')[2].partition("<p>")[2].partition("</p>")[0]

    assert text.count("<h2>この画面の使い方</h2>") == 1
    assert '<a href="#help">この画面の使い方</a>' in text
    assert f'href="/desk/help/{room}/{name}/"' in text
    assert "画面です。" in purpose
    assert purpose in paper
    assert "利用者管理者</a>に聞いてください" in paper


def test_screen_shown_again_after_a_refusal_keeps_its_help() -> None:
    request = RequestFactory().post("/exchange/0b9f4f9e-64a4-4f2b-9d6a-3e1f7f5c2a11/rows/3/")
    found = screen_help(request)
    assert found is not None
    assert found.paper_href == "/desk/help/exchange/batch/"
    assert screen_help(RequestFactory().get("/nowhere/at/all/")) is None


@pytest.mark.parametrize("unknown", ["portal/nothing", "ui/desk", "directory/due-csv"])
def test_help_of_what_is_no_screen_is_not_there(unknown: str, officer: Client) -> None:
    assert officer.get(f"/desk/help/{unknown}/").status_code == 404


def test_help_asks_to_sign_in() -> None:
    assert Client().get("/desk/help/portal/desk/")["Location"].startswith("/accounts/login/")
