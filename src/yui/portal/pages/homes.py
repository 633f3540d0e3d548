"""Values of the homes: word buttons with counts, events of the week, numbers with their date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from yui.areas.queries import AreaInfo
from yui.policy.viewer import Viewer
from yui.portal.pages.addresses import search_of
from yui.portal.queries import CountedTerm, NationalCounts, official_counts
from yui.ui.pages.parts import Link, Number, WordButton


def word_buttons(area: AreaInfo, name: str, words: Iterable[CountedTerm]) -> tuple[WordButton, ...]:
    """This function will return the words of a home as buttons that search."""
    return tuple(
        WordButton(each.term.words, search_of(area, **{name: each.term.code}), each.count)
        for each in words
    )


def official_ways(area: AreaInfo, viewer: Viewer) -> tuple[WordButton, ...]:
    """This function will return what the national lists know of a town, by kind."""
    counts = official_counts(viewer, area.path)
    names = (
        ("insurance", "介護保険の事業所"),
        ("medical", "訪問・リハビリの医療"),
        ("public", "公共の施設・窓口"),
    )
    return tuple(
        WordButton(words, search_of(area, sector=code), counts.get(code, 0))
        for code, words in names
        if counts.get(code)
    )


def sphere_links(area: AreaInfo, spheres: Iterable[AreaInfo]) -> tuple[Link, ...]:
    """This function will link to the search of each 圏域."""
    return tuple(
        Link(sphere.name, search_of(area, sphere=sphere.path.split("/")[-2])) for sphere in spheres
    )


def former_sentence(formers: Sequence[AreaInfo]) -> str:
    """This function will say which areas went into one, and since when."""
    if not formers:
        return ""
    names = "・".join(each.name for each in formers)
    last_day = max((each.valid_to for each in formers if each.valid_to), default=None)
    if last_day is None:
        return f"もとの{names}です。"
    first_day = last_day + timedelta(days=1)
    return f"もとの{names}です（{first_day.year}年{first_day.month}月から）。"


def national_numbers(counts: NationalCounts) -> tuple[Number, ...]:
    """This function will return today's numbers; the sample world is never counted.

    None while there is nothing to count: three noughts tell a resident nothing.
    """
    if not any((counts.open_towns, counts.daily_services, counts.insurance_offices)):
        return ()
    return (
        Number("開いているまち", f"{counts.open_towns:,}"),
        Number("手助けと集まり", f"{counts.daily_services:,}"),
        Number("介護保険の事業所", f"{counts.insurance_offices:,}"),
    )
