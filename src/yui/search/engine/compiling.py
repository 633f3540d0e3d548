"""From the parts of a question to tantivy queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import tantivy

from yui.search.engine.lexicon import Lexicon
from yui.search.engine.schema import (
    PAIRS,
    TITLE_TIMES,
    WORDS,
    field_term,
    index_schema,
    need_term,
    number_term,
    shelf_field,
)
from yui.search.engine.understanding import Part, Question

TQuery = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
# tantivy's BM25.
_K1, _B = 1.2, 0.75
_SMALLEST_SHARE = 1e-5
# Nearly everything stands on one shelf: a difference of a few hundredths orders nothing.
_LEVEL_FROM = 1.1
# A word this frequent is found well enough without its character pairs, and they would cost.
_PAIRS_BELOW = 2_000
# What only orders must be rarer than this: reading long lists of needs, fields and character
# pairs beside the hits would cost more milliseconds than it brings.
_BONUS_BELOW = 20_000
_FAR_NEEDS = frozenset({need_term("hobby"), need_term("other")})


@dataclass(frozen=True, slots=True)
class Weights:
    """This class will hold how much each kind of agreement counts. Tuned on judged questions."""

    meaning: float = 1.0
    word: float = 1.0
    typed: float = 0.6
    alike: float = 0.8
    pairs: float = 0.6
    need: float = 3.0
    field: float = 1.0
    broader: float = 0.6

    def levelled(self, level: float) -> Weights:
        """This function will raise what BM25 scores; constants stay."""
        if level == 1.0:
            return self
        scored = ("meaning", "word", "typed", "alike", "pairs", "broader")
        return replace(self, **{name: getattr(self, name) * level for name in scored})


@dataclass(frozen=True, slots=True)
class Compiler:
    """This class will write the query of a question for one shelf.

    `index_terms` maps a canonical thesaurus term to the term that stands for it in the index.
    """

    weights: Weights
    lexicon: Lexicon
    index_terms: Mapping[str, str]

    def question(self, question: Question, shelf: str, required: int) -> TQuery:
        """This function will return the query that needs `required` of the parts on a shelf."""
        parts = question.parts
        matches = [self._match(part, shelf) for part in parts]
        bonus = [(SHOULD, query) for part in parts for query in self._bonus(part, shelf)]
        bonus += [(SHOULD, query) for query in self._loose(question, shelf)]
        if required == len(parts):
            return TQuery.boolean_query([*((MUST, query) for query in matches), *bonus])
        core = TQuery.boolean_query(
            [(SHOULD, query) for query in matches], minimum_number_should_match=required
        )
        return TQuery.boolean_query([(MUST, core), *self._carried(question, shelf), *bonus])

    def _carried(self, question: Question, shelf: str) -> list[tuple[tantivy.Occur, TQuery]]:
        """No verb alone makes a hit of a question that also names a thing."""
        if len(question.carriers) == len(question.parts):
            return []
        things = any_of([self._match(part, shelf) for part in question.carriers])
        return [(MUST, constant(things, 0.0))]

    def _loose(self, question: Question, shelf: str) -> list[TQuery]:
        """What a sentence says between its words orders what was found, nothing more."""
        return self._rare(PAIRS, shelf, question.loose_pairs, self._weights(shelf).pairs)

    def _weights(self, shelf: str) -> Weights:
        """Weights that make shelves comparable, however few records stand on one.

        BM25 divides a text's length by the field's mean over all records, and a record on another
        shelf counts there as an empty text. On a shelf with a small share every text therefore
        looks endless, and its scores vanish. The level makes a word in a name of usual length
        count as much as on a shelf that holds everything.
        """
        return self.weights.levelled(_level(self.lexicon.share_of(shelf)))

    def filter_only(self, question: Question, shelf: str, required: int) -> TQuery:
        """This function will return the same records without what only orders them."""
        parts = question.parts
        matches = [self._match(part, shelf) for part in parts]
        if len(matches) == 1:
            return matches[0]
        if required == len(parts):
            return TQuery.boolean_query([(MUST, query) for query in matches])
        core = TQuery.boolean_query(
            [(SHOULD, query) for query in matches], minimum_number_should_match=required
        )
        carried = self._carried(question, shelf)
        return TQuery.boolean_query([(MUST, core), *carried]) if carried else core

    def _match(self, part: Part, shelf: str) -> TQuery:
        words, weights = shelf_field(WORDS, shelf), self._weights(shelf)
        if part.number:
            return term(words, number_term(part.number))
        found = [boosted(term(words, g.index_term), weights.meaning) for g in part.groups]
        if part.words and (not part.groups or part.is_asked or len(part.words) > 1):
            same = part.same or ("",) * len(part.words)
            pairs_of_words = zip(part.words, same, strict=True)
            typed = all_of(_typed(words, forms, meaning) for forms, meaning in pairs_of_words)
            found.append(boosted(typed, weights.typed if part.groups else weights.word))
        found += [boosted(term(words, word), weights.alike) for word in part.others]
        if part.pairs and self._needs_pairs(part):
            pairs = all_of(term(shelf_field(PAIRS, shelf), pair) for pair in part.pairs)
            found.append(boosted(pairs, weights.pairs))
        if part.is_widened:
            found += [boosted(term(words, one), weights.broader) for one in self._around(part)]
        if part.is_asked or part.is_widened:
            # 「趣味」 is no neighbourhood: a question for 麻雀 is not about choirs and pickles.
            far = frozenset() if part.is_asked else _FAR_NEEDS
            near = (one for one in _needs(part) if one not in far)
            found += [constant(term(words, one), weights.need) for one in near]
        return any_of(found)

    def _around(self, part: Part) -> list[str]:
        """Terms of related and of broader meanings: near, never the same."""
        around = ((*g.related, *(g.broader if not g.related else ())) for g in part.groups)
        names = [name for names in around for name in names]
        return [self.index_terms[name] for name in dict.fromkeys(names)]

    def _needs_pairs(self, part: Part) -> bool:
        if part.groups:
            return False
        frequent = part.words and self.lexicon.frequency(part.words[0][0]) >= _PAIRS_BELOW
        return not frequent and (len(part.pairs) > 1 or not part.words)

    def _bonus(self, part: Part, shelf: str) -> list[TQuery]:
        if part.number:
            return []
        weights = self._weights(shelf)
        found: list[TQuery] = []
        if part.groups and len(part.words) == 1:
            words = shelf_field(WORDS, shelf)
            found.append(boosted(term(words, part.words[0][0]), weights.typed))
        if len(part.pairs) > 1:
            found += self._rare(PAIRS, shelf, part.pairs, weights.pairs)
        signs = () if part.is_asked or part.is_widened else _needs(part)
        fields = dict.fromkeys(field_term(one) for group in part.groups for one in group.fields)
        for some, weight in ((signs, weights.need), (fields, weights.field)):
            found += [constant(query, weight) for query in self._rare(WORDS, shelf, some, 1.0)]
        return found

    def _rare(self, kind: str, shelf: str, terms: Iterable[str], weight: float) -> list[TQuery]:
        field = shelf_field(kind, shelf)
        rare = (one for one in terms if self.lexicon.count_in(field, one) < _BONUS_BELOW)
        return [boosted(term(field, one), weight) for one in rare]


def _level(share: float) -> float:
    length = 1 - _B + _B / max(share, _SMALLEST_SHARE)
    level = (TITLE_TIMES + _K1 * length) / (TITLE_TIMES + _K1)
    return level if level > _LEVEL_FROM else 1.0


def _needs(part: Part) -> list[str]:
    return list(dict.fromkeys(need_term(need) for g in part.groups for need in g.needs))


def _typed(field: str, forms: tuple[str, ...], meaning: str) -> TQuery:
    """A word as a whole, or all the parts it is made of, or another word for the same."""
    found = [term(field, forms[0])]
    if len(forms) > 2:
        found.append(all_of(term(field, form) for form in forms[1:]))
    if meaning:
        found.append(term(field, meaning))
    return any_of(found)


def term(field: str, value: str) -> TQuery:
    """This function will return the query for one raw term."""
    return TQuery.term_query(index_schema(), field, value)


def boosted(query: TQuery, weight: float) -> TQuery:
    """This function will multiply a query's score."""
    return query if weight == 1.0 else TQuery.boost_query(query, weight)


def constant(query: TQuery, score: float) -> TQuery:
    """This function will give every match of a query the same score."""
    return TQuery.const_score_query(query, score)


def any_of(queries: Sequence[TQuery]) -> TQuery:
    """This function will join queries with OR; none of them matches nothing."""
    if not queries:
        return TQuery.empty_query()
    if len(queries) == 1:
        return queries[0]
    return TQuery.boolean_query([(SHOULD, query) for query in queries])


def all_of(queries: Iterable[TQuery]) -> TQuery:
    """This function will join queries with AND."""
    listed = list(queries)
    if len(listed) == 1:
        return listed[0]
    return TQuery.boolean_query([(MUST, query) for query in listed])
