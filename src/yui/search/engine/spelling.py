"""Slips of the finger and kana in place of kanji."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from yui.search.engine.folding import (
    enlarged,
    fold_kana,
    is_kana,
    normalise,
    slip_key,
    sound_of,
    to_hiragana,
)
from yui.search.engine.lexicon import Lexicon
from yui.search.engine.meanings import MeaningFinder, our_meanings
from yui.search.engine.words import WordSplitter

# Shorter words have too many neighbours for a guess to be honest.
_HIRAGANA_MIN = 4
_OTHER_MIN = 3
_LATIN_MIN = 5
_PIECE_MAX = 10
_KEY_MIN = 2
_GAP = "＊"
# Kanji that are taken for one another by eye, reviewed by hand.
_LOOKALIKES = "護獲穫 除徐叙 棋碁 送迭 迎仰抑 操燥繰 健建 康庫 洗先 濯躍 講構 師帥 弁弃 齢冷"
_LOOKING = {sign: set(alike) - {sign} for alike in _LOOKALIKES.split() for sign in alike}


class FormSpeller:
    """This class will find thesaurus words one slip away: deletions of one sign are compared."""

    def __init__(self, meanings: MeaningFinder) -> None:
        self._forms = meanings.spoken
        self._meanings = meanings
        self._by_deletion: dict[str, list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        self._by_key: dict[str, list[str]] = {}
        self._by_gap: dict[str, list[str]] = {}
        for form in self._forms:
            for gap in _kanji_gaps(form):
                self._by_gap.setdefault(gap, []).append(form)
            if len(form) >= _OTHER_MIN:
                for cut in _cuts(form):
                    self._by_deletion.setdefault(cut, []).append(form)
                if is_kana(form):
                    self._by_sound.setdefault(sound_of(form), []).append(form)
                    self._by_key.setdefault(slip_key(form), []).append(form)

    def as_written(self, folded: str) -> str:
        """This function will spell a folded form as people write it."""
        return self._meanings.as_written(folded)

    def is_form(self, folded: str) -> bool:
        """This function will say whether the thesaurus knows a folded text as it stands."""
        return folded in self._forms

    def forms_like(self, folded: str) -> list[str]:
        """This function will list kana forms that differ only in what a kana pad gets wrong."""
        key = slip_key(folded)
        return self._by_key.get(key, []) if len(key) >= _KEY_MIN else []

    def forms_read_as(self, reading: str) -> list[str]:
        """This function will list forms of three signs and more that are read just so."""
        return [form for form in self._by_sound.get(sound_of(reading), ()) if form == reading]

    def forms_but_one_kanji(self, folded: str) -> Iterator[tuple[str, str, str]]:
        """This function will yield forms in which one kanji is another: form, typed, meant."""
        for gap in _kanji_gaps(folded):
            place = gap.index(_GAP)
            for form in self._by_gap.get(gap, ()):
                if form[place] != folded[place]:
                    yield form, folded[place], form[place]

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

    def is_known(self, text: str) -> bool:
        """This function will say whether the thesaurus knows the text as it stands."""
        return self._forms.is_form(fold_kana(text))

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

    def sounding_like(self, kana: str) -> str:
        """This function will return the thesaurus word a kana pad made this of, or ""."""
        typed = fold_kana(kana)
        forms = self._forms.forms_like(typed) if len(typed) >= _OTHER_MIN else []
        return min(forms, key=lambda form: _distance(typed, form), default="")

    def miswritten(self, text: str) -> str:
        """This function will return the thesaurus word with one kanji changed, or "".

        The two kanji share a reading（散保, 散歩）or look alike（介獲, 介護）.
        """
        for form, typed, meant in self._forms.forms_but_one_kanji(fold_kana(text)):
            shared = self._words.sign_readings(typed) & self._words.sign_readings(meant)
            if shared or meant in _LOOKING.get(typed, ()):
                return form
        return ""

    def sounding_the_same(self, text: str) -> str:
        """This function will return the thesaurus word that is read like the text, or ""."""
        return next(iter(self._forms.forms_read_as(self._words.reading(text))), "")

    def close_form(self, kana: str) -> str:
        """This function will return the thesaurus word one slip away from kana, or ""."""
        close = self._forms.close_forms(fold_kana(kana)) if len(kana) >= _HIRAGANA_MIN else []
        forms = [form for form in close if self._is_slip(kana, form)]
        return min(forms, key=lambda form: enlarged(form) != enlarged(fold_kana(kana)), default="")

    def corrected(self, text: str) -> str:
        """This function will return the likely meant word, "" when no guess is honest."""
        kana = is_kana(text)
        hiragana = kana and text == to_hiragana(text)
        least = _HIRAGANA_MIN if hiragana else _LATIN_MIN if text.isascii() else _OTHER_MIN
        if len(text) < least:
            return ""
        forms = self._forms.close_forms(fold_kana(text))
        words = self._lexicon.close_words(text, is_kana=kana)
        likely = [each for each in (*forms, *words) if self._is_slip(text, each)]
        if kana:
            # 「きようしつ」 is 教室 with a large よ, not 理容室.
            wanted = enlarged(fold_kana(text))
            likely.sort(key=lambda word: enlarged(self._words.reading(word)) != wanted)
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


def _kanji_gaps(text: str) -> Iterator[str]:
    """The text with one kanji left open, each in turn; a single sign says too little."""
    for place, sign in enumerate(text if len(text) > 1 else ""):
        if _is_kanji(sign):
            yield text[:place] + _GAP + text[place + 1 :]


def _distance(typed: str, form: str) -> tuple[bool, bool, int]:
    """The nearest of forms with one key: first where only large and small signs differ."""
    typed, form = enlarged(typed), enlarged(form)
    return typed != form, sound_of(typed) != sound_of(form), abs(len(typed) - len(form))


def _is_kanji(text: str) -> bool:
    return all("\u4e00" <= sign <= "\u9fff" for sign in text)


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
