"""What was written by hand into the same rows before: offered again, never put in unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from yui.accounts.models import Body
from yui.exchange.engine.cleaning import NO_TOWN
from yui.exchange.engine.marks import mark_of
from yui.exchange.engine.rules import Rule
from yui.exchange.models import Batch, Mend, StagingRow
from yui.exchange.states import Outcome

# What a person wrote into a cell; whether it helped, the row says.
TRIED: Final = frozenset({Rule.BY_HAND.value, Rule.AS_BEFORE.value, Rule.AREA_CODE.value})
Repair = dict[str, str]


@dataclass(frozen=True, slots=True)
class Offer:
    """This value will hold what was written into a row before, when, and by which office.

    `cell` "" means that the cell was left out on purpose.
    """

    cell: str
    made_at: datetime
    office: str


def offers_of(batch_id: UUID) -> dict[int, Offer]:
    """This function will return the offers for rejected rows of a batch, by the id of the row."""
    batch = Batch.objects.select_related("area").get(id=batch_id)
    known = {mend.mark: mend for mend in Mend.objects.filter(area=batch.area)}
    if not known:
        return {}
    offices = _offices(known.values())
    rows = StagingRow.objects.filter(batch=batch, outcome=Outcome.REJECTED)
    found: dict[int, Offer] = {}
    for row in rows.order_by("row_number", "id").iterator(chunk_size=2000):
        mend = known.get(row_mark(batch, row)) if may_be_known(batch, row) else None
        if mend is not None:
            office = offices.get(mend.body_id or 0, batch.area.name)
            found[row.pk] = Offer(mend.cell, mend.made_at, office)
    return found


def row_mark(batch: Batch, row: StagingRow) -> str:
    """This function will return the mark under which a mend of a rejected row is remembered.

    It is that of the cell as it came: what did not help before is no part of it.
    """
    matches, cells = batch.layout["matches"], list(row.original)
    if any(tries_of(row)) and row.reason_column in batch.headers:
        cells[batch.headers.index(row.reason_column)] = cell_as_it_came(row, batch.headers)
    return mark_of(batch.kind, row.reason_column, matches, batch.headers, cells)


def cell_now(row: StagingRow, headers: Sequence[str]) -> str:
    """This function will return the cell the reason is about as it stands, "" without a column."""
    if row.reason_column not in headers:
        return ""
    index = headers.index(row.reason_column)
    return str(row.original[index]) if index < len(row.original) else ""


def cell_as_it_came(row: StagingRow, headers: Sequence[str]) -> str:
    """This function will return that cell as the file had it, before somebody tried to mend it."""
    first = next(tries_of(row), None)
    return cell_now(row, headers) if first is None else first["from"]


def tries_of(row: StagingRow) -> Iterator[dict[str, str]]:
    """This function will yield what was written into the bad cell of a row before, in order."""
    for each in row.repairs:
        if each["rule"] in TRIED and each["column"] == row.reason_column:
            yield each


def helping_repairs(repairs: Iterable[Repair], *, is_taken: bool) -> list[Repair]:
    """This function will return the repairs that count: what a person tried in vain does not."""
    return [each for each in repairs if is_taken or each["rule"] not in TRIED]


def may_be_known(batch: Batch, row: StagingRow) -> bool:
    """This function will say whether one cell of a row was mended: a town is kept by the batch."""
    return row.reason_column in batch.headers and row.reason != NO_TOWN


def _offices(mends: Iterable[Mend]) -> dict[int, str]:
    ids = {mend.body_id for mend in mends if mend.body_id}
    return dict(Body.objects.filter(id__in=ids).values_list("id", "name"))
