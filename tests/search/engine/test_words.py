from __future__ import annotations

from yui.search.engine.words import splitter


def terms(text: str) -> list[str]:
    return [term for word in splitter().split(text) for term in word.terms]


def test_split_when_spellings_differ_gives_the_same_terms() -> None:
    assert terms("買物") == terms("買い物") == terms("買いもの")
    assert terms("ごみ") == terms("ゴミ")
    assert terms("付添い") == terms("付き添い")


def test_split_when_a_compound_is_met_adds_its_parts() -> None:
    assert terms("居場所") == ["居場所", "居", "場所"]


def test_split_when_words_say_nothing_leaves_them_out() -> None:
    assert terms("教えてほしいのですが") == []


def test_split_when_text_is_longer_than_sudachi_allows() -> None:
    words = splitter().split("体操" * 20_000)
    assert sum(len(word.surface) for word in words) == 40_000
