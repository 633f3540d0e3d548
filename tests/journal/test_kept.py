"""What is kept for an area holds until the journal names it, something in it or around it."""

from __future__ import annotations

from datetime import datetime

import pytest

from yui.journal.actions import act
from yui.journal.queries import KeptForArea, head_position, is_touched_since
from yui.policy.viewer import operator

TOWN = "14/14100/"
pytestmark = pytest.mark.django_db


def _touch(at: datetime, area_path: str) -> None:
    with act(by=operator("test"), at=at) as done:
        done.record("thing.changed", object_type="room.thing", object_id="a", area_path=area_path)


@pytest.mark.parametrize("near", [TOWN, "14/", "", "14/14100/s1/", "14/14100/w2/s3/"])
def test_an_entry_in_or_around_an_area_touches_it(at: datetime, near: str) -> None:
    _touch(at, near)
    assert is_touched_since(0, TOWN)
    assert not is_touched_since(head_position(), TOWN)


@pytest.mark.parametrize("far", ["14/14101/", "13/", "13/13101/", "14/141000/", "1/"])
def test_an_entry_elsewhere_does_not_touch_it(at: datetime, far: str) -> None:
    _touch(at, far)
    assert not is_touched_since(0, TOWN)


def test_every_entry_touches_the_nation(at: datetime) -> None:
    _touch(at, TOWN)
    assert is_touched_since(0, "")


def test_a_value_is_found_again_only_after_an_entry_of_its_area(at: datetime) -> None:
    kept: KeptForArea[int] = KeptForArea(10)
    found = iter(range(10))
    assert kept.of(TOWN, lambda: next(found)) == 0
    _touch(at, "13/13101/")
    assert kept.of(TOWN, lambda: next(found)) == 0
    _touch(at, "14/14100/s1/")
    assert kept.of(TOWN, lambda: next(found)) == 1
    assert kept.of(TOWN, lambda: next(found)) == 1


def test_the_area_asked_for_longest_ago_is_let_go_first(at: datetime) -> None:
    kept: KeptForArea[str] = KeptForArea(2)
    asked: list[str] = []

    def find(path: str) -> str:
        return kept.of(path, lambda: asked.append(path) or path)  # type: ignore[func-returns-value]

    for path in ("1/", "2/", "1/", "3/", "1/", "2/"):
        assert find(path) == path
    assert asked == ["1/", "2/", "3/", "2/"]
