"""Into which 圏域 a row belongs, and what is said of one that does not exist yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from yui.exchange.actions.staging import Incoming
from yui.exchange.engine.rules import Flag
from yui.exchange.models import Batch
from yui.exchange.queries.current import Current
from yui.exchange.queries.spheres import SphereBook

_MOST_NAMES = 20


@dataclass(slots=True)
class Placing:
    """This object will settle the 圏域 of rows; the cell decides, else the 町字 of the address."""

    batch: Batch
    book: SphereBook = field(default_factory=SphereBook)

    def settled(self, row: Incoming, current: Current | None) -> Incoming:
        """This function will return the row with the real name of its 圏域.

        One that does not exist yet keeps the words of its cell, and is flagged.
        """
        values = row.values or {}
        said = str(values.get("sphere", ""))
        if said:
            found = self.book.named(row.area_path, said)
            return self._with(row, found) if found else self._flagged(row, said)
        return self._with(row, self._by_address(row, current))

    def is_new(self, row: Incoming, current: Current) -> bool:
        """This function will say whether a row puts its record into a 圏域 that exists."""
        said = str((row.values or {}).get("sphere", ""))
        has_place = current.location_id is not None
        return has_place and bool(self.book.named(row.area_path, said))

    def _by_address(self, row: Incoming, current: Current | None) -> str:
        """What a person or a list said before is not overruled by an address."""
        if current is not None and (current.values["sphere"] or "places" in current.edited):
            return ""
        address = str((row.values or {}).get("address", ""))
        return self.book.of_address(row.area_path, address)

    def _flagged(self, row: Incoming, said: str) -> Incoming:
        names = self.batch.layout.setdefault("unknown_spheres", [])
        if said not in names and len(names) < _MOST_NAMES:
            names.append(said)
        column = self.batch.layout["matches"].get("sphere", "")
        flag = {"column": column, "flag": Flag.SPHERE_UNKNOWN.value, "cell": said[:300]}
        return replace(row, flags=[*row.flags, flag])

    def _with(self, row: Incoming, name: str) -> Incoming:
        return replace(row, values={**(row.values or {}), "sphere": name}) if name else row
