"""町字 by the names lists write: in a city with wards one name can be in several of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from yui.areas.engine.addresses import canonical
from yui.areas.models import Town
from yui.areas.rules import within


@dataclass(frozen=True, slots=True)
class KnownTowns:
    """This value will find the 町字 of a municipality by canonical name.

    `ids` also knows them behind their ward's name （川辺区同名町）; `shared` names the wards of a
    name that alone says too little.
    """

    ids: dict[str, int]
    shared: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, path: str) -> KnownTowns:
        """This function will read the 町字 of a municipality or ward. One query."""
        ids: dict[str, int] = {}
        homes: dict[str, dict[str, int]] = defaultdict(dict)
        rows = Town.objects.filter(within(path, "area__path"))
        columns = ("folded", "id", "area__path", "area__name")
        for folded, town_id, area_path, area_name in rows.values_list(*columns):
            homes[folded][area_name] = town_id
            if area_path != path:
                ids[canonical(area_name) + folded] = town_id
        ids |= {name: next(iter(here.values())) for name, here in homes.items() if len(here) == 1}
        shared = {name: tuple(sorted(here)) for name, here in homes.items() if len(here) > 1}
        return cls(ids, shared)

    def doubt(self, name: str) -> str:
        """This function will say in Japanese why a name alone is not enough; "" when it is."""
        wards = self.shared.get(canonical(name), ())
        if not wards:
            return ""
        return (
            f"「{name}」は{'と'.join(wards)}にあります。「{wards[0]}{name}」のように、"
            "区の名前から書いてください。"
        )
