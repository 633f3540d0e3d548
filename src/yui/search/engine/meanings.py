"""Finding the thesaurus' words in running text and in questions, longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yui.search.engine.folding import compact, fold_kana, is_kana, normalise
from yui.search.engine.thesaurus import Group, Thesaurus, our_thesaurus
from yui.search.engine.words import Word, WordSplitter, splitter

_END = ""
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー")
_LEADING_PARTICLES = frozenset("はがをのにでともへや")
_SHORT_KANA = 3


@dataclass(frozen=True, slots=True)
class Match:
    """This class will hold one recognised stretch of a text and the groups it stands for."""

    start: int
    end: int
    numbers: tuple[int, ...]


class MeaningFinder:
    """This class will recognise the groups of one thesaurus."""

    def __init__(self, thesaurus: Thesaurus, words: WordSplitter) -> None:
        self.thesaurus = thesaurus
        self.by_number: dict[int, Group] = {group.number: group for group in thesaurus.groups}
        self._written = _collect(thesaurus, lambda group: group.forms)
        self.spoken = self._all_forms(words)
        self._in_texts = _trie_pattern(self._written)
        self._in_questions = _trie_pattern(self.spoken)
        self._by_words = self._word_keys(words)
        self._longest_key = max((len(key) for key in self._by_words), default=0)

    def _all_forms(self, words: WordSplitter) -> dict[str, tuple[int, ...]]:
        """Forms as typed, then readings; a spelling that someone wrote down wins over a reading."""
        typed = _collect(self.thesaurus, lambda g: (*g.forms, *g.kana, *g.asked_as))
        read = _collect(self.thesaurus, lambda g: [words.reading(normalise(f)) for f in g.forms])
        usable = {form: numbers for form, numbers in read.items() if len(form) >= _SHORT_KANA}
        return {**usable, **typed}

    def _word_keys(self, words: WordSplitter) -> dict[tuple[str, ...], tuple[int, ...]]:
        found: dict[tuple[str, ...], tuple[int, ...]] = {}
        for group in self.thesaurus.groups:
            for form in (*group.forms, *group.asked_as):
                key = word_key(words.split(normalise(form)))
                if len(key) > 1:
                    found[key] = tuple(dict.fromkeys((*found.get(key, ()), group.number)))
        return found

    def in_text(self, text: str) -> list[int]:
        """This function will list the groups a normalised text is about, broader ones included.

        A group met twice is listed twice, because frequency counts.
        """
        folded = fold_kana(text)
        found: list[int] = []
        for match in _matches(self._in_texts, text, folded, self._written):
            for number in match.numbers:
                found.extend(self.thesaurus.with_ancestors(number))
        return found

    def in_question(self, text: str) -> list[Match]:
        """This function will list matches in a normalised part of a question, left to right."""
        return list(_matches(self._in_questions, text, fold_kana(text), self.spoken))

    def by_words(self, words: list[Word]) -> list[tuple[int, int, tuple[int, ...]]]:
        """This function will find groups by normalised words, whatever particles stand between.

        Returns (first word, word after the last, groups); longest first, without overlap.
        """
        places = [place for place, word in enumerate(words) if not word.is_particle]
        terms = [_key_part(words[place]) for place in places]
        found = []
        start = 0
        while start < len(places):
            for length in range(min(self._longest_key, len(places) - start), 1, -1):
                numbers = self._by_words.get(tuple(terms[start : start + length]))
                if numbers:
                    found.append((places[start], places[start + length - 1] + 1, numbers))
                    start += length - 1
                    break
            start += 1
        return found


def word_key(words: list[Word]) -> tuple[str, ...]:
    """This function will return the normalised words of a form, particles left out."""
    return tuple(_key_part(word) for word in words if not word.is_particle)


def _key_part(word: Word) -> str:
    return word.terms[0] if word.terms else fold_kana(word.surface)


def _collect(thesaurus: Thesaurus, forms_of: Any) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for group in thesaurus.groups:
        for form in forms_of(group):
            folded = compact(form)
            found[folded] = tuple(dict.fromkeys((*found.get(folded, ()), group.number)))
    return found


def _trie_pattern(forms: dict[str, tuple[int, ...]]) -> re.Pattern[str]:
    trie: dict[str, Any] = {}
    for form in forms:
        node = trie
        for character in form:
            node = node.setdefault(character, {})
        node[_END] = {}
    return re.compile(_trie_source(trie) or r"(?!)")


def _trie_source(node: dict[str, Any]) -> str:
    branches = [re.escape(c) + _trie_source(child) for c, child in node.items() if c != _END]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if _END in node else joined


def _matches(
    pattern: re.Pattern[str], text: str, folded: str, forms: dict[str, tuple[int, ...]]
) -> Iterator[Match]:
    position = 0
    while (met := pattern.search(folded, position)) is not None:
        start, end = met.span()
        if _stands_alone(text, start, end):
            yield Match(start, end, forms[met.group()])
            position = end
        else:
            position = start + 1


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Kana runs have no borders of their own: ヘア「サロン」 is no サロン, 「そうじ」ゃない no 掃除."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if after in _SMALL and after and is_kana(text[end - 1]):
        return False
    if _is_katakana(before) and _is_katakana(text[start]):
        return False
    if _is_katakana(after) and _is_katakana(text[end - 1]):
        return False
    short = end - start <= _SHORT_KANA and is_kana(text[start:end])
    return not short or not _is_hiragana(before) or before in _LEADING_PARTICLES


def _is_katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fc"


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u3096"


@lru_cache(maxsize=1)
def our_meanings() -> MeaningFinder:
    """This function will return the finder of the shipped thesaurus, built once per process."""
    return MeaningFinder(our_thesaurus(), splitter())
