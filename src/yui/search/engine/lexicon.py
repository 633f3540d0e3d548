"""The words the index itself holds: are they known, how are they read, which are close."""

from __future__ import annotations

import tantivy

from yui.search.engine.folding import fold_kana
from yui.search.engine.schema import PAIRS, SHELVES, WORDS, shelf_field

_CLOSE_MAX = 40
_SAME_READING_MAX = 6


class Lexicon:
    """This class will answer questions about words from one searcher's term dictionaries."""

    def __init__(self, searcher: tantivy.Searcher, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._frequency: dict[str, int] = {}

    def frequency(self, term: str) -> int:
        """This function will count the records that hold a term, on all shelves."""
        known = self._frequency.get(term)
        if known is None:
            fields = (shelf_field(WORDS, shelf) for shelf in SHELVES)
            known = sum(self._searcher.doc_freq(field, term) for field in fields)
            self._frequency[term] = known
        return known

    def has_pairs(self, pairs: list[str]) -> bool:
        """This function will say whether one record holds all these character pairs."""
        for shelf in SHELVES:
            field = shelf_field(PAIRS, shelf)
            if not all(self._searcher.doc_freq(field, pair) for pair in pairs):
                continue
            terms = [tantivy.Query.term_query(self._schema, field, pair) for pair in pairs]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms])
            if self._searcher.search(query, 1, count=False).hits:
                return True
        return False

    def names_office(self, folded: str) -> bool:
        """This function will say whether an office outside everyday services has this name."""
        return len(folded) > 1 and self._searcher.doc_freq("office", folded) > 0

    def words_read_as(self, reading: str) -> list[str]:
        """This function will list known words with a katakana reading, frequent ones first."""
        if not self._searcher.doc_freq("reading", reading):
            return []
        query = tantivy.Query.term_query(self._schema, "reading", reading)
        return self._most_frequent(query)[:_SAME_READING_MAX]

    def close_words(self, text: str, *, is_kana: bool) -> list[str]:
        """This function will list known words one slip of the finger away, frequent ones first.

        Kana are compared with readings, everything else with spellings.
        """
        field, wanted = ("reading", fold_kana(text)) if is_kana else ("word", text)
        query = tantivy.Query.fuzzy_term_query(self._schema, field, wanted, distance=1)
        return self._most_frequent(query)

    def _most_frequent(self, query: tantivy.Query) -> list[str]:
        hits = self._searcher.search(query, _CLOSE_MAX, count=False).hits
        words = [str(self._searcher.doc(address).get_first("stored")) for _, address in hits]
        known = [(self.frequency(word), word) for word in set(words)]
        return [word for count, word in sorted(known, reverse=True) if count]
