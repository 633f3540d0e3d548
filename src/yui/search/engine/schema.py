"""Names and kinds of everything the index holds.

Public everyday services, public insurance offices, other public records and records that are
not public have text fields of their own (`Shelf`). A resident's search reads one shelf, needs no
filter for sight or sector, and can never meet a hidden record's words.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

import tantivy

from yui.search.engine.documents import EVERYDAY_SECTORS, INSURANCE, PUBLIC, Document
from yui.search.engine.thesaurus import our_thesaurus
from yui.search.engine.words import dictionary_version

# Raise when the meaning of any field changes: every index is then rebuilt.
FORMAT = 5
STATE_KEY = "§state"
WORD_KEY = "§word:"

SHELVES = ("daily", "insurance", "other", "hidden")
HIDDEN_SHELF = "hidden"
WORDS, PAIRS = "words", "pairs"
# A word in the name counts as often in the text (as in BM25F): one list to read instead of two.
# Summary and how to start stand between the name and the description.
TITLE_TIMES, SUMMARY_TIMES = 6, 2

# How a document's facet values stand in columns. One string per column and document: counting
# one value per document is several times faster than counting many (0.25 ms against 1.5 ms over
# 88,000 hits). `first` and `second` values have columns of their own and the others share one,
# because joining long lists would make a new combination for nearly every document.
COLUMNS = {
    "column_field_1": ("field:first",),
    "column_field_2": ("field:others",),
    "column_need_1": ("need:first",),
    "column_need_2": ("need:second",),
    "column_need_3": ("need:rest",),
    "column_slot": ("slot:all",),
    "column_kind": ("kind:all", "fee:all", "sector:all"),
    "column_flag": ("purpose:all", "flag:all"),
    "column_area_1": ("area_1:all",),
    "column_area_2": ("area_2:all",),
    "column_area_3": ("area_3:all",),
}
CHOICES = {
    "all": slice(None),
    "first": slice(0, 1),
    "second": slice(1, 2),
    "others": slice(1, None),
    "rest": slice(2, None),
}
SEPARATOR = "|"
# The freshness column holds the day above and the neutral order below, so that equal days mix.
FRESH_BITS = 20
RAW_FIELDS = ("scope", "area", "whole", "tag", "office", "cell", "word", "reading")
# Tags of the needs a record is mainly about: no facet, they only order.
MAIN = "main"
INTEGER_FIELDS = ("neutral", "fresh", "spot", "places")


def shelf_field(part: str, shelf: str) -> str:
    """This function will name the text field of one part (words, pairs) on one shelf."""
    return f"{part}_{shelf}"


def need_term(need: str) -> str:
    """This function will return the term that stands for a need among a document's words."""
    return f"need:{need}"


def field_term(field: str) -> str:
    """This function will return the term that stands for a field among a document's words."""
    return f"field:{field}"


def number_term(digits: str) -> str:
    """This function will return the term that stands for a telephone number or its ending."""
    return f"#{digits}"


def shelf_of(document: Document) -> str:
    """This function will say on which shelf a document's words stand."""
    if PUBLIC not in document.visible_to:
        return HIDDEN_SHELF
    return shelf_of_sector(document.sector)


def shelf_of_sector(sector: str) -> str:
    """This function will name the public shelf of a sector."""
    if sector in EVERYDAY_SECTORS:
        return "daily"
    return INSURANCE if sector == INSURANCE else "other"


TEXT_FIELDS = tuple(shelf_field(part, shelf) for shelf in SHELVES for part in (WORDS, PAIRS))
FIELD_NAMES = frozenset(
    ("key", "stored", "nudge", *RAW_FIELDS, *TEXT_FIELDS, *COLUMNS, *INTEGER_FIELDS)
)


@lru_cache(maxsize=1)
def index_schema() -> tantivy.Schema:
    """This function will build the tantivy schema; see the module's words for the reasons.

    Nothing is unsigned: tantivy-py deletes by unsigned term without effect.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in RAW_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in COLUMNS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in INTEGER_FIELDS:
        builder.add_integer_field(name, fast=True, indexed=False)
    builder.add_float_field("nudge", fast=True, indexed=False)
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


@lru_cache(maxsize=1)
def analysis_version() -> str:
    """This function will name format, dictionary and thesaurus: another name, another index."""
    parts = f"{FORMAT}|{dictionary_version()}|{our_thesaurus().fingerprint}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
