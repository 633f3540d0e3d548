from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib import geo
from yui.lib.geo import MeshLevel, MeshRefused, PlacedPoint, Placement

TOKYO = (35.681236, 139.767125)
LATITUDES = st.floats(20, 46)
LONGITUDES = st.floats(122, 154)
LEVELS = st.sampled_from(list(MeshLevel))


def test_distance_m_knows_worked_values() -> None:
    degree = math.radians(1) * geo.EARTH_RADIUS_M
    assert geo.distance_m(35, 139, 35, 139) == 0
    assert geo.distance_m(0, 0, 1, 0) == pytest.approx(degree)
    assert geo.distance_m(0, 179.5, 0, -179.5) == pytest.approx(degree)
    assert geo.distance_m(60, 0, 60, 1) == pytest.approx(degree / 2, rel=1e-4)
    # Tokyo station to Shin-Osaka station; 396 km on a map.
    assert geo.distance_m(*TOKYO, 34.7334, 135.5002) == pytest.approx(402_000, rel=0.02)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_distance_m_is_the_same_both_ways(
    latitude: float, longitude: float, latitude2: float, longitude2: float
) -> None:
    there = geo.distance_m(latitude, longitude, latitude2, longitude2)
    assert there == pytest.approx(geo.distance_m(latitude2, longitude2, latitude, longitude))
    assert 0 <= there <= math.pi * geo.EARTH_RADIUS_M


@pytest.mark.parametrize(
    ("level", "code"),
    [
        (MeshLevel.FIRST, "5339"),
        (MeshLevel.SECOND, "533946"),
        (MeshLevel.THIRD, "53394611"),
        (MeshLevel.HALF, "533946113"),
    ],
)
def test_mesh_of_names_the_meshes_of_tokyo_station(level: MeshLevel, code: str) -> None:
    assert geo.mesh_of(*TOKYO, level) == code


def test_mesh_bounds_are_the_published_sizes() -> None:
    bounds = geo.mesh_bounds("533946113")
    assert bounds.north - bounds.south == pytest.approx(15 / 3600)
    assert bounds.east - bounds.west == pytest.approx(22.5 / 3600)
    assert geo.mesh_bounds("5339") == geo.Bounds(53 / 1.5, 139, 54 / 1.5, 140)


@given(LATITUDES, LONGITUDES, LEVELS)
def test_mesh_of_and_mesh_bounds_agree(latitude: float, longitude: float, level: MeshLevel) -> None:
    code = geo.mesh_of(latitude, longitude, level)
    bounds = geo.mesh_bounds(code)
    assert len(code) == level
    assert bounds.south <= latitude < bounds.north
    assert bounds.west <= longitude < bounds.east
    assert geo.mesh_of(bounds.south, bounds.west, level) == code
    assert geo.mesh_of(*geo.mesh_centre(code), level) == code


@given(LATITUDES, LONGITUDES)
def test_mesh_of_a_finer_level_begins_with_the_coarser(latitude: float, longitude: float) -> None:
    codes = [geo.mesh_of(latitude, longitude, level) for level in MeshLevel]
    assert all(fine.startswith(coarse) for coarse, fine in pairwise(codes))


@pytest.mark.parametrize(
    "code", ["", "533", "53398", "533996", "5339461", "533946115", "abcd", "５３３９"]
)
def test_mesh_bounds_refuses_what_is_no_code(code: str) -> None:
    with pytest.raises(MeshRefused, match="地域メッシュの番号ではありません"):
        geo.mesh_bounds(code)


@pytest.mark.parametrize("point", [(-1, 139), (67, 139), (35, 99.9), (35, 180), (math.nan, 139)])
def test_mesh_of_refuses_points_without_a_mesh(point: tuple[float, float]) -> None:
    with pytest.raises(MeshRefused):
        geo.mesh_of(*point)


@given(LATITUDES, LONGITUDES, st.floats(1, 3000), st.floats(0, 1), st.floats(0, 2 * math.pi))
def test_meshes_near_holds_every_point_within(
    latitude: float, longitude: float, within_m: float, share: float, bearing: float
) -> None:
    reach = within_m * share * 0.999 / geo.EARTH_RADIUS_M
    start = math.radians(latitude)
    north = math.asin(
        math.sin(start) * math.cos(reach) + math.cos(start) * math.sin(reach) * math.cos(bearing)
    )
    turn = math.atan2(
        math.sin(bearing) * math.sin(reach) * math.cos(start),
        math.cos(reach) - math.sin(start) * math.sin(north),
    )
    point = (math.degrees(north), longitude + math.degrees(turn))
    assert geo.distance_m(latitude, longitude, *point) <= within_m
    assert geo.mesh_of(*point) in geo.meshes_near(latitude, longitude, within_m)


@given(LATITUDES, LONGITUDES, st.floats(0, 3000))
def test_meshes_near_holds_no_mesh_out_of_reach(
    latitude: float, longitude: float, within_m: float
) -> None:
    for code in geo.meshes_near(latitude, longitude, within_m):
        bounds = geo.mesh_bounds(code)
        steps = [place / 20 for place in range(21)]
        nearest = min(
            geo.distance_m(
                latitude,
                longitude,
                bounds.south + (bounds.north - bounds.south) * up,
                bounds.west + (bounds.east - bounds.west) * right,
            )
            for up in steps
            for right in steps
            if up in (0, 1) or right in (0, 1)
        )
        own = code == geo.mesh_of(latitude, longitude)
        assert own or nearest <= within_m + 40  # edges are sampled every 28 m or less


def test_mesh_ring_is_around_the_middle() -> None:
    assert geo.mesh_ring("533946113", 0) == ("533946113",)
    # Half meshes are about 463 m high and 565 m wide here: 250 m up and down, not right and left.
    assert geo.mesh_ring("533946113", 250) == ("533946111", "533946113", "533946211")


def test_is_in_japan_holds_its_four_corners() -> None:
    places = [(24.06, 123.0), (45.5, 141.9), (24.28, 153.98), (20.42, 136.08), TOKYO]
    assert all(geo.is_in_japan(*place) for place in places)
    assert not geo.is_in_japan(0, 0)
    assert not geo.is_in_japan(139.7, 35.6)


@pytest.mark.parametrize(
    ("latitude", "longitude", "placed"),
    [
        ("35.681236", "139.767125", PlacedPoint(Placement.KEPT, *TOKYO)),
        ("３５．６８１２３６", "139.767125", PlacedPoint(Placement.KEPT, *TOKYO)),
        ("139.767125", "35.681236", PlacedPoint(Placement.SWAPPED, *TOKYO)),
        ("", "", PlacedPoint(Placement.MISSING)),
        ("-", "－", PlacedPoint(Placement.MISSING)),
        ("0", "0.0", PlacedPoint(Placement.MISSING)),
        ("35.68", "", PlacedPoint(Placement.MISSING)),
        ("35.68", "0", PlacedPoint(Placement.OUTSIDE_JAPAN)),
        ("0..", "139.7", PlacedPoint(Placement.NOT_NUMERIC)),
        ("北緯35度", "139.7", PlacedPoint(Placement.NOT_NUMERIC)),
        ("nan", "inf", PlacedPoint(Placement.NOT_NUMERIC)),
        ("369.56", "139.7", PlacedPoint(Placement.OUT_OF_RANGE)),
        ("34.34", "34.34", PlacedPoint(Placement.OUTSIDE_JAPAN)),
        ("48.85", "2.35", PlacedPoint(Placement.OUTSIDE_JAPAN)),
    ],
)
def test_place_point_mends_only_what_is_certain(
    latitude: str, longitude: str, placed: PlacedPoint
) -> None:
    assert geo.place_point(latitude, longitude) == placed


@given(st.text(max_size=12), st.text(max_size=12))
def test_place_point_gives_a_point_only_inside_japan(latitude: str, longitude: str) -> None:
    placed = geo.place_point(latitude, longitude)
    if placed.placement in (Placement.KEPT, Placement.SWAPPED):
        assert placed.latitude is not None
        assert placed.longitude is not None
        assert geo.is_in_japan(placed.latitude, placed.longitude)
    else:
        assert placed.latitude is None
        assert placed.longitude is None
