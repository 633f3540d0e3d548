"""Population by 町字 and age (推奨データセット, both editions; 高松市) and by census mesh.

Columns are matched by name: the standard's own list has 46 columns, published files have 47.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from yui.areas.errors import FileRefused
from yui.areas.formats.sheets import Columns, heading, read_sheet
from yui.lib.clock import DateRefused, parse_date
from yui.lib.geo import Placement, place_point
from yui.lib.tabular import Row

# What sources write where they do not say: unknown, never 0.
_SUPPRESSED = frozenset({"", "*", "x", "X", "-", "‐", "―", "…", "***", "秘匿"})
_BAND = re.compile(r"([0-9]+)-([0-9]+)歳の?(男|女)性?")
_OPEN_BAND = re.compile(r"([0-9]+)歳?以上の?(男|女)性?")
_TAKAMATSU_BAND = re.compile(r"(man|woman)([0-9]+)")
_AMERICAN_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_CENSUS_DAY = date(2020, 10, 1)
_SEX = {"男": "m", "女": "f", "man": "m", "woman": "f"}
# e-Stat 2020 census, table T001101 (500 m mesh), and the same figures under plain names.
_MESH_COLUMNS = (
    ("people", 0, ("T001101001", "pop")),
    ("people", 65, ("T001101019", "pop65")),
    ("people", 75, ("T001101022", "pop75")),
    ("people", 85, ("T001101025", "pop85")),
    ("households", 0, ("T001101034", "households")),
    ("single_elderly", 65, ("T001101049", "hh_single65")),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """This value will hold what a column counts: kind, sex (t m f), ages, both inclusive."""

    kind: str
    sex: str
    minimum_age: int
    maximum_age: int | None


@dataclass(frozen=True, slots=True)
class PopulationRow:
    """This value will hold one row: whose, when, and its numbers (None = the source is silent)."""

    row: int
    area_code: str
    town_name: str
    mesh_code: str
    as_of: date
    numbers: tuple[tuple[Measure, int | None], ...]
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """This value will say in one Japanese sentence why a row was left out, and by which column."""

    row: int
    sentence: str
    column: int | None = None


def read_population(path: Path, name: str) -> Iterator[PopulationRow | RefusedRow]:
    """This function will yield the rows of a population file, refused ones with their reason.

    Raises: FileRefused when the headings are of no known kind.
    """
    columns, rows = read_sheet(path, name)
    sheet = PopulationSheet.of(columns)
    for row in rows:
        found = sheet.read(row)
        if found is not None:
            yield found


@dataclass(frozen=True, slots=True)
class PopulationSheet:
    """This value will hold where a sheet says whose, when and how many; indexes from 0.

    `owner` is the column of the 町字, or of the mesh when `is_mesh`.
    """

    owner: int
    is_mesh: bool
    measures: tuple[tuple[Measure, int], ...]
    day: int | None = None
    code: int | None = None
    place: int | None = None

    @classmethod
    def of(cls, columns: Columns) -> PopulationSheet:
        """This function will find the columns. Raises: FileRefused when it is no known kind."""
        mesh = columns.first("KEY_CODE", "mesh500")
        if mesh is not None:
            return cls(mesh, True, tuple(_mesh_measures(columns)))
        town = columns.first("地域名", "regionName")
        if town is None or columns.first("総人口", "totalPopulation") is None:
            raise FileRefused(
                "人口の表の見出し（地域名・総人口・0-4歳の男性…、またはKEY_CODE）が見つかりません。"
            )
        day = columns.first("調査年月日", "surveyDate")
        if day is None:
            raise FileRefused("「調査年月日」の列がありません。いつの人口か分かりません。")
        code = columns.first(
            "全国地方公共団体コード", "都道府県コード又は市区町村コード", "regionCode5", "prefCode"
        )
        measures = tuple(_measures(columns))
        return cls(town, False, measures, day, code, columns.first("location"))

    @property
    def columns_used(self) -> int:
        """This property will return how many columns are read."""
        around = (self.day, self.code, self.place)
        return 1 + len(self.measures) + sum(each is not None for each in around)

    def read(self, row: Row) -> PopulationRow | RefusedRow | None:
        """This function will return a row, or why it is refused; None for one of nobody."""
        owner = row.cell(self.owner).strip()
        if not owner:
            return None
        if self.is_mesh and not re.fullmatch(r"[0-9]{8,11}", owner):
            sentence = f"{row.number}行目: メッシュの番号ではありません。"
            return RefusedRow(row.number, sentence, self.owner)
        numbers: list[tuple[Measure, int | None]] = []
        for measure, at in self.measures:
            try:
                numbers.append((measure, number_of(row.cell(at))))
            except ValueError as error:
                sentence = f"{row.number}行目: 「{error}」は、人数ではありません。"
                return RefusedRow(row.number, sentence, at)
        if self.is_mesh:
            return PopulationRow(row.number, "", "", owner, _CENSUS_DAY, tuple(numbers))
        return self._of_town(row, owner, tuple(numbers))

    def _of_town(
        self, row: Row, name: str, numbers: tuple[tuple[Measure, int | None], ...]
    ) -> PopulationRow | RefusedRow:
        try:
            day = _day(row.cell(self.day or 0))
        except DateRefused as error:
            return RefusedRow(row.number, f"{row.number}行目: {error}", self.day)
        point = _point(row.cell(self.place)) if self.place is not None else (None, None)
        return PopulationRow(
            row=row.number,
            area_code=row.cell(self.code).strip() if self.code is not None else "",
            town_name=name,
            mesh_code="",
            as_of=day,
            numbers=numbers,
            latitude=point[0],
            longitude=point[1],
        )


def number_of(text: str) -> int | None:
    """This function will read a count: 「4,315 」 is 4315, 「*」 is None.

    Raises: ValueError for anything that is no whole number.
    """
    plain = re.sub(r"[\s,，]", "", unicodedata.normalize("NFKC", text))
    if plain in _SUPPRESSED:
        return None
    if not re.fullmatch(r"[0-9]{1,9}(\.0+)?", plain):
        raise ValueError(text)
    return int(plain.split(".")[0])


def _mesh_measures(columns: Columns) -> Iterator[tuple[Measure, int]]:
    for kind, age, names in _MESH_COLUMNS:
        found = columns.first(*names)
        if found is not None:
            yield Measure(kind, "t", age, None), found


def _measures(columns: Columns) -> list[tuple[Measure, int]]:
    """This function will say what each column counts, in the order of the columns."""
    found: list[tuple[Measure, int]] = []
    for name, place in sorted(columns.indexes.items(), key=lambda item: item[1]):
        measure = _measure(name)
        if measure:
            found.append((measure, place))
    return found


def _measure(name: str) -> Measure | None:
    whole = {
        heading("総人口"): Measure("people", "t", 0, None),
        heading("totalPopulation"): Measure("people", "t", 0, None),
        heading("男性"): Measure("people", "m", 0, None),
        heading("male"): Measure("people", "m", 0, None),
        heading("女性"): Measure("people", "f", 0, None),
        heading("woman"): Measure("people", "f", 0, None),
        heading("世帯数"): Measure("households", "t", 0, None),
        heading("numberOfHouseholds"): Measure("households", "t", 0, None),
    }
    if name in whole:
        return whole[name]
    if match := _BAND.fullmatch(name):
        return Measure("people", _SEX[match[3]], int(match[1]), int(match[2]))
    if match := _OPEN_BAND.fullmatch(name):
        return Measure("people", _SEX[match[2]], int(match[1]), None)
    if match := _TAKAMATSU_BAND.fullmatch(name):
        start = (int(match[2]) - 1) * 5
        return Measure("people", _SEX[match[1]], start, None if start >= 85 else start + 4)
    return None


def _day(text: str) -> date:
    """高松市's older files write 3/1/2020 for 1 March, as an American spreadsheet does."""
    match = _AMERICAN_DATE.fullmatch(text.strip())
    if match:
        return parse_date(f"{match[3]}-{match[1]}-{match[2]}")
    return parse_date(text)


def _point(text: str) -> tuple[float | None, float | None]:
    parts = (*text.split(","), "", "")
    placed = place_point(parts[0], parts[1])
    if placed.placement in (Placement.KEPT, Placement.SWAPPED):
        return placed.latitude, placed.longitude
    return None, None
