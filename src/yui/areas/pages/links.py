"""Links to prefectures and towns as the lists show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from yui.areas.queries import AreaInfo, formers_of
from yui.areas.states import Opening, Tier
from yui.ui.pages.parts import Link

# Stands beside every name of the sample world, so that nobody takes it for a town.
SAMPLE = "見本"


@dataclass(frozen=True, slots=True)
class KanaGroup:
    """This value will hold the towns whose names begin in one row of the kana table."""

    row: str
    links: tuple[Link, ...]


def home_of(area: AreaInfo) -> str:
    """This function will return the address of an area's page.

    `portal` owns the pages of municipalities (a higher room, so the address is built by hand).
    """
    if area.tier is Tier.PREFECTURE:
        return reverse("areas:municipalities", args=[area.jis])
    return f"/{area.jis}/"


def town_link(area: AreaInfo, *, with_prefecture: bool = False, asked: str = "") -> Link:
    """This function will return the link to a town; 「開いています」 stands beside open ones.

    A town found by a name it no longer has (`asked`) says so: 「もとの南区」.
    """
    is_renamed = bool(asked) and area.name not in asked
    formers = formers_of(area.path) if is_renamed else ()
    notes = (
        SAMPLE if area.is_sample else "",
        next((f"もとの{each.name}" for each in formers if each.name in asked), ""),
        str(Opening.OPEN.label) if area.opening is Opening.OPEN else "",
    )
    label = area.full_name if with_prefecture else f"{area.county}{area.name}"
    return Link(label, home_of(area), "・".join(note for note in notes if note))


def kana_groups(areas: Iterable[AreaInfo]) -> tuple[KanaGroup, ...]:
    """This function will group towns by the kana row of their reading, あ to わ."""
    grouped: dict[str, list[AreaInfo]] = {}
    for area in sorted(areas, key=lambda area: (area.kana, area.path)):
        grouped.setdefault(area.kana_row or "その他", []).append(area)
    return tuple(
        KanaGroup(row, tuple(town_link(area) for area in members))
        for row, members in grouped.items()
    )
