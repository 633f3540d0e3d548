"""Words of the content become terms of the vocabularies."""

from __future__ import annotations

from collections.abc import Iterable

from yui.config.world.content import Record
from yui.taxonomy.errors import TermNotFound
from yui.taxonomy.queries import get_term, term_by_name

Term = tuple[str, str]

# The class names of the content, without the group they stand in, by term code.
_CLASSES = {
    "従前相当": "equivalent",
    "サービス・活動A": "a",
    "サービス・活動B": "b",
    "サービス・活動C": "c",
    "サービス・活動D": "d",
    "配食": "meals",
    "見守り": "watching",
    "その他の生活支援": "support",
}


def term(taxonomy: str, word: str) -> Term:
    """This function will return the term a word names. Raises: TermNotFound."""
    found = term_by_name(taxonomy, word)
    if found is None:
        raise TermNotFound(f"分類「{taxonomy}」に「{word}」がありません。")
    return taxonomy, found.code


def terms(taxonomy: str, words: Iterable[str]) -> tuple[Term, ...]:
    """This function will return the terms of several words. Raises: TermNotFound."""
    return tuple(term(taxonomy, word) for word in words)


def terms_of_service(service: Record) -> tuple[Term, ...]:
    """This function will return every term a service of the content carries."""
    return (
        *terms("field", service["fields"]),
        *terms("need", service["needs"]),
        *(("provision", get_term("provision", kind).code) for kind in service["kinds"]),
        *terms("purpose", service["purposes"]),
        term("resource", service["resource_kind"]),
    )


def class_of(programme: Record) -> Term:
    """This function will return the 総合事業 class of a programme. Raises: TermNotFound."""
    code = _CLASSES.get(programme["service_class"])
    if code is None:
        return term("service_class", programme["service_class"])
    return "service_class", get_term("service_class", f"{programme['group']}_{code}").code
