"""Containment by path on the database, and who may change what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.areas.builders import BY, NEIGHBOUR, OFFICER, TOWN, area, country
from yui.areas.models import Area
from yui.areas.rules import may_keep, may_load, may_open, next_path, within
from yui.areas.states import Tier
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

_segments = st.lists(st.from_regex(r"[0-9a-z-]{1,6}", fullmatch=True), min_size=1, max_size=3)


def _path(segments: list[str]) -> str:
    return "".join(f"{segment}/" for segment in segments)


@given(_segments, _segments)
def test_range_means_beginning_when_compared_byte_by_byte(
    outer: list[str], inner: list[str]
) -> None:
    for path in (_path(inner), _path(outer + inner)):
        is_in = _path(outer) <= path < next_path(_path(outer))
        assert is_in == path.startswith(_path(outer))


@pytest.mark.django_db
def test_within_finds_layers_and_not_neighbours_when_paths_look_alike() -> None:
    country()
    area("90/", "90203", Tier.MUNICIPALITY, "隣市")
    area("90/90201/", "90201-03", Tier.SPHERE, "北部")
    area("90/90201/", "90201-c01", Tier.CENTRE_AREA, "あんしん")
    found = Area.objects.filter(within(TOWN)).order_by("path").values_list("path", flat=True)
    assert list(found) == [TOWN, "90/90201/90201-03/", "90/90201/90201-c01/"]
    assert Area.objects.filter(within("")).count() == 6
    assert Area.objects.filter(within("9/")).count() == 0


@pytest.mark.django_db
def test_order_is_by_bytes_when_the_database_sorts_paths() -> None:
    country()
    for segment in ("90201-c01", "90201-03", "90201-e10"):
        area(TOWN, segment, Tier.SPHERE, segment)
    paths = list(Area.objects.order_by("path").values_list("path", flat=True))
    assert paths == sorted(paths, key=lambda path: path.encode())


def test_only_the_own_town_is_kept_when_officers_ask() -> None:
    assert may_keep(OFFICER, TOWN)
    assert may_keep(OFFICER, f"{TOWN}90201-03/")
    assert not may_keep(NEIGHBOUR, TOWN)
    assert not may_keep(ANONYMOUS, TOWN)
    prefecture = Viewer(role=Role.PREFECTURAL_OFFICER, user_id=3, area_path="90/")
    assert not may_keep(prefecture, TOWN)
    coordinator = Viewer(role=Role.COORDINATOR_LAYER_1, user_id=4, area_path=TOWN)
    assert may_keep(coordinator, TOWN)
    assert not may_open(coordinator, TOWN)
    assert may_open(OFFICER, TOWN)
    assert may_load(BY)
    assert not may_load(OFFICER)
