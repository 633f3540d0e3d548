"""By what a row is known again in another edition, when one of its cells was mended by hand."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

# Fields that say which entry a row is; the number of a row changes with every edition.
_WHO: Final = (
    "name",
    "address",
    "address_municipality",
    "address_town",
    "address_block",
    "venue",
    "place_name",
    "start_date",
    "dates_text",
)
# Asked where a name or an address is missing.
_WHO_ELSE: Final = ("phone", "corporate_name", "weekdays")
_FEWEST: Final = 2


def mark_of(
    kind: str,
    column: str,
    matches: Mapping[str, str],
    headers: Sequence[str],
    original: Sequence[str],
) -> str:
    """This function will return the mark of a row that is refused because of `column`.

    The same mark means: the same kind of list, the same bad cell, and the same entry by name and
    address, else by its telephone and group, else by the whole row. `matches`: field → header.
    """
    cells = {header: _plain(cell) for header, cell in zip(headers, original, strict=False)}
    field = next((name for name, header in matches.items() if header == column), column)
    bad = cells.pop(column, "")
    who = [cells.get(matches.get(name, ""), "") for name in _WHO]
    if sum(map(bool, who)) < _FEWEST:
        who += [cells.get(matches.get(name, ""), "") for name in _WHO_ELSE]
    if sum(map(bool, who)) < _FEWEST:
        number = matches.get("key", "")
        who = [cell for header, cell in sorted(cells.items()) if header != number]
    material = json.dumps([kind, field, bad, who], ensure_ascii=False)
    return hashlib.sha256(material.encode()).hexdigest()


def _plain(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())
