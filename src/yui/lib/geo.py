"""This module will measure distances and name the squares of the Japanese mesh.

Latitudes and longitudes are degrees (WGS84 and JGD2011 alike, the difference is below 1 m).
Source: JIS X 0410 地域メッシュコード: first, second, third and half meshes; 4, 6, 8 and 9 digits.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

EARTH_RADIUS_M: Final = 6_371_008.8  # mean radius of WGS84 (IUGG)
_JAPAN: Final = (20.0, 46.0, 122.0, 154.0)


class MeshRefused(ValueError):
    """This error will say in one Japanese sentence why a mesh cannot be named."""


class MeshLevel(IntEnum):
    """This enumeration will name the mesh sizes; the value is the number of digits."""

    FIRST = 4  # about 80 km
    SECOND = 6  # about 10 km
    THIRD = 8  # about 1 km
    HALF = 9  # about 500 m


# How many rows one degree of latitude has, and columns one degree of longitude.
_ROWS: Final = {
    MeshLevel.FIRST: 1.5,
    MeshLevel.SECOND: 12.0,
    MeshLevel.THIRD: 120.0,
    MeshLevel.HALF: 240.0,
}
_COLUMNS: Final = {
    MeshLevel.FIRST: 1.0,
    MeshLevel.SECOND: 8.0,
    MeshLevel.THIRD: 80.0,
    MeshLevel.HALF: 160.0,
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """This value will hold a rectangle in degrees; south and west belong to it."""

    south: float
    west: float
    north: float
    east: float


class Placement(StrEnum):
    """This enumeration will name what was decided about a pair of coordinate cells."""

    KEPT = "kept"
    SWAPPED = "swapped"
    MISSING = "missing"
    NOT_NUMERIC = "not_numeric"
    OUT_OF_RANGE = "out_of_range"
    OUTSIDE_JAPAN = "outside_japan"


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """This value will hold a decision and its point; there is a point only when kept or swapped."""

    placement: Placement
    latitude: float | None = None
    longitude: float | None = None


def distance_m(latitude: float, longitude: float, latitude2: float, longitude2: float) -> float:
    """This function will return the great-circle distance of two points in metres (haversine)."""
    south, north = math.radians(latitude), math.radians(latitude2)
    half_height = math.sin((north - south) / 2)
    half_width = math.sin(math.radians(longitude2 - longitude) / 2)
    squared = half_height**2 + math.cos(south) * math.cos(north) * half_width**2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, squared)))


def is_in_japan(latitude: float, longitude: float) -> bool:
    """This function will tell whether a point lies in the rectangle 20-46 N, 122-154 E."""
    south, north, west, east = _JAPAN
    return south <= latitude <= north and west <= longitude <= east


def place_point(latitude_text: str, longitude_text: str) -> PlacedPoint:
    """This function will judge two coordinate cells, and mend only what is certain.

    Swapped cells are put right, because no point in Japan reads as another one swapped. Empty
    cells, 「-」 and 0 are missing. Nothing is ever invented: every other answer has no point.
    """
    texts = [
        unicodedata.normalize("NFKC", text).strip() for text in (latitude_text, longitude_text)
    ]
    if all(re.fullmatch(r"[-‐–—―−*]*|0+(\.0*)?", text) for text in texts):
        return PlacedPoint(Placement.MISSING)
    if "" in texts:
        return PlacedPoint(Placement.MISSING)
    if not all(re.fullmatch(r"[+-]?[0-9]{1,9}(\.[0-9]*)?", text) for text in texts):
        return PlacedPoint(Placement.NOT_NUMERIC)
    latitude, longitude = float(texts[0]), float(texts[1])
    if is_in_japan(latitude, longitude):
        return PlacedPoint(Placement.KEPT, latitude, longitude)
    if is_in_japan(longitude, latitude):
        return PlacedPoint(Placement.SWAPPED, longitude, latitude)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return PlacedPoint(Placement.OUT_OF_RANGE)
    return PlacedPoint(Placement.OUTSIDE_JAPAN)


def mesh_of(latitude: float, longitude: float, level: MeshLevel = MeshLevel.HALF) -> str:
    """This function will return the code of the mesh a point lies in.

    Raises: MeshRefused where the standard has no codes (south of 0, west of 100, and beyond).
    """
    if not (0 <= latitude < 66 and 100 <= longitude < 180):
        raise MeshRefused("この地点には、地域メッシュがありません。")
    row = _index(latitude, _ROWS[level], 0)
    column = _index(longitude, _COLUMNS[level], 100)
    return _code(row, column, level)


def mesh_bounds(code: str) -> Bounds:
    """This function will return the rectangle of a mesh of 4, 6, 8 or 9 digits.

    Raises: MeshRefused with a Japanese sentence when the code is not one.
    """
    row, column, level = _row_and_column(code)
    rows, columns = _ROWS[level], _COLUMNS[level]
    return Bounds(
        row / rows, 100 + column / columns, (row + 1) / rows, 100 + (column + 1) / columns
    )


def mesh_centre(code: str) -> tuple[float, float]:
    """This function will return the latitude and longitude of the middle of a mesh."""
    bounds = mesh_bounds(code)
    return (bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2


def mesh_ring(code: str, within_m: float) -> tuple[str, ...]:
    """This function will return the codes touching a circle around the middle of a mesh, sorted."""
    latitude, longitude = mesh_centre(code)
    return meshes_near(latitude, longitude, within_m, MeshLevel(len(code)))


def meshes_near(
    latitude: float, longitude: float, within_m: float, level: MeshLevel = MeshLevel.HALF
) -> tuple[str, ...]:
    """This function will return the codes of every mesh that touches a circle, sorted.

    Every point within `within_m` metres lies in one of them, and each has such a point.
    """
    return tuple(sorted(_touching(latitude, longitude, within_m, level)))


def _touching(
    latitude: float, longitude: float, within_m: float, level: MeshLevel
) -> Iterator[str]:
    """This function will walk the meshes around a circle and yield those it reaches.

    A millimetre is allowed for rounding, so a point on an edge is never lost.
    """
    reach = within_m / EARTH_RADIUS_M
    height = math.degrees(reach)
    # The widest parallel of the circle lies a little poleward of its middle.
    shrink = math.cos(math.radians(latitude))
    width = math.degrees(math.asin(min(1.0, math.sin(min(reach, math.pi / 2)) / shrink)))
    rows, columns = _ROWS[level], _COLUMNS[level]
    first_row = _index(max(0.0, latitude - height), rows, 0)
    last_row = _index(min(65.99, latitude + height), rows, 0)
    first_column = _index(max(100.0, longitude - width), columns, 100)
    last_column = _index(min(179.99, longitude + width), columns, 100)
    for row in range(first_row, last_row + 1):
        for column in range(first_column, last_column + 1):
            code = _code(row, column, level)
            if _distance_to_bounds_m(latitude, longitude, mesh_bounds(code)) <= within_m + 0.001:
                yield code


def _distance_to_bounds_m(latitude: float, longitude: float, bounds: Bounds) -> float:
    """This function will return the shortest distance from a point to a rectangle in metres."""
    nearest_longitude = min(max(longitude, bounds.west), bounds.east)
    turn = math.radians(longitude - nearest_longitude)
    # On a meridian turned away from the point, the foot of the perpendicular lies poleward.
    foot = math.degrees(math.atan2(math.tan(math.radians(latitude)), math.cos(turn)))
    nearest_latitude = min(max(foot, bounds.south), bounds.north)
    return distance_m(latitude, longitude, nearest_latitude, nearest_longitude)


def _index(degrees: float, per_degree: float, origin: int) -> int:
    """This function will return the row or column of an edge or point, exact on the edges."""
    index = math.floor((degrees - origin) * per_degree)
    if origin + (index + 1) / per_degree <= degrees:
        return index + 1
    return index - 1 if origin + index / per_degree > degrees else index


def _code(row: int, column: int, level: MeshLevel) -> str:
    """This function will write a row and column as a mesh code, coarse digits first."""
    suffix = ""
    if level is MeshLevel.HALF:
        suffix = str(1 + (row % 2) * 2 + column % 2)
        row, column, level = row // 2, column // 2, MeshLevel.THIRD
    if level is MeshLevel.THIRD:
        suffix = f"{row % 10}{column % 10}{suffix}"
        row, column, level = row // 10, column // 10, MeshLevel.SECOND
    if level is MeshLevel.SECOND:
        suffix = f"{row % 8}{column % 8}{suffix}"
        row, column = row // 8, column // 8
    return f"{row:02d}{column:02d}{suffix}"


def _row_and_column(code: str) -> tuple[int, int, MeshLevel]:
    """This function will read a mesh code back into its row, column and level."""
    shape = r"[0-9]{2}[0-7][0-9](?:[0-7]{2}(?:[0-9]{2}[1-4]?)?)?"
    if not re.fullmatch(shape, code):
        raise MeshRefused(f"「{code[:12]}」は、地域メッシュの番号ではありません。")
    row, column = int(code[0:2]), int(code[2:4])
    if len(code) >= 6:
        row, column = row * 8 + int(code[4]), column * 8 + int(code[5])
    if len(code) >= 8:
        row, column = row * 10 + int(code[6]), column * 10 + int(code[7])
    if len(code) == 9:
        quarter = int(code[8]) - 1
        row, column = row * 2 + quarter // 2, column * 2 + quarter % 2
    return row, column, MeshLevel(len(code))
