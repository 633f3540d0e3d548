from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from yui.search.engine.cells import cover, distance_m, nearest_m, pack, terms_of_places, unpack

latitudes = st.floats(24.0, 45.6)
longitudes = st.floats(122.9, 153.9)
points = st.tuples(latitudes, longitudes)


@given(points)
def test_unpack_when_packed_gives_the_point_back_to_a_metre(point: tuple[float, float]) -> None:
    assert distance_m(point, unpack(pack(point))) < 1


def test_distance_m_when_one_degree_of_latitude_apart() -> None:
    assert math.isclose(distance_m((35.0, 139.0), (36.0, 139.0)), 111_195, rel_tol=1e-4)


def test_nearest_m_when_there_are_several_places() -> None:
    assert nearest_m((35.0, 139.0), [(36.0, 139.0), (35.0, 139.0)]) == 0


@settings(max_examples=60, deadline=None)
@given(points, st.floats(50, 90_000), st.floats(0, 1.3), st.floats(0, 2 * math.pi))
def test_cover_when_any_point_is_tried(
    origin: tuple[float, float], radius: float, share: float, angle: float
) -> None:
    degrees = radius * share / 111_195
    point = (
        origin[0] + degrees * math.sin(angle),
        origin[1] + degrees * math.cos(angle) / math.cos(math.radians(origin[0])),
    )
    inside, edge = cover(origin, radius)
    terms = set(terms_of_places([point]))
    if distance_m(origin, point) <= radius:
        assert terms & {*inside, *edge}
    else:
        assert not terms & set(inside)
