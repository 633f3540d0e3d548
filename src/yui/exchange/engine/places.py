"""Which area a row lies in, and whether its point can be right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from yui.exchange.engine.cells import note_repairs
from yui.exchange.engine.crowd import FAR_M, NEAR_M, Crowd
from yui.exchange.engine.rules import Flag, Notes, RowRefused, Rule
from yui.lib.codes import CodeRefused, Completed, Repair, check_digit, complete_area_code
from yui.lib.geo import Placement, distance_m, place_point
from yui.lib.japanese import fold

_LAST_PREFECTURE: Final = "47"
# No name of a town with its prefecture and county is longer, as it stands in an address.
_LONGEST_NAME: Final = 20


@dataclass(frozen=True, slots=True)
class Place:
    """This value will hold an area as the rules need it; the point is the town hall's."""

    path: str
    code: str
    name: str
    full_name: str
    latitude: float | None
    longitude: float | None
    successor: str

    @property
    def is_town(self) -> bool:
        """This property will say whether this is a municipality or a ward."""
        return self.path.count("/") >= 2


@dataclass(slots=True)
class AreaBook:
    """This object will answer questions about areas; `home` is where the list is imported.

    `crowd` is where most rows of the list lie, None when that is not known.
    """

    home: Place
    places: Mapping[str, Place]
    codes: Mapping[str, Place]
    names: dict[str, list[Place]] = field(default_factory=dict)
    offices: list[Place] = field(default_factory=list)
    prefectures: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], tuple[Place, tuple[Repair, ...]] | str] = field(
        default_factory=dict
    )
    crowd: Crowd | None = None

    @classmethod
    def from_rows(cls, rows: Iterable[list[Any]], home: str) -> AreaBook:
        """This function will build the book from rows of `Place` values in their order."""
        places = {row[0]: Place(*row) for row in rows}
        book = cls(places[home], places, {p.code: p for p in places.values() if p.code})
        for place in places.values():
            if place.path.count("/") == 1:
                book.prefectures[place.name] = place.code[:2]
            if place.is_town:
                for name in {fold(place.full_name), _without_prefecture(place, places)}:
                    book.names.setdefault(name, []).append(place)
            if place.path.count("/") == 2 and place.latitude is not None:
                book.offices.append(place)
        return book

    def of_code(self, cell: str, prefecture: str, column: str, notes: Notes) -> Place | None:
        """This function will return the area of a code cell, or None when it cannot be read."""
        answer = self.known.get((cell, prefecture))
        if answer is None:
            answer = self._look_up(cell, prefecture)
            self.known[cell, prefecture] = answer
        if isinstance(answer, str):
            return None
        place, repairs = answer
        note_repairs(cell, place.code, repairs, column, notes)
        return place

    def prefecture_of(self, cell: str) -> str:
        """This function will return the two digits of a prefecture's name, or ""."""
        return self.prefectures.get(cell.strip(), "")

    def gather(self, points: Sequence[tuple[float, float]]) -> None:
        """This function will learn from the points of a list of a town or a prefecture.

        Rows of a national list are judged one by one, by their own town halls.
        """
        offices = [
            (place.latitude, place.longitude)
            for place in self.offices
            if self.home.path
            and (place.path.startswith(self.home.path) or self.home.path.startswith(place.path))
            and place.latitude is not None
            and place.longitude is not None
        ]
        self.crowd = Crowd.of(points, offices) if self.home.path else None

    def of_address(self, address: str) -> Place | None:
        """This function will return the municipality or ward an address begins with, or None.

        Without a prefecture in the address only names within the home's prefecture count, and
        only when exactly one fits.
        """
        start = fold(address[:_LONGEST_NAME])
        for length in range(len(start), 1, -1):
            found = self.names.get(start[:length], [])
            near = [place for place in found if self._is_near(place, start)]
            if len(near) == 1:
                return self.current(near[0])
        return None

    def elsewhere(self, address: str) -> Place | None:
        """This function will return the city or prefecture far away an address begins with.

        Without a prefecture only names of cities prove it: 町 and 村 are also parts of towns.
        """
        if address.startswith(self.home.name):
            return None
        for name, code in self.prefectures.items():
            if name and address.startswith(name):
                return None if self.home.path.startswith(code) else self.places.get(f"{code}/")
        start = fold(address[:_LONGEST_NAME])
        for length in range(len(start), 1, -1):
            found = self.names.get(start[:length], [])
            if len(found) == 1 and found[0].name.endswith("市"):
                place = self.current(found[0])
                return None if place.path.startswith(self.home.path) else place
        return None

    def current(self, place: Place) -> Place:
        """This function will follow a merged area to the one that took its place."""
        return self.places.get(place.successor, place) if place.successor else place

    def point(
        self, cells: tuple[str, str], columns: tuple[str, str], place: Place, notes: Notes
    ) -> tuple[float, float] | None:
        """This function will judge two coordinate cells; it drops or swaps, and never invents.

        A point far from its own town hall is asked about (islands are far, and right), and is
        left out where most rows of the list lie together and it does not.
        """
        found = place_point(*cells)
        both = "、".join(columns)
        written = f"{cells[0]}, {cells[1]}"
        if found.latitude is None or found.longitude is None:
            missing = found.placement is Placement.MISSING
            if written.strip(" ,-"):
                is_half = missing and not all(map(str.strip, cells))
                rule = Rule.POINT_MISSING if missing else Rule.POINT_DROPPED
                notes.repaired(both, Rule.POINT_HALF if is_half else rule, written, "")
            return None
        point = (found.latitude, found.longitude)
        if self.crowd is not None and self.crowd.is_far(point):
            notes.repaired(both, Rule.POINT_FAR, written, "")
            return None
        if found.placement is Placement.SWAPPED:
            notes.repaired(both, Rule.SWAPPED_POINT, written, f"{point[0]}, {point[1]}")
        elif unicodedata.normalize("NFKC", written) != written:
            notes.repaired(both, Rule.FULL_WIDTH, written, f"{point[0]}, {point[1]}")
        flag = self._doubt(point, place)
        if flag is not None:
            notes.flagged(both, flag, written)
        return point

    def _look_up(self, cell: str, prefecture: str) -> tuple[Place, tuple[Repair, ...]] | str:
        sentence = ""
        done = self._sample_code(cell)
        # A code of five digits that can be two towns is the one of the area's own prefecture.
        for wanted in (prefecture, self.home.code[:2]):
            try:
                done = done or complete_area_code(cell, known=self.codes.keys(), prefecture=wanted)
            except CodeRefused as refusal:
                sentence = sentence or str(refusal)
        if done is None:
            return sentence
        place = self.codes.get(done.value)
        return (self.current(place), done.repairs) if place else "この団体コードはありません。"

    def _sample_code(self, cell: str) -> Completed | None:
        """Areas of the sample world have codes outside the official range."""
        digits = unicodedata.normalize("NFKC", cell).strip()
        repairs = (Repair.FULL_WIDTH,) if digits != cell.strip() else ()
        if digits in self.codes:
            return Completed(digits, repairs)
        if not re.fullmatch(r"[0-9]{5}", digits) or digits[:2] <= _LAST_PREFECTURE:
            return None
        whole = digits + check_digit(digits)
        return Completed(whole, (*repairs, Repair.CHECK_DIGIT)) if whole in self.codes else None

    def _is_near(self, place: Place, start: str) -> bool:
        if start.startswith(fold(place.full_name)):
            return True
        prefecture = self.home.path.split("/")[0]
        return bool(prefecture) and place.path.startswith(f"{prefecture}/")

    def _doubt(self, point: tuple[float, float], place: Place) -> Flag | None:
        if place.latitude is None or place.longitude is None:
            return None
        away_m = distance_m(*point, place.latitude, place.longitude)
        if away_m <= NEAR_M:
            return None
        nearest = min(self.offices, key=lambda other: _rough(point, other), default=None)
        if nearest is not None and nearest.path.split("/")[0] != place.path.split("/")[0]:
            return Flag.OTHER_PREFECTURE
        return Flag.FAR_FROM_OFFICE if away_m > FAR_M else None


def must_lie_within(place: Place, home: Place, column: str) -> None:
    """This function will refuse a row of another area than the one the list is imported for.

    Raises: RowRefused.
    """
    if not place.path.startswith(home.path):
        raise RowRefused(
            f"{place.full_name}の行です。取り込む地域（{home.name}）の外です。", column
        )


def _rough(point: tuple[float, float], place: Place) -> float:
    """Degrees squared, longitudes shrunk as at 36 N: good enough to find the nearest office."""
    height = point[0] - (place.latitude or 0.0)
    width = (point[1] - (place.longitude or 0.0)) * 0.81
    return height * height + width * width


def _without_prefecture(place: Place, places: Mapping[str, Place]) -> str:
    prefecture = places.get(place.path.split("/")[0] + "/")
    return fold(place.full_name.removeprefix(prefecture.name if prefecture else ""))
