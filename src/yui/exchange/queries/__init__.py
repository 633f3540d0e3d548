"""Reading things: batches and their rows; callers get values, never rows of the database."""

from yui.exchange.queries.batches import (
    PAGE_ROWS,
    UNDO_FOR,
    BatchInfo,
    RejectionGroup,
    RowInfo,
    drafts_to_publish,
    get_batch,
    rejection_groups,
    repairs_of,
    rows_of,
    visible_batches,
)
from yui.exchange.queries.erasing import NamingBatch, batch_ids, batches_naming
from yui.exchange.queries.looking import flags_of, hand_repairs_of
from yui.exchange.queries.mends import Offer, offers_of
from yui.exchange.queries.private import (
    first_public,
    houses_to_publish,
    own_lines_to_publish,
    reveal_rows,
)
from yui.exchange.queries.undoing import newer_batch_of, public_records_of

__all__ = [
    "PAGE_ROWS",
    "UNDO_FOR",
    "BatchInfo",
    "NamingBatch",
    "Offer",
    "RejectionGroup",
    "RowInfo",
    "batch_ids",
    "batches_naming",
    "drafts_to_publish",
    "first_public",
    "flags_of",
    "get_batch",
    "hand_repairs_of",
    "houses_to_publish",
    "newer_batch_of",
    "offers_of",
    "own_lines_to_publish",
    "public_records_of",
    "rejection_groups",
    "repairs_of",
    "reveal_rows",
    "rows_of",
    "visible_batches",
]
