"""Slips of the finger and kana in place of kanji."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from yui.search.engine.folding import fold_kana, is_kana, normalise, sound_of, to_hiragana
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.meanings import MeaningFinder, our_meanings
from yui.search.engine.words import WordSplitter

# Shorter words have too many neighbours for a guess to be honest.
_HIRAGANA_MIN = 4
_OTHER_MIN = 3
_PIECE_MAX = 10
_LARGE = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")


class FormSpeller:
    """This class will find thesaurus words one slip away: deletions of one sign are compared."""

    def __init__(self, meanings: MeaningFinder) -> None:
        self._forms = meanings.spoken
        self._meanings = meanings
        self._by_deletion: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for form in self._forms:
            if len(form) >= _OTHER_MIN:
                for cut in _cuts(form):
                    self._by_deletion.setdefault(cut, []).append(form)
                if is_kana(form):
                    self._by_sound.setdefault(sound_of(form), []).append(form)

    def as_written(self, folded: str) -> str:
        """This function will spell a folded form as people write it."""
        return self._meanings.as_written(folded)

    def close_forms(self, folded: str) -> list[str]:
        """This function will list forms that sound alike（スマフォ, スマホ）, then at distance 1.

        Distance 1 is one sign more, less, other, or two swapped.
        """
        alike = self._by_sound.get(sound_of(folded), ())
        met: dict[str, None] = {form: None for form in alike if form != folded}
        for cut in _cuts(folded):
            for form in self._by_deletion.get(cut, ()):
                if _is_one_slip(folded, form):
                    met[form] = None
        return list(met)


@lru_cache(maxsize=1)
def our_forms() -> FormSpeller:
    """This function will return the speller of the shipped thesaurus, built once per process."""
    return FormSpeller(our_meanings())


class Speller:
    """This class will propose known words for a stretch of text no record holds."""

    def __init__(self, words: WordSplitter, forms: FormSpeller, lexicon: Lexicon) -> None:
        self._words = words
        self._forms = forms
        self._lexicon = lexicon

    def alike(self, text: str) -> list[str]:
        """This function will list known words that are read exactly like the text."""
        reading = fold_kana(text) if is_kana(text) else self._words.reading(text)
        return self._lexicon.words_read_as(reading) if len(reading) > 1 else []

    def split_reading(self, text: str) -> list[list[str]]:
        """This function will cut kana into known readings that cover all of it, longest first.

        Returns one list of words for each piece, an empty list when it cannot be covered.
        """
        if not is_kana(text):
            return []
        return self._cover(fold_kana(text), {}) or []

    def _cover(self, kana: str, failed: dict[str, None]) -> list[list[str]] | None:
        if not kana:
            return []
        if kana in failed:
            return None
        for length in range(min(len(kana), _PIECE_MAX), 1, -1):
            words = self._lexicon.words_read_as(kana[:length])
            rest = self._cover(kana[length:], failed) if words else None
            if rest is not None:
                return [words, *rest]
        failed[kana] = None
        return None

    def close_form(self, kana: str) -> str:
        """This function will return the thesaurus word one slip away from kana, or ""."""
        close = self._forms.close_forms(fold_kana(kana)) if len(kana) >= _HIRAGANA_MIN else []
        forms = [form for form in close if self._is_slip(kana, form)]
        return min(
            forms, key=lambda form: _enlarged(form) != _enlarged(fold_kana(kana)), default=""
        )

    def corrected(self, text: str) -> str:
        """This function will return the likely meant word, "" when no guess is honest."""
        kana = is_kana(text)
        hiragana = kana and text == to_hiragana(text)
        if len(text) < (_HIRAGANA_MIN if hiragana else _OTHER_MIN):
            return ""
        forms = self._forms.close_forms(fold_kana(text))
        words = self._lexicon.close_words(text, is_kana=kana)
        likely = [each for each in (*forms, *words) if self._is_slip(text, each)]
        if kana:
            # 「きようしつ」 is 教室 with a large よ, not 理容室.
            wanted = _enlarged(fold_kana(text))
            likely.sort(key=lambda word: _enlarged(self._words.reading(word)) != wanted)
        return likely[0] if likely else ""

    def _is_slip(self, text: str, other: str) -> bool:
        """Whether a finger may have slipped: another kanji is another word（胸が痛い, 膝が痛い）.

        Unless it stands beside a second one（看後, 看護）, or both are read alike（狩りたい）.
        """
        if not _is_other_word(fold_kana(text), fold_kana(other)):
            return True
        meant = normalise(self._forms.as_written(other))
        return self._words.reading(text) == self._words.reading(meant)


def _is_other_word(first: str, second: str) -> bool:
    """Whether one sign differs, a kanji in both, that has no kanji beside it."""
    others = [place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b]
    if len(first) != len(second) or len(others) != 1:
        return False
    place = others[0]
    beside = first[max(place - 1, 0) : place] + first[place + 1 : place + 2]
    return _is_kanji(first[place] + second[place]) and not any(map(_is_kanji, beside))


def _is_kanji(text: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in text)


def _enlarged(kana: str) -> str:
    return kana.translate(_LARGE)


def _cuts(text: str) -> Iterator[str]:
    yield text
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]


def _is_one_slip(first: str, second: str) -> bool:
    if abs(len(first) - len(second)) > 1 or first == second:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    swapped = len(a) > 1 and len(b) > 1 and a[0] == b[1] and a[1] == b[0] and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
