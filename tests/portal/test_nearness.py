"""What a card says of the way to a service: never the distance of a place it does not name."""

from __future__ import annotations

from dataclasses import replace

from tests.booklets.test_words import CARD
from yui.portal.pages.results import _card

HERE = (31.2000, 136.2000)


def _near(latitude: float, measured_m: float) -> str:
    card = replace(CARD, latitude=latitude, longitude=136.2, distance_m=measured_m)
    return next(fact.lines[0] for fact in _card(card, 1, HERE).facts if fact.label == "近さ")


def test_distance_of_the_named_place_stands_alone() -> None:
    assert _near(31.2100, 1110.0) == "まっすぐ測って約1.1キロ"


def test_distance_of_another_place_says_that_it_is_another() -> None:
    assert _near(31.3000, 310.0) == (
        "ほかの場所のうち、いちばん近い所まで、まっすぐ測って約300メートル"
    )
