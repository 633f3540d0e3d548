"""Ids are random; only inside a generator of sample data do they repeat."""

from yui.lib.ids import ids_drawn_from, new_id, random_bits


def test_ids_are_random_and_of_version_4():
    drawn = {new_id() for _ in range(100)}
    assert len(drawn) == 100
    assert {each.version for each in drawn} == {4}


def test_ids_drawn_from_a_seed_repeat_and_end_with_the_block():
    with ids_drawn_from(7):
        first = [new_id(), random_bits(40)]
    with ids_drawn_from(7):
        assert [new_id(), random_bits(40)] == first
    with ids_drawn_from(8):
        assert new_id() != first[0]
    assert new_id() != first[0]
