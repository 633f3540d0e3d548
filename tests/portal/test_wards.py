"""Wards are named with their city; a ward that ended leads on to the one it went into."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.builders import AT, CITY, build_area, build_town
from yui.areas.models import Area
from yui.areas.queries.nation import forget_nation
from yui.areas.states import Tier

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
WARD, OTHER_WARD, OLD_WARD = f"{CITY}98211/", f"{CITY}98212/", f"{CITY}98213/"


@pytest.fixture(autouse=True)
def _city(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    build_town()
    Area.objects.filter(path=CITY).update(website="https://city.example/")
    build_area(WARD, "川辺区", tier=Tier.WARD, kana="かわべく")
    build_area(OTHER_WARD, "浜区", tier=Tier.WARD)
    build_area("98/98202/", "となり市", latitude=31.0, longitude=136.0)
    build_area(OLD_WARD, "中区", tier=Tier.WARD)
    Area.objects.filter(path=OLD_WARD).update(
        valid_to=date(2023, 12, 31), successor=Area.objects.get(path=WARD)
    )
    forget_nation()


def _page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_ward_names_its_city_everywhere() -> None:
    page = _page("/98211/")
    assert "<h1>試験市 川辺区の暮らしの手助け</h1>" in page
    assert '<a href="/98211/">試験市 川辺区</a>' in page
    assert "<title>試験市 川辺区の暮らしの手助け" in page
    assert "試験市 川辺区の地域包括支援センターをさがす" in _page("/areas/98211/centre/")


def test_neighbours_of_a_ward_are_the_other_wards() -> None:
    page = _page("/98211/")
    assert "試験市のほかの区" in page
    assert '<a class="link" href="/98212/">浜区</a>' in page
    assert "となり市" not in page
    assert "中区</a>" not in page


def test_ended_ward_leads_to_the_one_it_went_into() -> None:
    response = Client().get("/98213/")
    assert (response.status_code, response.headers["Location"]) == (302, "/98211/")
    assert "もとの中区です（2024年1月から）。" in _page("/98211/")
    assert Client().get("/areas/98213/centre/").headers["Location"] == "/areas/98211/centre/"


def test_ward_without_a_website_shows_that_of_its_city(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yui.portal.pages.slots.window_of", lambda path: None)
    page = _page("/98211/")
    assert 'href="https://city.example/"' in page
    assert "試験市の公式サイトで電話番号を見る" in page
