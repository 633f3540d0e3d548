"""The 圏域 of a row: the one its cell names, else the one its 町字 stands in."""

from __future__ import annotations

from dataclasses import dataclass, field

from yui.areas.models import Area, TownLayer
from yui.areas.queries import locate_address
from yui.areas.rules import within
from yui.areas.states import Tier
from yui.exchange.queries.finding import Spheres


@dataclass(slots=True)
class SphereBook:
    """This object will know the 圏域 of the areas that rows of a list lie in."""

    spheres: Spheres = field(default_factory=Spheres)
    ids: dict[str, int] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    towns: dict[str, dict[int, int]] = field(default_factory=dict)

    def named(self, area_path: str, words: str) -> str:
        """This function will return the real name of the 圏域 that words mean, "" without one."""
        if not words:
            return ""
        if area_path not in self.ids:
            self.ids[area_path] = Area.objects.values_list("id", flat=True).get(path=area_path)
        return self._name(self.spheres.find(self.ids[area_path], words))

    def of_address(self, area_path: str, address: str) -> str:
        """This function will return the 圏域 in which the 町字 of an address stands, else ""."""
        if area_path not in self.towns:
            rows = TownLayer.objects.filter(
                within(area_path, "town__area__path"), layer=Tier.SPHERE, area__valid_to=None
            )
            self.towns[area_path] = dict(rows.values_list("town_id", "area_id"))
        held = self.towns[area_path]
        found = locate_address(address) if held and address else None
        if found is None or found.town is None or found.town.id is None:
            return ""
        return self._name(held.get(found.town.id))

    def _name(self, sphere_id: int | None) -> str:
        if sphere_id is None:
            return ""
        if sphere_id not in self.names:
            self.names[sphere_id] = Area.objects.values_list("name", flat=True).get(id=sphere_id)
        return self.names[sphere_id]
