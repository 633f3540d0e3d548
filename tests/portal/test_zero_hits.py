"""Where a search that found nothing leads: further out, next door, never to a dead end."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.builders import AT, build_area, build_service, build_town
from yui.areas.states import Opening, Tier
from yui.directory.states import Sector
from yui.search.actions import rebuild

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
OWN, NEXT, WARD = "97/97201/", "97/97202/", "97/97201/97211/"


@pytest.fixture
def site(folder: Path) -> Client:
    """A town that holds public centres alone, and one next door with a group and a bath."""
    build_area("97/", "となり県", tier=Tier.PREFECTURE)
    build_area(OWN, "川上市", opening=Opening.PREPARING, latitude=34.1, longitude=134.1)
    build_area(NEXT, "川下市", opening=Opening.OPEN, latitude=34.2, longitude=134.1)
    build_area(WARD, "北区", tier=Tier.WARD)
    build_service(OWN, name="川上コミュニティセンター", sector=Sector.PUBLIC)
    town = build_town(NEXT, "川下市")
    for name in ("大黒湯", "はちまん湯"):
        build_service(
            NEXT,
            organization=town.organization,
            name=name,
            summary="銭湯です。",
            terms=(("need", "talking"),),
        )
    rebuild(at=AT, from_rooms=True)
    return Client()


def _found(site: Client, path: str, **asked: str) -> str:
    code = path.rstrip("/").split("/")[-1]
    text = html.unescape(site.get(f"/{code}/search/", asked).content.decode())
    return text[text.index('id="found"') :]


def test_words_alone_are_no_condition_to_drop(site: Client) -> None:
    text = _found(site, OWN, q="銭湯")

    assert "「ことば」をはずす" not in text
    assert "条件をひとつ外すと" not in text
    assert "「ことば」をはずす" in _found(site, NEXT, q="ヒッポグリフ", trouble="talking")


def test_the_prefecture_and_towns_next_door_are_offered_with_their_counts(site: Client) -> None:
    text = _found(site, OWN, q="銭湯")

    assert "場所を広げると見つかります" in text
    offered = re.findall(
        r'href="([^"]+)"><span class="word-button__word">([^<]+)</span> '
        r'<span class="word-button__count">([^<]+)<',
        text,
    )
    words = "?q=%E9%8A%AD%E6%B9%AF"
    assert offered == [
        (f"/97/search/{words}", "県内まで広げる", "2件"),
        (f"/97202/search/{words}", "川下市でさがす", "2件"),
    ]
    assert "大黒湯" in _found(site, NEXT, q="銭湯")


def test_who_is_in_an_emergency_is_not_sent_to_another_town(site: Client) -> None:
    build_service(NEXT, name="むねの会", summary="胸が痛い人の話を聞きます。")
    rebuild(at=AT, from_rooms=True)

    assert "川下市でさがす" in _found(site, OWN, q="むねの会")
    assert "川下市でさがす" not in _found(site, OWN, q="胸が痛い")


def test_nothing_is_offered_where_nothing_is_found_anywhere(site: Client) -> None:
    assert "場所を広げると" not in _found(site, OWN, q="ヒッポグリフ")


def test_a_town_that_has_not_begun_says_so_before_anybody_takes_nothing_for_an_answer(
    site: Client,
) -> None:
    assert "川上市は、まだ始まっていません。" in _found(site, OWN, q="ヒッポグリフ")
    assert "まだ始まっていません" not in _found(site, NEXT, q="ヒッポグリフ")
    assert "この条件では、まだありません。" in _found(site, NEXT, q="ヒッポグリフ")


def test_the_way_home_says_what_is_there(site: Client) -> None:
    assert "川上市の電話と窓口を見る" in _found(site, OWN, q="ヒッポグリフ")
    assert "川下市の困りごとからえらぶ" in _found(site, NEXT, q="ヒッポグリフ")
    assert "となり県のまちをえらぶ" in _found(site, "97/", q="ヒッポグリフ")


def test_a_ward_is_widened_to_its_city(site: Client) -> None:
    other = build_area(f"{OWN}97212/", "南区", tier=Tier.WARD)
    build_service(other, name="足湯の会", summary="みんなで足湯に入ります。")
    rebuild(at=AT, from_rooms=True)

    text = _found(site, WARD, q="足湯")

    assert "市内のほかの区まで広げる" in text
    assert "県内まで広げる" not in text
