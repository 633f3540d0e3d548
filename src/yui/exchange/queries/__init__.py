"""Reading things: batches and their rows; callers get values, never rows of the database."""

from yui.exchange.queries.batches import (
    PAGE_ROWS,
    UNDO_FOR,
    BatchInfo,
    RejectionGroup,
    RowInfo,
    drafts_to_publish,
    flags_of,
    get_batch,
    rejection_groups,
    rejections_of,
    repairs_of,
    rows_of,
    visible_batches,
)
from yui.exchange.queries.mends import Offer, offers_of
from yui.exchange.queries.private import own_lines_to_publish

__all__ = [
    "PAGE_ROWS",
    "UNDO_FOR",
    "BatchInfo",
    "Offer",
    "RejectionGroup",
    "RowInfo",
    "drafts_to_publish",
    "get_batch",
    "offers_of",
    "first_public",
    "flags_of",
    "own_lines_to_publish",
    "rejection_groups",
    "rejections_of",
    "repairs_of",
    "rows_of",
    "visible_batches",
]
