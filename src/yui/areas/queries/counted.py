"""What a source has said so far, owner by owner: what a newer file is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yui.areas.engine.addresses import canonical
from yui.areas.models import Population
from yui.areas.rules import within

# Kind, sex (t m f), lowest and highest age (None = and over), number (None = the source is silent).
CountedFigure = tuple[str, str, int, int | None, int | None]
_COLUMNS = ("kind", "sex", "minimum_age", "maximum_age", "value")
_TOTAL_NAMES = frozenset(
    map(canonical, ("総数", "合計", "全域", "全市", "全町", "全村", "全区", "計"))
)


@dataclass(frozen=True, slots=True)
class OwnerFigures:
    """This value will hold the figures of one owner on one day, in the order of `order_of`.

    `name` is that of a 町字, or one that means the whole municipality; "" for a mesh.
    """

    name: str
    mesh_code: str
    as_of: date
    figures: tuple[CountedFigure, ...]
    latitude: float | None = None
    longitude: float | None = None


def is_whole(name: str, area_name: str) -> bool:
    """This function will say whether a 地域名 means the whole municipality."""
    return canonical(name) in _TOTAL_NAMES or canonical(name) == canonical(area_name)


def owner_key(name: str, mesh_code: str, area_name: str) -> str:
    """This function will return what two spellings of one owner share: "" = all of the area."""
    if mesh_code:
        return mesh_code
    return "" if is_whole(name, area_name) else canonical(name)


def order_of(figure: CountedFigure) -> tuple[str, str, int, int]:
    """This function will return the key by which figures of one owner are put in order."""
    return figure[0], figure[1], figure[2], 999 if figure[3] is None else figure[3]


def figures_of_towns(area_path: str, source: str, day: date) -> dict[str, OwnerFigures]:
    """This function will return what a source says of a municipality and its 町字 on a day.

    Keys as of `owner_key`. Two queries.
    """
    rows = Population.objects.filter(source=source, as_of=day)
    own = rows.filter(area__path=area_path).values_list("area__name", *_COLUMNS)
    towns = rows.filter(within(area_path, "town__area__path")).values_list("town__name", *_COLUMNS)
    found: dict[tuple[str, str], list[CountedFigure]] = {}
    for name, *figure in own:
        found.setdefault(("", name), []).append(tuple(figure))
    for name, *figure in towns:
        found.setdefault((canonical(name), name), []).append(tuple(figure))
    return {key: _figures(name, "", day, figures) for (key, name), figures in found.items()}


def figures_of_meshes(codes: Sequence[str], source: str, day: date) -> dict[str, OwnerFigures]:
    """This function will return what a source says of some census meshes. One query."""
    rows = Population.objects.filter(source=source, as_of=day, mesh_code__in=codes)
    found: dict[str, list[CountedFigure]] = {}
    for code, *figure in rows.values_list("mesh_code", *_COLUMNS):
        found.setdefault(code, []).append(tuple(figure))
    return {code: _figures("", code, day, figures) for code, figures in found.items()}


def _figures(name: str, mesh: str, day: date, figures: list[CountedFigure]) -> OwnerFigures:
    return OwnerFigures(name, mesh, day, tuple(sorted(figures, key=order_of)))
