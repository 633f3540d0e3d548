"""Understanding a place as people type it: a 町字, its reading or beginning, a 圏域, an address.

One way for the finder of the own 包括 and for 「近い順」 of the search.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import takewhile
from statistics import median

from yui.areas.engine.addresses import (
    Gazetteer,
    Place,
    beginnings,
    canonical,
    gazetteer_of,
    read_municipality,
    read_town,
)
from yui.areas.engine.town_readings import is_kana, reading_key, reading_of
from yui.areas.formats.postal import postal_readings
from yui.areas.models import PostalCode, Town
from yui.areas.queries.finding import ancestors_of, area_by_path, children_of, layers_of
from yui.areas.queries.nation import nation
from yui.areas.queries.towns import (
    areas_by_postal_code,
    gazetteer,
    postal_code_of,
    towns_here,
    towns_of,
)
from yui.areas.queries.values import AreaInfo, PlaceMeant, PostalMatch, TownInfo
from yui.areas.rules import within
from yui.areas.states import LAYERS, Tier
from yui.lib.geo import distance_m

_MOST_TOWNS = 60
_MOST_NAMED = 3
_POSTCODE_MARK = re.compile(r"^[\s〒]+")
_LONGEST = 200
# 町字 that begin alike but lie further apart than this have no common middle worth walking to.
_ONE_PLACE_M = 2_500
# A beginning of so many letters is the name of a neighbourhood, no chance.
_LONG_ENOUGH = 3
_HOUSE_NUMBER = re.compile(r"[0-9]+(丁目|番地?|号)?[0-9の番地号-]*$")
_BLOCK = re.compile(r"[0-9０-９一二三四五六七八九十]+丁目$")
_WHOLE = re.compile(r"(町|村|丁目|字)$")
_LAYER_ENDS = ("", "地区", "圏域", "校区", "小学校区")
_TOWN_TIERS = (Tier.MUNICIPALITY, Tier.WARD)


def place_meant(path: str, text: str) -> PlaceMeant | None:
    """This function will understand a place typed on the pages of an area; None is not understood.

    The area's own places come first. What only another municipality has, or what is written with
    its name, is found there (`is_here` False).
    """
    words = _POSTCODE_MARK.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).strip()
    code = postal_code_of(words)
    if code is not None:
        return _of_postcode(path, code)
    paths, rest = read_municipality(words, gazetteer(nation()))
    words = words if paths else rest.strip()
    if not words:
        return None
    named = _named_areas(paths)
    own = [area for area in named if _is_around(path, area.path) or area.path.startswith(path)]
    if own:
        scope = own[0].path if own[0].path.startswith(path) else path
        return _in_area(scope, rest.strip(), own[0]) or _in_towns(path, words)
    return (
        _in_towns(path, words)
        or _named_elsewhere(named, rest.strip())
        or _in_other_ward(path, words)
        or _of_that_name(path, words)
    )


@dataclass(frozen=True)
class _Register:
    """The 町字 of one municipality or ward; their readings only once somebody types kana."""

    path: str
    towns: tuple[TownInfo, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(canonical(town.name) for town in self.towns)

    @cached_property
    def by_key(self) -> dict[str, TownInfo]:
        return dict(zip(self.keys, self.towns, strict=True))

    @cached_property
    def readings(self) -> tuple[tuple[str, TownInfo], ...]:
        """What the register says itself, then the list of postcodes, which knows no 丁目."""
        known = _postal_kana(self.path)
        plain = {canonical(name): kana for name, kana in known.items()}
        own = ((town.kana or reading_of(town.name, plain), town) for town in self.towns)
        also = ((kana, town) for name, kana in plain.items() for town in self.around(name))
        return tuple((reading_key(kana), town) for kana, town in (*own, *also) if kana)

    def around(self, name: str) -> tuple[TownInfo, ...]:
        """The register's own 町字 in which one of the list of postcodes lies: 仏生山町 of 甲."""
        known = self.by_key
        return next(((known[key],) for key in beginnings(name) if key in known), ())

    def begun(self, wanted: str) -> tuple[TownInfo, ...]:
        pairs = zip(self.keys, self.towns, strict=True)
        return tuple(town for key, town in pairs if key.startswith(wanted))

    def holding(self, wanted: str) -> tuple[TownInfo, ...]:
        pairs = zip(self.keys, self.towns, strict=True)
        return tuple(town for key, town in pairs if wanted in key)

    def named(self, name: str) -> tuple[TownInfo, ...]:
        """All of one name: in a city with wards one can be in several of them."""
        return tuple(town for town in self.towns if town.name == name)

    def parts(self, towns: tuple[TownInfo, ...]) -> tuple[TownInfo, ...]:
        """Where the one 町字 has no point, those of the register that begin like it may."""
        if len(towns) != 1 or _middle(towns) is not None:
            return towns
        begun = self.begun(canonical(towns[0].name))
        own = tuple(town for town in begun if town.id is not None)
        return own if _middle(own) is not None else towns

    def read_as(self, text: str) -> tuple[TownInfo, ...]:
        """The 町字 of a reading: the whole, else its beginning, else what a number follows."""
        key = reading_key(text)
        block = re.match(r"(.*?[^0-9-])([0-9]+)(?:-.*)?$", key)
        for wanted in (key, f"{block[1]}{block[2]}ちようめ" if block else ""):
            exact = _once(town for reading, town in self.readings if wanted and reading == wanted)
            if exact:
                return exact
        begun = _once(town for reading, town in self.readings if reading.startswith(key))
        if begun and len(key) > 1:
            return begun
        followed = [
            (len(reading), town)
            for reading, town in self.readings
            if key.startswith(reading) and re.match(r"[0-9]", key[len(reading) :])
        ]
        longest = max((length for length, _town in followed), default=0)
        return _once(town for length, town in followed if length == longest)


def _postal_kana(path: str) -> dict[str, str]:
    """The readings of 町字 by name, of the postcodes a municipality or ward has."""
    rows = PostalCode.objects.filter(within(path, "area__path"), area__is_sample=False)
    codes = rows.values_list("code", flat=True).distinct()
    jis = {area.jis for area in (area_by_path(path), *children_of(path))}
    found = postal_readings(codes)
    return {name: kana for (code, name), kana in found.items() if code in jis and name and kana}


def _register(path: str) -> _Register:
    token = nation().token
    return _register_as_of(token, path) if token else _Register(path, towns_of(path))


@lru_cache(maxsize=64)
def _register_as_of(token: str, path: str) -> _Register:
    return _Register(path, towns_of(path))


def _in_towns(path: str, words: str) -> PlaceMeant | None:
    """Within one municipality or ward; a prefecture or the nation has no register of its own."""
    if not path or area_by_path(path).tier not in _TOWN_TIERS:
        return None
    area = area_by_path(path)
    wards = [each for each in children_of(path) if each.tier is Tier.WARD]
    paths, rest = read_municipality(words, _gazetteer_of_wards(tuple(wards)))
    if paths:
        return _in_area(paths[0], rest.strip(), next(w for w in wards if w.path == paths[0]))
    return _of_town(area, words) or _of_layer(area, words) or _of_beginning(area, words)


def _in_area(path: str, rest: str, area: AreaInfo) -> PlaceMeant | None:
    """What follows the name of an area, or the area itself where nothing follows."""
    if rest:
        return _in_towns(path, rest)
    if area.tier is Tier.WARD:
        towns = tuple(towns_here(area.path).values())
        point = _middle(towns)
        if point is not None:
            return PlaceMeant(area.name, area, towns, *point)
    return PlaceMeant(area.name, area, (), area.latitude, area.longitude, is_office=True)


def _of_town(area: AreaInfo, words: str) -> PlaceMeant | None:
    """「番町」 may be the register's own, or what its 丁目 have in common."""
    register = _register(area.path)
    found = read_town(words, (town.name for town in register.towns))
    if found is not None:
        exact = register.named(found[0])
        if len({town.area_path for town in exact}) > 1:
            return _choice(area, words, exact)
        return _meaning(area, found[0], register.parts(exact))
    wanted = _HOUSE_NUMBER.sub("", canonical(words))
    blocks = [town for town in register.begun(wanted) if _stem(town.name) == wanted]
    return _meaning(area, _plain(blocks), blocks) if wanted and blocks else None


def _of_layer(area: AreaInfo, words: str) -> PlaceMeant | None:
    wanted = canonical(words)
    for tier in sorted(LAYERS, key=lambda each: each is not Tier.SPHERE):
        for layer in layers_of(area.path, Tier(tier)):
            if wanted in {canonical(f"{layer.name}{end}") for end in _LAYER_ENDS}:
                towns = towns_of(layer.path)
                point = _middle(towns) or (layer.latitude, layer.longitude)
                return PlaceMeant(layer.name, area, towns, *point)
    return None


def _of_beginning(area: AreaInfo, words: str) -> PlaceMeant | None:
    """The reading, the beginning, then any part of a name."""
    register = _register(area.path)
    wanted = canonical(words)
    if not wanted:
        return None
    towns = register.read_as(words) if is_kana(words) else ()
    towns = towns or register.begun(wanted)
    if not towns and len(wanted) > 1:
        towns = register.holding(wanted)
    if not towns:
        return None
    towns = register.parts(towns)
    shared = _plain(towns)
    is_one = len({_stem(town.name) for town in towns}) == 1 or _WHOLE.search(shared)
    # Without any point in the register the places called so may still have a middle.
    is_unmeasured = len(shared) >= _LONG_ENOUGH and _middle(towns) is None
    if is_one or is_unmeasured or _is_close(towns):
        return _meaning(area, shared or unicodedata.normalize("NFKC", words), towns)
    return _choice(area, words, towns)


def _of_postcode(path: str, code: str) -> PlaceMeant | None:
    """Any 町字 of it that has a point, else what begins like it; else the office it leads to."""
    matches = areas_by_postal_code(code)
    here = [match for match in matches if match.area.path.startswith(path)]
    meant = [_of_match(match) for match in here or matches]
    if not meant:
        return None
    best = next((each for each in meant if each.latitude is not None), meant[0])
    towns = _once(town for each in meant for town in each.towns)
    return replace(best, towns=towns, is_here=bool(here))


def _of_match(match: PostalMatch) -> PlaceMeant:
    found = _of_town(match.area, match.town_name) if match.town_name else None
    if found is not None and not found.choices:
        return found
    if match.town_name:
        return PlaceMeant(match.town_name, match.area)
    area = match.area
    return PlaceMeant(area.name, area, (), area.latitude, area.longitude, is_office=True)


def _named_elsewhere(named: tuple[AreaInfo, ...], rest: str) -> PlaceMeant | None:
    """An address of another municipality; a name that exists twice is decided by its 町字."""
    found = [(area, _in_area(area.path, rest, area)) for area in named]
    known = [place for _area, place in found if place is not None]
    if len(named) > 1 and not rest:
        return None
    return replace(known[0], is_here=False) if len(known) == 1 else None


def _in_other_ward(path: str, words: str) -> PlaceMeant | None:
    """「北山区炭焼町」 on the pages of another ward of the city."""
    around = ancestors_of(path)[-1:]
    if not around or area_by_path(path).tier is not Tier.WARD:
        return None
    found = _in_towns(around[0].path, words)
    return replace(found, is_here=False) if found and not found.choices else None


def _of_that_name(path: str, words: str) -> PlaceMeant | None:
    """The one other municipality of the prefecture, or of the area, that has a 町字 so called."""
    if len(canonical(words)) < 2 or is_kana(words):
        return None
    around = path.split("/")[0] + "/" if path else ""
    areas = _areas_with_town(around, words)
    if len(areas) > 1:
        names = tuple(f"{area.full_name}{words}" for area in areas[:_MOST_NAMED])
        return PlaceMeant(words, areas[0], choices=names, is_here=False)
    found = _in_towns(areas[0].path, words) if areas else None
    return found and replace(found, is_here=areas[0].path.startswith(path))


def _areas_with_town(around: str, words: str) -> tuple[AreaInfo, ...]:
    """One query; the register's own names and those of the list of postcodes."""
    stem = _HOUSE_NUMBER.sub("", words) or words
    inside = within(around, "area__path")
    own = Town.objects.filter(inside, folded=canonical(words))
    blocks = Town.objects.filter(inside, folded__startswith=f"{canonical(stem)}1丁目")
    # 「土器町」 is whole where the list has only 土器町東 and 土器町西; 「土器」 is not.
    lookup = "town_name__startswith" if _WHOLE.search(stem) else "town_name"
    listed = PostalCode.objects.filter(inside, **{lookup: stem})
    rows = own.values_list("area_id").union(
        blocks.values_list("area_id"), listed.values_list("area_id")
    )
    known = nation().by_id
    areas = {known[area_id].path: known[area_id] for (area_id,) in rows if area_id in known}
    return tuple(areas[path] for path in sorted(areas))


def _meaning(area: AreaInfo, name: str, towns: Iterable[TownInfo]) -> PlaceMeant:
    found = tuple(towns)[:_MOST_TOWNS]
    point = _middle(found) or (None, None)
    paths = {town.area_path for town in found}
    return PlaceMeant(name, area_by_path(paths.pop()) if len(paths) == 1 else area, found, *point)


def _choice(area: AreaInfo, words: str, towns: Iterable[TownInfo]) -> PlaceMeant:
    """Several that are meant alike: none is guessed."""
    found = tuple(towns)[:_MOST_TOWNS]
    wards = {town.area_path for town in found}
    is_shared = len({town.name for town in found}) < len(found) and len(wards) > 1
    names = (
        f"{area_by_path(town.area_path).name}{town.name}" if is_shared else town.name
        for town in found
    )
    return PlaceMeant(words, area, found, choices=tuple(dict.fromkeys(names)))


def _middle(towns: Iterable[TownInfo]) -> tuple[float, float] | None:
    """The middle one moves little when one point is wrong."""
    points = [(t.latitude, t.longitude) for t in towns]
    known = [(lat, lon) for lat, lon in points if lat is not None and lon is not None]
    if not known:
        return None
    return median(lat for lat, _lon in known), median(lon for _lat, lon in known)


def _is_close(towns: Iterable[TownInfo]) -> bool:
    found = tuple(towns)
    middle = _middle(found)
    return middle is not None and all(
        town.latitude is not None
        and town.longitude is not None
        and distance_m(*middle, town.latitude, town.longitude) <= _ONE_PLACE_M
        for town in found
    )


def _stem(name: str) -> str:
    """「番町二丁目」 without its 丁目, as names are compared."""
    return re.sub(r"[0-9]+丁目$", "", canonical(name))


def _plain(towns: Iterable[TownInfo]) -> str:
    """What the names have in common, as it is written: 番町 of its 丁目."""
    names = [unicodedata.normalize("NFKC", town.name) for town in towns]
    if len(names) == 1:
        return names[0]
    alike = zip(*(_BLOCK.sub("", name) for name in names), strict=False)
    shared = "".join(each[0] for each in takewhile(lambda each: len(set(each)) == 1, alike))
    return shared.removesuffix("第")


def _once(towns: Iterable[TownInfo]) -> tuple[TownInfo, ...]:
    return tuple(dict.fromkeys(towns))[:_MOST_TOWNS]


def _named_areas(paths: Iterable[str]) -> tuple[AreaInfo, ...]:
    known = nation()
    return tuple(dict.fromkeys(known.present(known.by_path[path]) for path in paths))


def _is_around(path: str, other: str) -> bool:
    return other == path or other in {area.path for area in ancestors_of(path)}


@lru_cache(maxsize=64)
def _gazetteer_of_wards(wards: tuple[AreaInfo, ...]) -> Gazetteer:
    """On the pages of a city a ward says enough without the city."""
    return gazetteer_of(Place(ward.path, "", (ward.name,)) for ward in wards)
