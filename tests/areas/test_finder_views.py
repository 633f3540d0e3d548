"""Finding a town and its 包括 as residents type: parts of names, kana, codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from tests.areas.builders import AT, BY, TOWN, area, country
from yui.areas.actions import NewTown, create_postal_code, create_towns, import_layers
from yui.areas.states import Tier

pytestmark = pytest.mark.django_db
CENTRE = "/areas/90201/centre/"


@pytest.fixture
def towns(db: None, tmp_path: Path) -> None:
    """Two 包括 in charge of three 町字; a fourth has none."""
    country()
    named = {
        "つつみ橋一丁目": "つつみばしいっちょうめ",
        "つつみ橋二丁目": "つつみばしにちょうめ",
        "水車町": "すいしゃちょう",
        "水車台": "すいしゃだい",
    }
    new = [NewTown(name, kana) for name, kana in named.items()]
    create_towns(by=BY, at=AT, area_path=TOWN, towns=new)
    table = tmp_path / "centres.csv"
    table.write_text(
        "町字,包括,電話番号\n"
        "つつみ橋一丁目,北相談室,000-555-0001\n"
        "つつみ橋二丁目,北相談室,000-555-0001\n"
        "水車町,南相談室,000-555-0002\n",
        encoding="utf-8",
    )
    import_layers(by=BY, at=AT, area_path=TOWN, layer=Tier.CENTRE_AREA, path=table)


def _main(client: Client, query: str, path: str = CENTRE) -> str:
    response = client.get(path, {"town": query})
    assert response.status_code == 200
    return response.content.decode().split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    "typed", ["つつみ橋", "つつみばし", "ツツミバシ", "つつみ橋２丁目３の４", "見本市つつみ橋1丁目"]
)
@pytest.mark.usefixtures("towns")
def test_beginning_or_reading_of_a_town_is_enough(client: Client, typed: str) -> None:
    page = _main(client, typed)
    assert "の担当は「北相談室」です" in page
    assert 'href="tel:0005550001"' in page


@pytest.mark.usefixtures("towns")
def test_towns_to_choose_from_are_offered_when_their_centres_differ(client: Client) -> None:
    page = _main(client, "水車")
    assert "どの町ですか" in page
    assert page.count("水車町</a>") == page.count("水車台</a>") == 1
    assert "登録されていません" not in page
    assert "tel:0005550002" not in page


@pytest.mark.usefixtures("towns")
def test_unknown_name_is_said_to_be_unknown(client: Client) -> None:
    page = _main(client, "どこか")
    assert "「どこか」という町は、見本市の一覧に見つかりませんでした。" in page
    assert "郵便番号でためしてください" in page
    assert "登録されていません" not in page


@pytest.mark.usefixtures("towns")
def test_known_town_without_a_centre_says_that_nothing_is_registered(client: Client) -> None:
    page = _main(client, "水車台")
    assert "町ごとの担当は、まだ登録されていません。" in page
    assert "見つかりませんでした" not in page


@pytest.mark.usefixtures("towns")
def test_postcode_finds_its_centre_or_names_the_town_it_belongs_to(client: Client) -> None:
    create_postal_code(by=BY, at=AT, code="9000001", area_path=TOWN, town_name="水車町")
    create_postal_code(by=BY, at=AT, code="9000002", area_path="90/90202/", town_name="港")
    assert "水車町の担当は「南相談室」です" in _main(client, "〒900-0001")
    page = _main(client, "900-0002")
    assert "「900-0002」は、見本県例市の郵便番号です。" in page
    assert 'href="/90202/"' in page
    assert "「900-0003」の町が分かりませんでした。" in _main(client, "900-0003")


@pytest.mark.usefixtures("towns")
def test_finder_keeps_the_menu_of_the_town(client: Client) -> None:
    page = client.get(CENTRE).content.decode()
    assert 'href="/90201/search/"' in page
    assert "まちをえらぶ</a>" not in page


def _cities() -> None:
    country()
    area("", "91", Tier.PREFECTURE, "例府", is_sample=True)
    for segment, name, kana in (
        ("91201", "清水市", "しみずし"),
        ("91301", "清水町", "しみずちょう"),
    ):
        area("91/", segment, Tier.MUNICIPALITY, name, kana=kana)
    for number, name in ((2, "清水区"), (3, "中央区"), (4, "南区")):
        area("90/90201/", f"9021{number}", Tier.WARD, name)
        area("91/91201/", f"9121{number}", Tier.WARD, name)


def _found(client: Client, query: str) -> str:
    response = client.get("/areas/find/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("query", ["中央区", "南区"])
def test_wards_of_one_name_are_listed_with_prefecture_and_city(client: Client, query: str) -> None:
    _cities()
    page = _found(client, query)
    assert f"見本県見本市{query}</a>" in page
    assert f"例府清水市{query}</a>" in page


def test_short_name_finds_towns_and_wards(client: Client) -> None:
    _cities()
    page = _found(client, "清水")
    for name in ("例府清水市", "例府清水町", "見本県見本市清水区"):
        assert f"{name}</a>" in page


@pytest.mark.parametrize("query", ["見本し", "見本市浜一丁目", "みほんし"])
def test_half_kana_and_addresses_lead_to_the_town(client: Client, query: str) -> None:
    _cities()
    assert client.get("/areas/find/", {"q": query}).headers["Location"] == "/90201/"


def test_address_with_a_ward_leads_to_the_ward(client: Client) -> None:
    _cities()
    response = client.get("/areas/find/", {"q": "見本市中央区北一条"})
    assert response.headers["Location"] == "/90213/"


def test_every_sample_is_marked_in_the_lists(client: Client) -> None:
    _cities()
    page = client.get("/areas/").content.decode()
    assert page.count('<span class="link-rows__note">見本</span>') == 2
    page = client.get("/areas/90/").content.decode()
    assert page.count('<span class="link-rows__note">見本</span>') == 2


def _read_cities() -> None:
    """やいづ, and a ward whose name stands in two cities; readings as the register has them."""
    country()
    area("90/", "90203", Tier.MUNICIPALITY, "焼津市", kana="やいづし")
    area("90/", "90204", Tier.MUNICIPALITY, "入間市", kana="いるまし")
    for city, ward in (("90201", "90211"), ("90204", "90214")):
        area(f"90/{city}/", ward, Tier.WARD, "中央区", kana="ちゅうおうく")
    area("90/90204/", "90215", Tier.WARD, "鶴見区", kana="つるみく")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("やいず", "90203"),
        ("やいづ", "90203"),
        ("ヤイズし", "90203"),
        ("みほんけんやいずし", "90203"),
        ("つるみく", "90215"),
        ("いるましつるみく", "90215"),
        ("いるまつるみく", "90215"),
        ("みほんけんいるましつるみく", "90215"),
        ("みほんしちゅうおうく", "90211"),
        ("みほんしちゆうおうく", "90211"),
        ("みほんしちゅうおうくきたいちじょう", "90211"),
        ("いるまし ちゅうおうく", "90214"),
    ],
)
def test_readings_as_they_sound_lead_to_the_town(client: Client, typed: str, code: str) -> None:
    _read_cities()
    response = client.get("/areas/find/", {"q": typed})
    assert response.headers["Location"] == f"/{code}/"


def test_a_reading_that_several_wards_share_lists_them_all(client: Client) -> None:
    _read_cities()
    page = _found(client, "ちゆうおうく")
    assert "見本県見本市中央区</a>" in page
    assert "見本県入間市中央区</a>" in page
