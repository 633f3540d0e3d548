"""Points in polygons: exact on edges and corners, every point in exactly one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.areas.engine.polygon import GeometryRefused, Side, find_shape, shape_of, side_of


def _square(west: float, south: float, size: float) -> list[list[float]]:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def _polygon(*rings: list[list[float]]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": list(rings)}


UNIT = shape_of(_polygon(_square(0, 0, 4), _square(1, 1, 2)))


@pytest.mark.parametrize(
    ("longitude", "latitude", "side"),
    [
        (0.5, 0.5, Side.INSIDE),
        (3.5, 3.999, Side.INSIDE),
        (2, 2, Side.OUTSIDE),  # in the hole
        (0, 0, Side.EDGE),  # corner
        (4, 4, Side.EDGE),
        (0, 2, Side.EDGE),  # west edge
        (2, 4, Side.EDGE),  # horizontal edge
        (1, 2, Side.EDGE),  # edge of the hole
        (1, 1, Side.EDGE),  # corner of the hole
        (-1, 0, Side.OUTSIDE),  # the ray runs along the lower edge
        (-1, 4, Side.OUTSIDE),
        (0.5, 1, Side.INSIDE),  # the ray meets a corner of the hole
        (5, 2, Side.OUTSIDE),
    ],
)
def test_side_when_the_point_is_everywhere(longitude: float, latitude: float, side: Side) -> None:
    assert side_of(longitude, latitude, UNIT) is side


def test_edge_is_exact_when_floating_point_is_not() -> None:
    # 0.1 * 3 is a little more than 0.3 in floating point, and so lies beside the diagonal.
    triangle = shape_of(_polygon([[0, 0], [0.9, 0.9], [0, 0.9], [0, 0]]))
    assert side_of(0.3, 0.3, triangle) is Side.EDGE
    assert side_of(0.1 * 3, 0.3, triangle) is Side.OUTSIDE
    assert side_of(0.3, 0.1 * 3, triangle) is Side.INSIDE


def test_point_on_a_common_edge_belongs_to_the_first_when_two_touch() -> None:
    left, right = shape_of(_polygon(_square(0, 0, 1))), shape_of(_polygon(_square(1, 0, 1)))
    assert find_shape(1, 0.5, [left, right]) == 0
    assert find_shape(1, 0.5, [right, left]) == 0
    assert find_shape(1.5, 0.5, [left, right]) == 1
    assert find_shape(9, 9, [left, right]) is None


def test_inside_wins_over_an_edge_that_stands_first() -> None:
    whole, part = shape_of(_polygon(_square(0, 0, 2))), shape_of(_polygon(_square(1, 0, 1)))
    assert find_shape(1, 0.5, [part, whole]) == 1


def test_islands_are_one_shape_when_multipolygon() -> None:
    islands = shape_of(
        {"type": "MultiPolygon", "coordinates": [[_square(0, 0, 1)], [_square(5, 5, 1)]]}
    )
    assert side_of(5.5, 5.5, islands) is Side.INSIDE
    assert side_of(3, 3, islands) is Side.OUTSIDE


def test_ring_is_closed_when_the_file_left_it_open() -> None:
    open_ring = shape_of(_polygon(_square(0, 0, 1)[:-1]))
    assert side_of(0, 0.5, open_ring) is Side.EDGE
    assert side_of(0.5, 0.5, open_ring) is Side.INSIDE


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "MultiPolygon", "coordinates": []},
        _polygon([[0, 0], [1, 1], [0, 0]]),
        _polygon([[0, 0], [1, "x"], [1, 0]]),  # type: ignore[list-item]
        _polygon([[0, 0], [1, True], [1, 0]]),
        _polygon([[0], [1, 1], [1, 0]]),
        _polygon([[-50000.0, 100000.0], [1, 1], [1, 0]]),
        {"type": "Polygon", "coordinates": ["ring"]},
    ],
)
def test_geometry_is_refused_when_it_is_no_polygon_in_degrees(geometry: object) -> None:
    with pytest.raises(GeometryRefused):
        shape_of(geometry)


_corner = st.integers(-20, 20)


@given(
    st.tuples(_corner, _corner),
    st.tuples(_corner, _corner),
    st.tuples(_corner, _corner),
    st.tuples(_corner, _corner),
)
def test_triangle_agrees_with_barycentric_signs(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], p: tuple[int, int]
) -> None:
    def turn(o: tuple[int, int], u: tuple[int, int], v: tuple[int, int]) -> int:
        return (u[0] - o[0]) * (v[1] - o[1]) - (u[1] - o[1]) * (v[0] - o[0])

    if turn(a, b, c) == 0:
        return
    signs = [turn(a, b, p), turn(b, c, p), turn(c, a, p)]
    inside = all(s > 0 for s in signs) or all(s < 0 for s in signs)
    edge = not inside and (all(s >= 0 for s in signs) or all(s <= 0 for s in signs))
    ring = [[float(x), float(y)] for x, y in (a, b, c)]
    found = side_of(float(p[0]), float(p[1]), shape_of(_polygon(ring)))
    assert found is (Side.INSIDE if inside else Side.EDGE if edge else Side.OUTSIDE)


@given(st.floats(0, 3, exclude_min=True, exclude_max=True), st.floats(0, 3))
def test_every_point_of_a_grid_belongs_to_exactly_one_cell(x: float, y: float) -> None:
    cells = [shape_of(_polygon(_square(i, j, 1))) for i in range(3) for j in range(3)]
    index = find_shape(x, y, cells)
    assert index is not None
    assert side_of(x, y, cells[index]) is not Side.OUTSIDE
    assert sum(side_of(x, y, cell) is Side.INSIDE for cell in cells) <= 1
