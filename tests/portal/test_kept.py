"""Pages that are kept: the same for everybody, gone with the first change, never somebody's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.middleware.csrf import get_token
from django.test import Client
from django.utils import timezone

from tests.builders import AT, CITY, build_service, build_town, consent_input
from yui.directory.actions import unpublish_service
from yui.directory.models import Service
from yui.lib.clock import date_in_jst
from yui.policy.viewer import operator
from yui.portal.views import results
from yui.search.actions import follow_days, rebuild
from yui.search.engine.damage import IndexDamaged
from yui.search.engine.reader import IndexReader

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
PAGE = f"/{CITY.split('/')[1]}/search/"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every question that reached the search."""
    questions: list[Any] = []
    answering = results.found

    def noted(viewer: Any, question: Any, **more: Any) -> Any:
        questions.append(question)
        return answering(viewer, question, **more)

    monkeypatch.setattr(results, "found", noted)
    return questions


@pytest.fixture
def site(folder: Path) -> Client:
    """A town with one group, found by search."""
    build_town()
    build_service(name="さくら体操の会")
    rebuild(at=AT, from_rooms=True)
    return Client()


def _body(site: Client, asked: dict[str, str]) -> str:
    response = site.get(PAGE, asked)
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_is_made_once_and_then_kept(site: Client, asked: list[Any]) -> None:
    pages = [_body(site, {"q": "体操"}) for _ in range(4)]
    assert len(asked) == 1
    assert len(set(pages)) == 1
    assert "さくら体操の会" in pages[0]


def test_another_address_is_another_page(site: Client, asked: list[Any]) -> None:
    for _ in range(3):
        site.get(PAGE, {"q": "体操"})
    assert "さくら体操の会" not in _body(site, {"q": "気球"})
    assert len(asked) == 2


def test_withdrawn_is_gone_from_the_kept_page_at_once(site: Client, asked: list[Any]) -> None:
    for _ in range(3):
        assert "さくら体操の会" in _body(site, {"q": "体操"})
    unpublish_service(by=operator("test"), at=AT, service_id=Service.objects.get().id)
    assert "さくら体操の会" not in _body(site, {"q": "体操"})


def test_with_a_cookie_every_page_is_made_anew(site: Client, asked: list[Any]) -> None:
    site.cookies["size"] = "large"
    for _ in range(3):
        site.get(PAGE, {"q": "体操"})
    assert len(asked) == 3


def test_on_another_day_the_page_is_made_anew(
    site: Client, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        site.get(PAGE, {"q": "体操"})
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(days=1))
    site.get(PAGE, {"q": "体操"})
    assert len(asked) == 2


def test_a_search_in_vain_is_counted_every_time(site: Client, asked: list[Any]) -> None:
    for _ in range(3):
        site.get(PAGE, {"q": "気球"})
    assert len(asked) == 3


def test_a_page_is_made_anew_when_a_day_opened_a_record_after_midnight(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = AT + timedelta(days=1)
    build_service(name="あした体操の会", consent=consent_input(given_date=date_in_jst(tomorrow)))
    rebuild(at=AT, from_rooms=True)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert "あした体操の会" not in _body(site, {"q": "体操"})
    follow_days(at=tomorrow)
    assert "あした体操の会" in _body(site, {"q": "体操"})


def test_what_the_database_answered_is_not_kept(
    site: Client, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_: Any) -> Any:
        raise IndexDamaged("torn")

    with monkeypatch.context() as broken:
        broken.setattr(IndexReader, "search", torn)
        assert "さくら体操の会" in _body(site, {"q": "体操"})
    for _ in range(2):
        _body(site, {"q": "体操"})
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["yui_town", "csrftoken"])
def test_town_chosen_last_and_token_of_forms_change_nothing_of_a_kept_page(
    site: Client, asked: list[Any], name: str
) -> None:
    plain = _body(site, {"q": "体操"})
    site.cookies[name] = "99999"
    assert _body(site, {"q": "体操"}) == plain
    with_cookie = _body(site, {"q": "さくら"})
    del site.cookies[name]
    assert _body(site, {"q": "さくら"}) == with_cookie
    assert len(asked) == 2


def test_results_are_those_of_their_own_area_whatever_town_was_chosen(
    site: Client, asked: list[Any]
) -> None:
    build_town("98/98202/", "別の市")
    site.cookies["yui_town"] = "98202"
    for page in (PAGE, "/00/search/"):
        made = site.get(page, {"q": "体操"})
        del site.cookies["yui_town"]
        kept = site.get(page, {"q": "体操"})
        site.cookies["yui_town"] = "98202"
        assert made.content == kept.content
        assert "別の市" not in made.content.decode()
        assert "csrfmiddlewaretoken" not in made.content.decode()
        for response in (made, kept):
            assert "Cookie" in response.headers["Vary"]
            assert not response.has_header("Set-Cookie")
            assert not response.cookies
    assert len(asked) == 2


@pytest.mark.parametrize("name", ["sessionid", "yui_display", "yui_list", "messages"])
def test_a_cookie_of_ones_own_beside_the_town_is_answered_anew_and_not_kept(
    site: Client, asked: list[Any], name: str
) -> None:
    site.cookies["yui_town"], site.cookies[name] = "98201", "x"
    for _ in range(2):
        _body(site, {"q": "体操"})
    del site.cookies[name]
    _body(site, {"q": "体操"})
    assert len(asked) == 3


@pytest.mark.parametrize("own", ["cookie", "token"])
def test_a_page_with_a_cookie_or_token_of_its_own_is_never_kept(
    site: Client, asked: list[Any], monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    drawing = results.render

    def drawn(request: Any, *given: Any) -> Any:
        response = drawing(request, *given)
        if own == "cookie":
            response.set_cookie("own", "1")
        else:
            get_token(request)
        return response

    monkeypatch.setattr(results, "render", drawn)
    for _ in range(2):
        assert site.get(PAGE, {"q": "体操"}).cookies
        site.cookies.clear()
    assert len(asked) == 2
