"""This module will keep numbers together with what they count and when they were counted.

Source of the bases: 地域支援事業実施要綱 and its yearly survey, which count 実人数 and 延べ人数
apart; a number without its basis cannot be compared or added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yui.lib.clock import format_date_ja


class CountRefused(ValueError):
    """This error will say in one Japanese sentence why two numbers cannot be put together."""


class Basis(StrEnum):
    """This enumeration will name everything that is counted; the closed set of the vocabulary."""

    PERSONS = "persons"
    ATTENDANCES = "attendances"
    CASES = "cases"
    TIMES = "times"
    DAYS = "days"
    PLACES = "places"
    GROUPS = "groups"
    MEALS = "meals"
    YEN = "yen"

    @property
    def label(self) -> str:
        """This property will give the name of the basis: 「実人数」."""
        return _LABELS[self][0]

    @property
    def unit(self) -> str:
        """This property will give the word after a number: 「人」."""
        return _LABELS[self][1]


_LABELS = {
    Basis.PERSONS: ("実人数", "人"),
    Basis.ATTENDANCES: ("延べ人数", "人"),
    Basis.CASES: ("件", "件"),
    Basis.TIMES: ("回", "回"),
    Basis.DAYS: ("日", "日"),
    Basis.PLACES: ("箇所", "箇所"),
    Basis.GROUPS: ("団体", "団体"),
    Basis.MEALS: ("食", "食"),
    Basis.YEN: ("円", "円"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """This value will hold a number, what it counts, and the day it is true of."""

    value: int
    basis: Basis
    as_of: date

    def __add__(self, other: Count) -> Count:
        """This method will add two counts of one basis; the sum is as old as its older part.

        Persons (実人数) of two groups may overlap: whoever adds them knows that they do not.

        Raises: CountRefused when the bases differ.
        """
        if self.basis is not other.basis:
            raise CountRefused(
                f"「{self.basis.label}」と「{other.basis.label}」は、足すことができません。"
            )
        return Count(self.value + other.value, self.basis, min(self.as_of, other.as_of))

    def __str__(self) -> str:
        """This method will write 「実人数 1,234人（2026年11月10日現在）」."""
        number = f"{self.value:,}{self.basis.unit}"
        named = self.basis.label != self.basis.unit
        return (
            f"{self.basis.label + ' ' if named else ''}{number}（{format_date_ja(self.as_of)}現在）"
        )


def total(counts: Sequence[Count]) -> Count:
    """This function will add up counts of one basis.

    Raises: CountRefused when the bases differ or there is nothing to add: an empty sum has none.
    """
    if not counts:
        raise CountRefused("足す数がありません。")
    result = counts[0]
    for count in counts[1:]:
        result += count
    return result


def mask_small(value: int, threshold: int = 5) -> int | None:
    """This function will return a number of people, or None where it could point at somebody.

    From 1 up to below the threshold is masked; nobody can be recognised in a 0.
    """
    return None if 0 < value < threshold else value


def mask_parts(values: Sequence[int], threshold: int = 5) -> tuple[int | None, ...]:
    """This function will mask the parts of a total that is shown beside them.

    A single masked part could be worked out from the total, so the smallest other part that is
    not 0 is masked with it.
    """
    masked = [mask_small(value, threshold) for value in values]
    if masked.count(None) == 1:
        others = [at for at, value in enumerate(masked) if value]
        if others:
            masked[min(others, key=lambda at: values[at])] = None
    return tuple(masked)


def show_masked(value: int | None, threshold: int = 5) -> str:
    """This function will write a number for a table, 「5未満」 for a masked one.

    Where `mask_parts` masked a larger part with a small one, the caller shows 「－」 for both.
    """
    return f"{threshold}未満" if value is None else f"{value:,}"
