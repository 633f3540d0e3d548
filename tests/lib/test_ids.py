"""Ids rise and cannot be guessed; only inside a generator of sample data do they repeat."""

import time
from uuid import RFC_4122

from yui.lib.ids import ids_drawn_from, new_id, random_bits


def test_ids_are_different_and_of_version_7():
    drawn = {new_id() for _ in range(1000)}
    assert len(drawn) == 1000
    assert {(each.version, each.variant) for each in drawn} == {(7, RFC_4122)}


def test_later_ids_are_greater():
    first = new_id()
    time.sleep(0.002)
    assert new_id() > first


def test_an_id_tells_its_moment_and_nothing_of_the_next_one():
    before_ms = time.time_ns() // 1_000_000
    drawn = [new_id().int for _ in range(1000)]
    assert all(before_ms <= each >> 80 <= before_ms + 5_000 for each in drawn)
    tails = [each & (1 << 62) - 1 for each in drawn]
    assert tails != sorted(tails)
    assert len({tail >> 40 for tail in tails}) > 990


def test_ids_drawn_from_a_seed_repeat_and_end_with_the_block():
    with ids_drawn_from(7):
        first = [new_id(), random_bits(40)]
    with ids_drawn_from(7):
        assert [new_id(), random_bits(40)] == first
    with ids_drawn_from(8):
        assert new_id() != first[0]
    assert new_id() != first[0]


def test_ids_drawn_from_a_seed_rise_too():
    with ids_drawn_from(7):
        drawn = [new_id() for _ in range(50)]
    assert drawn == sorted(drawn)
