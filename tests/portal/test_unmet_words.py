"""What was looked for in vain, from the search of a resident to the desk of the town."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tests.builders import AT, CITY, build_person
from tests.portal.test_results_words import PAGE, site
from yui.accounts.models import User
from yui.search.actions import fold_counts

__all__ = ["site"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


def _desk() -> str:
    build_person("officer", area_path=CITY)
    client = Client()
    client.force_login(User.objects.get(login="officer"))
    return html.unescape(client.get("/desk/").content.decode())


def test_a_word_nothing_holds_is_counted_though_other_words_found_something(site: Any) -> None:
    page = html.unescape(site.get(PAGE, {"q": "体操 ぬか漬け"}).content.decode())
    assert "「ぬか漬け」を含むものはありません。" in page
    assert "さくら体操の会" in page
    assert fold_counts(at=AT) == 1
    desk = _desk()
    assert "ぬか漬け" in desk
    assert "体操" not in desk.partition("<main")[2]


def test_words_that_were_all_found_are_not_counted(site: Any) -> None:
    site.get(PAGE, {"q": "体操"})
    assert fold_counts(at=AT) == 0


def test_conditions_asked_in_vain_are_said_in_words_on_the_desk(site: Any) -> None:
    site.get(PAGE, {"trouble": "garbage", "day": "sat"})
    assert fold_counts(at=AT) == 1
    desk = _desk()
    assert "・土曜" in desk
    for raw in ("trouble=", "garbage", "（ことばなし）"):
        assert raw not in desk


def test_a_thing_nobody_offers_is_said_plainly_and_counted(site: Any) -> None:
    page = html.unescape(site.get(PAGE, {"q": "仏壇"}).content.decode())
    assert "0件" in page
    assert "この条件では、まだありません。" in page
    assert "おでかけ床屋" not in page
    assert fold_counts(at=AT) == 1
    assert "仏壇" in _desk()
