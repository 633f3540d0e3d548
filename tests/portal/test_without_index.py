"""While the index is away the database answers: what it did not look at, it says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.test import Client

from tests.builders import AT, CITY, build_service, build_town
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
TOWN = CITY.split("/")[1]
PART = "途中までさがしました"


@pytest.fixture
def site(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A town with a group in the flat table, no index, and no time to look at a whole nation."""
    monkeypatch.setattr("yui.search.queries.fallback._LOOK_S", 0.0)
    build_town()
    build_service(name="さくら体操の会")
    rebuild(at=AT, from_rooms=True)
    shutil.rmtree(folder / "index")
    return Client()


def _page(site: Client, code: str) -> str:
    response = site.get(f"/{code}/search/", {"q": "体操"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_nation_is_looked_through_in_part_and_the_page_says_so(site: Client) -> None:
    page = _page(site, "00")
    assert PART in page
    assert "すべての言葉を含むものはありません" not in page


def test_a_town_is_looked_through_as_a_whole(site: Client) -> None:
    page = _page(site, TOWN)
    assert PART not in page
    assert "さくら体操の会" in page
