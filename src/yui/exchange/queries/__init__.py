"""Reading things: batches and their rows; callers get values, never rows of the database."""

from yui.exchange.queries.batches import (
    PAGE_ROWS,
    UNDO_FOR,
    BatchInfo,
    RowInfo,
    get_batch,
    rejections_of,
    repairs_of,
    rows_of,
    visible_batches,
)

__all__ = [
    "PAGE_ROWS",
    "UNDO_FOR",
    "BatchInfo",
    "RowInfo",
    "get_batch",
    "rejections_of",
    "repairs_of",
    "rows_of",
    "visible_batches",
]
