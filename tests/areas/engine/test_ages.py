"""Adding up age bands by hand."""

from __future__ import annotations

from yui.areas.engine.ages import Band, people_from


def _five_year(sex: str, *values: int | None) -> list[Band]:
    """Bands of five years from 60, the last one open."""
    starts = range(60, 60 + 5 * len(values), 5)
    last = starts[-1]
    return [
        Band(sex, start, None if start == last else start + 4, value)
        for start, value in zip(starts, values, strict=True)
    ]


def test_published_total_is_taken_when_there_is_one() -> None:
    bands = [Band("t", 65, None, 100), *_five_year("m", 1, 2, 3), *_five_year("f", 1, 2, 3)]
    assert people_from(bands, 65) == 100


def test_bands_of_both_sexes_are_added_when_there_is_no_total() -> None:
    bands = [*_five_year("m", 1, 2, 3, 4), *_five_year("f", 10, 20, 30, 40)]
    assert people_from(bands, 65) == 2 + 3 + 4 + 20 + 30 + 40
    assert people_from(bands, 70) == 3 + 4 + 30 + 40


def test_nobody_is_counted_twice_when_a_whole_stands_beside_its_bands() -> None:
    men = [Band("m", 65, None, 9), *_five_year("m", 1, 2, 3, 4)]
    women = [Band("f", 65, None, 90), *_five_year("f", 10, 20, 30, 40)]
    assert people_from([*men, *women], 65) == 9 + 90


def test_sum_is_unknown_when_one_band_is_suppressed() -> None:
    bands = [*_five_year("m", 1, 2, None, 4), *_five_year("f", 1, 2, 3, 4)]
    assert people_from(bands, 65) is None
    assert people_from(bands, 75) == 4 + 4


def test_sum_is_unknown_when_bands_leave_a_gap_or_begin_elsewhere() -> None:
    assert people_from([Band("t", 65, 69, 1), Band("t", 75, None, 2)], 65) is None
    assert people_from(_five_year("t", 1, 2), 63) is None
    assert people_from([], 65) is None
    assert people_from([Band("t", 65, None, None)], 65) is None
