"""Slips that change nothing are found; branches, neighbours and namesakes are left alone."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.directory.engine.same.generated import cases
from yui.directory.engine.same import find_pairs


@pytest.mark.parametrize("seed", [3, 20261123])
def test_precision_and_recall_on_generated_pairs(seed: int) -> None:
    drawn = list(cases(seed, 2_000))
    things = [thing for case in drawn for thing in (case.first, case.second)]
    found = {(pair.first, pair.second) for pair in find_pairs(things)}

    meant = {(case.first.key, case.second.key): case for case in drawn}
    hits = [case for key, case in meant.items() if case.same and key in found]
    missed = Counter(case.how for key, case in meant.items() if case.same and key not in found)
    wrong = Counter(case.how for key, case in meant.items() if not case.same and key in found)
    beyond = found - meant.keys()

    precision = len(hits) / len(found)
    recall = len(hits) / (len(hits) + missed.total())
    print(f"generated, seed {seed}: precision {precision:.4f}, recall {recall:.4f}")
    assert precision >= 0.99, (wrong, sorted(beyond)[:5])
    assert recall >= 0.9, missed
