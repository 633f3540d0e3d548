"""Named errors of the taxonomy room; each maps to one sentence and one status."""

from __future__ import annotations


class TaxonomyRefused(Exception):
    """This error will carry one Japanese sentence a person can act on."""


class TermNotFound(TaxonomyRefused):
    """This error will say that there is no such term (404)."""


class VocabularyRefused(TaxonomyRefused):
    """This error will say what is wrong in a vocabulary file (400)."""


class NotYours(TaxonomyRefused):
    """This error will say that only the operator loads vocabularies; shown as 404."""
