"""The town chosen once is carried by every page that has no area of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.builders import CITY, build_area, build_town
from yui.areas.models import Area
from yui.areas.queries.nation import forget_nation
from yui.areas.states import Opening

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
OTHER = "98/98202/"
HOME, TELEPHONE = "/98201/", "000-555-0120"
OF_NO_AREA = [
    "/",
    "/ui/settings/",
    "/ui/settings/?saved=1",
    "/portal/guide/",
    "/portal/privacy/",
    "/directory/list/",
    "/accounts/login/",
    "/opendata/",
    "/nothing/",
]


@pytest.fixture
def visitor() -> Client:
    """Somebody who opened the home of a town."""
    build_town()
    visitor = Client()
    assert visitor.get(HOME).status_code == 200
    return visitor


def _page(visitor: Client, address: str) -> str:
    return visitor.get(address).content.decode()


def test_home_of_a_town_keeps_its_code_for_a_year_and_says_so_once() -> None:
    build_town()
    visitor = Client()
    cookie = visitor.get(HOME).cookies["yui_town"]
    assert cookie.value == "98201"
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == ("Lax", True, "/")
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert not visitor.get(HOME).cookies


def test_town_is_kept_bound_to_its_host_outside_of_the_local_profile(settings: Any) -> None:
    build_town()
    settings.SESSION_COOKIE_SECURE = True
    cookie = Client().get(HOME, secure=True).cookies["__Host-town"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/98/", {}),
        ("/98201/search/", {}),
        ("/", {}),
        ("/portal/guide/", {}),
        ("/98299/", {}),
        (HOME, {"sec-purpose": "prefetch"}),
    ],
)
def test_nothing_else_chooses_a_town(address: str, headers: dict[str, str]) -> None:
    build_town()
    assert "yui_town" not in Client().get(address, headers=headers).cookies


@pytest.mark.parametrize("address", OF_NO_AREA)
def test_page_of_no_area_carries_the_town_chosen_last(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    page = response.content.decode()
    header, main = page[: page.index("<main")], page[page.index("<main") :]
    assert f'<a href="{HOME}">試験市' in header
    assert 'href="/98201/search/">さがす</a>' in header
    assert "まちを変える" in header
    assert TELEPHONE in main
    assert "Cookie" in response.headers["Vary"]
    assert "試験市" not in page[page.index("<title>") : page.index("</title>")]


@pytest.mark.parametrize("address", OF_NO_AREA)
def test_without_a_chosen_town_the_same_pages_offer_to_choose_one(address: str) -> None:
    build_town()
    page = _page(Client(), address)
    assert 'href="/areas/">まちをえらぶ</a>' in page
    assert "試験市" not in page.replace("見本のまち", "")
    assert TELEPHONE not in page


def test_page_of_another_area_is_of_that_area(visitor: Client) -> None:
    build_area(OTHER, "別の市", opening=Opening.OPEN, phone="000-555-0900")
    for address in ("/98202/search/", "/events/?area=98202", "/areas/98202/centre/"):
        page = _page(visitor, address)
        assert '<a href="/98202/">別の市' in page
        assert HOME not in page
    for address in ("/opendata/98202/", "/98202/nothing/"):
        page = _page(visitor, address)
        assert HOME not in page
        assert TELEPHONE not in page


def test_the_town_opened_last_is_the_one_that_is_kept(visitor: Client) -> None:
    build_area(OTHER, "別の市", opening=Opening.OPEN)
    visitor.get("/98202/")
    assert '<a href="/98202/">別の市' in _page(visitor, "/portal/guide/")


@pytest.mark.parametrize("code", ["99999", "98", "982010", "x", "", "<b>", "98201/"])
def test_code_that_means_no_town_is_passed_over_in_silence(code: str) -> None:
    build_town()
    visitor = Client()
    visitor.cookies["yui_town"] = code
    response = visitor.get("/portal/guide/")
    assert response.status_code == 200
    assert 'href="/areas/">まちをえらぶ</a>' in response.content.decode()


def test_town_that_ended_is_passed_over_in_silence(visitor: Client) -> None:
    build_area(OTHER, "別の市")
    other = Area.objects.get(path=OTHER)
    Area.objects.filter(path=CITY).update(valid_to="2026-03-31", successor=other)
    forget_nation()
    response = visitor.get("/portal/guide/")
    assert response.status_code == 200
    assert 'href="/areas/">まちをえらぶ</a>' in response.content.decode()


def test_national_home_offers_the_town_first_and_then_to_change_it(visitor: Client) -> None:
    main = _page(visitor, "/").partition("<main")[2]
    assert f'href="{HOME}">試験市のページへ</a>' in main
    assert main.index("試験市のページへ") < main.index("<h2>まちを変える</h2>")
    assert main.index("<h2>まちを変える</h2>") < main.index('name="postal_code"')
    assert main.count("困ったときの電話</h2>") == 1
    assert "電話で聞きたいとき" not in main


def test_choosing_another_town_leaves_a_way_back_to_the_first(visitor: Client) -> None:
    for address in ("/areas/", "/areas/98/", "/areas/find/?q=みつからない"):
        page = _page(visitor, address)
        assert f'<a href="{HOME}">試験市' in page
        assert TELEPHONE not in page


def test_sample_town_names_itself_on_pages_of_no_area(visitor: Client) -> None:
    Area.objects.filter(path=CITY).update(is_sample=True)
    forget_nation()
    visitor.get(HOME)
    assert "試験市は、見本です。まちも番号も本物ではありません。" in _page(
        visitor, "/portal/guide/"
    )
    assert "<p>見本です。まちも番号も本物ではありません。" in _page(visitor, HOME)


def test_settings_lead_to_the_town_where_nothing_else_was_left(visitor: Client) -> None:
    main = _page(visitor, "/ui/settings/?saved=1").partition("<main")[2]
    assert f'<a class="link" href="{HOME}">試験市のページへ</a>' in main


def test_privacy_page_lists_the_cookie_of_the_town() -> None:
    page = _page(Client(), "/portal/privacy/")
    assert "そのまちの番号（市区町村コード）" in page
    assert "1年まで" in page


def test_empty_list_leads_to_the_search_of_the_town(visitor: Client) -> None:
    page = _page(visitor, "/directory/list/")
    assert 'href="/98201/search/">試験市の手助けをさがす</a>' in page
    assert 'href="/areas/">手助けをさがす</a>' in _page(Client(), "/directory/list/")
