"""Known lists as data: their columns, how they are recognised, and how they are written.

columns: what a format is. definitions: the formats. recognition: which format a sheet is.
hours, fees: cells into what `directory` stores. writers: rows of a format from records.
No Django here: the importer's child process reads it.
"""

from yui.directory.formats.columns import FIELD_LABELS, Column, Format, fold_header
from yui.directory.formats.definitions import FORMATS, KINDS, format_of_kind
from yui.directory.formats.recognition import (
    Recognised,
    fingerprint,
    recognise,
    suggested_field,
)

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
]
