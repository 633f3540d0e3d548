from __future__ import annotations

from dataclasses import replace

from tests.search.engine.builders import document
from yui.search.engine.encoding import our_encoder

TOYS = document("おもちゃの会", summary="体操をします。", text="布の玩具を作ります。")


def test_nouns_are_handed_over_once_with_their_readings() -> None:
    encoder = our_encoder()
    encoder.row(TOYS)

    words = encoder.take_new_words()

    assert words["体操"] == "タイソウ"
    assert words["玩具"] in ("オモチャ", "ガング")
    encoder.row(TOYS)
    assert encoder.take_new_words() == {}


def test_a_row_from_kept_cuts_is_the_row_cut_anew() -> None:
    cutting, kept = our_encoder(), our_encoder()
    cut = cutting.cut(TOYS)

    assert kept.row(replace(TOYS, cut=cut)) == cutting.row(TOYS)
    assert kept.take_new_words() == cutting.take_new_words()


def test_cut_texts_stand_in_four_lines() -> None:
    title, brief, rest, nouns = our_encoder().cut(TOYS).split("\n")

    assert "玩具" in title.split()
    assert "体操" in brief.split()
    assert "布" in rest.split()
    assert "体操" in nouns.split()
