"""Changing things: receive, plan, mend, apply, undo. Keyword-only verbs inside `journal.act`."""

from yui.exchange.actions.applying import apply_batch
from yui.exchange.actions.choosing import (
    Choices,
    choose_for_vanished,
    queue_applying,
    queue_reading,
)
from yui.exchange.actions.erasing import forget_batches, forget_mends
from yui.exchange.actions.noting import noted
from yui.exchange.actions.planning import plan_batch
from yui.exchange.actions.publishing import publish_batch
from yui.exchange.actions.receiving import MOST_BYTES, cancel_batch, receive_file
from yui.exchange.actions.releasing import release_orphans
from yui.exchange.actions.teaching import match_columns, mend_as_before, mend_row, mend_rows
from yui.exchange.actions.tidying import tidy_batches
from yui.exchange.actions.undoing import undo_batch

__all__ = [
    "MOST_BYTES",
    "Choices",
    "apply_batch",
    "cancel_batch",
    "choose_for_vanished",
    "forget_batches",
    "forget_mends",
    "match_columns",
    "mend_as_before",
    "mend_row",
    "mend_rows",
    "noted",
    "plan_batch",
    "publish_batch",
    "queue_applying",
    "queue_reading",
    "receive_file",
    "release_orphans",
    "tidy_batches",
    "undo_batch",
]
