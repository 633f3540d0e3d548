"""Known lists as data: their columns, how they are recognised, and how they are written.

columns: what a format is. definitions: the formats. recognition: which format a sheet is.
headings: where the heading of an unknown sheet stands. suggesting: what its headers likely mean.
hours, fees: cells into what `directory` stores. writers: rows of a format from records.
No Django here: the importer's child process reads it.
"""

from yui.directory.formats.columns import FIELD_LABELS, Column, Format, fold_header
from yui.directory.formats.definitions import FORMATS, KINDS, format_of_kind
from yui.directory.formats.recognition import (
    Recognised,
    fingerprint,
    recognise,
)
from yui.directory.formats.suggesting import suggested_field, suggested_fields

__all__ = [
    "FIELD_LABELS",
    "FORMATS",
    "KINDS",
    "Column",
    "Format",
    "Recognised",
    "fingerprint",
    "fold_header",
    "format_of_kind",
    "recognise",
    "suggested_field",
    "suggested_fields",
]
