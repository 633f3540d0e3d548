"""What `yui work` calls: follow the journal, fold in the counts."""

from __future__ import annotations

import time
from datetime import datetime

from yui.search.actions import Renewal, fold_counts, follow_days, follow_entries

_COUNT_EVERY_S = 5.0
_counted_at = float("-inf")
_renewal = Renewal()


def follow(*, at: datetime) -> bool:
    """This function will follow one portion of the journal; true when there was any.

    After an upgrade the index is made anew first, in a thread: others follow meanwhile.
    """
    return _renewal.go_on(at=at) or follow_entries(at=at)


def days(*, at: datetime) -> bool:
    """This function will look again at what today's date shows or hides.

    An index that is being made anew is not written to; the day is made up for afterwards.
    """
    return not _renewal.is_running and follow_days(at=at)


def count(*, at: datetime) -> bool:
    """This function will fold in the searches in vain every few seconds."""
    global _counted_at
    if time.monotonic() - _counted_at < _COUNT_EVERY_S:
        return False
    _counted_at = time.monotonic()
    return fold_counts(at=at) > 0
