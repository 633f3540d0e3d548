"""Finding the thesaurus' words in running text and in questions, longest match first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yui.search.engine.folding import compact, fold_kana, is_kana, normalise
from yui.search.engine.thesaurus import Group, Thesaurus, our_thesaurus
from yui.search.engine.words import Word, WordSplitter, splitter

_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮー")
_LEADING_PARTICLES = frozenset("はがをのにでともへや")
_SHORT_KANA = 3
_BETWEEN_MAX = 2
_SIGNS = 2


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
        self.index_terms = {group.term: group.index_term for group in thesaurus.groups}
        self.weak_words = thesaurus.weak_words
        self._written = _Forms(_collect(thesaurus, lambda group: group.forms))
        self.spoken = self._all_forms(words)
        self.named = self._named(words)
        self._spoken = _Forms(self.spoken)
        self._as_written = self._written_forms(words)
        self._short = self._short_readings(words)
        self._sounding = {
            words.reading(normalise(form)): form
            for group in thesaurus.groups
            for form in group.forms
            if len(form) == _SIGNS
        }
        self._one_word = self._one_word_forms(words)
        self._by_words = self._word_keys(words, lambda group: (*group.forms, *group.asked_as))
        self._name_keys = frozenset(self._word_keys(words, lambda group: group.forms))
        self._asked_by_first = self._asked_keys(words)
        self._longest_key = max((len(key) for key in self._by_words), default=0)

    def _all_forms(self, words: WordSplitter) -> dict[str, tuple[int, ...]]:
        """Forms as typed, then readings; a spelling that someone wrote down wins over a reading."""
        typed = _collect(self.thesaurus, lambda g: (*g.forms, *g.kana, *g.asked_as))
        read = _collect(
            self.thesaurus,
            lambda g: [words.reading(normalise(f)) for f in (*g.forms, *g.asked_as)],
        )
        usable = {form: numbers for form, numbers in read.items() if len(form) >= _SHORT_KANA}
        return {**usable, **typed}

    def _written_forms(self, words: WordSplitter) -> dict[str, str]:
        """Folded forms and readings, each with the spelling people read（膝ガ痛イ: 膝が痛い）."""
        found: dict[str, str] = {}
        for group in self.thesaurus.groups:
            for form in (*group.forms, *group.asked_as):
                for folded in (compact(form), fold_kana(normalise(form))):
                    found.setdefault(folded, form)
        for group in self.thesaurus.groups:
            for form in (*group.forms, *group.asked_as):
                found.setdefault(words.reading(normalise(form)), form)
        for group in self.thesaurus.groups:
            for form in group.kana:
                found.setdefault(fold_kana(normalise(form)), group.term)
        return found

    def as_written(self, folded: str) -> str:
        """This function will spell a folded form as people write it; other words stay."""
        return self._as_written.get(fold_kana(folded), folded)

    def _short_readings(self, words: WordSplitter) -> dict[str, tuple[int, ...]]:
        """Readings of two signs（いご）: only for questions that are nothing else."""
        read = _collect(self.thesaurus, lambda g: [words.reading(normalise(f)) for f in g.forms])
        return {form: numbers for form, numbers in read.items() if len(form) == _SHORT_KANA - 1}

    def _named(self, words: WordSplitter) -> frozenset[str]:
        """Spellings and readings that name a thing, as against asking for it in other words."""
        named = _collect(self.thesaurus, lambda g: (*g.forms, *g.kana))
        read = _collect(self.thesaurus, lambda g: [words.reading(normalise(f)) for f in g.forms])
        return frozenset(named) | frozenset(read)

    def _one_word_forms(self, words: WordSplitter) -> dict[str, str]:
        """Single words and the meaning they stand for, where it is only one."""
        found: dict[str, set[str]] = {}
        for group in self.thesaurus.groups:
            for form in group.forms:
                key = word_key(words.split(normalise(form)))
                if len(key) == 1:
                    found.setdefault(key[0], set()).add(group.index_term)
        return {word: min(terms) for word, terms in found.items() if len(terms) == 1}

    def is_named(self, typed: str, words: list[Word]) -> bool:
        """This function will say whether a recognised wording names a thing, in any spelling."""
        return fold_kana(typed) in self.named or self._canonical(word_key(words)) in self._name_keys

    def name_read_as(self, reading: str) -> str:
        """This function will return the name of two signs that is read so in katakana, or ""."""
        return self._sounding.get(reading, "")

    def meaning_of(self, word: Word) -> str:
        """This function will return the index term a single word stands for, or ""."""
        return self._one_word.get(_key_part(word), "")

    def _canonical(self, key: Iterable[str]) -> tuple[str, ...]:
        """「病院の送り迎え」 is 「病院の送迎」 in other words: 送り迎え means 送迎."""
        return tuple(self._one_word.get(part, part) for part in key)

    def _word_keys(
        self, words: WordSplitter, forms_of: Callable[[Group], Iterable[str]]
    ) -> dict[tuple[str, ...], tuple[int, ...]]:
        found: dict[tuple[str, ...], tuple[int, ...]] = {}
        for group in self.thesaurus.groups:
            for form in forms_of(group):
                key = self._canonical(word_key(words.split(normalise(form))))
                if len(key) > 1:
                    found[key] = tuple(dict.fromkeys((*found.get(key, ()), group.number)))
        return found

    def _asked_keys(
        self, words: WordSplitter
    ) -> dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]]:
        found: dict[str, list[tuple[tuple[str, ...], tuple[int, ...]]]] = {}
        for group in self.thesaurus.groups:
            for form in group.asked_as:
                split = words.split(normalise(form))
                key = tuple(word.terms[0] for word in split if word.terms)
                if len(key) > 1:
                    found.setdefault(key[0], []).append((key, (group.number,)))
        return found

    def in_text(self, text: str, words: list[Word]) -> list[int]:
        """This function will list the groups a normalised text is about, broader ones included.

        `words` are the words of the text. A group met twice is listed twice, because frequency
        counts.
        """
        found: list[int] = []
        for number in self.named_in(text, words):
            found.extend(self.thesaurus.with_ancestors(number))
        return found

    def named_in(self, text: str, words: list[Word]) -> list[int]:
        """This function will list the groups whose words stand in a normalised name."""
        matches = self._written.matches(text, _word_starts(words))
        return [number for match in matches for number in match.numbers]

    def in_question(self, text: str) -> list[Match]:
        """This function will list matches in a normalised part of a question, left to right."""
        if numbers := self._short.get(fold_kana(text), ()):
            return [Match(0, len(text), numbers)]
        return list(self._spoken.matches(text, range(len(text))))

    def by_words(self, words: list[Word]) -> list[tuple[int, int, tuple[int, ...]]]:
        """This function will find groups by normalised words, whatever particles stand between.

        Returns (first word, word after the last, groups); longest first, without overlap.
        """
        places = [place for place, word in enumerate(words) if not word.is_particle]
        terms = self._canonical(_key_part(words[place]) for place in places)
        found = []
        start = 0
        while start < len(places):
            for length in range(min(self._longest_key, len(places) - start), 1, -1):
                numbers = self._by_words.get(terms[start : start + length])
                if numbers:
                    found.append((places[start], places[start + length - 1] + 1, numbers))
                    start += length - 1
                    break
            start += 1
        return found

    def loosely(self, words: list[Word]) -> list[tuple[int, int, tuple[int, ...]]]:
        """This function will find everyday wordings with other words in between.

        「病院へ一人で行く足がもうない」 is 「病院に行く足がない」: the meaningful words stand
        in the same order, at most two others among them. Returns as `by_words`; may overlap.
        """
        places = [place for place, word in enumerate(words) if word.terms]
        terms = [words[place].terms[0] for place in places]
        found = []
        for start, first in enumerate(terms):
            for key, numbers in self._asked_by_first.get(first, ()):
                end = _in_order(key, terms, start)
                if end:
                    found.append((places[start], places[end - 1] + 1, numbers))
        return found


def _in_order(key: tuple[str, ...], terms: list[str], start: int) -> int:
    """The place after the last word of the key, 0 where it does not stand there."""
    place = start
    for wanted in key:
        while place < len(terms) and terms[place] != wanted:
            place += 1
        if place == len(terms) or place + 1 - start > len(key) + _BETWEEN_MAX:
            return 0
        place += 1
    return place


def _word_starts(words: list[Word]) -> Iterator[int]:
    """Where words begin; every sign inside a compound, whose parts are words as well."""
    place = 0
    for word in words:
        length = len(word.surface)
        if len(word.terms) > 1:
            yield from range(place, place + length)
        else:
            yield place
        place += length


def word_key(words: list[Word]) -> tuple[str, ...]:
    """This function will return the normalised words of a form, particles left out."""
    return tuple(_key_part(word) for word in words if not word.is_particle)


def _key_part(word: Word) -> str:
    return word.terms[0] if word.terms else fold_kana(word.surface)


def _collect(thesaurus: Thesaurus, forms_of: Any) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for group in thesaurus.groups:
        for form in forms_of(group):
            for folded in dict.fromkeys((compact(form), fold_kana(normalise(form)))):
                found[folded] = tuple(dict.fromkeys((*found.get(folded, ()), group.number)))
    return found


class _Forms:
    """Folded forms by their first two signs, long ones first: one dict look per position.

    (A regular expression over three thousand forms was four times slower.)
    """

    def __init__(self, numbers: dict[str, tuple[int, ...]]) -> None:
        self.numbers = numbers
        self._by_start: dict[str, list[str]] = {}
        for form in sorted(numbers, key=len, reverse=True):
            self._by_start.setdefault(form[:2], []).append(form)
        self._single = frozenset(form for form in numbers if len(form) == 1)

    def matches(self, text: str, starts: Iterable[int]) -> Iterator[Match]:
        """This function will yield the matches that begin at one of the ascending `starts`.

        The longest form wins, matches do not overlap, the text is normalised.
        """
        folded = fold_kana(text)
        by_start = self._by_start
        single = self._single if not self._single.isdisjoint(folded) else frozenset()
        free_from = 0
        for start in starts:
            if start < free_from:
                continue
            forms = by_start.get(folded[start : start + 2], ())
            if folded[start] in single:
                forms = [*forms, folded[start]]
            for form in forms:
                end = start + len(form)
                if folded.startswith(form, start) and _stands_alone(text, start, end):
                    yield Match(start, end, self.numbers[form])
                    free_from = end
                    break


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Kana runs show no borders: ヘア「サロン」 is no サロン, 「そうじ」ゃない no 掃除.

    A word of one kanji（犬, 畑）must not be a piece of a longer one.
    """
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if end - start == 1 and (_is_kanji(before) or _is_kanji(after)):
        return False
    if after in _SMALL and after and is_kana(text[end - 1]):
        return False
    if _is_katakana(before) and _is_katakana(text[start]):
        return False
    if _is_katakana(after) and _is_katakana(text[end - 1]):
        return False
    short = end - start <= _SHORT_KANA and is_kana(text[start:end]) and _is_hiragana(text[start])
    return not short or not _is_hiragana(before) or before in _LEADING_PARTICLES


def _is_katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fc"


def _is_kanji(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or character == "々"


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u3096"


@lru_cache(maxsize=1)
def our_meanings() -> MeaningFinder:
    """This function will return the finder of the shipped thesaurus, built once per process."""
    return MeaningFinder(our_thesaurus(), splitter())
