"""The labelled pairs of real lists: precision and recall, each half by itself."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.directory.engine.same import real_rows
from tests.directory.engine.same.real_rows import Label, Row
from yui.directory.engine.same import find_pairs

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not real_rows.SHARED.is_dir(), reason="../shared/data is absent"),
]


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return real_rows.rows()


@pytest.fixture(scope="module")
def found(rows: dict[str, Row]) -> frozenset[frozenset[str]]:
    """What the detector proposes among all rows at once, as it works in a municipality's list."""
    pairs = find_pairs(real_rows.things(rows))
    return frozenset(frozenset((pair.first, pair.second)) for pair in pairs)


def test_labels_are_many_decided_and_still_speak_of_their_rows(rows: dict[str, Row]) -> None:
    labels = real_rows.labels()
    decided = [label for label in labels if label.same is not None]
    across = [label for label in decided if _list_of(label.first) != _list_of(label.second)]

    assert len(decided) >= 500
    assert len(across) >= 100
    assert len({frozenset((label.first, label.second)) for label in labels}) == len(labels)
    assert {label.same for label in across} == {True, False}
    for label in labels:
        assert real_rows.hash_of(rows[label.first], rows[label.second]) == label.rows_hash, label


@pytest.mark.parametrize("is_held_out", [False, True], ids=["tuning", "held out"])
def test_precision_and_recall_on_labelled_pairs(
    is_held_out: bool, found: frozenset[frozenset[str]]
) -> None:
    half = [label for label in real_rows.labels() if label.is_held_out is is_held_out]
    hits = [label for label in half if label.same and _is_in(found, label)]
    missed = Counter(each.reason for each in half if each.same and not _is_in(found, each))
    wrong = Counter(each.reason for each in half if each.same is False and _is_in(found, each))

    precision = len(hits) / (len(hits) + wrong.total())
    recall = len(hits) / (len(hits) + missed.total())
    print(f"held out {is_held_out}: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= 0.99, wrong
    assert recall >= 0.9, missed


def _is_in(found: frozenset[frozenset[str]], label: Label) -> bool:
    return frozenset((label.first, label.second)) in found


def _list_of(key: str) -> str:
    return key.partition(":")[0]
