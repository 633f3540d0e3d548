"""Where things are: a grid of cells for the index, packed points, distances.

The grid is ours and only serves the search: cells of 15 seconds of latitude by 22.5 of
longitude (the size of the half mesh of JIS X 0410, about 460 m), and coarser ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

EARTH_RADIUS_M = 6_371_008.8
_METRES_PER_DEGREE = math.pi * EARTH_RADIUS_M / 180
_CELLS_PER_DEGREE = (240.0, 160.0)
# How many of the smallest cells make one side of a cell of each level.
LEVELS = (1, 4, 16, 64)
_MICRO = 1_000_000
_LONGITUDE_SPAN = 400 * _MICRO
_COVER_MAX = 2_500

Point = tuple[float, float]
Cell = tuple[int, int, int]


def pack(point: Point) -> int:
    """This function will pack (latitude, longitude) in degrees into one integer, to 0.1 m."""
    latitude, longitude = point
    return (round((latitude + 90) * _MICRO)) * _LONGITUDE_SPAN + round((longitude + 180) * _MICRO)


def unpack(packed: int) -> Point:
    """This function will undo `pack`."""
    latitude, longitude = divmod(packed, _LONGITUDE_SPAN)
    return latitude / _MICRO - 90, longitude / _MICRO - 180


def distance_m(start: Point, end: Point) -> float:
    """This function will return the great-circle distance in metres (haversine, mean radius)."""
    first, second = math.radians(start[0]), math.radians(end[0])
    half_lat = (second - first) / 2
    half_lon = math.radians(end[1] - start[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(first) * math.cos(second) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(chord)))


def nearest_m(origin: Point, points: Iterable[Point]) -> float:
    """This function will return the distance to the nearest of some points."""
    return min(distance_m(origin, point) for point in points)


def terms_of_places(points: Iterable[Point]) -> list[str]:
    """This function will list the cell terms, of every level, of a record's places."""
    found = (_term(_cell_of(point, level)) for point in points for level in range(len(LEVELS)))
    return list(dict.fromkeys(found))


def cover(origin: Point, radius_m: float) -> tuple[list[str], list[str]]:
    """This function will list the cells wholly inside a circle and those its edge may cross.

    The level is the finest that needs no more than some thousand cells.
    """
    for level in range(len(LEVELS)):
        spans = _spans(origin, radius_m, level)
        if (spans[1] - spans[0] + 1) * (spans[3] - spans[2] + 1) <= _COVER_MAX:
            break
    inside: list[str] = []
    edge: list[str] = []
    for row in range(spans[0], spans[1] + 1):
        for column in range(spans[2], spans[3] + 1):
            cell = (level, row, column)
            near, far = _near_and_far_m(origin, cell)
            if far <= radius_m:
                inside.append(_term(cell))
            elif near <= radius_m:
                edge.append(_term(cell))
    return inside, edge


def _cell_of(point: Point, level: int) -> Cell:
    size = LEVELS[level]
    row = math.floor(point[0] * _CELLS_PER_DEGREE[0] / size)
    return level, row, math.floor(point[1] * _CELLS_PER_DEGREE[1] / size)


def _term(cell: Cell) -> str:
    return "{}:{}:{}".format(*cell)


def _spans(origin: Point, radius_m: float, level: int) -> tuple[int, int, int, int]:
    tall = radius_m / _METRES_PER_DEGREE * 1.01
    # The circle is widest in longitude on its polar side.
    shrink = math.cos(math.radians(min(abs(origin[0]) + tall, 89.0)))
    wide = tall / shrink
    _, low, left = _cell_of((origin[0] - tall, origin[1] - wide), level)
    _, high, right = _cell_of((origin[0] + tall, origin[1] + wide), level)
    return low, high, left, right


def _near_and_far_m(origin: Point, cell: Cell) -> tuple[float, float]:
    """Bounds of the distance from the origin to anything in the cell (a metre on the safe side)."""
    level, row, column = cell
    size = LEVELS[level]
    south, north = (edge * size / _CELLS_PER_DEGREE[0] for edge in (row, row + 1))
    west, east = (edge * size / _CELLS_PER_DEGREE[1] for edge in (column, column + 1))
    corners = list(_corners(south, north, west, east))
    far = max(distance_m(origin, corner) for corner in corners)
    closest = (min(max(origin[0], south), north), min(max(origin[1], west), east))
    sag = (north - south) * _METRES_PER_DEGREE * 0.01 + 1
    return max(distance_m(origin, closest) - sag, 0.0), far + 1


def _corners(south: float, north: float, west: float, east: float) -> Iterator[Point]:
    for latitude in (south, north):
        for longitude in (west, east):
            yield latitude, longitude
