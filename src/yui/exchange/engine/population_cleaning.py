"""One row of a table of people into the figures of a 町字 or a mesh, or why it cannot be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from yui.areas.formats.population import Measure, PopulationRow, PopulationSheet, RefusedRow
from yui.areas.formats.sheets import Columns
from yui.exchange.engine.cleaning import LONGEST_KEY, CleanRow
from yui.exchange.engine.places import AreaBook, must_lie_within
from yui.exchange.engine.rules import Notes, RowRefused
from yui.lib.japanese import fold
from yui.lib.tabular import Row

# Above this age tables count 「…歳以上」; it sorts behind every age.
_AND_OVER: Final = 999
_ROW_NUMBER: Final = re.compile(r"^[0-9]+行目: ")
_LONGEST_NAME: Final = 80
_NO_OWNER: Final = "地域名がありません。"
_OF_TOWN: Final = "町字の人口は、市区町村ごとに取り込みます。市区町村を選んでください。"
_OF_NATION: Final = "メッシュの人口は、全国の一覧として取り込みます。運用担当に頼んでください。"


@dataclass(frozen=True, slots=True)
class PopulationCleaner:
    """This object will clean the rows of a table of people (`areas.formats.population`).

    Values: "town" or "mesh", "as_of" (ISO 8601), "figures": [kind, sex, lowest age, highest age,
    number], "point".
    """

    sheet: PopulationSheet
    headers: tuple[str, ...]
    areas: AreaBook

    @classmethod
    def of(cls, headers: tuple[str, ...], areas: AreaBook) -> PopulationCleaner:
        """This function will find the columns. Raises: areas.errors.FileRefused."""
        return cls(PopulationSheet.of(Columns.of(headers)), headers, areas)

    @property
    def refusal(self) -> str:
        """This property will say why the whole table cannot be taken here, "" when it can."""
        if self.sheet.is_mesh:
            return _OF_NATION if self.areas.home.path else ""
        return "" if self.areas.home.is_town else _OF_TOWN

    def is_label(self, row: tuple[str, ...]) -> bool:
        """This function will tell whether a row of meshes is of no mesh: words about columns."""
        cell = row[self.sheet.owner] if self.sheet.owner < len(row) else ""
        return self.sheet.is_mesh and not cell.strip()

    def clean(self, number: int, row: tuple[str, ...]) -> CleanRow:
        """This function will return the cleaned or refused row."""
        found = self.sheet.read(Row(number, row))
        name = row[self.sheet.owner].strip() if self.sheet.owner < len(row) else ""
        if not isinstance(found, PopulationRow):
            return self._refused(number, row, name, found)
        notes = Notes()
        try:
            self._refuse_foreign(found, notes)
        except RowRefused as refused:
            sentence, column = str(refused), refused.column
            return CleanRow(number, row, name, notes=notes, reason=sentence, reason_column=column)
        key = f"{found.as_of.isoformat()} {found.mesh_code or fold(name)}"[:LONGEST_KEY]
        home = self.areas.home.path
        return CleanRow(number, row, name[:_LONGEST_NAME], home, key, "", _values(found), notes)

    def _refused(
        self, number: int, row: tuple[str, ...], name: str, refused: RefusedRow | None
    ) -> CleanRow:
        if refused is None:
            column = self._header(self.sheet.owner)
            return CleanRow(number, row, name, reason=_NO_OWNER, reason_column=column)
        sentence = _ROW_NUMBER.sub("", refused.sentence)[:300]
        column = self._header(refused.column) if refused.column is not None else ""
        return CleanRow(number, row, name, reason=sentence, reason_column=column)

    def _refuse_foreign(self, found: PopulationRow, notes: Notes) -> None:
        if len(found.town_name) > _LONGEST_NAME:
            raise RowRefused("地域名が長すぎます。", self._header(self.sheet.owner))
        if not found.area_code or self.sheet.code is None:
            return
        column = self._header(self.sheet.code)
        place = self.areas.of_code(found.area_code, "", column, notes)
        if place is not None and place.is_town:
            must_lie_within(place, self.areas.home, column)

    def _header(self, index: int) -> str:
        return self.headers[index] if index < len(self.headers) else ""


def _values(row: PopulationRow) -> dict[str, Any]:
    figures = ((*_measured(measure), value) for measure, value in row.numbers)
    has_point = row.latitude is not None
    return {
        "town": row.town_name,
        "mesh": row.mesh_code,
        "as_of": row.as_of.isoformat(),
        "figures": [
            [kind, sex, low, None if high == _AND_OVER else high, value]
            for kind, sex, low, high, value in sorted(figures, key=lambda each: each[:4])
        ],
        "point": [row.latitude, row.longitude] if has_point else None,
    }


def _measured(measure: Measure) -> tuple[str, str, int, int]:
    highest = _AND_OVER if measure.maximum_age is None else measure.maximum_age
    return measure.kind, measure.sex, measure.minimum_age, highest
