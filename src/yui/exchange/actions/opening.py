"""Drafts of a list that a published edition opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yui.directory.models import Source
from yui.directory.states import ServiceState
from yui.exchange.engine.records import Values
from yui.exchange.models import Batch
from yui.exchange.queries.current import Current


@dataclass(frozen=True, slots=True)
class DraftsOfList:
    """This value will tell which drafts a public edition of their list opens.

    Those that came in as drafts, and those nobody touched since an import left them closed. What
    a person took back into a draft afterwards stays one. `moments` are those of the imports.
    """

    is_public: bool = False
    closed_sources: frozenset[int] = frozenset()
    sources: frozenset[int] = frozenset()
    moments: frozenset[datetime] = frozenset()

    @classmethod
    def of(cls, batch: Batch, sources: list[int]) -> DraftsOfList:
        """This function will read the editions of the list, and when they came in."""
        editions = Source.objects.filter(id__in=sources, is_official=False)
        applied = Batch.objects.filter(source_id__in=sources, applied_at__isnull=False)
        return cls(
            batch.is_official,
            frozenset(editions.values_list("id", flat=True)),
            frozenset(sources),
            frozenset(moment for moment in applied.values_list("applied_at", flat=True) if moment),
        )

    def opens(self, current: Current, new: Values) -> bool:
        """This function will tell whether a record becomes public with its row."""
        if not self.is_public or new.get("is_closed") or current.state != ServiceState.DRAFT:
            return False
        is_untouched = current.source_id in self.sources and current.modified_at in self.moments
        return current.source_id in self.closed_sources or is_untouched
