"""Changing areas: the front door of the room for everybody above."""

from yui.areas.actions.keeping import open_municipality, set_local_word, set_opening, set_window
from yui.areas.actions.making import (
    NewTown,
    assign_layer,
    create_area,
    create_area_group,
    create_postal_code,
    create_town,
    create_towns,
)
from yui.areas.actions.national import load_national_areas, load_postal_codes
from yui.areas.actions.records import LoadReport

__all__ = [
    "LoadReport",
    "NewTown",
    "assign_layer",
    "create_area",
    "create_area_group",
    "create_postal_code",
    "create_town",
    "create_towns",
    "load_national_areas",
    "load_postal_codes",
    "open_municipality",
    "set_local_word",
    "set_opening",
    "set_window",
]
