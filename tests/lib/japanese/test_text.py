from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yui.lib.japanese import TextRefused, clean_line, clean_text, fold, hiragana, katakana, yen
from yui.lib.japanese.text import _reason_against


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("龍ヶ崎市", "竜ケ崎市"),
        ("髙﨑", "高崎"),
        ("邉", "辺"),
        ("邊", "辺"),
        ("𠮷野", "吉野"),
        ("德島", "徳嶋"),
        ("サロン", "さろん"),
        ("ｻﾛﾝ", "サロン"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("か\u3099いど", "ガイド"),
        ("ＡＢＣ", "abc"),
        ("デイ・サービス", "デイサービス"),
        ("コーヒー", "コ－ヒ－"),
        ("1丁目2-3", "１丁目２－３"),
        ("買い物 支援", "買い物　支援"),
        ("葛\U000e0100城", "葛城"),
        ("関ヶ原", "関が原".replace("が", "ケ")),
        ("㈱ゆい", "(株)ゆい"),
    ],
)
def test_fold_is_equal_for_spellings_of_the_same_words(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("斎藤", "斉藤"),
        ("大阪", "大坂"),
        ("はは", "ぱぱ"),
        ("びょういん", "びよういん"),
        ("1", "2"),
    ],
)
def test_fold_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_fold_changes_nothing_the_second_time(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_fold_is_the_same_for_both_kana(text: str) -> None:
    assert fold(text) == fold(katakana(text))
    assert hiragana(katakana(text)) == text


def test_kana_widen_and_join_half_width_letters() -> None:
    assert katakana("ﾃﾞｲｻｰﾋﾞｽ") == "デイサービス"
    assert hiragana("ﾃﾞｲｻｰﾋﾞｽ") == "でいさーびす"
    assert hiragana("ヴ・ABC漢字") == "ゔ・ABC漢字"


@pytest.mark.parametrize(
    ("letter", "reason"),
    [
        ("\x00", "制御文字"),
        ("\x1b", "制御文字"),
        ("\x7f", "制御文字"),
        ("\u202e", "目に見えない文字"),
        ("\u2066", "目に見えない文字"),
        ("\u200b", "目に見えない文字"),
        ("\ufeff", "目に見えない文字"),
        ("\U000e0041", "目に見えない文字"),
        ("\ud800", "壊れた文字"),
        ("\ue000", "外字"),
        ("\ufffd", "失われた文字"),
        ("\uffff", "文字として決められていない番号"),
    ],
)
def test_clean_text_refuses_hidden_and_broken_letters(letter: str, reason: str) -> None:
    with pytest.raises(TextRefused, match=f"3文字目に、使えない文字（{reason}、U\\+"):
        clean_text(f"あい{letter}う")


@given(st.characters())
def test_clean_text_judges_a_letter_alike_alone_and_among_hidden_ones(letter: str) -> None:
    """The quick look and the look at each letter must agree: a hidden one forces the second."""
    reason = _reason_against(letter if letter not in "\r\x85\u2028\u2029" else "\n")
    if reason:
        with pytest.raises(TextRefused, match=reason):
            clean_text(letter)
    else:
        clean_text(letter)


def test_clean_text_keeps_lines_tabs_and_old_kanji() -> None:
    assert clean_text("髙﨑德塚邉𠮷\r\n\t①㈱～∥￠\rか\u3099") == "髙﨑德塚邉𠮷\n\t①㈱～∥￠\nが"


def test_clean_text_keeps_variation_selectors_of_names() -> None:
    assert clean_text("葛\U000e0100城") == "葛\U000e0100城"


@given(st.text())
def test_clean_text_changes_nothing_the_second_time(text: str) -> None:
    try:
        cleaned = clean_text(text)
    except TextRefused:
        return
    assert clean_text(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


def test_clean_line_leaves_one_line_without_edges() -> None:
    assert clean_line(" ふれあい　サロン\r\nゆい ") == "ふれあい サロン ゆい"


@pytest.mark.parametrize(
    ("amount_yen", "text"),
    [(0, "0円"), (1500, "1,500円"), (184_000_000, "184,000,000円"), (-200, "マイナス200円")],
)
def test_yen_groups_thousands(amount_yen: int, text: str) -> None:
    assert yen(amount_yen) == text
