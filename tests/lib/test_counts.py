from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib.counts import (
    Basis,
    Count,
    CountRefused,
    mask_parts,
    mask_small,
    show_masked,
    total,
)

DAY, LATER = date(2026, 11, 10), date(2026, 11, 20)


def test_basis_is_the_closed_set_of_the_vocabulary() -> None:
    labels = "実人数 延べ人数 件 回 日 箇所 団体 食 円"
    assert [basis.label for basis in Basis] == labels.split()


def test_count_adds_within_one_basis_and_is_as_old_as_its_older_part() -> None:
    added = Count(3, Basis.ATTENDANCES, LATER) + Count(4, Basis.ATTENDANCES, DAY)
    assert added == Count(7, Basis.ATTENDANCES, DAY)
    assert total([added, added]) == Count(14, Basis.ATTENDANCES, DAY)


def test_count_refuses_to_add_persons_and_attendances() -> None:
    with pytest.raises(CountRefused, match="「実人数」と「延べ人数」は、足すことができません"):
        Count(3, Basis.PERSONS, DAY) + Count(4, Basis.ATTENDANCES, DAY)
    with pytest.raises(CountRefused, match="足す数がありません"):
        total([])


def test_count_says_what_it_counts_and_when() -> None:
    assert str(Count(1234, Basis.PERSONS, DAY)) == "実人数 1,234人（2026年11月10日現在）"
    assert str(Count(5, Basis.PLACES, DAY)) == "5箇所（2026年11月10日現在）"


@pytest.mark.parametrize(
    ("value", "shown"), [(0, "0"), (1, "5未満"), (4, "5未満"), (5, "5"), (1200, "1,200")]
)
def test_mask_small_hides_one_to_four(value: int, shown: str) -> None:
    assert show_masked(mask_small(value)) == shown


@pytest.mark.parametrize(
    ("values", "masked"),
    [
        ([10, 3, 8, 0], (10, None, None, 0)),
        ([3, 2, 8], (None, None, 8)),
        ([10, 8], (10, 8)),
        ([3, 0], (None, 0)),
        ([], ()),
    ],
)
def test_mask_parts_hides_what_a_total_would_tell(
    values: list[int], masked: tuple[int | None, ...]
) -> None:
    assert mask_parts(values) == masked


@given(st.lists(st.integers(0, 30), max_size=8))
def test_mask_parts_never_leaves_a_single_hidden_part_among_others(values: list[int]) -> None:
    masked = mask_parts(values)
    hidden = [value for value, shown in zip(values, masked, strict=True) if shown is None]
    assert all(shown in (None, value) for value, shown in zip(values, masked, strict=True))
    assert all(not 0 < shown < 5 for shown in masked if shown is not None)
    assert len(hidden) != 1 or sum(1 for value in values if value) == 1
