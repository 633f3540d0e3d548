"""A person is erased: their records are written anew at once, searches for them forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yui.journal.queries import cursor_moved_at, cursor_position
from yui.lib.traces import Traces
from yui.search.actions.counting import fold_counts
from yui.search.actions.following import FOLLOWER, rewritten
from yui.search.models import UnmetSearch


def rewrite(*, at: datetime, service_ids: Sequence[UUID]) -> bool:
    """This function will write the rows of services in the flat table anew.

    False where no index was ever made. The index itself is to be rebuilt from the table: only
    then no segment holds the old words.
    """
    if cursor_moved_at(FOLLOWER) is None:
        return False
    rewritten(service_ids, position=cursor_position(FOLLOWER), at=at)
    return True


def forget_words(*, at: datetime, traces: Traces) -> int:
    """This function will forget searches in vain for somebody; returns how many kinds."""
    fold_counts(at=at)
    rows = UnmetSearch.objects.values_list("id", "words")
    named = [key for key, words in rows if traces.stand_in(words)]
    return UnmetSearch.objects.filter(id__in=named).delete()[0]
