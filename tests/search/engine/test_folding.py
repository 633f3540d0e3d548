from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.search.engine.folding import (
    bigrams,
    compact,
    digit_runs,
    fold_kana,
    is_kana,
    normalise,
    phone_terms,
)


def test_normalise_when_widths_differ() -> None:
    assert normalise("ＡＢＣ１２３ ﾃﾞｲｻｰﾋﾞｽ") == "abc123 デイサービス"


def test_normalise_when_a_dash_stands_for_the_long_vowel() -> None:
    assert normalise("デイサ‐ビス") == "デイサービス"
    assert normalise("045-123") == "045-123"


@given(st.text(max_size=40))
def test_fold_kana_keeps_the_length_of_any_text(text: str) -> None:
    assert len(fold_kana(text)) == len(text)


def test_compact_when_spaces_and_marks_stand_between() -> None:
    assert compact("ふれあい・いきいき サロン") == "フレアイイキイキサロン"


def test_bigrams_when_text_has_gaps() -> None:
    assert bigrams("体操、歌 会") == ["体操", "歌", "会"]


def test_digit_runs_when_numbers_have_hyphens_and_are_short() -> None:
    assert digit_runs("電話 045-123-4567、3階") == ["0451234567"]


def test_phone_terms_hold_whole_number_and_every_ending_of_four_digits() -> None:
    terms = phone_terms(("０４５-123-4567",))
    assert terms[0] == "0451234567"
    assert terms[-1] == "4567"
    assert len(terms) == 7


@pytest.mark.parametrize(("text", "answer"), [("さろん", True), ("茶会", False), ("", False)])
def test_is_kana_when_asked(text: str, answer: bool) -> None:
    assert is_kana(text) is answer
