"""Our own export comes back: a value has changed only if its cells differ from what we wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from yui.directory.formats import Format
from yui.directory.formats.hours import HOURS_FIELDS
from yui.directory.formats.writers import cells_of
from yui.exchange.engine.records import MADE_FROM
from yui.exchange.queries.current import Current
from yui.exchange.queries.export import names_of_area, written_record
from yui.lib.csvfile import unguard_cell
from yui.lib.japanese import fold

# A file for everybody leaves these empty where they are not for everybody.
_MAY_BE_KEPT_BACK = frozenset(
    {"address", "building", "postal_code", "latitude", "longitude", "phone", "extension", "fax"}
    | {"email"}
)
_NEVER_NEW = frozenset({"service_type", "provider_number", "key", "publisher"})
# What only refines a value is as much part of its cells.
_REFINED_BY: Mapping[str, frozenset[str]] = {
    "point": frozenset({"longitude"}),
    "schedule": HOURS_FIELDS,
}


def unchanged_values(layout: Format, current: Current, cells: Mapping[str, str]) -> frozenset[str]:
    """This function will name the values whose cells are as we wrote them.

    `cells` are the original cells of the row by field.
    """
    same = unchanged_cells(layout, current, cells)
    made_from = {
        name: (made | _REFINED_BY.get(name, frozenset())) & cells.keys()
        for name, made in MADE_FROM.items()
    }
    return frozenset(name for name, made in made_from.items() if made and made <= same)


def unchanged_cells(layout: Format, current: Current, cells: Mapping[str, str]) -> set[str]:
    """This function will name the fields whose cells are as we wrote them."""
    written = cells_of(layout, written_record(current))
    spelt = _as_tables_spell(current)
    return {
        field
        for field, cell in cells.items()
        if field in _NEVER_NEW or _is_as_written(field, unguard_cell(cell), written, spelt)
    }


def cells_by_field(
    matches: Mapping[str, str], headers: Sequence[str], original: Sequence[str]
) -> dict[str, str]:
    """This function will return the cells of a row by field (`matches`: field → header)."""
    return {
        field: original[headers.index(header)] if headers.index(header) < len(original) else ""
        for field, header in matches.items()
        if header in headers
    }


def _as_tables_spell(current: Current) -> dict[str, frozenset[str]]:
    """Cells that the public tables of `opendata` spell in their own way, by field; folded."""
    values = current.values
    prefecture, municipality, _ = names_of_area(current.place_path)
    before = {prefecture, municipality, prefecture + municipality}
    if current.location_id is not None and municipality:
        town = re.sub(r"(?<=市).+区$", "", municipality)
        before |= {town, prefecture + town}
    hours = (values["sentence"], values["not_read"])
    spelt = {
        "address": {each + values["address"] for each in before},
        "building": {values["building"] + values["venue"]},
        "hours_note": {*hours, "".join(hours)},
    }
    return {field: frozenset(map(fold, words)) for field, words in spelt.items()}


def _is_as_written(
    field: str, cell: str, written: Mapping[str, str], spelt: Mapping[str, frozenset[str]]
) -> bool:
    ours, theirs = fold(written.get(field, "")), fold(cell)
    if ours == theirs or theirs in spelt.get(field, ()):
        return True
    return not theirs and (field not in written or field in _MAY_BE_KEPT_BACK)
