from __future__ import annotations

import pytest

from tests.areas.builders import AT, BY, TOWN, area, country
from yui.areas.actions import NewTown, create_towns
from yui.areas.states import Tier
from yui.search.formats.places import placed
from yui.search.queries import Question

pytestmark = pytest.mark.django_db
POINT = (31.05, 136.05)


@pytest.fixture
def mill() -> None:
    """見本市 with a 圏域, a ward, and two 町字, one of them with a point."""
    country()
    area(TOWN, "k-01", Tier.SPHERE, "川辺")
    area(TOWN, "90203", Tier.WARD, "北区")
    made = NewTown("水車町", latitude=POINT[0], longitude=POINT[1])
    create_towns(by=BY, at=AT, area_path=TOWN, towns=[made, NewTown("糸巻町")])


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize(
    ("path", "words", "left", "area_path"),
    [
        ("", "見本市 体操", "体操", TOWN),
        ("", "見本市の体操", "体操", TOWN),
        ("", "体操 見本県見本市", "体操", TOWN),
        ("", "見本県 体操", "体操", "90/"),
        ("90/", "見本市で 体操", "体操", TOWN),
        (TOWN, "北区 体操", "体操", f"{TOWN}90203/"),
        (TOWN, "川辺 体操", "体操", f"{TOWN}k-01/"),
        (TOWN, "川辺地区 体操", "体操", f"{TOWN}k-01/"),
    ],
)
def test_the_name_of_an_area_becomes_the_area(
    path: str, words: str, left: str, area_path: str
) -> None:
    found = placed(Question(words, path))

    assert (found.words, found.area_path, found.sort) == (left, area_path, "relevance")
    assert len(found.places) == 1


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize(("path", "words"), [("", "見本市水車町 体操"), (TOWN, "水車町の体操")])
def test_a_town_with_a_point_orders_by_distance(path: str, words: str) -> None:
    found = placed(Question(words, path))

    assert (found.words, found.area_path) == ("体操", TOWN)
    assert (found.origin, found.sort) == (POINT, "distance")


@pytest.mark.usefixtures("mill")
def test_a_town_without_a_point_stays_a_word() -> None:
    found = placed(Question("見本市糸巻町 体操"))

    assert (found.words, found.area_path, found.origin) == ("糸巻町 体操", TOWN, None)


@pytest.mark.usefixtures("mill")
def test_a_town_nobody_registered_stays_a_word_in_its_municipality() -> None:
    found = placed(Question("見本市番町の 体操"))

    assert (found.words, found.area_path) == ("番町 体操", TOWN)
    assert [place.typed for place in found.places] == ["見本市"]


@pytest.mark.usefixtures("mill")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "見本市"),  # nothing else is left to look for
        ("", "見本市社会福祉協議会"),  # the name of a body
        ("90/90202/", "見本市 体操"),  # another town than the one searched
        (TOWN, "町内会 体操"),
        (TOWN, "体操"),
        ("", "朝市 野菜"),
    ],
)
def test_other_words_stay_words(path: str, words: str) -> None:
    assert placed(Question(words, path)) == Question(words, path)


@pytest.mark.usefixtures("mill")
def test_a_chosen_origin_stays() -> None:
    chosen = Question("水車町 体操", TOWN, origin=(30.0, 135.0), sort="distance")

    assert placed(chosen).origin == (30.0, 135.0)
