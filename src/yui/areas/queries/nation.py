"""The national areas in memory: some 2,000 rows, read once and again only when they changed."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from yui.areas.engine.town_readings import sounding
from yui.areas.models import Area, Stamp
from yui.areas.queries.values import AreaInfo
from yui.areas.states import LAYERS, Opening, Tier
from yui.lib.japanese.text import fold

# Another process's change is seen after this long; tests look every time.
_STAMP_HOLDS_S = 1.0


@dataclass(frozen=True)
class Nation:
    """This value will hold every area from the nation down to wards, found by path and code.

    `formers` are the ended areas that went into the one of a path.
    `by_code` knows six digits, five digits, and two digits for prefectures.
    """

    token: str
    by_path: dict[str, AreaInfo]
    by_code: dict[str, AreaInfo]
    by_id: dict[int, AreaInfo]
    children: dict[str, tuple[AreaInfo, ...]]
    formers: dict[str, tuple[AreaInfo, ...]]

    @cached_property
    def folded(self) -> tuple[tuple[AreaInfo, tuple[str, ...]], ...]:
        """This property will pair each area with the spellings it is found by."""
        # Folding 2,000 names takes longer than reading them, and only searching by name asks.
        return tuple(
            (info, (*_spellings(info), *self._readings(info)))
            for info in self.by_path.values()
            if info.path
        )

    def _readings(self, info: AreaInfo) -> Iterator[str]:
        """This function will yield the reading behind those of the areas around it.

        さっぽろしちゅうおうく, with the prefecture and without, and さっぽろちゅうおうく.
        """
        above = self.by_path.get(info.parent_path) if info.parent_path else None
        if not info.kana or above is None or not above.kana:
            return
        for front in (above.kana, above.kana[:-1], *self._readings(above)):
            yield looked_up(front + info.kana)

    @cached_property
    def by_name(self) -> dict[str, tuple[AreaInfo, ...]]:
        """This property will hold municipalities and wards by the names an address begins with.

        With and without the prefecture, a town with and without its 郡; folded.
        """
        found: dict[str, list[AreaInfo]] = {}
        for info in self.by_path.values():
            if info.tier in (Tier.MUNICIPALITY, Tier.WARD):
                prefecture = self.by_path[info.path.split("/")[0] + "/"].name
                written = info.full_name.removeprefix(prefecture)
                forms = {looked_up(form) for form in (info.full_name, written, info.name)}
                for name in forms.union(self._readings(info)):
                    found.setdefault(name, []).append(info)
        return {name: tuple(infos) for name, infos in found.items()}

    def present(self, info: AreaInfo) -> AreaInfo:
        """This function will return the area itself, or the one it went into when it merged."""
        while info.successor_path is not None:
            info = self.by_path[info.successor_path]
        return info


_kept: Nation | None = None
_checked_at = float("-inf")


def nation() -> Nation:
    """This function will return the national areas as they are in the database now.

    One small query; none when this process looked less than a second ago.
    """
    global _kept, _checked_at
    moment = time.monotonic()
    held = _kept
    if held is not None and moment - _checked_at < _hold_s():
        return held
    # The token is read before the rows: rows older than their token can never be kept.
    token = Stamp.objects.filter(id=1).values_list("token", flat=True).first() or ""
    if held is None or not token or held.token != token:
        held = _read(token)
        _kept = held
    _checked_at = moment
    return held


def areas_token() -> str:
    """This function will name the state of the areas that this process answers with."""
    return nation().token


def forget_nation() -> None:
    """This function will drop what is kept, so that the next reader looks at once."""
    global _kept, _checked_at
    _kept, _checked_at = None, float("-inf")


def carry_nation(before: str, token: str) -> None:
    """This function will go on with what is kept under a new token: only layers or 町字 changed.

    What was not current before the change is read again.
    """
    global _kept
    if _kept is not None and before and _kept.token == before:
        _kept = replace(_kept, token=token)


def to_info(row: Area, parent_name: str = "") -> AreaInfo:
    """This function will turn a row into a value; `parent_name` is the full name around it."""
    return AreaInfo(
        id=row.id,
        path=row.path,
        code=row.code or "",
        tier=Tier(row.tier),
        name=row.name,
        kana=row.kana,
        county=row.county,
        full_name=f"{parent_name}{row.county}{row.name}" if row.path else row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        surface_ha=row.surface_ha,
        is_designated_city=row.is_designated_city,
        is_sample=row.is_sample,
        opening=Opening(row.opening),
        phone=row.phone,
        website=row.website,
        hours=row.hours,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        successor_path=row.successor.path if row.successor else None,
    )


def infos_of(rows: QuerySet[Area]) -> tuple[AreaInfo, ...]:
    """This function will turn rows of layers into values, in the order of the rows."""
    around = nation().by_path
    found: list[AreaInfo] = []
    for row in rows.select_related("successor"):
        parent = around.get("/".join(row.path.split("/")[:-2]) + "/")
        found.append(to_info(row, parent.full_name if parent else ""))
    return tuple(found)


def _hold_s() -> float:
    return 0.0 if settings.YUI.profile == "test" else _STAMP_HOLDS_S


def _read(token: str) -> Nation:
    # Few areas have a successor: fetching those apart is three times faster than a join.
    rows = Area.objects.exclude(tier__in=LAYERS).order_by("path").prefetch_related("successor")
    by_path: dict[str, AreaInfo] = {}
    for row in rows:
        parent = _parent_of(row.path)
        above = by_path.get(parent) if parent else None
        by_path[row.path] = to_info(row, above.full_name if above else "")
    return Nation(
        token=token,
        by_path=by_path,
        by_code=dict(_codes(by_path.values())),
        by_id={info.id: info for info in by_path.values()},
        children=_children(by_path.values()),
        formers=_formers(by_path.values()),
    )


def _parent_of(path: str) -> str:
    return "/".join(path.split("/")[:-2]) + "/" if path.count("/") > 1 else ""


def _codes(infos: Iterable[AreaInfo]) -> Iterator[tuple[str, AreaInfo]]:
    for info in infos:
        if info.code:
            yield info.code, info
            yield info.code[:5], info
            if info.tier is Tier.PREFECTURE:
                yield info.code[:2], info


def _children(infos: Iterable[AreaInfo]) -> dict[str, tuple[AreaInfo, ...]]:
    found: dict[str, list[AreaInfo]] = {}
    for info in infos:
        if info.path and info.is_current:
            found.setdefault(info.parent_path, []).append(info)
    return {path: tuple(below) for path, below in found.items()}


def _formers(infos: Iterable[AreaInfo]) -> dict[str, tuple[AreaInfo, ...]]:
    found: dict[str, list[AreaInfo]] = {}
    for info in infos:
        if info.successor_path is not None:
            found.setdefault(info.successor_path, []).append(info)
    return {path: tuple(sorted(each, key=lambda info: info.code)) for path, each in found.items()}


def looked_up(text: str) -> str:
    """This function will return the form in which names and readings of areas are compared."""
    return sounding(fold(text))


# How the last letter of a name is typed by whoever does not turn it into kanji.
_ENDINGS = {"市": ("し",), "区": ("く",), "町": ("ちょう", "まち"), "村": ("むら", "そん")}


def _spellings(info: AreaInfo) -> tuple[str, ...]:
    """This function will list folded forms: name, kana, with what stands before it in addresses."""
    forms = (info.name, info.county + info.name, info.full_name, info.kana)
    short = info.name[:-1] if len(info.name) > 2 else ""
    mixed = (info.name[:-1] + ending for ending in _ENDINGS.get(info.name[-1:], ()))
    return tuple(dict.fromkeys(looked_up(form) for form in (*forms, short, *mixed) if form))
