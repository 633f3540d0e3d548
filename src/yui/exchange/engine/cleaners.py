"""Which cleaner reads the rows of a list, by what the list brings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from yui.directory.formats import Format
from yui.exchange.engine.cleaning import Cleaner, CleanRow, Hints
from yui.exchange.engine.event_cleaning import EventCleaner
from yui.exchange.engine.event_records import provided_by
from yui.exchange.engine.places import AreaBook
from yui.exchange.engine.population_cleaning import PopulationCleaner
from yui.exchange.engine.records import Provided


class RowCleaner(Protocol):
    """This object will clean rows: `cleaning`, `event_cleaning`, `population_cleaning`."""

    def clean(self, number: int, row: tuple[str, ...]) -> CleanRow:
        """This function will return the cleaned or refused row."""
        ...


def cleaner_for(
    layout: Format,
    matches: Mapping[int, str],
    headers: tuple[str, ...],
    areas: AreaBook,
    hints: Hints,
) -> RowCleaner:
    """This function will return the cleaner of a list. Raises: areas.errors.FileRefused."""
    if layout.target == "population":
        return PopulationCleaner.of(headers, areas)
    is_strict = not layout.is_official
    if layout.target == "event":
        period = date.fromisoformat(hints.period) if hints.period else None
        return EventCleaner(layout, matches, headers, areas, is_strict, hints, period)
    return Cleaner(layout, matches, headers, areas, is_strict, hints)


def provided(layout: Format, fields: frozenset[str]) -> list[str]:
    """This function will name the values a sheet with these fields speaks of."""
    if layout.target == "event":
        return sorted(provided_by(fields))
    return sorted(Provided.by(fields).names)
