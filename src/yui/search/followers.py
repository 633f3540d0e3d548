"""What `yui work` calls: follow the journal, fold in the counts."""

from __future__ import annotations

import time
from datetime import datetime

from yui.search.actions import fold_counts, follow_days, follow_entries, renew

_COUNT_EVERY_S = 5.0
_counted_at = float("-inf")


def follow(*, at: datetime) -> bool:
    """This function will follow one portion of the journal; true when there was any.

    After an upgrade the index is made anew first.
    """
    return renew(at=at) or follow_entries(at=at)


def days(*, at: datetime) -> bool:
    """This function will look again at what today's date shows or hides."""
    return follow_days(at=at)


def count(*, at: datetime) -> bool:
    """This function will fold in the searches in vain every few seconds."""
    global _counted_at
    if time.monotonic() - _counted_at < _COUNT_EVERY_S:
        return False
    _counted_at = time.monotonic()
    return fold_counts(at=at) > 0
