"""This package will read any CSV, TSV or .xlsx that people send, as a stream of rows of text."""

from yui.lib.tabular.opening import open_table
from yui.lib.tabular.table import DecodeRefused, Encoding, Row, Sheet, Table, TableRefused

__all__ = ["DecodeRefused", "Encoding", "Row", "Sheet", "Table", "TableRefused", "open_table"]
