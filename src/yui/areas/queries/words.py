"""The words a municipality uses for the standard terms."""

from __future__ import annotations

from django.db.models import Q

from yui.areas.models import LocalWord
from yui.areas.states import Term
from yui.policy.decide import paths_to


def words_for(path: str) -> dict[Term, str]:
    """This function will return the word of each standard term as it is used in an area.

    The nearest area around decides: a ward speaks like its city. Terms without a local word
    keep the standard one.
    """
    words = {term: str(term.label) for term in Term}
    for term, word in _local(path):
        if term in Term.values:
            words[Term(term)] = word
    return words


def word_for(path: str, term: Term) -> str:
    """This function will return the word of one standard term as it is used in an area."""
    return words_for(path)[term]


def own_words_of(path: str) -> dict[Term, str]:
    """This function will return the words an area set itself, without those around it."""
    rows = LocalWord.objects.filter(area__path=path).values_list("term", "word")
    return {Term(term): word for term, word in rows if term in Term.values}


def _local(path: str) -> list[tuple[str, str]]:
    around = paths_to(path)[:-1]
    if not around:
        return []
    rows = LocalWord.objects.filter(Q(area__path__in=around)).order_by("area__path")
    return list(rows.values_list("term", "word"))
