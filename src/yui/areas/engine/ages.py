"""Adding up published age bands without ever counting anybody twice or inventing a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """This value will hold one published number: whose, how old, of which sex.

    `sex` is "t" (everybody), "m" or "f"; `maximum_age` None = and over; `value` None =
    suppressed by the source.
    """

    sex: str
    minimum_age: int
    maximum_age: int | None
    value: int | None


def people_from(bands: Iterable[Band], minimum_age: int) -> int | None:
    """This function will return the number of people of an age and over, or None if unknown.

    A published total of exactly that age is taken as it is; otherwise bands that join without
    a gap up to 「and over」 are added, both sexes. One suppressed band makes the sum unknown.
    """
    rows = tuple(bands)
    for row in rows:
        if (row.sex, row.minimum_age, row.maximum_age) == ("t", minimum_age, None):
            return row.value
    both = _sum_of(rows, "t", minimum_age)
    if both is not None:
        return both
    men, women = _sum_of(rows, "m", minimum_age), _sum_of(rows, "f", minimum_age)
    return None if men is None or women is None else men + women


def _sum_of(rows: tuple[Band, ...], sex: str, minimum_age: int) -> int | None:
    by_start = {row.minimum_age: row for row in _narrowest_first(rows, sex)}
    age, total = minimum_age, 0
    while age in by_start:
        row = by_start[age]
        if row.value is None:
            return None
        total += row.value
        if row.maximum_age is None:
            return total
        age = row.maximum_age + 1
    return None


def _narrowest_first(rows: tuple[Band, ...], sex: str) -> list[Band]:
    """This function will order bands so that the widest band of each first age comes first.

    A dictionary keeps the last one: where a source gives a total and its parts, the parts win,
    and where it gives only an open end, the open end stays.
    """
    mine = [row for row in rows if row.sex == sex]
    return sorted(mine, key=lambda row: -(row.maximum_age if row.maximum_age is not None else 999))
