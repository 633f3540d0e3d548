"""Which polygon a point lies in, exact on the edges.

Coordinates are (longitude, latitude) in degrees as in GeoJSON (RFC 7946); the plane is flat, which
is right for outlines that were drawn as straight lines between such points. The side of an edge is
decided in floating point where that is certain, else in exact fractions
(error bound: J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Final

Point = tuple[float, float]
Ring = tuple[Point, ...]
_CERTAIN: Final = 3.3306690738754716e-16  # (3 + 16ε)ε with ε = 2⁻⁵³


class GeometryRefused(ValueError):
    """This error will say in one Japanese sentence why a geometry is not a polygon."""


class Side(Enum):
    """This enumeration will name where a point lies."""

    INSIDE = "inside"
    EDGE = "edge"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Polygon:
    """This value will hold an outline and its holes; rings are closed by their first point."""

    rings: tuple[Ring, ...]
    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True)
class Shape:
    """This value will hold the polygons of one area (several for islands)."""

    polygons: tuple[Polygon, ...]


def shape_of(geometry: object) -> Shape:
    """This function will read a GeoJSON Polygon or MultiPolygon.

    Raises: GeometryRefused.
    """
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if kind == "Polygon":
        return Shape((_polygon(coordinates),))
    if kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        return Shape(tuple(_polygon(each) for each in coordinates))
    raise GeometryRefused("面（PolygonかMultiPolygon）ではない図形があります。")


def side_of(longitude: float, latitude: float, shape: Shape) -> Side:
    """This function will say whether a point lies inside, on the edge of, or outside a shape."""
    found = Side.OUTSIDE
    for polygon in shape.polygons:
        side = _side_of_polygon(longitude, latitude, polygon)
        if side is Side.INSIDE:
            return side
        if side is Side.EDGE:
            found = side
    return found


def find_shape(longitude: float, latitude: float, shapes: Sequence[Shape]) -> int | None:
    """This function will return the index of the shape a point lies in, or None.

    A point inside one shape belongs to it; a point on a common edge belongs to the first shape
    that has it, so that every point belongs to exactly one.
    """
    on_edge: int | None = None
    for index, shape in enumerate(shapes):
        side = side_of(longitude, latitude, shape)
        if side is Side.INSIDE:
            return index
        if side is Side.EDGE and on_edge is None:
            on_edge = index
    return on_edge


def _polygon(coordinates: object) -> Polygon:
    if not isinstance(coordinates, list) or not coordinates:
        raise GeometryRefused("点のない図形があります。")
    rings = tuple(_ring(each) for each in coordinates)
    longitudes = [point[0] for point in rings[0]]
    latitudes = [point[1] for point in rings[0]]
    return Polygon(rings, min(latitudes), min(longitudes), max(latitudes), max(longitudes))


def _ring(coordinates: object) -> Ring:
    if not isinstance(coordinates, list):
        raise GeometryRefused("図形の点を読み取れません。")
    points = tuple(_point(each) for each in coordinates)
    if len(set(points)) < 3:
        raise GeometryRefused("3点より少ない図形があります。")
    return points if points[0] == points[-1] else (*points, points[0])


def _point(coordinates: object) -> Point:
    if not isinstance(coordinates, list) or len(coordinates) < 2:
        raise GeometryRefused("図形の点を読み取れません。")
    longitude, latitude = coordinates[0], coordinates[1]
    for number in (longitude, latitude):
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise GeometryRefused("図形の点を読み取れません。")
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise GeometryRefused(
            "図形の点が、緯度・経度ではありません（平面直角座標かもしれません）。"
        )
    return float(longitude), float(latitude)


def _side_of_polygon(longitude: float, latitude: float, polygon: Polygon) -> Side:
    if not (polygon.south <= latitude <= polygon.north):
        return Side.OUTSIDE
    if not (polygon.west <= longitude <= polygon.east):
        return Side.OUTSIDE
    is_inside = False
    for ring in polygon.rings:
        for start, end in pairwise(ring):
            crossing = _crossing(longitude, latitude, start, end)
            if crossing is Side.EDGE:
                return Side.EDGE
            is_inside ^= crossing is Side.INSIDE
    return Side.INSIDE if is_inside else Side.OUTSIDE


def _crossing(x: float, y: float, start: Point, end: Point) -> Side:
    """This function will say whether a ray to the east crosses an edge (INSIDE) or touches it."""
    (x1, y1), (x2, y2) = start, end
    if (x, y) == start:
        return Side.EDGE
    if y1 == y2:
        return Side.EDGE if y == y1 and min(x1, x2) <= x <= max(x1, x2) else Side.OUTSIDE
    if not (min(y1, y2) <= y <= max(y1, y2)):
        return Side.OUTSIDE
    turn = _turn(start, end, (x, y))
    if turn == 0:
        return Side.EDGE
    # Half-open: an edge owns its lower end, so a ray through a corner is counted once.
    goes_up = y1 <= y < y2
    goes_down = y2 <= y < y1
    return Side.INSIDE if (goes_up and turn > 0) or (goes_down and turn < 0) else Side.OUTSIDE


def _turn(a: Point, b: Point, p: Point) -> int:
    """This function will return 1 when `p` lies left of a→b, -1 right of it, 0 on the line."""
    left = (a[0] - p[0]) * (b[1] - p[1])
    right = (a[1] - p[1]) * (b[0] - p[0])
    rough = left - right
    if abs(rough) > _CERTAIN * (abs(left) + abs(right)):
        return 1 if rough > 0 else -1
    ax, ay, bx, by, px, py = (Fraction(value) for value in (*a, *b, *p))
    exact = (ax - px) * (by - py) - (ay - py) * (bx - px)
    return (exact > 0) - (exact < 0)
