"""The words the index itself holds: are they known, how are they read, which are close."""

from __future__ import annotations

from collections.abc import Iterator

import tantivy

from yui.search.engine.documents import EVERYDAY_SECTORS, INSURANCE, PUBLIC
from yui.search.engine.folding import fold_kana
from yui.search.engine.schema import HIDDEN_SHELF, PAIRS, SHELVES, WORDS, shelf_field

_CLOSE_MAX = 40
_SAME_READING_MAX = 6
_PUBLIC_SHELVES = tuple(shelf for shelf in SHELVES if shelf != HIDDEN_SHELF)
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


class Lexicon:
    """This class will answer questions about words from one searcher's term dictionaries.

    It knows only what the asker may see: a word that stands in hidden records alone is as unknown
    as one that stands nowhere, and is never proposed.
    """

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._scopes: tuple[str, ...] = ()
        self._frequency: dict[str, int] = {}
        self._shares: dict[str, float] | None = None

    def seen_by(self, viewer: tuple[str, ...]) -> Lexicon:
        """This function will return the lexicon as the holder of some tokens sees it."""
        scopes = tuple(scope for scope in viewer if scope != PUBLIC)
        if not scopes:
            return self
        mine = Lexicon(self._searcher, self._schema)
        mine._scopes = scopes
        return mine

    def frequency(self, term: str) -> int:
        """This function will count the records with a term; just deleted ones may still count."""
        known = self._frequency.get(term)
        if known is None:
            fields = (shelf_field(WORDS, shelf) for shelf in _PUBLIC_SHELVES)
            known = sum(self._searcher.doc_freq(field, term) for field in fields)
            known = known or int(self._is_held([term], WORDS, (HIDDEN_SHELF,)))
            self._frequency[term] = known
        return known

    def count_in(self, field: str, term: str) -> int:
        """This function will count the records with a term in one field."""
        return int(self._searcher.doc_freq(field, term))

    def share_of(self, shelf: str) -> float:
        """This function will return a shelf's share of all records, 0 to 1."""
        if self._shares is None:
            count = self._searcher.doc_freq
            public = count("scope", PUBLIC)
            daily = sum(count("tag", f"sector:{one}") for one in EVERYDAY_SECTORS)
            insurance = count("tag", f"sector:{INSURANCE}")
            everything = max(self._searcher.num_docs, 1)
            # Hidden records have a sector too; they are few beside the public ones.
            counts = (daily, insurance, public - daily - insurance, everything - public)
            self._shares = {
                shelf: max(count, 0) / everything
                for shelf, count in zip(SHELVES, counts, strict=True)
            }
        return self._shares[shelf]

    def has_pairs(self, pairs: list[str]) -> bool:
        """This function will say whether one record holds all these character pairs."""
        return self._is_held(pairs, PAIRS, SHELVES)

    def _is_held(self, terms: list[str], part: str, shelves: tuple[str, ...]) -> bool:
        """Whether a living record on one of the shelves holds all terms and may be seen."""
        for shelf in shelves:
            field = shelf_field(part, shelf)
            if shelf == HIDDEN_SHELF and not self._scopes:
                continue
            if not all(self._searcher.doc_freq(field, term) for term in terms):
                continue
            wanted = [(_MUST, self._term(field, term)) for term in terms]
            if shelf == HIDDEN_SHELF:
                allowed = [(_SHOULD, self._term("scope", scope)) for scope in self._scopes]
                wanted.append((_MUST, tantivy.Query.boolean_query(allowed)))
            query = tantivy.Query.boolean_query(wanted)
            if self._searcher.search(query, 1, count=False).hits:
                return True
        return False

    def names_office(self, folded: str) -> bool:
        """This function will say whether an insurance office has this name."""
        return len(folded) > 1 and self._searcher.doc_freq("office", folded) > 0

    def words_read_as(self, reading: str) -> list[str]:
        """This function will list known words with a katakana reading, frequent ones first."""
        if not self._searcher.doc_freq("reading", reading):
            return []
        found = self._most_frequent(self._term("reading", reading))
        return [word for _, word in zip(range(_SAME_READING_MAX), found, strict=False)]

    def close_words(self, text: str, *, is_kana: bool) -> list[str]:
        """This function will list known words one slip of the finger away, frequent ones first.

        Kana are compared with readings, everything else with spellings.
        """
        field, wanted = ("reading", fold_kana(text)) if is_kana else ("word", text)
        query = tantivy.Query.fuzzy_term_query(self._schema, field, wanted, distance=1)
        return list(self._most_frequent(query))

    def _most_frequent(self, query: tantivy.Query) -> Iterator[str]:
        hits = self._searcher.search(query, _CLOSE_MAX, count=False).hits
        words = {str(self._searcher.doc(address).get_first("stored")) for _, address in hits}
        for word in sorted(words, key=lambda word: (-self.frequency(word), word)):
            if self._is_held([word], WORDS, SHELVES):
                yield word

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)


class EveryWord(Lexicon):
    """This class will stand in where there is no index: every word counts as known."""

    def __init__(self) -> None:
        self._frequency = {}

    def frequency(self, term: str) -> int:
        """This function will say that the word stands in a record."""
        return 1

    def has_pairs(self, pairs: list[str]) -> bool:
        """This function will say that a record holds the pairs."""
        return True

    def words_read_as(self, reading: str) -> list[str]:
        """This function will propose nothing: there are no readings to compare."""
        return []

    def close_words(self, text: str, *, is_kana: bool) -> list[str]:
        """This function will propose nothing: there are no spellings to compare."""
        return []
