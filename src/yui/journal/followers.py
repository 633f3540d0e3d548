"""What `yui work` calls: chain the reads, and once a day note outside how far both chains are."""

from __future__ import annotations

from datetime import date, datetime

from yui.journal.actions import anchor, chain_reads
from yui.lib.clock import date_in_jst

_anchored_on: date | None = None


def chain(*, at: datetime) -> bool:
    """This function will chain one batch of reads; true when there was any."""
    return chain_reads(at=at)


def anchor_daily(*, at: datetime) -> bool:
    """This function will anchor when the worker starts and when a day begins in Japan.

    False, because nobody waits for it.
    """
    global _anchored_on
    today = date_in_jst(at)
    if _anchored_on != today:
        anchor(at=at)
        _anchored_on = today
    return False
