"""町字, postcodes, addresses, and the layers of a town."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.db.models import QuerySet

from yui.areas.engine.addresses import (
    Gazetteer,
    Place,
    beginnings,
    canonical,
    gazetteer_of,
    read_municipality,
    read_town,
)
from yui.areas.errors import TownNotFound
from yui.areas.models import PostalCode, Town, TownLayer
from yui.areas.queries.finding import area_by_path
from yui.areas.queries.nation import Nation, infos_of, nation
from yui.areas.queries.values import (
    AreaInfo,
    LocatedAddress,
    PostalMatch,
    TownInfo,
)
from yui.areas.rules import within
from yui.areas.states import LAYERS, Tier

# Hyphens of every kind, also the one that NFKC makes of 「﹣」 and the long mark of kana.
_DASHES = re.compile(r"[-‐‑‒–—―−⁃ー〜~〒\s]")


def postal_code_of(text: str) -> str | None:
    """This function will return the seven digits of a written postcode, or None."""
    digits = _DASHES.sub("", unicodedata.normalize("NFKC", text[:20]))
    return digits if re.fullmatch(r"[0-9]{7}", digits) else None


def postal_hint() -> str:
    """This function will say how to write a postcode, with one that is known as the example.

    The first of all is taken: of a sample world where there is one. One query.
    """
    code = PostalCode.objects.order_by("code").values_list("code", flat=True).first()
    return f"数字7けた。例 {code[:3]}-{code[3:]}" if code else "数字7けた"


def areas_by_postal_code(text: str) -> tuple[PostalMatch, ...]:
    """This function will return the municipalities or wards and 町字 of a postcode.

    Hyphens, 〒 and full-width digits are accepted; an unknown code gives an empty answer.
    """
    code = postal_code_of(text)
    if code is None:
        return ()
    known = nation().by_id
    rows = PostalCode.objects.filter(code=code).order_by("area__path", "town_name")
    return tuple(
        PostalMatch(known[area_id], town_name)
        for area_id, town_name in rows.values_list("area_id", "town_name")
        if area_id in known
    )


def towns_of(path: str) -> tuple[TownInfo, ...]:
    """This function will return the 町字 of a town, a ward or a layer: own ones by reading.

    Names from the national list of postcodes follow where no own 町字 covers them (id None).
    """
    area = area_by_path(path)
    if area.tier in LAYERS:
        return _own_towns(Town.objects.filter(layers__area_id=area.id))
    own = _own_towns(Town.objects.filter(within(path, "area__path")))
    covered = {canonical(town.name) for town in own}
    return own + tuple(
        town for town in _postal_towns(path) if not _is_covered(canonical(town.name), covered)
    )


def get_town(town_id: int) -> TownInfo:
    """This function will return one 町字. Raises: TownNotFound."""
    row = Town.objects.filter(id=town_id).select_related("area").first()
    if row is None:
        raise TownNotFound("この町字は見つかりません。")
    return _town(row)


def find_town(path: str, text: str) -> TownInfo | None:
    """This function will return the 町字 an address within an area begins with, or None.

    大字・字, ケ・ヶ・が, kanji and arabic 丁目 are the same.
    """
    towns = towns_here(path)
    found = read_town(text[:200], towns)
    return towns[found[0]] if found else None


def locate_address(text: str) -> LocatedAddress | None:
    """This function will read municipality or ward and 町字 from an address, or return None.

    A municipality that merged leads to its successor. A name that exists twice without its
    prefecture (府中市) is decided by the 町字, or not at all. Sample areas are found as well.
    """
    known = nation()
    paths, rest = read_municipality(text[:300], gazetteer(known))
    areas = tuple(dict.fromkeys(known.present(known.by_path[path]) for path in paths))
    if len(areas) == 1:
        return LocatedAddress(areas[0], find_town(areas[0].path, rest), rest)
    named = [LocatedAddress(area, find_town(area.path, rest), rest) for area in areas]
    decided = [located for located in named if located.town is not None]
    return decided[0] if len(decided) == 1 else None


def layer_of_town(town_id: int, layer: Tier) -> AreaInfo | None:
    """This function will return the layer area a 町字 belongs to, or None."""
    row = TownLayer.objects.filter(town_id=town_id, layer=layer).select_related("area").first()
    if row is None:
        return None
    return infos_of(type(row.area).objects.filter(id=row.area_id))[0]


def sphere_of_town(town_id: int) -> AreaInfo | None:
    """This function will return the 日常生活圏域 of a 町字, or None."""
    return layer_of_town(town_id, Tier.SPHERE)


def _town(row: Town) -> TownInfo:
    return TownInfo(
        id=row.id,
        area_path=row.area.path,
        name=row.name,
        kana=row.kana,
        town_code=row.town_code,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _own_towns(rows: QuerySet[Town]) -> tuple[TownInfo, ...]:
    ordered = rows.select_related("area").order_by("kana", "name", "id")
    return tuple(_town(row) for row in ordered)


def _is_covered(name: str, covered: set[str]) -> bool:
    """A name is covered by itself and by any own 町字 it begins with (仏生山町甲 by 仏生山町)."""
    return any(begun in covered for begun in beginnings(name))


def _postal_towns(path: str) -> tuple[TownInfo, ...]:
    rows = PostalCode.objects.filter(within(path, "area__path")).exclude(town_name="")
    pairs = rows.values_list("area__path", "town_name").distinct()
    return tuple(TownInfo(None, area, name) for area, name in pairs.order_by("area__path", "code"))


def towns_here(path: str) -> dict[str, TownInfo]:
    """This function will return the 町字 of an area by name, kept while nothing changes."""
    token = nation().token
    return _towns_by_name(token, path) if token else _named(towns_of(path))


def _named(towns: tuple[TownInfo, ...]) -> dict[str, TownInfo]:
    return {town.name: town for town in towns}


@lru_cache(maxsize=256)
def _towns_by_name(token: str, path: str) -> dict[str, TownInfo]:
    """Kept per municipality while nothing changes: imports ask for thousands of addresses."""
    return _named(towns_of(path))


@lru_cache(maxsize=2)
def _gazetteer_of(token: str) -> Gazetteer:
    return gazetteer_of(_places(nation()))


def gazetteer(known: Nation) -> Gazetteer:
    """This function will return the names addresses begin with, for `read_municipality`."""
    return _gazetteer_of(known.token) if known.token else gazetteer_of(_places(known))


def _places(known: Nation) -> list[Place]:
    found: list[Place] = []
    for info in known.by_path.values():
        if info.tier not in (Tier.MUNICIPALITY, Tier.WARD):
            continue
        prefecture = known.by_path[info.path.split("/")[0] + "/"].name
        written = info.full_name.removeprefix(prefecture)
        found.append(Place(info.path, prefecture, (written, info.name)[: _forms(info)]))
    return found


def _forms(info: AreaInfo) -> int:
    """A ward's own name says nothing without its city (中央区 exists many times)."""
    return 1 if info.tier is Tier.WARD else 2
