"""Finding areas: by code, path, name, and around one another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from yui.areas.errors import AreaNotFound
from yui.areas.models import Area, AreaGroup, GroupMember
from yui.areas.queries.nation import infos_of, looked_up, nation
from yui.areas.queries.values import AreaInfo, GroupInfo
from yui.areas.rules import within
from yui.areas.states import LAYERS, Confidence, GroupKind, Tier
from yui.lib.geo import distance_m
from yui.policy.decide import paths_to
from yui.policy.viewer import Viewer

_CODE = re.compile(r"[0-9]{2}|[0-9]{5,6}")
_PATH = re.compile(r"(?:[0-9a-z-]{1,20}/){0,5}")
# As many as any page offers.
_MOST_NEIGHBOURS = 8
_NOT_FOUND = "この地域は見つかりません。番号をたしかめてください。"


def get_area(viewer: Viewer, code_or_path: str) -> AreaInfo:
    """This function will return an area by its code or its path. Areas are public.

    Codes: two digits (a prefecture), five, or six with a right check digit. Paths end with "/";
    "" is the nation. Codes of areas that merged are found too (see `successor_path`).
    Raises: AreaNotFound.
    """
    if _CODE.fullmatch(code_or_path):
        found = nation().by_code.get(code_or_path)
        if found is None:
            raise AreaNotFound(_NOT_FOUND)
        return found
    return area_by_path(code_or_path)


def area_by_path(path: str) -> AreaInfo:
    """This function will return the area of a path, layers inside a town included.

    Raises: AreaNotFound.
    """
    found = areas_by_path((path,)).get(path)
    if found is None:
        raise AreaNotFound(_NOT_FOUND)
    return found


def areas_by_path(paths: Iterable[str]) -> dict[str, AreaInfo]:
    """This function will return the areas of many paths; paths without an area are left out."""
    wanted = {path for path in paths if _PATH.fullmatch(path)}
    known = nation().by_path
    found = {path: known[path] for path in wanted if path in known}
    missing = wanted - found.keys()
    if missing:
        rows = Area.objects.filter(path__in=missing, tier__in=LAYERS)
        found |= {info.path: info for info in infos_of(rows)}
    return found


def areas_by_id(ids: Iterable[int]) -> dict[int, AreaInfo]:
    """This function will return the areas of many database ids; unknown ids are left out."""
    wanted = set(ids)
    known = nation().by_id
    found = {area_id: known[area_id] for area_id in wanted if area_id in known}
    missing = wanted - found.keys()
    if missing:
        found |= {info.id: info for info in infos_of(Area.objects.filter(id__in=missing))}
    return found


def children_of(path: str) -> tuple[AreaInfo, ...]:
    """This function will return the areas right below, by path; merged ones are left out.

    For the nation these are the prefectures, the sample ones last. Layers of a town are read by
    `layers_of`.
    """
    below = nation().children.get(path, ())
    return tuple(sorted(below, key=lambda info: (info.is_sample, info.path)))


def prefectures() -> tuple[AreaInfo, ...]:
    """This function will return the 47 prefectures by code, without samples."""
    return tuple(info for info in children_of("") if not info.is_sample)


def municipalities_of(prefecture_path: str) -> tuple[AreaInfo, ...]:
    """This function will return a prefecture's municipalities by code; "" gives all of Japan.

    Samples are part of their own prefecture and never of the nation.
    """
    if prefecture_path:
        return tuple(
            info for info in children_of(prefecture_path) if info.tier is Tier.MUNICIPALITY
        )
    return tuple(info for above in prefectures() for info in municipalities_of(above.path))


def ancestors_of(path: str) -> tuple[AreaInfo, ...]:
    """This function will return the areas around one, outermost first, without the nation."""
    known = nation().by_path
    around = reversed(paths_to(path)[1:-1])
    return tuple(known[above] for above in around if above in known)


def layers_of(path: str, layer: Tier) -> tuple[AreaInfo, ...]:
    """This function will return the 圏域, 包括担当区域 or 小学校区 within an area, by path."""
    token = nation().token
    return _layers_as_of(token, path, layer) if path in _paths_with(token, layer) else ()


@lru_cache(maxsize=8)
def _paths_with(token: str, layer: Tier) -> frozenset[str]:
    """The areas of a layer and all around them: most towns have none, and are not asked again."""
    paths = Area.objects.filter(tier=layer, valid_to=None).values_list("path", flat=True)
    return frozenset(around for path in paths for around in paths_to(path))


@lru_cache(maxsize=1024)
def _layers_as_of(token: str, path: str, layer: Tier) -> tuple[AreaInfo, ...]:
    """Every page of a town asks; the token changes with every change of an area."""
    return infos_of(Area.objects.filter(within(path), tier=layer, valid_to=None).order_by("path"))


def spoken_name(area: AreaInfo) -> str:
    """This function will name an area for its own pages; a ward is named with its city."""
    if area.tier is not Tier.WARD:
        return area.name
    return " ".join(each.name for each in (*ancestors_of(area.path)[-1:], area))


def formers_of(path: str) -> tuple[AreaInfo, ...]:
    """This function will return the areas that went into this one when they ended, by code."""
    return nation().formers.get(path, ())


def search_areas(text: str, *, limit: int = 20) -> tuple[AreaInfo, ...]:
    """This function will return the areas of a name, reading or former name, else similar ones.

    Where a name fits exactly (府中市, 府中, 清水) only those areas are returned, all that are
    called so; otherwise names that begin with the text come before names that hold it. An address
    (高松市番町) means its municipality. Areas that merged give way to their successor. Variants
    (龍ヶ崎・龍ケ崎), kana (やいず, やいづ) and 「高松し」 are the same; a reading may begin with
    those of the prefecture and the city around.
    """
    wanted = looked_up(text[:60])
    if not wanted:
        return ()
    ranked: dict[str, tuple[int, bool, int, AreaInfo]] = {}
    known = nation()
    for info, forms in known.folded:
        rank = _rank(wanted, forms)
        shown = known.present(info)
        if rank is not None and (shown.path not in ranked or rank < ranked[shown.path][0]):
            ranked[shown.path] = (rank, shown.is_sample, shown.path.count("/"), shown)
    order = sorted(ranked.values(), key=lambda entry: (*entry[:3], entry[3].path))
    exact = [entry for entry in order if entry[0] == 0]
    return tuple(entry[3] for entry in (exact or order)[:limit]) or _begun_with(wanted)[:limit]


def _begun_with(wanted: str) -> tuple[AreaInfo, ...]:
    """The municipality or ward an address begins with: its longest name, all areas called so.

    Only whole names open an address: 「高松」 alone would take 高松町 for 高松市.
    """
    known = nation()
    for length in range(len(wanted), 1, -1):
        if wanted[:length] in known.by_name:
            found = known.by_name[wanted[:length]]
            return tuple(dict.fromkeys(known.present(info) for info in found))
    return ()


def neighbours_of(path: str, *, limit: int = _MOST_NEIGHBOURS) -> tuple[AreaInfo, ...]:
    """This function will return the nearest municipalities by distance between the offices.

    Eight at the most. The neighbours of a ward are the other wards of its city. A sample has
    sample neighbours only, and the other way round.
    """
    token = nation().token
    return (_neighbours_as_of(token, path) if token else _neighbours(path))[:limit]


@lru_cache(maxsize=2048)
def _neighbours_as_of(token: str, path: str) -> tuple[AreaInfo, ...]:
    """Every search of a town that finds nothing asks; measuring all the country takes 3 ms."""
    return _neighbours(path)[:_MOST_NEIGHBOURS]


def _neighbours(path: str) -> tuple[AreaInfo, ...]:
    own = area_by_path(path)
    is_ward = own.tier is Tier.WARD
    around = children_of(own.parent_path) if is_ward else tuple(nation().by_path.values())
    ranked: list[tuple[float, str, AreaInfo]] = []
    for info in around:
        if info.tier is not own.tier or not info.is_current or own.path == info.path:
            continue
        away_m = _away_m(own, info)
        if info.is_sample == own.is_sample and (is_ward or away_m is not None):
            ranked.append((away_m if away_m is not None else float("inf"), info.path, info))
    return tuple(info for _away, _path, info in sorted(ranked, key=lambda each: each[:2]))


def _away_m(one: AreaInfo, other: AreaInfo) -> float | None:
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    return distance_m(one.latitude, one.longitude, other.latitude, other.longitude)


def groups_of(path: str) -> tuple[GroupInfo, ...]:
    """This function will return the groups an area belongs to, itself or as part of a member."""
    chain = [*(info.id for info in ancestors_of(path)), area_by_path(path).id]
    keys = GroupMember.objects.filter(area_id__in=chain).values("group_id")
    rows = AreaGroup.objects.filter(id__in=keys).order_by("key")
    return tuple(_group(row) for row in rows.prefetch_related("members__area"))


def insurer_of(path: str) -> GroupInfo | None:
    """This function will return the 広域連合 or 組合 that insures an area, or None.

    None means that the municipality insures alone, as far as is known.
    """
    insuring = (GroupKind.WIDE_UNION, GroupKind.PARTIAL_UNION, GroupKind.SINGLE)
    return next((group for group in groups_of(path) if group.kind in insuring), None)


def _group(row: AreaGroup) -> GroupInfo:
    return GroupInfo(
        key=row.key,
        name=row.name,
        kind=GroupKind(row.kind),
        insurer_number=row.insurer_number,
        source=row.source,
        confidence=Confidence(row.confidence),
        member_paths=tuple(sorted(member.area.path for member in row.members.all())),
    )


def _rank(wanted: str, forms: tuple[str, ...]) -> int | None:
    """This function will say how well a text fits: 0 the name, 1 its beginning, 2 a part of it."""
    if wanted in forms:
        return 0
    if any(form.startswith(wanted) for form in forms):
        return 1
    return 2 if len(wanted) > 1 and any(wanted in form for form in forms) else None
