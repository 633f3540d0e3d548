"""Our own export comes back: a value has changed only if its cells differ from what we wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yui.directory.formats import Format
from yui.directory.formats.writers import cells_of
from yui.exchange.engine.records import MADE_FROM
from yui.exchange.queries.current import Current
from yui.exchange.queries.export import written_record
from yui.lib.csvfile import unguard_cell
from yui.lib.japanese import fold

# Cells the public tables of `opendata` spell in their own way, which say nothing new either.
_ENDS_ALIKE = frozenset({"address", "building"})
# A file for everybody leaves these empty where they are not for everybody.
_MAY_BE_KEPT_BACK = frozenset(
    {"address", "building", "postal_code", "latitude", "longitude", "phone", "extension", "fax"}
    | {"email"}
)
_NEVER_NEW = frozenset({"service_type", "provider_number", "key", "publisher"})


def unchanged_values(layout: Format, current: Current, cells: Mapping[str, str]) -> frozenset[str]:
    """This function will name the values whose cells are as we wrote them.

    `cells` are the original cells of the row by field.
    """
    written = cells_of(layout, written_record(current))
    hours = (current.values["sentence"], current.values["not_read"])
    same = {
        field
        for field, cell in cells.items()
        if field in _NEVER_NEW or _is_as_written(field, unguard_cell(cell), written, hours)
    }
    return frozenset(
        name
        for name, made in MADE_FROM.items()
        if made & cells.keys() and made & cells.keys() <= same
    )


def cells_by_field(
    matches: Mapping[str, str], headers: Sequence[str], original: Sequence[str]
) -> dict[str, str]:
    """This function will return the cells of a row by field (`matches`: field → header)."""
    return {
        field: original[headers.index(header)] if headers.index(header) < len(original) else ""
        for field, header in matches.items()
        if header in headers
    }


def _is_as_written(
    field: str, cell: str, written: Mapping[str, str], hours: tuple[str, str]
) -> bool:
    ours, theirs = fold(written.get(field, "")), fold(cell)
    if ours == theirs:
        return True
    if field == "hours_note":
        return theirs in {fold(part) for part in (*hours, "".join(hours))}
    if not theirs:
        return field not in written or field in _MAY_BE_KEPT_BACK
    return field in _ENDS_ALIKE and bool(ours) and theirs.endswith(ours)
