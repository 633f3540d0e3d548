"""Pages that are kept: the same for everybody, gone with the first change, never somebody's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from tests.builders import AT, CITY, build_service, build_town, load_terms
from yui.directory.actions import unpublish_service
from yui.directory.models import Service
from yui.policy.viewer import operator
from yui.portal.views import results
from yui.search.actions import rebuild

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
def site(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A town with one group, found by search."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
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
