"""Changing areas: the front door of the room for everybody above."""

from yui.areas.actions.counting import (
    import_population,
    remove_unused_towns,
    set_population,
)
from yui.areas.actions.insuring import load_insurers
from yui.areas.actions.keeping import (
    open_municipality,
    set_local_word,
    set_local_words,
    set_opening,
    set_window,
)
from yui.areas.actions.layering import import_layer_polygons, import_layers, start_layer
from yui.areas.actions.making import (
    NewTown,
    adopt_postal_towns,
    assign_layer,
    create_area,
    create_area_group,
    create_postal_code,
    create_town,
    create_towns,
)
from yui.areas.actions.national import load_national_areas, load_postal_codes
from yui.areas.actions.previewing import LayerPlan, plan_layers
from yui.areas.actions.records import LoadReport
from yui.areas.actions.samples import remove_sample_areas
from yui.areas.actions.ticking import set_layer_towns

__all__ = [
    "LayerPlan",
    "LoadReport",
    "NewTown",
    "adopt_postal_towns",
    "assign_layer",
    "create_area",
    "create_area_group",
    "create_postal_code",
    "create_town",
    "create_towns",
    "import_layer_polygons",
    "import_layers",
    "import_population",
    "load_insurers",
    "load_national_areas",
    "load_postal_codes",
    "open_municipality",
    "plan_layers",
    "remove_sample_areas",
    "remove_unused_towns",
    "set_layer_towns",
    "set_local_word",
    "set_local_words",
    "set_opening",
    "set_population",
    "set_window",
    "start_layer",
]
