"""Figures of some owners are set and taken back without touching those of others."""

from __future__ import annotations

from datetime import date

import pytest

from tests.areas.builders import AT, BY, NEIGHBOUR, OFFICER, TOWN, area, country, towns
from yui.areas.actions import remove_unused_towns, set_population
from yui.areas.actions.records import stamp_layers
from yui.areas.errors import FileRefused, NotYours
from yui.areas.models import Population, Town
from yui.areas.queries import (
    OwnerFigures,
    figures_of_meshes,
    figures_of_towns,
    find_town,
    owner_key,
)
from yui.areas.states import Tier
from yui.journal.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)
ALL = ("people", "t", 0, None)


def of(name: str, value: int | None, mesh: str = "") -> OwnerFigures:
    """One figure of one owner."""
    return OwnerFigures(name, mesh, DAY, ((*ALL, value),))


def _set(*given: OwnerFigures, by: object = OFFICER, path: str = TOWN) -> tuple[int, ...]:
    return set_population(by=by, at=AT, area_path=path, source="試験", given=given)  # type: ignore[arg-type]


def test_setting_makes_towns_and_says_which() -> None:
    country()
    made = _set(of("川辺", 10), of("総数", 30))
    assert list(Town.objects.filter(id__in=made).values_list("name", flat=True)) == ["川辺"]
    held = figures_of_towns(TOWN, "試験", DAY)
    assert held[owner_key("総数", "", "")].figures == ((*ALL, 30),)
    assert held[owner_key("川辺", "", "")].figures == ((*ALL, 10),)
    assert _set(of("川辺", 10)) == ()
    assert Entry.objects.filter(verb="population_imported").count() == 1


def test_setting_one_owner_leaves_the_others_and_other_sources() -> None:
    country()
    _set(of("川辺", 10), of("浜", 20))
    set_population(by=OFFICER, at=AT, area_path=TOWN, source="ほか", given=[of("川辺", 7)])
    _set(of("川辺", None))
    _set(OwnerFigures("浜", "", DAY, ()))
    found = Population.objects.order_by("source").values_list("town__name", "value", "source")
    assert list(found) == [("川辺", 7, "ほか"), ("川辺", None, "試験")]


def test_meshes_are_set_by_the_operator_alone() -> None:
    country()
    with pytest.raises(NotYours):
        _set(of("", 5, "513204612"), path="")
    _set(of("", 5, "513204612"), of("", 6, "513204614"), by=BY, path="")
    _set(OwnerFigures("", "513204614", DAY, ()), by=BY, path="")
    assert list(figures_of_meshes(["513204612", "513204614"], "試験", DAY)) == ["513204612"]


def test_another_town_sets_and_removes_nothing() -> None:
    country()
    made = _set(of("川辺", 10))
    with pytest.raises(NotYours):
        _set(of("川辺", 99), by=NEIGHBOUR)
    with pytest.raises(NotYours):
        remove_unused_towns(by=NEIGHBOUR, at=AT, area_path=TOWN, ids=made)
    assert Population.objects.get().value == 10


def test_towns_that_are_used_stay() -> None:
    country()
    made = _set(of("川辺", 10), of("浜", 20))
    assert remove_unused_towns(by=OFFICER, at=AT, area_path=TOWN, ids=made) == 0
    _set(OwnerFigures("川辺", "", DAY, ()), OwnerFigures("浜", "", DAY, ()))
    assert remove_unused_towns(by=OFFICER, at=AT, area_path=TOWN, ids=made) == 2
    assert not Town.objects.filter(id__in=made).exists()


def test_towns_made_and_removed_are_known_at_once() -> None:
    country()
    stamp_layers()
    assert find_town(TOWN, "川辺") is None
    made = _set(of("川辺", 10))
    assert find_town(TOWN, "川辺") is not None
    _set(OwnerFigures("川辺", "", DAY, ()))
    remove_unused_towns(by=OFFICER, at=AT, area_path=TOWN, ids=made)
    assert find_town(TOWN, "川辺") is None


def test_a_name_of_two_wards_is_counted_for_neither() -> None:
    country()
    for segment, name in (("90203", "川辺区"), ("90204", "浜区")):
        area(TOWN, segment, Tier.WARD, name)
        towns("泉町", path=f"{TOWN}{segment}/")
    with pytest.raises(
        FileRefused, match="「泉町」は川辺区と浜区にあります。「川辺区泉町」のように"
    ):
        _set(of("泉町", 10))
    assert _set(of("川辺区泉町", 10)) == ()
    assert Population.objects.get().town.area.name == "川辺区"  # type: ignore[union-attr]
