"""Candidates among many: only what shares a number, a name or a place is compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from yui.directory.engine.same.judging import CANDIDATE_SCORE, Judge, Prepared, prepare
from yui.directory.engine.same.values import Pair, Thing

# A number, name or place that more things share tells nothing of any two of them.
MOST_IN_A_BLOCK: Final = 40
_CELLS_PER_DEGREE: Final = 4_000.0  # about 28 m each


def find_pairs(things: Iterable[Thing], *, least: int = CANDIDATE_SCORE) -> list[Pair]:
    """This function will return the pairs that reach `least` points, best first, each once.

    The same things in any order give the same pairs.
    """
    prepared = sorted(map(prepare, things), key=lambda each: each.thing.key)
    judge = Judge(prepared)
    found = []
    for first, second in _compared(prepared):
        pair = judge.judge(prepared[first], prepared[second])
        if pair is not None and pair.score >= least:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, pair.first, pair.second))


def _compared(prepared: Sequence[Prepared]) -> set[tuple[int, int]]:
    """The places of all pairs that share a block."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, each in enumerate(prepared):
        for key in set(block_keys(each)):
            blocks[key].append(place)
    return {
        pair
        for members in blocks.values()
        if len(members) <= MOST_IN_A_BLOCK
        for pair in combinations(members, 2)
    }


def block_keys(each: Prepared) -> Iterator[tuple[str, ...]]:
    """This function will name the blocks a thing stands in; only things of one block are compared.

    Numbers cross the borders of municipalities, names and places do not.
    """
    thing = each.thing
    for phone in thing.phones:
        yield "phone", phone
    for core in {*each.name.cores, *each.kana.cores}:
        if core:
            yield "name", thing.area, core
    if each.place:
        yield "address", *each.place
    if thing.latitude is not None and thing.longitude is not None:
        yield (
            "point",
            str(round(thing.latitude * _CELLS_PER_DEGREE)),
            str(round(thing.longitude * _CELLS_PER_DEGREE)),
        )
