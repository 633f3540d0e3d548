"""The page on which staff sign in."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import PASSWORD, build_person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


def test_page_leads_once_to_the_help_with_passwords() -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert page.count("/accounts/password/reset/") == 1
    assert '<a class="link" href="/accounts/password/reset/">' in page


def test_right_name_and_password_let_in_and_wrong_ones_do_not() -> None:
    build_person("officer")
    wrong = Client().post("/accounts/login/", {"login": "officer", "password": "falsch"})
    assert wrong.status_code == 200
    right = Client().post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    assert right.status_code == 302
