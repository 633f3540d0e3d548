"""From a `Document` to the row the index keeps, with words, pairs, meanings and columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from yui.search.engine import cells
from yui.search.engine.documents import CONFIRMED, FULL, INSURANCE, PAUSED, STANDINGS, Document
from yui.search.engine.folding import (
    bigrams,
    compact,
    digit_runs,
    is_kana,
    normalise,
    phone_terms,
    to_hiragana,
)
from yui.search.engine.meanings import MeaningFinder, our_meanings
from yui.search.engine.schema import (
    CHOICES,
    COLUMNS,
    FRESH_BITS,
    MAIN,
    PAIRS,
    SEPARATOR,
    SUMMARY_TIMES,
    TITLE_TIMES,
    WORD_KEY,
    WORDS,
    field_term,
    need_term,
    number_term,
    shelf_field,
    shelf_of,
)
from yui.search.engine.words import Word, WordSplitter, own_splitter

# Equal scores must not follow the order of insertion. tantivy multiplies the score by
# log2(2 + nudge), a nudge below nothing counts as nothing: what has room by 2, and so little
# more that it parts ties and changes no real order.
_ROOM = 2.0
_NUDGE_MAX = 0.004
_NEUTRAL_MASK = (1 << FRESH_BITS) - 1
# What is paused keeps half of its score, what is full two thirds: behind what has room, and still
# found by name.
_NUDGES = {CONFIRMED: _ROOM + 2 * _NUDGE_MAX, 0: _ROOM, FULL: 0.6, PAUSED: 0.0}
_CACHE_MAX = 60_000
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False)
_READ_AS = "="
_SOURCES = {
    column: [(source.partition(":")[0], CHOICES[source.partition(":")[2]]) for source in sources]
    for column, sources in COLUMNS.items()
}
_OFFICE_KINDS = (
    *("株式会社", "有限会社", "合同会社", "社会福祉法人", "医療法人"),
    *("通所", "居宅", "センター", "事業所", "ステーション"),
)


class RowEncoder:
    """This class will turn documents into rows."""

    def __init__(self, words: WordSplitter, meanings: MeaningFinder) -> None:
        self._words = words
        self._meanings = meanings
        self._texts: dict[str, tuple[str, str]] = {}
        self._readings: dict[str, str] = {}
        self._met: set[str] = set()
        self._new: dict[str, str] = {}
        kinds = [compact(kind) for kind in _OFFICE_KINDS]
        for group in meanings.thesaurus.groups:
            if INSURANCE in group.sectors:
                kinds += [compact(form) for form in group.forms]
        kinds.sort(key=len, reverse=True)
        self._office_kinds = re.compile("|".join(map(re.escape, kinds)))

    def row(self, document: Document) -> dict[str, Any]:
        """This function will return the row as a dict ready for JSON."""
        values = _facet_values(document)
        return {
            "key": document.key,
            "scope": list(document.visible_to),
            "area": list(document.area_tokens),
            "whole": list(_last_codes(document)),
            "tag": _tags(values),
            "office": self._office_names(document) if document.sector == INSURANCE else [],
            **self._texts_of(document),
            **_orders(document),
            **_columns(values),
            **_places(document),
        }

    def cut(self, document: Document) -> str:
        """This function will cut a document's texts into words: name, brief, other texts, nouns.

        Four lines. It is by far the dearest step, so a rebuild takes lines that are kept. A noun
        read otherwise than when it stands alone is written with its reading: 「玩具=オモチャ」.
        """
        parts = (document.name,), (document.summary, document.how_to_start), long_texts(document)
        cut = [[self._terms(text) for text in texts if text] for texts in parts]
        nouns = dict.fromkeys(each for part in cut for _, found in part for each in found.split())
        return "\n".join((*(" ".join(terms for terms, _ in part) for part in cut), " ".join(nouns)))

    def _texts_of(self, document: Document) -> dict[str, str]:
        shelf = shelf_of(document)
        cut = document.cut or self.cut(document)
        title, brief, rest, nouns = cut.split("\n")
        self._meet(nouns)
        words = [*[title] * TITLE_TIMES, *[brief] * SUMMARY_TIMES, rest, *_signs(document)]
        texts = (document.name, document.kana, document.summary, document.how_to_start)
        pairs = map(_pairs, (*texts, *long_texts(document)))
        return {
            shelf_field(WORDS, shelf): " ".join(words),
            shelf_field(PAIRS, shelf): " ".join(pairs),
        }

    def _terms(self, text: str) -> tuple[str, str]:
        """Repeated strings (names of organisations, places, stock phrases) are cut once."""
        cut = self._texts.get(text)
        if cut is None:
            if len(self._texts) >= _CACHE_MAX:
                self._texts.clear()
            cut = self._texts[text] = self._cut(normalise(text))
        return cut

    def _cut(self, text: str) -> tuple[str, str]:
        words = self._words.split(text)
        terms = [term for word in words for term in word.terms]
        terms += [f"§{number}" for number in self._meanings.in_text(text, words)]
        return " ".join(terms), " ".join(self._noun(word) for word in words if word.is_listed)

    def _noun(self, word: Word) -> str:
        form = word.terms[0]
        return form if self._reading(form) == word.reading else f"{form}{_READ_AS}{word.reading}"

    def _reading(self, form: str) -> str:
        known = self._readings.get(form)
        if known is None:
            known = self._readings[form] = self._words.reading(form)
        return known

    def _office_names(self, document: Document) -> list[str]:
        """The whole name, and the name without its kind: 「さくら苑」 of デイサービスさくら苑."""
        names = [compact(document.name), compact(document.organization)]
        names += [self._office_kinds.sub("", name) for name in names]
        return list(dict.fromkeys(name for name in names if len(name) > 1))

    def _meet(self, nouns: str) -> None:
        """Nouns met for the first time, with their reading: the index keeps a list of them."""
        for noun in nouns.split():
            if noun in self._met:
                continue
            self._met.add(noun)
            form, _, reading = noun.partition(_READ_AS)
            self._new.setdefault(form, reading or self._reading(form))

    def take_new_words(self) -> dict[str, str]:
        """This function will hand over the nouns met for the first time (form → reading)."""
        taken, self._new = self._new, {}
        return taken


def our_encoder() -> RowEncoder:
    """This function will make an encoder with the shipped thesaurus."""
    return RowEncoder(own_splitter(), our_meanings())


def encode_batch(documents: Iterable[Document], encoder: RowEncoder) -> Iterator[str]:
    """This function will yield the rows as JSON, one string a document."""
    for document in documents:
        yield _JSON.encode(encoder.row(document))


def word_row(word: str, reading: str) -> dict[str, Any]:
    """This function will return the row of one known word: it is never a hit, it has no scope."""
    return {
        "key": WORD_KEY + word,
        "word": word,
        "reading": reading if is_kana(reading) else "",
        "stored": word,
    }


def _orders(document: Document) -> dict[str, float]:
    neutral = document.neutral_key & _NEUTRAL_MASK
    place = (STANDINGS.index(document.standing) << FRESH_BITS) | neutral
    return {
        "neutral": place,
        "fresh": (document.confirmed_day << FRESH_BITS) | neutral,
        "nudge": neutral / (_NEUTRAL_MASK + 1) * _NUDGE_MAX + _NUDGES[document.standing],
    }


def long_texts(document: Document) -> list[str]:
    """This function will list what stands behind the brief texts, in pieces that often repeat.

    Sentences and the words of a place are met again far more often than the whole.
    """
    sentences = document.text.replace("。", "。\n").splitlines()
    return [*sentences, document.organization, *document.place.split(" ")]


@lru_cache(maxsize=_CACHE_MAX)
def _pairs(text: str) -> str:
    return " ".join(bigrams(to_hiragana(normalise(text))))


def _signs(document: Document) -> list[str]:
    """Needs, fields and numbers among the words: on the shelf, where no hidden record can match."""
    runs = digit_runs(normalise(document.text))
    numbers = dict.fromkeys([*phone_terms(document.phones), *phone_terms(tuple(runs))])
    return [
        *(need_term(need) for need in document.needs),
        *(field_term(field) for field in document.fields),
        *(number_term(number) for number in numbers),
    ]


def _facet_values(document: Document) -> dict[str, tuple[str, ...]]:
    return {
        "field": document.fields,
        "need": document.needs,
        MAIN: document.mains,
        "kind": document.kinds,
        "purpose": document.purposes,
        "slot": document.slots,
        "fee": (document.fee,),
        "flag": document.flags,
        "sector": (document.sector,),
        **_area_levels(document.areas),
    }


@lru_cache(maxsize=_CACHE_MAX)
def _area_levels(areas: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    levels: dict[str, dict[str, None]] = {"area_1": {}, "area_2": {}, "area_3": {}}
    for path in areas:
        for depth, code in enumerate(path.strip("/").split("/"), 1):
            levels[f"area_{min(depth, 3)}"][code] = None
    return {level: tuple(codes) for level, codes in levels.items()}


def _last_codes(document: Document) -> Iterator[str]:
    """The areas a record belongs to as a whole: it is found in every part of them."""
    for path in document.areas:
        yield path.strip("/").rsplit("/", 1)[-1]


def _tags(values: dict[str, tuple[str, ...]]) -> list[str]:
    return [
        entry
        for facet, some in values.items()
        if some and not facet.startswith("area")
        for entry in _entries(facet, some)
    ]


def _columns(values: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Every column gets a value, an empty one too: tantivy counts full columns faster."""
    return {
        column: SEPARATOR.join(
            filter(None, [_joined(facet, values[facet][choice]) for facet, choice in sources])
        )
        for column, sources in _SOURCES.items()
    }


@lru_cache(maxsize=_CACHE_MAX)
def _entries(facet: str, values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{facet}:{value}" for value in values)


@lru_cache(maxsize=_CACHE_MAX)
def _joined(facet: str, values: tuple[str, ...]) -> str:
    return SEPARATOR.join(_entries(facet, tuple(sorted(set(values)))))


def _places(document: Document) -> dict[str, Any]:
    if not document.points:
        return {}
    places: dict[str, Any] = {
        "cell": cells.terms_of_places(document.points),
        "spot": cells.pack(document.points[0]),
        "places": len(document.points),
    }
    if len(document.points) > 1:
        places["stored"] = json.dumps([cells.pack(point) for point in document.points])
    return places
