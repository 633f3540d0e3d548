"""Making single areas, 町字 and groups: layers of a town, and the sample world."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yui.areas.actions.records import area_to_change, require_operator, stamp_areas, stamp_layers
from yui.areas.engine.addresses import canonical
from yui.areas.errors import AreaNotFound, ChangeRefused
from yui.areas.models import Area, AreaGroup, GroupMember, PostalCode, Town, TownLayer
from yui.areas.queries import AreaInfo, TownInfo, area_by_path, towns_of
from yui.areas.states import LAYERS, Confidence, GroupKind, Opening, Tier
from yui.journal import actions as journal
from yui.lib.codes import check_digit
from yui.policy.viewer import Viewer

_SEGMENT = re.compile(r"[0-9a-z][0-9a-z-]{0,19}")
_BELOW = {
    Tier.PREFECTURE: (Tier.NATION,),
    Tier.MUNICIPALITY: (Tier.PREFECTURE,),
    Tier.WARD: (Tier.MUNICIPALITY,),
    Tier.SPHERE: (Tier.MUNICIPALITY, Tier.WARD),
    Tier.CENTRE_AREA: (Tier.MUNICIPALITY, Tier.WARD),
    Tier.SCHOOL_AREA: (Tier.MUNICIPALITY, Tier.WARD),
}


@dataclass(frozen=True, slots=True)
class NewTown:
    """This value will hold one 町字 to be made."""

    name: str
    kana: str = ""
    town_code: str = ""
    latitude: float | None = None
    longitude: float | None = None


def create_area(
    *,
    by: Viewer,
    at: datetime,
    parent_path: str,
    segment: str,
    tier: Tier,
    name: str,
    kana: str = "",
    county: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
    surface_ha: int | None = None,
    is_designated_city: bool = False,
    is_sample: bool = False,
    opening: Opening = Opening.NOT_YET,
    phone: str = "",
    website: str = "",
    valid_from: date | None = None,
) -> AreaInfo:
    """This function will make one area below `parent_path`.

    `segment` is the last part of the path: two digits for a prefecture, five for a municipality
    or ward (the check digit of the code is computed), and for layers the municipality's five
    digits, a hyphen and a short sign, 「14101-03」. Above layers only the operator may.
    Raises: AreaNotFound; NotYours; ChangeRefused.
    """
    if tier in LAYERS:
        area_to_change(by, parent_path)
    else:
        require_operator(by)
    path = f"{parent_path}{segment}/"
    parent = Area.objects.filter(path=parent_path).first()
    if parent is None and parent_path:
        raise AreaNotFound("上の地域が見つかりません。")
    _check_shape(parent, path, segment, tier)
    with journal.act(by=by, at=at) as act:
        Area.objects.create(
            path=path,
            code=_code_of(segment, tier),
            tier=tier,
            name=name,
            kana=kana,
            county=county,
            parent=parent,
            latitude=latitude,
            longitude=longitude,
            surface_ha=surface_ha,
            is_designated_city=is_designated_city,
            is_sample=is_sample or bool(parent and parent.is_sample),
            opening=opening,
            phone=phone,
            website=website,
            valid_from=valid_from,
        )
        stamp = stamp_layers if tier in LAYERS else stamp_areas
        stamp()
        act.record("area_created", object_type="areas.area", object_id=path, area_path=path)
    return area_by_path(path)


def create_town(
    *,
    by: Viewer,
    at: datetime,
    area_path: str,
    name: str,
    kana: str = "",
    town_code: str = "",
    latitude: float | None = None,
    longitude: float | None = None,
) -> TownInfo:
    """This function will make one 町字 of a municipality or ward.

    Raises: AreaNotFound; NotYours; ChangeRefused when the name exists.
    """
    new = NewTown(name, kana, town_code, latitude, longitude)
    return create_towns(by=by, at=at, area_path=area_path, towns=(new,))[0]


def create_towns(
    *, by: Viewer, at: datetime, area_path: str, towns: Sequence[NewTown]
) -> tuple[TownInfo, ...]:
    """This function will make many 町字 of a municipality or ward, in the order given.

    Raises: AreaNotFound; NotYours; ChangeRefused when a name exists or is given twice.
    """
    area = area_to_change(by, area_path)
    names = [new.name for new in towns]
    taken = Town.objects.filter(area=area, name__in=names).values_list("name", flat=True).first()
    if taken or len(set(names)) < len(names):
        raise ChangeRefused(f"町字「{taken or _first_twice(names)}」は、すでにあります。")
    with journal.act(by=by, at=at) as act:
        rows = Town.objects.bulk_create(town_row(area, new) for new in towns)
        stamp_layers()
        act.record(
            "towns_created", object_type="areas.area", object_id=area_path, area_path=area_path
        )
    return tuple(
        TownInfo(row.id, area_path, row.name, row.kana, row.town_code, row.latitude, row.longitude)
        for row in rows
    )


def adopt_postal_towns(*, by: Viewer, at: datetime, area_path: str) -> int:
    """This function will make 町字 of an area from the national list of postcodes.

    It is where a municipality without a list of its own begins to tick its 圏域. Returned: the
    number made; 町字 that are there already stay. Raises: AreaNotFound; NotYours.
    """
    area_to_change(by, area_path)
    homes = sorted({town.area_path for town in towns_of(area_path) if town.id is None})
    made = 0
    with journal.act(by=by, at=at):
        for home in homes:
            named = [town.name for town in towns_of(home) if town.id is None]
            new = [NewTown(name) for name in dict.fromkeys(named)]
            made += len(create_towns(by=by, at=at, area_path=home, towns=new))
    return made


def town_row(area: Area, new: NewTown) -> Town:
    """This function will build the row of a new 町字, with the form it is compared by."""
    return Town(
        area=area,
        name=new.name,
        kana=new.kana,
        town_code=new.town_code,
        folded=canonical(new.name)[:80],
        latitude=new.latitude,
        longitude=new.longitude,
    )


def assign_layer(*, by: Viewer, at: datetime, layer_path: str, town_ids: Sequence[int]) -> int:
    """This function will put 町字 into a 圏域, 包括担当区域 or 小学校区, out of others of its kind.

    Returned: the number of 町字. Raises: AreaNotFound; NotYours; ChangeRefused when a 町字 lies
    in another municipality.
    """
    layer = area_to_change(by, layer_path)
    if layer.tier not in LAYERS:
        raise ChangeRefused("圏域・担当区域・小学校区をえらんでください。")
    home = layer_path.rsplit("/", 2)[0] + "/"
    known = dict(Town.objects.filter(id__in=town_ids).values_list("id", "area__path"))
    if any(not known.get(town_id, "").startswith(home) for town_id in town_ids):
        raise ChangeRefused("ほかの市区町村の町字は、入れられません。")
    with journal.act(by=by, at=at) as act:
        TownLayer.objects.filter(town_id__in=town_ids, layer=layer.tier).delete()
        TownLayer.objects.bulk_create(
            TownLayer(town_id=town_id, area=layer, layer=layer.tier) for town_id in set(town_ids)
        )
        act.record(
            "layer_assigned", object_type="areas.area", object_id=layer_path, area_path=layer_path
        )
    return len(set(town_ids))


def create_area_group(
    *,
    by: Viewer,
    at: datetime,
    key: str,
    name: str,
    kind: GroupKind,
    member_paths: Sequence[str],
    source: str,
    insurer_number: str = "",
    confidence: Confidence = Confidence.REPORTED,
    is_sample: bool = False,
) -> None:
    """This function will make a group of areas, or bring an existing one of this key up to date.

    Raises: NotYours; AreaNotFound naming the first unknown member.
    """
    require_operator(by)
    members = {row.path: row for row in Area.objects.filter(path__in=member_paths)}
    missing = next((path for path in member_paths if path not in members), None)
    if missing is not None:
        raise AreaNotFound(f"「{name}」の構成団体 {missing} が見つかりません。")
    with journal.act(by=by, at=at) as act:
        group, _made = AreaGroup.objects.update_or_create(
            key=key,
            defaults={
                "name": name,
                "kind": kind,
                "insurer_number": insurer_number,
                "source": source,
                "confidence": confidence,
                "is_sample": is_sample,
            },
        )
        GroupMember.objects.filter(group=group).exclude(area__in=members.values()).delete()
        GroupMember.objects.bulk_create(
            (GroupMember(group=group, area=row) for row in members.values()),
            ignore_conflicts=True,
        )
        act.record("group_saved", object_type="areas.areagroup", object_id=key, area_path="")


def create_postal_code(
    *, by: Viewer, at: datetime, code: str, area_path: str, town_name: str = ""
) -> None:
    """This function will let a postcode lead to an area (the sample world has its own).

    Raises: NotYours; AreaNotFound.
    """
    require_operator(by)
    area = area_to_change(by, area_path)
    with journal.act(by=by, at=at) as act:
        PostalCode.objects.get_or_create(code=code, area=area, town_name=town_name)
        stamp_layers()
        act.record(
            "postal_code_created",
            object_type="areas.area",
            object_id=area_path,
            area_path=area_path,
        )


def _check_shape(parent: Area | None, path: str, segment: str, tier: Tier) -> None:
    """This function will refuse a path that is taken, ill-formed, or hangs in the wrong place."""
    allowed = _BELOW.get(tier, ())
    if (Tier(parent.tier) if parent else Tier.NATION) not in allowed:
        raise ChangeRefused(f"{tier.label}は、その地域の下には作れません。")
    right_digits = {Tier.PREFECTURE: 2, Tier.MUNICIPALITY: 5, Tier.WARD: 5}.get(tier)
    if not _SEGMENT.fullmatch(segment) or (right_digits and not _is_number(segment, right_digits)):
        raise ChangeRefused(f"地域の番号「{segment[:20]}」は使えません。")
    if Area.objects.filter(path=path).exists():
        raise ChangeRefused("この番号の地域は、すでにあります。")


def _is_number(segment: str, digits: int) -> bool:
    return len(segment) == digits and segment.isascii() and segment.isdigit()


def _code_of(segment: str, tier: Tier) -> str | None:
    if tier in LAYERS:
        return None
    base = f"{segment}000" if tier is Tier.PREFECTURE else segment
    return base + check_digit(base)


def _first_twice(names: list[str]) -> str:
    return next(name for name in names if names.count(name) > 1)
