"""「近い順」 from any place as residents type it, on the page of results; never from a home."""

from __future__ import annotations

import html
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.booklets.paper import body_of as paper_of
from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    build_area,
    build_organization,
    build_service,
    load_terms,
)
from tests.portal.reading import names_of
from yui.areas.actions import NewTown, create_postal_code, create_towns, import_population
from yui.areas.actions.national import load_postal_codes
from yui.areas.models import PostalCode
from yui.areas.queries import area_by_path
from yui.areas.states import Tier
from yui.directory.actions import LocationInput, PlaceInput, confirm_service
from yui.directory.models import Consent, Location, Service
from yui.directory.states import ConfirmedHow, Scope
from yui.search.actions import rebuild
from yui.search.formats.near import near_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
TAKAMATSU, MARUGAME = "37/37201/", "37/37202/"
Get = Callable[..., str]


@pytest.fixture
def get(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Get:
    """A fetcher of pages of results as text, over an index of this test's own."""
    monkeypatch.setattr(timezone, "now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
    client = Client()

    def page(jis: str, **asked: str) -> str:
        response = client.get(f"/{jis}/search/", {"sector": "all", **asked})
        assert response.status_code == 200
        main = response.content.decode().split("<main")[1].split("</main>")[0]
        return html.unescape(main)

    return page


def _service(path: str, name: str, address: str, latitude: float, longitude: float) -> None:
    place = LocationInput(path, address=address, latitude=latitude, longitude=longitude)
    made = build_service(
        path,
        organization=build_organization(path, name=f"{name}の会"),
        name=name,
        places=(PlaceInput(location=place),),
    )
    confirm_service(by=OPERATOR, at=AT, service_id=made.id, how=ConfirmedHow.PHONE, on=AT.date())


def _sample_town() -> None:
    """Two wards with 町字 of their own, three places that lie in different directions."""
    build_area(CITY, "試験市", latitude=31.2, longitude=136.2)
    for segment, ward, latitude in (("98211", "川辺区", 31.2), ("98212", "浜区", 31.1)):
        build_area(f"{CITY}{segment}/", ward, tier=Tier.WARD, latitude=latitude, longitude=136.2)
    sphere = f"{CITY}98211/98211-01/"
    build_area(sphere, "やなぎ野", tier=Tier.SPHERE, latitude=31.24, longitude=136.2)
    towns = {
        f"{CITY}98211/": [
            NewTown("つつみ橋一丁目", "つつみばしいっちょうめ", latitude=31.2, longitude=136.2),
            NewTown("つつみ橋二丁目", "つつみばしにちょうめ", latitude=31.21, longitude=136.2),
        ],
        f"{CITY}98212/": [NewTown("波よけ町", "なみよけちょう", latitude=31.1, longitude=136.2)],
    }
    for path, new in towns.items():
        create_towns(by=OPERATOR, at=AT, area_path=path, towns=new)
    create_postal_code(
        by=OPERATOR, at=AT, code="0000001", area_path=f"{CITY}98211/", town_name="つつみ橋"
    )
    for name, latitude in (("北の集い", 31.25), ("中の集い", 31.19), ("南の集い", 31.11)):
        _service(CITY, name, "試験市1-1", latitude, 136.2)
    rebuild(at=AT, from_rooms=True)


def _marugame() -> None:
    """丸亀市 as the national list has it, without any point, and three public places."""
    build_area("37/", "香川県", tier=Tier.PREFECTURE)
    build_area(MARUGAME, "丸亀市", latitude=34.2894, longitude=133.7977)
    build_area(TAKAMATSU, "高松市", latitude=34.3428, longitude=134.0466)
    for code, path, name in (
        ("7630081", MARUGAME, "土器町西"),
        ("7630082", MARUGAME, "土器町東"),
        ("7630222", MARUGAME, "本島町泊"),
        ("7600017", TAKAMATSU, "番町"),
        ("7618078", TAKAMATSU, "仏生山町甲"),
    ):
        create_postal_code(by=OPERATOR, at=AT, code=code, area_path=path, town_name=name)
    blocks = [
        NewTown(f"番町{n}丁目", latitude=34.34 + n / 1000, longitude=134.04) for n in (1, 2, 3)
    ]
    own = [*blocks, NewTown("仏生山町", latitude=34.278, longitude=134.05)]
    create_towns(by=OPERATOR, at=AT, area_path=TAKAMATSU, towns=own)
    for name, address, latitude in (
        ("東の集い", "香川県丸亀市土器町東三丁目531", 34.291),
        ("西の集い", "丸亀市土器町西4丁目244", 34.283),
        ("遠い集い", "丸亀市綾歌町1", 34.2),
    ):
        _service(MARUGAME, name, address, latitude, 133.81)
    for name, latitude in (("番町の集い", 34.342), ("仏生山の集い", 34.279)):
        _service(TAKAMATSU, name, "高松市1-1", latitude, 134.045)
    rebuild(at=AT, from_rooms=True)


def _is_sorted(page: str) -> bool:
    return "から近い順をはずす" in page.replace("」", "") and "まっすぐ測って近い順です" in page


@pytest.mark.parametrize(
    ("typed", "called", "nearest"),
    [
        ("つつみ橋一丁目", "つつみ橋一丁目", "中の集い"),
        ("つつみ橋", "つつみ橋", "中の集い"),
        ("なみよけちょう", "波よけ町", "南の集い"),
        ("つつみばし2ちょうめ", "つつみ橋二丁目", "中の集い"),
        ("やなぎ野", "やなぎ野", "北の集い"),
        ("やなぎ野地区", "やなぎ野", "北の集い"),
        ("浜区", "浜区", "南の集い"),
        ("試験市川辺区つつみ橋1丁目2番", "つつみ橋一丁目", "中の集い"),
        ("〒000-0001", "つつみ橋", "中の集い"),
        ("波よけ", "波よけ町", "南の集い"),
    ],
)
def test_list_is_by_distance_from_a_place_of_the_sample_town(
    get: Get, typed: str, called: str, nearest: str
) -> None:
    _sample_town()
    page = get("98201", near=typed)
    assert f"「{called}から近い順」をはずす" in page
    assert _is_sorted(page)
    assert names_of(page)[0] == nearest


@pytest.mark.parametrize(
    ("jis", "typed", "called", "order"),
    [
        ("37202", "763-0082", "土器町東", ["東の集い", "西の集い", "遠い集い"]),
        ("37202", "土器町東", "土器町東", ["東の集い", "西の集い", "遠い集い"]),
        ("37202", "どきちょうにし", "土器町西", ["西の集い", "東の集い", "遠い集い"]),
        ("37202", "土器町", "土器町", ["東の集い", "西の集い", "遠い集い"]),
        ("37201", "760-0017", "番町", ["番町の集い", "仏生山の集い"]),
        ("37201", "番町", "番町", ["番町の集い", "仏生山の集い"]),
        ("37201", "ばんちょう2ちょうめ", "番町2丁目", ["番町の集い", "仏生山の集い"]),
        ("37201", "ぶっしょうざんちょう", "仏生山町", ["仏生山の集い", "番町の集い"]),
    ],
)
def test_list_is_by_distance_where_the_register_has_only_the_list_of_postcodes(
    get: Get, jis: str, typed: str, called: str, order: list[str]
) -> None:
    _marugame()
    page = get(jis, near=typed)
    assert f"「{called}から近い順」をはずす" in page
    assert _is_sorted(page)
    assert names_of(page) == order


def test_place_without_any_point_is_said_and_nothing_claims_an_order_by_distance(get: Get) -> None:
    _marugame()
    page = get("37202", near="本島町泊", within="500")
    assert "本島町泊の場所は、まだ分かりません。一覧は、近い順ではなく、いつもの順です。" in page
    assert "から近い順」をはずす" not in page
    assert "まっすぐ測って" not in page
    assert "500メートルまで」をはずす" not in page
    assert len(names_of(page)) == 3
    assert "広告やおすすめはありません" in page
    paper = Client().get("/booklets/list.pdf?area=37202&sector=all&near=本島町泊")
    assert "本島町泊の近く" not in paper_of(paper)


def test_place_of_another_municipality_is_said_and_measured_from_there(get: Get) -> None:
    _marugame()
    page = get("37201", near="土器町")
    assert "「土器町」は、高松市ではなく、香川県丸亀市の場所です。" in page
    assert "「丸亀市土器町から近い順」をはずす" in page
    code = get("37201", near="763-0222")
    assert "香川県丸亀市本島町泊の郵便番号です。" in code
    assert "「丸亀市役所から近い順」をはずす" in code


def test_unknown_place_is_said_to_be_unknown(get: Get) -> None:
    _sample_town()
    page = get("98201", near="どこにもない")
    assert "「どこにもない」という場所は、試験市の一覧に見つかりませんでした。" in page
    assert "から近い順」をはずす" not in page
    assert "近さは使っていません" in get("98201", sort="distance")


def test_origin_is_never_guessed_from_a_home(get: Get) -> None:
    _marugame()
    before = near_of(area_by_path(MARUGAME), "土器町東", on=AT.date()).origin
    assert before is not None
    Location.objects.filter(address__contains="土器町東").update(is_home=True)
    assert near_of(area_by_path(MARUGAME), "土器町東", on=AT.date()).origin is None
    assert "土器町東の場所は、まだ分かりません。" in get("37202", near="土器町東")


@pytest.mark.parametrize(
    "hidden",
    ["draft", "office_only", "address_in_office", "consent_over", "withdrawn", "ended"],
)
def test_origin_tells_of_no_place_that_residents_do_not_see(get: Get, hidden: str) -> None:
    _marugame()
    service = Service.objects.get(name="東の集い")
    consent = Consent.objects.filter(service=service)
    office, yesterday = [Scope.OFFICE.value], AT.date() - timedelta(days=1)
    if hidden in ("draft", "ended"):
        Service.objects.filter(id=service.id).update(state=hidden)
    changes: dict[str, dict[str, object]] = {
        "office_only": {"record_scopes": office},
        "address_in_office": {"address_scopes": office},
        "consent_over": {"until": yesterday},
        "withdrawn": {"withdrawn_date": yesterday},
    }
    if hidden in changes:
        consent.update(**changes[hidden])
    rebuild(at=AT, from_rooms=True)

    assert "土器町東の場所は、まだ分かりません。" in get("37202", near="土器町東")
    assert near_of(area_by_path(MARUGAME), "土器町西", on=AT.date()).origin is not None


def test_bar_says_nothing_of_an_order_by_distance_when_another_was_chosen(get: Get) -> None:
    _sample_town()
    page = get("98201", near="波よけ町", sort="freshness")
    assert "「波よけ町からの近さ」をはずす" in page
    assert "から近い順」をはずす" not in page


def test_queries_stay_few_whatever_was_typed_and_none_without_a_place(get: Get) -> None:
    _marugame()
    city = area_by_path(MARUGAME)
    for typed in ("763-0082", "どきちょうひがし", "土器町", "本島町泊", "番町", "どこにもない"):
        with CaptureQueriesContext(connection) as asked:
            near_of(city, typed, on=AT.date())
        # A running site looks at the stamp once a second; tests look every time.
        counted = [each for each in asked.captured_queries if "areas_stamp" not in each["sql"]]
        assert len(counted) <= 8, typed
    with CaptureQueriesContext(connection) as plain:
        get("37202")
    read = " ".join(each["sql"] for each in plain.captured_queries)
    assert "areas_town" not in read
    assert "areas_postalcode" not in read


def _away(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Flat over a town; another formula than the one that is tested."""
    east = (one[1] - other[1]) * math.cos(math.radians(one[0]))
    return math.hypot(one[0] - other[0], east)


def test_order_by_distance_is_that_of_an_independent_formula(get: Get) -> None:
    _sample_town()
    points = {"北の集い": (31.25, 136.2), "中の集い": (31.19, 136.2), "南の集い": (31.11, 136.2)}
    for typed, here in (("つつみばし", (31.205, 136.2)), ("なみよけちょう", (31.1, 136.2))):
        expected = sorted(points, key=lambda name: _away(here, points[name]))
        assert names_of(get("98201", near=typed)) == expected


@pytest.mark.shared
def test_every_postcode_of_a_real_city_has_a_place_to_measure_from(shared_files: Path) -> None:
    build_area("37/", "香川県", tier=Tier.PREFECTURE)
    build_area(TAKAMATSU, "高松市", latitude=34.3428, longitude=134.0466)
    table = shared_files / "data/takamatsu/population_by_town_age_202602.csv"
    import_population(by=OPERATOR, at=AT, path=table, source="高松市", area_path=TAKAMATSU)
    load_postal_codes(by=OPERATOR, at=AT)
    city = area_by_path(TAKAMATSU)
    codes = set(PostalCode.objects.filter(area_id=city.id).values_list("code", flat=True))
    unknown = {code for code in codes if near_of(city, code, on=AT.date()).origin is None}
    assert len(codes) > 150
    assert len(unknown) <= len(codes) // 50, sorted(unknown)
