"""Our own tables write a row for each place of a service: which place a row speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from yui.directory.formats import Format
from yui.directory.formats.hours import HOURS_FIELDS
from yui.exchange.actions.returning import unchanged_cells
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.current import Current, current_at_places
from yui.exchange.states import Outcome

NO_SUCH_PLACE = (
    "同じ番号の行が、台帳にある場所より多くあります。"
    "場所を増やすときは、手助けのページで加えてください。"
)
SAID_OTHERWISE = (
    "同じ番号のほかの行と、言うことがちがいます（{names}）。どちらかにそろえてください。"
)
_TELLING: Final = HOURS_FIELDS | {"address", "building", "postal_code", "latitude", "longitude"}
_OF_PLACE: Final = frozenset(
    {
        "address",
        "building",
        "venue",
        "postal_code",
        "point",
        "schedule",
        "access",
        "sphere",
        "is_home",
    }
)


@dataclass(slots=True)
class Siblings:
    """This object will keep rows of one service apart: one row a place, one word a value.

    `taken` are the places that rows speak of already; `said` what they change of the service.
    """

    taken: set[UUID] = field(default_factory=set)
    said: dict[UUID, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))

    @classmethod
    def of(cls, batch: Batch, codes: Iterable[str]) -> Siblings:
        """This function will return what earlier rows of a batch say under these short codes."""
        found = cls()
        rows = StagingRow.objects.filter(batch=batch, key__in=list(codes), target_id__isnull=False)
        for row in rows.exclude(outcome=Outcome.REJECTED):
            if row.before.get("place") is not None:
                found.taken.add(_place_noted(row))
            values = row.cleaned.get("values", {})
            found.note(row.target_id, row.changed_fields, values)
        return found

    def place(
        self, rows: Mapping[int, Mapping[str, str]], places: Sequence[Current], layout: Format
    ) -> dict[int, Current]:
        """This function will give each row of one service the place it is most like.

        `rows` are cells by field. Rows that find no place any more are left out.
        """
        pairs = sorted(
            (-_likeness(layout, place, cells), at, index)
            for at, cells in rows.items()
            for index, place in enumerate(places)
        )
        found: dict[int, Current] = {}
        for _, at, index in pairs:
            mark = _mark(places[index])
            if at not in found and mark not in self.taken:
                self.taken.add(mark)
                found[at] = places[index]
        return found

    def note(
        self, service_id: UUID | None, changed: Iterable[str], values: Mapping[str, Any]
    ) -> None:
        """This function will remember what a row changes of its service."""
        if service_id is not None:
            ours = {name: values.get(name) for name in changed if name not in _OF_PLACE}
            self.said[service_id] |= ours

    def otherwise(
        self, service_id: UUID, changed: Iterable[str], values: Mapping[str, Any]
    ) -> list[str]:
        """This function will name the changes that contradict those of an earlier row."""
        said = self.said[service_id]
        return [name for name in changed if name in said and said[name] != values.get(name)]


def standing_of_rows(rows: Sequence[StagingRow]) -> dict[int, Current]:
    """This function will return the records of staged rows, each at the place its row noted."""
    now = current_at_places([row.target_id for row in rows if row.target_id])
    found: dict[int, Current] = {}
    for row in rows:
        places = now.get(row.target_id, ()) if row.target_id else ()
        noted = row.before.get("place")
        fitting = [each for each in places if not noted or _mark(each) == _place_noted(row)]
        if fitting:
            found[row.pk] = fitting[0]
    return found


def place_mark(current: Current) -> str:
    """This function will return the place a record was compared at, as `before` keeps it."""
    return current.at_location_id.hex if current.at_location_id else ""


def _mark(current: Current) -> UUID:
    return current.at_location_id or current.id


def _place_noted(row: StagingRow) -> UUID:
    return UUID(row.before["place"]) if row.before["place"] else UUID(str(row.target_id))


def _likeness(layout: Format, place: Current, cells: Mapping[str, str]) -> int:
    telling = {name: cell for name, cell in cells.items() if name in _TELLING and cell}
    return len(unchanged_cells(layout, place, telling))
