"""The 包括 of an official list reach the telephone box, the finder and paper of their town."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from tests.booklets.paper import body_of
from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    build_area,
    build_body,
    build_organization,
    build_service,
    load_terms,
)
from yui.accounts.states import BodyKind
from yui.areas.actions import NewTown, create_towns
from yui.areas.states import Opening
from yui.directory.actions import (
    Identity,
    LocationInput,
    PhoneInput,
    PlaceInput,
    SourceInput,
    create_source,
    unpublish_service,
)
from yui.directory.states import FeeClass, Sector

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
NORTH, SOUTH = "000-555-0201", "000-555-0202"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def centres(db: None) -> dict[str, Identity]:
    """A city without a window of its own whose two 包括 stand in a list without a date."""
    load_terms()
    build_area(CITY, opening=Opening.OPEN, phone="000-555-0100", latitude=31.20, longitude=136.2)
    source = create_source(
        by=OPERATOR,
        at=AT,
        given=SourceInput("試験市の施設一覧", "list", CITY, publisher="試験市", is_official=True),
    )
    return {
        "north": _centre("北地域包括支援センター", NORTH, 31.30, source),
        "south": _centre("南地域包括支援センター", SOUTH, 31.21, source),
    }


def _centre(name: str, number: str, latitude: float, source: int) -> Identity:
    place = LocationInput(CITY, address=f"試験市{name[0]}町1-1", latitude=latitude, longitude=136.2)
    return build_service(
        organization=build_organization(name=name),
        name=name,
        kana="",
        sector=Sector.PUBLIC,
        fee_class=FeeClass.UNKNOWN,
        phones=(PhoneInput(number, hours="月曜〜金曜 8時30分〜17時"),),
        places=(PlaceInput(location=place),),
        terms=(("resource", "support_centre"), ("provision", "consult")),
        source_id=source,
        consent=None,
    )


def _page(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def _box(page: str) -> str:
    return re.findall(r'<section class="phone-box".*?</section>', page, re.S)[0]


@pytest.mark.usefixtures("centres")
def test_box_of_a_town_without_a_window_shows_the_centre_nearest_to_the_office() -> None:
    box = _box(_page("/98201/"))
    assert "南地域包括支援センター" in box
    assert SOUTH in box
    assert "月曜〜金曜" in box
    assert 'href="/areas/98201/centre/"' in box
    assert "000-555-0100" not in box


@pytest.mark.usefixtures("centres")
def test_centre_that_is_withdrawn_leaves_the_box_at_once(centres: dict[str, Identity]) -> None:
    assert SOUTH in _box(_page("/98201/"))
    unpublish_service(by=OPERATOR, at=AT, service_id=centres["south"].id)
    box = _box(_page("/98201/"))
    assert SOUTH not in box
    assert NORTH in box


def test_window_that_the_municipality_set_comes_before_the_list() -> None:
    build_body(CITY, "試験市の相談室", kind=BodyKind.SUPPORT_CENTRE, phone="000-555-0120")
    box = _box(_page("/98201/"))
    assert "000-555-0120" in box
    assert SOUTH not in box


def test_box_of_the_next_town_does_not_show_them(centres: dict[str, Identity]) -> None:
    build_area(OTHER_CITY, "となり市", phone="000-555-0300")
    box = _box(_page("/98202/"))
    assert "000-555-0300" in box
    assert SOUTH not in box


@pytest.mark.usefixtures("centres")
def test_finder_lists_the_nearest_centre_first_and_says_what_is_not_known() -> None:
    towns = [NewTown("北町", "きたまち", latitude=31.31, longitude=136.2)]
    create_towns(by=OPERATOR, at=AT, area_path=CITY, towns=towns)
    page = _page("/areas/98201/centre/?town=きたまち")
    main = page.split("<main")[1].split("</main>")[0]
    assert "町ごとの担当は、まだ登録されていません。" in main
    assert "北町から近い順です。" in main
    assert "どこにかけてもかまいません" in main
    assert main.index(NORTH) < main.index(SOUTH)


@pytest.mark.usefixtures("centres")
def test_finder_without_a_town_lists_the_centres() -> None:
    main = _page("/areas/98201/centre/").split("<main")[1].split("</main>")[0]
    assert NORTH in main
    assert SOUTH in main
    assert "見つかりませんでした" not in main


@pytest.mark.usefixtures("centres")
def test_finder_guesses_where_a_town_lies_from_the_places_in_it() -> None:
    create_towns(by=OPERATOR, at=AT, area_path=CITY, towns=[NewTown("北町")])
    main = _page("/areas/98201/centre/?town=北町").split("<main")[1]
    assert main.index(NORTH) < main.index(SOUTH)


def test_undated_list_says_what_it_is_and_may_be_printed(centres: dict[str, Identity]) -> None:
    code = centres["north"].short_code
    page = _page(f"/directory/services/{code}/")
    assert "日付の分からない役所の一覧による。電話で確かめてください" in page
    assert "まだ確かめていません" not in page
    assert "相談は無料です" in page
    assert "料金は電話で" not in page
    assert f'href="/booklets/service/{code}.pdf"' in page
    paper = body_of(Client().get(f"/booklets/service/{code}.pdf"))
    assert "日付の分からない役所の一覧。電話で確かめてください" in paper
    assert NORTH in paper


def test_list_without_a_date_is_printed_with_its_note(centres: dict[str, Identity]) -> None:
    codes = ",".join(each.short_code for each in centres.values())
    paper = body_of(Client().get(f"/booklets/list.pdf?s={codes}"))
    assert paper.count("日付の分からない役所の一覧") == 2
    assert "電話で確かめてください" in paper
    assert "のせていません" not in paper


def test_dated_list_says_as_of_when(centres: dict[str, Identity]) -> None:
    source = create_source(
        by=OPERATOR,
        at=AT,
        given=SourceInput(
            "試験市の一覧",
            "dated",
            CITY,
            publisher="試験市",
            is_official=True,
            period_date=date(2026, 6, 30),
        ),
    )
    made = _centre("西地域包括支援センター", "000-555-0203", 31.2, source)
    page = _page(f"/directory/services/{made.short_code}/")
    assert "2026年6月末の公表による" in re.sub("<[^>]+>", "", page)


def test_print_button_is_hidden_when_nothing_would_come(centres: dict[str, Identity]) -> None:
    """Nobody ever confirmed this one, so paper refuses it."""
    made = build_service(name="だれも確かめていない便")
    page = _page(f"/directory/services/{made.short_code}/")
    assert "/booklets/" not in page
    assert Client().get(f"/booklets/service/{made.short_code}.pdf").status_code == 404
    chosen = _page(f"/directory/list/?s={made.short_code}")
    assert "/booklets/" not in chosen
    both = _page(f"/directory/list/?s={made.short_code},{centres['north'].short_code}")
    assert "/booklets/list.pdf" in both
