"""What `yui work` calls: follow the journal, fold in the counts."""

from __future__ import annotations

from datetime import datetime

from yui.search.actions import fold_counts, follow_entries


def follow(*, at: datetime) -> bool:
    """This function will follow one portion of the journal; true when there was any."""
    return follow_entries(at=at)


def count(*, at: datetime) -> bool:
    """This function will fold in the searches in vain; true when there were any."""
    return fold_counts(at=at) > 0
