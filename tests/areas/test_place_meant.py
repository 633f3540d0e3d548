"""What people type for a place is understood: parts, readings, 圏域, addresses, postcodes."""

from __future__ import annotations

import pytest

from tests.areas.builders import AT, BY, TOWN, area, country
from yui.areas.actions import NewTown, create_postal_code, create_towns
from yui.areas.engine.town_readings import is_kana, reading_key
from yui.areas.queries import find_centre, place_meant
from yui.areas.states import Tier

OTHER = "90/90202/"


@pytest.fixture
def register(db: None) -> None:
    """Three 丁目, a 町字 with points, postcodes that know less, and a neighbour."""
    country()
    new = [
        NewTown("つつみ橋一丁目", "つつみばしいっちょうめ", latitude=31.01, longitude=136.01),
        NewTown("つつみ橋二丁目", "つつみばしにちょうめ", latitude=31.02, longitude=136.02),
        NewTown("つつみ橋三丁目", "つつみばしさんちょうめ", latitude=31.09, longitude=136.03),
        NewTown("水車町", "すいしゃちょう", latitude=31.05, longitude=136.05),
        NewTown("水車台", "すいしゃだい", latitude=31.30, longitude=136.30),
    ]
    create_towns(by=BY, at=AT, area_path=TOWN, towns=new)
    codes = {"0000001": (TOWN, "つつみ橋"), "0000002": (OTHER, "遠い町"), "0000003": (TOWN, "霧町")}
    for code, (path, name) in codes.items():
        create_postal_code(by=BY, at=AT, code=code, area_path=path, town_name=name)


@pytest.mark.parametrize(
    ("typed", "name", "latitude"),
    [
        ("つつみ橋一丁目", "つつみ橋一丁目", 31.01),
        ("つつみ橋", "つつみ橋", 31.02),
        ("つつみばし", "つつみ橋", 31.02),
        ("000-0001", "つつみ橋", 31.02),
        ("つつみ橋9丁目", "つつみ橋", 31.02),
        ("つつみばし2ちょうめ", "つつみ橋二丁目", 31.02),
        ("ツツミバシニチョウメ", "つつみ橋二丁目", 31.02),
        ("つつみばし3-4", "つつみ橋三丁目", 31.09),
        ("見本県見本市つつみ橋1丁目2番", "つつみ橋一丁目", 31.01),
        ("〒000-0001 見本市水車町5", "水車町", 31.05),
        ("見本市", "見本市", 31.0),
    ],
)
@pytest.mark.usefixtures("register")
def test_place_is_understood_when_typed_in_any_common_way(
    typed: str, name: str, latitude: float
) -> None:
    meant = place_meant(TOWN, typed)
    assert meant is not None
    assert meant.is_here
    assert (meant.name, meant.latitude) == (name, latitude)


@pytest.mark.usefixtures("register")
def test_names_that_begin_alike_but_lie_apart_are_offered_and_none_is_guessed() -> None:
    meant = place_meant(TOWN, "水車")
    assert meant is not None
    assert set(meant.choices) == {"水車町", "水車台"}
    assert meant.latitude is None


@pytest.mark.parametrize("typed", ["遠い町", "例市遠い町3", "0000002"])
@pytest.mark.usefixtures("register")
def test_place_of_another_municipality_is_found_there(typed: str) -> None:
    meant = place_meant(TOWN, typed)
    assert meant is not None
    assert (meant.is_here, meant.area.name, meant.name) == (False, "例市", "遠い町")
    assert find_centre(TOWN, typed).elsewhere == meant.area


@pytest.mark.usefixtures("register")
def test_place_without_a_point_is_understood_without_inventing_one() -> None:
    meant = place_meant(TOWN, "霧町")
    assert meant is not None
    assert (meant.name, meant.latitude) == ("霧町", None)
    assert place_meant(TOWN, "どこにもない") is None


@pytest.mark.usefixtures("register")
def test_one_name_in_two_wards_is_offered_with_the_wards() -> None:
    for segment, ward in (("90211", "川辺区"), ("90212", "北山区")):
        made = area(TOWN, segment, Tier.WARD, ward)
        new = [NewTown("本町", "ほんまち", latitude=31.0, longitude=136.0)]
        create_towns(by=BY, at=AT, area_path=made.path, towns=new)
    both = place_meant(TOWN, "本町")
    assert both is not None
    assert set(both.choices) == {"川辺区本町", "北山区本町"}
    one = place_meant(TOWN, "北山区本町")
    assert one is not None
    assert (one.area.name, one.choices) == ("北山区", ())
    across = place_meant(f"{TOWN}90211/", "北山区本町2")
    assert across is not None
    assert (across.area.name, across.is_here) == ("北山区", False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ばんちょう2ちょうめ", "バンチョウニチョウメ"),
        ("ばんちょうじゅういっちょうめ", "ばんちよう１１丁目"),
        ("みかづき", "みかずき"),
    ],
)
def test_reading_key_is_equal_when_the_reading_is(one: str, other: str) -> None:
    assert reading_key(one) == reading_key(other)


def test_is_kana_passes_over_numbers_and_kanji() -> None:
    assert is_kana("ばんちょう2丁目")
    assert not is_kana("番町2丁目")
    assert not is_kana("1234")
