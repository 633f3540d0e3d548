"""What a person should look at in a batch, and what people wrote into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from yui.exchange.engine.rules import Rule
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries.batches import repairs_of

_BY_HAND = frozenset({Rule.BY_HAND.value, Rule.AS_BEFORE.value})


def hand_repairs_of(batch_id: UUID) -> list[tuple[str, dict[str, Any]]]:
    """This function will return what people wrote into rows, once for each cell as it stood.

    Each is (rule, {"count", "row", "column", "from", "to"}), like an entry of `repair_counts`.
    """
    known = Batch.objects.values_list("repair_counts", flat=True).get(id=batch_id)
    if not _BY_HAND & known.keys():
        return []
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for each in repairs_of(batch_id):
        if each["rule"] in _BY_HAND:
            key = (each["rule"], each["column"], each["from"], each["to"])
            found.setdefault(key, {"count": 0, **each})["count"] += 1
    return [(key[0], entry) for key, entry in found.items()]


def flags_of(batch_id: UUID, *, limit: int) -> Iterator[dict[str, Any]]:
    """This function will yield what a person should look at, row by row, at most `limit`."""
    rows = StagingRow.objects.filter(batch_id=batch_id).exclude(flags=[])
    found = rows.order_by("row_number", "id").values_list("row_number", "name", "flags")
    each = (
        {"row": number, "name": name, **flag}
        for number, name, flags in found.iterator(chunk_size=2000)
        for flag in flags
    )
    yield from islice(each, limit)
