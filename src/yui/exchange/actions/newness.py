"""Whether a list is older than what came in of it: then newer data stay as they are."""

from __future__ import annotations

from datetime import date

from yui.exchange.actions.editions import newer_days, older_words
from yui.exchange.actions.targets import target_of
from yui.exchange.errors import ExchangeRefused
from yui.exchange.models import Batch

_NOTHING_NEW = (
    "変えるものはありません。"
    "この表だけにある記録を加えるときは、「この表だけにある記録も加える」を選んでください。"
)


def newer_edition(batch: Batch, day: date | None, sources: list[int]) -> date | None:
    """This function will return the day of the newest edition after `day` that has records."""
    target = target_of(batch)
    found = newer_days(day, sources)
    return max((each for key, each in found.items() if target.uses(key)), default=None)


def refuse_idle_older(batch: Batch) -> None:
    """This function will refuse to apply an older list that brings nothing.

    Raises: ExchangeRefused with the sentence that says which edition is in.
    """
    if batch.layout.get("newer") and not batch.added:
        raise ExchangeRefused(older_words(batch.layout["newer"]) + _NOTHING_NEW)
