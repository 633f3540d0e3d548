"""Japanese words in their normalised forms, from SudachiPy with the core dictionary."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from yui.search.engine.dictionary import open_dictionary
from yui.search.engine.folding import fold_kana, is_kana, normalise

_SKIPPED = frozenset({"助詞", "助動詞", "補助記号", "空白", "記号"})
_PARTICLE = "助詞"
_ACTIONS = frozenset({"動詞", "形容詞"})
# Verbs and adjectives that carry no subject of their own: 「教えてほしい」「してくれる人がいる」.
_EMPTY_WORDS = """
    為る 有る 居る 成る 出来る 呉れる 貰う 下さる 頂く 仕舞う 欲しい 様
    事 物 為 時 所 方 此れ 其れ 何れ 何処 何 良い
    御 ご さん 的 等 教える 探す 知る 言う 因る 付く 関する
    遣る 私 自分 又 或いは そう どう こう よう どこ ここ そこ
    なに いつ
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# 85 characters a sentence on average; Sudachi refuses more than 49,149 bytes at once.
_TEXT_MAX = 12_000
_CACHE_MAX = 400_000
_LISTED_MAX = 16


@dataclass(frozen=True, slots=True)
class Word:
    """This class will hold one meaningful word of a text.

    `terms` are what the index keeps: the normalised form (mode C) first, then the normalised
    parts (mode A) where the word is a compound. `reading` is in katakana. `is_listed` words (nouns)
    stand in the index's lexicon, so that kana and slips find them. `is_action` are verbs and
    adjectives. `is_guessed` words are unknown to the dictionary.
    """

    surface: str
    terms: tuple[str, ...]
    reading: str
    is_listed: bool
    is_particle: bool = False
    is_skipped: bool = False
    is_action: bool = False
    is_guessed: bool = False


class WordSplitter:
    """This class will split text into words; one per thread, because Sudachi's is not shared."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._whole: Tokenizer = dictionary.tokenizer(mode=SplitMode.C)
        self._known: dict[tuple[str, int], Word] = {}

    def split(self, text: str) -> list[Word]:
        """This function will list all words of normalised text, particles and marks included."""
        known = self._known
        found: list[Word] = []
        for piece in _pieces(text):
            for morpheme in self._whole.tokenize(piece):
                key = (morpheme.surface(), morpheme.word_id())
                word = known.get(key)
                if word is None:
                    word = self._remember(key, morpheme)
                found.append(word)
        return found

    def _remember(self, key: tuple[str, int], morpheme: Morpheme) -> Word:
        if len(self._known) >= _CACHE_MAX:
            self._known.clear()
        word = self._known[key] = _word_of(morpheme)
        return word

    def reading(self, text: str) -> str:
        """This function will return the katakana reading of normalised text."""
        return "".join(word.reading for word in self.split(text))

    def sign_readings(self, sign: str) -> frozenset[str]:
        """This function will return every katakana reading of one kanji, empty where unknown."""
        return frozenset(each.reading_form() for each in self._dictionary.lookup(sign))


def _pieces(text: str) -> Iterator[str]:
    if len(text) <= _TEXT_MAX:
        yield text
        return
    for start in range(0, len(text), _TEXT_MAX):
        yield text[start : start + _TEXT_MAX]


def _word_of(morpheme: Morpheme) -> Word:
    surface = morpheme.surface()
    part = morpheme.part_of_speech()
    whole = _term(morpheme)
    skipped = part[0] in _SKIPPED or whole in _EMPTY or not whole
    terms: tuple[str, ...] = ()
    if not skipped:
        parts = (_term(piece) for piece in morpheme.split(SplitMode.A))
        kept = (part for part in (whole, *parts) if part not in _EMPTY)
        # The dictionary leaves ごみ and ゴミ apart: words of kana only are kept as katakana.
        terms = tuple(dict.fromkeys(fold_kana(p) if is_kana(p) else p for p in kept))
    return Word(
        surface=surface,
        terms=terms,
        reading=fold_kana(morpheme.reading_form() or surface),
        is_listed=part[0] == "名詞"
        and part[1] != "数詞"
        and 2 <= len(whole) <= _LISTED_MAX
        and not skipped,
        is_particle=part[0] == _PARTICLE,
        is_skipped=skipped,
        is_action=part[0] in _ACTIONS,
        is_guessed=morpheme.is_oov(),
    )


def _term(morpheme: Morpheme) -> str:
    return normalise(morpheme.normalized_form()).replace(" ", "").strip()


_local = threading.local()
_dictionary: Dictionary | None = None
_dictionary_lock = threading.Lock()


def splitter() -> WordSplitter:
    """This function will return this thread's splitter."""
    mine: WordSplitter | None = getattr(_local, "splitter", None)
    if mine is None:
        mine = _local.splitter = own_splitter()
    return mine


def own_splitter() -> WordSplitter:
    """This function will make a splitter that has met no word yet; the dictionary is shared."""
    global _dictionary
    with _dictionary_lock:
        if _dictionary is None:
            _dictionary = open_dictionary()
    return WordSplitter(_dictionary)


def dictionary_version() -> str:
    """This function will name the dictionary, because another one splits words differently."""
    return f"{metadata.version('SudachiPy')}/{metadata.version('SudachiDict-core')}"
