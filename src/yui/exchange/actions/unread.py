"""Rows that cannot be taken still speak of records, which therefore have not vanished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from yui.directory.models import ServiceAtLocation
from yui.lib.japanese import fold

ADDRESS_FIELDS: Final = (
    "address",
    "address_prefecture",
    "address_municipality",
    "address_town",
    "address_block",
)
_CHUNK: Final = 1000


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """This value will hold what can be known of a row that was rejected; all folded but `key`."""

    key: str
    name: str
    address: str


@dataclass(slots=True)
class UnreadRows:
    """This object will say which records the rejected rows of a list speak of."""

    rows: list[UnreadRow] = field(default_factory=list)

    def add(self, key: str, name: str, address: str) -> None:
        """This function will note a rejected row by what could be read of it."""
        self.rows.append(UnreadRow(key, fold(name), fold(address)))

    def speak_of(self, missing: Sequence[UUID], keys: Mapping[UUID, str]) -> set[UUID]:
        """This function will return those of the missing records that a rejected row names.

        A row names one record: by name and address, else by its name, its number or, without a
        name, by its address. The surest are found first.
        """
        records = {
            service_id: UnreadRow(keys.get(service_id, ""), name, address)
            for service_id, name, address in _written(missing)
        }
        found: set[UUID] = set()
        left = list(self.rows)
        for sure in range(4):
            by_mark: dict[tuple[str, ...], list[UUID]] = {}
            for service_id, record in records.items():
                mark = _marks(record)[sure]
                if service_id not in found and all(mark):
                    by_mark.setdefault(mark, []).append(service_id)
            still: list[UnreadRow] = []
            for row in left:
                known = by_mark.get(_marks(row)[sure], []) if _may_use(row, sure) else []
                if known:
                    found.add(known.pop(0))
                else:
                    still.append(row)
            left = still
        return found


def _marks(row: UnreadRow) -> tuple[tuple[str, ...], ...]:
    return (row.name, row.address), (row.name,), (row.key,), (row.address,)


def _may_use(row: UnreadRow, sure: int) -> bool:
    """An address alone says which record it is only where no name speaks against it."""
    return all(_marks(row)[sure]) and (sure < 2 or not row.name)


def _written(ids: Sequence[UUID]) -> Iterator[tuple[UUID, str, str]]:
    for start in range(0, len(ids), _CHUNK):
        rows = ServiceAtLocation.objects.filter(service_id__in=ids[start : start + _CHUNK])
        for service_id, name, address in rows.values_list(
            "service_id", "service__name", "location__address"
        ):
            yield service_id, fold(name), fold(address)
