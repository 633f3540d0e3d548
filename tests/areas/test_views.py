"""Finding one's town and one's 包括 in the browser, and everything people type wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.areas.builders import AT, BY, OFFICER, TOWN, area, country
from yui.areas.actions import (
    create_postal_code,
    import_layers,
    open_municipality,
    set_local_word,
    set_window,
)
from yui.areas.states import Term, Tier

pytestmark = pytest.mark.django_db


def _text(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_prefectures_lead_to_their_towns(client: Client) -> None:
    country()
    assert '<a class="link" href="/areas/90/">見本県</a>' in _text(client, "/areas/")
    page = _text(client, "/areas/90/")
    assert '<a class="link" href="/90201/">見本市</a>' in page
    assert page.index("ま行") < page.index("ら行")
    assert "見本です。まちも番号も本物ではありません。" in page
    assert client.get("/areas/900006/").status_code == 404
    assert client.get("/areas/900001/").headers["Location"] == "/areas/90/"


def test_open_towns_are_marked(client: Client) -> None:
    country()
    assert "開いています" not in _text(client, "/areas/90/")
    open_municipality(by=OFFICER, at=AT, area_path=TOWN)
    assert "開いています" in _text(client, "/areas/90/")


def test_finder_redirects_when_one_town_is_meant(client: Client) -> None:
    country()
    create_postal_code(by=BY, at=AT, code="9000001", area_path=TOWN, town_name="浜")
    for query in ("q=見本市", "q=みほんし", "postal_code=900-0001", "q=９００－０００１"):
        response = client.get(f"/areas/find/?{query}")
        assert (response.status_code, response.headers["Location"]) == (302, "/90201/"), query
    assert client.get("/areas/find/?q=見本県").headers["Location"] == "/areas/90/"


def test_finder_shows_every_town_when_several_fit(client: Client) -> None:
    country()
    area("", "91", Tier.PREFECTURE, "見本府", is_sample=True)
    area("91/", "91201", Tier.MUNICIPALITY, "例市", kana="れいし")
    page = _text(client, "/areas/find/?q=例市")
    assert "見本県例市" in page
    assert "見本府例市" in page
    for path, name in (("90/90202/", "東"), ("91/91201/", "西")):
        create_postal_code(by=BY, at=AT, code="9000009", area_path=path, town_name=name)
    page = _text(client, "/areas/find/?postal_code=9000009")
    assert page.count("例市</a>") == 2


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 200, "郵便番号か、市区町村の名前を入れてください。"),
        ("q=%20%E3%80%80", 200, "郵便番号か、市区町村の名前を入れてください。"),
        ("postal_code=123", 200, "郵便番号は7けたの数字で入れてください。"),
        ("postal_code=1234567", 200, "この郵便番号は見つかりません。"),
        ("q=%3Cscript%3E", 200, "「&lt;script&gt;」は見つかりません。"),
        ("q=" + "a" * 61, 400, "60"),
    ],
)
def test_finder_says_what_to_do_when_nothing_fits(
    client: Client, query: str, status: int, sentence: str
) -> None:
    country()
    assert sentence in _text(client, f"/areas/find/?{query}", status)


@pytest.mark.parametrize(
    "path",
    [
        *("/areas/99/", "/areas/x/", "/areas/90201/", "/areas/令和100年13月/", "/areas/9/"),
        *("/areas/902010/centre/", "/areas/90/centre/", "/areas/xx/centre/"),
        "/areas/" + "9" * 500 + "/",
    ],
)
def test_page_is_not_found_when_the_code_is_bad(client: Client, path: str) -> None:
    country()
    assert client.get(path).status_code == 404


def test_post_is_not_allowed(client: Client) -> None:
    assert client.post("/areas/find/", {"q": "見本市"}).status_code == 405


def test_own_centre_is_shown_in_the_words_of_the_town(client: Client, tmp_path: Path) -> None:
    country()
    table = tmp_path / "a.csv"
    table.write_text("町字,包括,電話番号\n浜,みなみ相談室,000-555-0002\n", encoding="utf-8")
    import_layers(by=BY, at=AT, area_path=TOWN, layer=Tier.CENTRE_AREA, path=table)
    set_local_word(by=BY, at=AT, area_path=TOWN, term=Term.SUPPORT_CENTRE, word="いきいき相談室")
    page = _text(client, "/areas/90201/centre/?town=字浜3")
    assert "見本市のいきいき相談室をさがす" in page
    assert "担当は「みなみ相談室」です" in page
    assert 'href="tel:0005550002"' in page
    assert "000-555-0002" in page


def test_town_hall_is_named_when_no_centre_is_known(client: Client) -> None:
    country()
    page = _text(client, "/areas/90201/centre/")
    assert "ここで聞くこともできます" in page
    assert "https://mihon.example/" in page
    assert "tel:" not in page.split("</main>")[0]
    set_window(by=BY, at=AT, area_path=TOWN, phone="000-555-0120", website="")
    assert 'href="tel:0005550120"' in _text(client, "/areas/90201/centre/")
    assert client.get("/areas/902012/centre/").headers["Location"] == "/areas/90201/centre/"


def test_list_pages_ask_equally_much_at_one_and_at_three_rows(client: Client) -> None:
    country()
    for path, expected in (("/areas/", 2), ("/areas/90/", 2)):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) == expected, path
    for number in range(3):
        area("", f"9{number + 2}", Tier.PREFECTURE, f"例{number}県", is_sample=True)
        area("90/", f"9031{number}", Tier.MUNICIPALITY, f"隣{number}市")
    client.get("/areas/")
    for path, expected in (("/areas/", 2), ("/areas/90/", 2)):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) == expected, path
