"""Where most rows of a list lie, and which points are too far from there to be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from yui.lib.geo import distance_m, place_point

Point = tuple[float, float]
# So far from an office of the area a row is at home; from here on nobody believes a point.
NEAR_M: Final = 25_000.0
FAR_M: Final = 60_000.0
_FEWEST: Final = 5
_MOST_SHARE: Final = 2 / 3
# A degree of latitude is 111 km; the rough look spares a costly one for most rows.
_NEAR_DEGREES: Final = 0.2


@dataclass(frozen=True, slots=True)
class Crowd:
    """This value will hold the places around which most rows of a list lie."""

    centres: tuple[Point, ...]

    @classmethod
    def of(cls, points: Sequence[Point], offices: Iterable[Point]) -> Crowd | None:
        """This function will return the crowd of a list, or None where most rows do not agree.

        `offices` are those of the area the list is for. At least two thirds of five rows or more
        must lie near one of them, or near the middle of all points: islands far from their
        office are right when they are many.
        """
        if len(points) < _FEWEST:
            return None
        middle = (median(each[0] for each in points), median(each[1] for each in points))
        found = cls((middle, *offices))
        near = sum(found.distance_m(point) <= NEAR_M for point in points)
        return found if near >= _MOST_SHARE * len(points) else None

    @classmethod
    def kept(cls, centres: Sequence[Sequence[float]]) -> Crowd | None:
        """This function will return the crowd a batch has kept; None where there was none."""
        return cls(tuple((each[0], each[1]) for each in centres)) if centres else None

    def distance_m(self, point: Point) -> float:
        """This function will return how far a point is from the nearest centre, in metres.

        Within about 20 km the answer is 0: nobody asks more exactly.
        """
        for centre in self.centres:
            if max(abs(point[0] - centre[0]), abs(point[1] - centre[1])) < _NEAR_DEGREES:
                return 0.0
        return min(distance_m(*point, *centre) for centre in self.centres)

    def is_far(self, point: Point) -> bool:
        """This function will tell whether a point cannot be where the other rows are."""
        return self.distance_m(point) > FAR_M


def points_of(rows: Iterable[Sequence[str]], matches: Mapping[int, str]) -> list[Point]:
    """This function will return the points of rows that can be right, swapped ones put right."""
    at = {name: index for index, name in matches.items() if name in ("latitude", "longitude")}
    if len(at) < 2:
        return []
    found: list[Point] = []
    for row in rows:
        cells = [row[at[name]] if at[name] < len(row) else "" for name in ("latitude", "longitude")]
        point = place_point(*cells) if all(cells) else None
        if point is not None and point.latitude is not None and point.longitude is not None:
            found.append((point.latitude, point.longitude))
    return found
