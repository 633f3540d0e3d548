"""Which troubles and wishes of a town's home lead to a record, and which it is mainly about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from yui.search.engine.folding import normalise
from yui.search.engine.meanings import our_meanings
from yui.search.engine.words import splitter
from yui.taxonomy.queries import TermInfo, term_index, terms_of

# Words of the municipality home gather several fields and needs; they are facets of their own.
TROUBLE, WISH = "trouble", "wish"
_CALL = "need:role"
_TAKEN_PART = frozenset(
    (
        *("provision:go", "provision:remote"),
        *("purpose:participation", "purpose:prevention", "purpose:work_activity"),
    )
)
_NAMES_MAX = 50_000


def gathered(terms: Iterable[tuple[str, str]]) -> Iterator[TermInfo]:
    """This function will yield the troubles and wishes whose press leads to a record.

    「買い物」 of the home gathers the field and three needs. Who calls for volunteers answers
    the trouble only where the record says that it helps with it: the others are wishes.
    """
    own = {f"{taxonomy}:{code}" for taxonomy, code in terms}
    for term in terms_of(TROUBLE):
        met = own.intersection(term.related)
        if met and (_CALL not in own or any(_is_need(one) for one in met)):
            yield term
    if _is_taken_part_in(own):
        yield from (term for term in terms_of(WISH) if not own.isdisjoint(term.related))


def mains(name: str, terms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """This function will yield the needs, troubles and wishes that name or kind of a record say.

    Needs are codes（meals）, troubles and wishes are named with their word（trouble.meals）. The
    kind says it where it belongs to the same field as the need（配食 and 会食・配食）, or where it
    belongs to none and the record does nothing else; the name says it in any spelling of the
    thesaurus. All else only touches it.
    """
    listed = tuple(terms)
    own = {f"{taxonomy}:{code}" for taxonomy, code in listed}
    named = _named_in(name) if any(map(_is_need, own)) else frozenset()
    for code in (code for taxonomy, code in listed if taxonomy == "need"):
        if _is_main(frozenset((f"need:{code}",)), own, named):
            yield code
    for term in gathered(listed):
        if _is_main(frozenset(term.related), own, named):
            yield f"{term.taxonomy}.{term.code}"


def _is_main(wanted: frozenset[str], own: set[str], named: frozenset[str]) -> bool:
    met = wanted & own
    if not wanted.isdisjoint(named):
        return True
    fields = {field for one in met for field in ((one,) if not _is_need(one) else _related(one))}
    kinds = [one for one in own if one.startswith("resource:")]
    told = {field for kind in kinds for field in _related(kind)}
    if told:
        return not told.isdisjoint(fields)
    is_all = all(one in wanted for one in own if _is_need(one)) and any(map(_is_need, met))
    return is_all and (not fields or not fields.isdisjoint(own))


def _is_need(key: str) -> bool:
    return key.startswith("need:")


def _related(key: str) -> tuple[str, ...]:
    term = term_index().by_key.get(key)
    return tuple(one for one in term.related if one.startswith("field:")) if term else ()


@lru_cache(maxsize=_NAMES_MAX)
def _named_in(name: str) -> frozenset[str]:
    """The first need of each meaning in a name: a サロン is a place first, then talking."""
    text, meanings = normalise(name), our_meanings()
    groups = map(meanings.by_number.__getitem__, meanings.named_in(text, splitter().split(text)))
    return frozenset(f"need:{group.needs[0]}" for group in groups if group.needs)


def _is_taken_part_in(own: set[str]) -> bool:
    """A wish leads to what one takes part in, not to who comes to the house or advises.

    Records that say neither how they are provided nor what for are taken at their fields.
    """
    provided = {one for one in own if one.startswith("provision:")}
    meant = {one for one in own if one.startswith("purpose:")}
    return (not provided or not provided.isdisjoint(_TAKEN_PART)) and (
        not meant or not meant.isdisjoint(_TAKEN_PART)
    )
