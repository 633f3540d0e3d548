"""Changing what search knows: it follows the journal, is rebuilt, and counts searches in vain.

Search is derived state, so nothing here opens an act or leaves entries.
"""

from yui.search.actions.counting import fold_counts, note_unmet, tidy_unmet
from yui.search.actions.erasing import forget_words, rewrite
from yui.search.actions.following import follow_days, follow_entries
from yui.search.actions.rebuilding import rebuild
from yui.search.actions.renewing import Renewal

__all__ = [
    "Renewal",
    "fold_counts",
    "follow_days",
    "follow_entries",
    "forget_words",
    "note_unmet",
    "rebuild",
    "rewrite",
    "tidy_unmet",
]
