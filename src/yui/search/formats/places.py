"""Names of places among typed words: 「高松市番町 体操」 is 体操 in 高松市, nearest to 番町 first.

Only names that areas themselves carry, inside the area that is searched already, and only where
other words are left to look for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from yui.areas.queries import (
    AreaInfo,
    TownInfo,
    area_by_path,
    children_of,
    find_town,
    get_town,
    layers_of,
    locate_address,
)
from yui.areas.states import Tier
from yui.search.engine.folding import normalise
from yui.search.queries.values import PlaceWord, Question

# What may follow a name without a gap: 「高松市の体操」「北区で体操」.
_PARTICLE = re.compile(r"(の|で|に|内の|内で|にある|近く|周辺|あたり)+")
_HAS_AREA = re.compile(r"[都道府県市区町村郡]")
_NAMED = (Tier.PREFECTURE, Tier.MUNICIPALITY, Tier.WARD)
_TOWN_END = re.compile(r"(町|丁目|番町|村|大字|字)$")


def placed(question: Question) -> Question:
    """This function will turn the places a question names into its area and its origin.

    `places` of the result says which words were taken. An origin that was chosen stays.
    """
    chunks = normalise(question.words).split()
    for number, chunk in enumerate(chunks):
        for typed, area, town, rest in _readings(chunk, question.area_path):
            words = " ".join(
                part for part in (*chunks[:number], rest, *chunks[number + 1 :]) if part
            )
            if words:
                return _within(question, words, typed, area, town)
    return question


def _within(
    question: Question, words: str, typed: str, area: AreaInfo, town: TownInfo | None
) -> Question:
    """The municipality becomes the area; the 町字 becomes where distances are counted from."""
    name = area.name
    found = replace(question, words=words, area_path=area.path)
    if town is not None and town.latitude is not None and town.longitude is not None:
        name = f"{'' if area.path == question.area_path else area.name}{town.name}"
        if question.origin is None:
            sort = "distance" if question.sort == "relevance" else question.sort
            found = replace(found, origin=(town.latitude, town.longitude), sort=sort)
    elif town is not None:
        # Without a point the 町字 stays a word: addresses hold it.
        found = replace(found, words=f"{town.name} {words}")
    return replace(found, places=(*question.places, PlaceWord(typed, name)))


Reading = tuple[str, AreaInfo, TownInfo | None, str]


def _readings(chunk: str, path: str) -> Iterator[Reading]:
    """The ways to read a place at the start of a chunk, the surest first."""
    if path:
        yield from _layer(chunk, path)
    if not _HAS_AREA.search(chunk):
        return
    yield from _address(chunk, path)
    yield from _named(chunk, children_of(path))
    if path:
        yield from _town(chunk, path)


def _layer(chunk: str, path: str) -> Iterator[Reading]:
    for sphere in layers_of(path, Tier.SPHERE):
        if chunk in (sphere.name, f"{sphere.name}地区", f"{sphere.name}圏域"):
            yield chunk, sphere, None, ""


def _address(chunk: str, path: str) -> Iterator[Reading]:
    located = locate_address(chunk)
    if located is None or not located.area.path.startswith(path) or located.area.path == path:
        return
    town = located.town
    if town is not None and located.rest.startswith(town.name):
        rest = located.rest.removeprefix(town.name)
        yield from _ended(chunk, located.area, _with_point(town), rest)
    head = _PARTICLE.split(located.rest)[0]
    if _TOWN_END.search(head):
        # A 町字 that is not in the register stays a word: addresses hold it.
        yield chunk.removesuffix(located.rest), located.area, None, head
    yield from _ended(chunk, located.area, None, located.rest)


def _named(chunk: str, areas: Iterable[AreaInfo]) -> Iterator[Reading]:
    for area in areas:
        name = normalise(area.name)
        if area.tier in _NAMED and chunk.startswith(name):
            yield from _ended(chunk, area, None, chunk.removeprefix(name))


def _town(chunk: str, path: str) -> Iterator[Reading]:
    """「番町」 on the pages of its own municipality; the name must be whole."""
    area = area_by_path(path)
    if area.tier not in (Tier.MUNICIPALITY, Tier.WARD):
        return
    head = _PARTICLE.split(chunk)[0]
    town = find_town(path, head) if _TOWN_END.search(head) else None
    if town is not None and normalise(town.name) == head:
        yield from _ended(chunk, area, _with_point(town), chunk.removeprefix(head))


def _with_point(town: TownInfo) -> TownInfo:
    return get_town(town.id) if town.id is not None else town


def _ended(chunk: str, area: AreaInfo, town: TownInfo | None, rest: str) -> Iterator[Reading]:
    """A name counts where it ends: 「高松市社会福祉協議会」 is the name of a body, no place."""
    typed = chunk[: len(chunk) - len(rest)] if rest else chunk
    particle = _PARTICLE.match(rest)
    if not rest or particle:
        yield typed, area, town, rest[particle.end() :] if particle else ""
