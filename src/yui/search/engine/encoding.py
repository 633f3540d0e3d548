"""From a `Document` to the row the index keeps, with words, pairs, meanings and columns."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from yui.search.engine import cells
from yui.search.engine.documents import INSURANCE, Document
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
    PAIRS,
    SEPARATOR,
    WORD_KEY,
    WORDS,
    field_term,
    need_term,
    number_term,
    shelf_field,
    shelf_of,
)
from yui.search.engine.words import WordSplitter, own_splitter

# Equal scores must not follow the order of insertion. tantivy multiplies the score by
# log2(2 + nudge): a nudge below 0.001 parts ties and changes no real order.
_NUDGE_MAX = 0.001
_NEUTRAL_MASK = (1 << FRESH_BITS) - 1
# A word in the name counts as often in the text (as in BM25F): one list to read instead of two.
# Summary and how to start stand between the name and the description.
TITLE_TIMES, SUMMARY_TIMES = 6, 2
_CACHE_MAX = 60_000
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
        kinds = [compact(kind) for kind in _OFFICE_KINDS]
        for group in meanings.thesaurus.groups:
            if INSURANCE in group.sectors:
                kinds += [compact(form) for form in group.forms]
        kinds.sort(key=len, reverse=True)
        self._office_kinds = re.compile("|".join(map(re.escape, kinds)))

    def row(self, document: Document) -> dict[str, Any]:
        """This function will return the row as a dict ready for JSON."""
        return {
            "key": document.key,
            "scope": list(document.visible_to),
            "area": list(document.area_tokens),
            "whole": list(_last_codes(document)),
            "tag": _tags(document),
            "office": self._office_names(document) if document.sector == INSURANCE else [],
            **self._texts_of(document),
            **_orders(document),
            **_columns(document),
            **_places(document),
        }

    def _texts_of(self, document: Document) -> dict[str, str]:
        shelf = shelf_of(document)
        title, title_pairs = self._terms(document.name)
        brief = [self._terms(text) for text in (document.summary, document.how_to_start)]
        rest = [self._terms(text) for text in _other_texts(document)]
        kana = " ".join(bigrams(to_hiragana(normalise(document.kana))))
        words = [title] * TITLE_TIMES + [terms for terms, _ in brief] * SUMMARY_TIMES
        words += [terms for terms, _ in rest] + _signs(document)
        rest += brief
        return {
            shelf_field(WORDS, shelf): " ".join(words),
            shelf_field(PAIRS, shelf): " ".join([title_pairs, kana, *(pairs for _, pairs in rest)]),
        }

    def _terms(self, text: str) -> tuple[str, str]:
        """Repeated strings (names of organisations, places, stock phrases) are cut once."""
        if not text:
            return "", ""
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
        return " ".join(terms), " ".join(bigrams(to_hiragana(text)))

    def _office_names(self, document: Document) -> list[str]:
        """The whole name, and the name without its kind: 「さくら苑」 of デイサービスさくら苑."""
        names = [compact(document.name), compact(document.organization)]
        names += [self._office_kinds.sub("", name) for name in names]
        return list(dict.fromkeys(name for name in names if len(name) > 1))

    def take_new_words(self) -> dict[str, str]:
        """This function will hand over the words met for the first time (form → reading)."""
        return self._words.take_new_words()


def our_encoder() -> RowEncoder:
    """This function will make an encoder with the shipped thesaurus."""
    return RowEncoder(own_splitter(), our_meanings())


def encode_batch(documents: Iterable[Document], encoder: RowEncoder) -> Iterator[str]:
    """This function will yield the rows as JSON, one string a document."""
    for document in documents:
        yield json.dumps(encoder.row(document), ensure_ascii=False)


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
    return {
        "neutral": neutral,
        "fresh": (document.confirmed_day << FRESH_BITS) | neutral,
        "nudge": neutral / (_NEUTRAL_MASK + 1) * _NUDGE_MAX,
    }


def _other_texts(document: Document) -> Iterator[str]:
    # Sentences of descriptions repeat across services far more often than whole descriptions.
    yield from document.text.replace("。", "。\n").splitlines()
    yield document.organization
    yield document.place


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
        "kind": document.kinds,
        "purpose": document.purposes,
        "slot": document.slots,
        "fee": (document.fee,),
        "flag": document.flags,
        "sector": (document.sector,),
        **_area_levels(document),
    }


def _area_levels(document: Document) -> dict[str, tuple[str, ...]]:
    levels: dict[str, dict[str, None]] = {"area_1": {}, "area_2": {}, "area_3": {}}
    for path in document.areas:
        for depth, code in enumerate(path.strip("/").split("/"), 1):
            levels[f"area_{min(depth, 3)}"][code] = None
    return {level: tuple(codes) for level, codes in levels.items()}


def _last_codes(document: Document) -> Iterator[str]:
    """The areas a record belongs to as a whole: it is found in every part of them."""
    for path in document.areas:
        yield path.strip("/").rsplit("/", 1)[-1]


def _tags(document: Document) -> list[str]:
    values = _facet_values(document)
    return [
        f"{facet}:{value}"
        for facet, some in values.items()
        if not facet.startswith("area")
        for value in some
    ]


def _columns(document: Document) -> dict[str, str]:
    """Every column gets a value, an empty one too: tantivy counts full columns faster."""
    values = _facet_values(document)
    columns = {}
    for column, sources in _SOURCES.items():
        entries: list[str] = []
        for facet, choice in sources:
            some = values[facet][choice]
            entries += [f"{facet}:{value}" for value in (sorted(set(some)) if some[1:] else some)]
        columns[column] = SEPARATOR.join(entries)
    return columns


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
