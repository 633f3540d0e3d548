"""Where 「近い順」 counts from: a place as typed, understood, and said in words when it was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yui.areas.queries import AreaInfo, PlaceMeant, place_meant, postal_code_of, spoken_name
from yui.areas.rules import office_name
from yui.areas.states import Tier
from yui.directory.queries.windows import point_of_town
from yui.search.queries import Question

_AS_USUAL = "一覧は、近い順ではなく、いつもの順です。"
_HOW = "町の名前か郵便番号を入れてください。ひらがなでもかまいません。"
_MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Origin:
    """This value will hold where 「近い順」 counts from: how people call it, and WGS84 degrees."""

    words: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Nearness:
    """This value will hold what became of a typed place: a point, and what there is to say of it.

    `said` is "" where the place was understood as one of the area's own.
    """

    origin: Origin | None = None
    said: str = ""


def near_of(area: AreaInfo | None, text: str, *, on: date) -> Nearness:
    """This function will find the point of a typed place; None of a point is invented.

    Where the register has none, the middle of the public places with its name is taken, and for
    a place of another municipality its office at the least. At most ten queries, none without
    text.
    """
    if not text:
        return Nearness()
    meant = place_meant(area.path if area else "", text)
    if meant is None:
        return Nearness(said=_unknown(area, text))
    if meant.choices:
        names = "、".join(meant.choices[:_MOST_CHOICES])
        more = "など" if len(meant.choices) > _MOST_CHOICES else ""
        return Nearness(said=f"「{text}」には、{names}{more}があります。どれかを入れてください。")
    is_own = _is_of(area, meant)
    origin = _origin(meant, is_own=is_own, on=on)
    outside = "" if meant.is_here else _outside(area, meant, text)
    if origin is not None:
        return Nearness(origin, outside)
    unknown = f"{meant.name}の場所は、まだ分かりません。"
    office = None if is_own else _office(meant.area)
    if office is None:
        return Nearness(said=f"{outside}{unknown}")
    return Nearness(office, f"{outside}{unknown}{office.words}からの近さを出しています。")


def near_notice(near: Nearness, question: Question, *, wants_near: bool) -> str:
    """This function will say what people should know of the nearness they asked for; "" nothing.

    `wants_near`: a distance or 「近い順」 was chosen.
    """
    if near.said:
        is_measured = near.origin is not None or question.sort == "distance"
        return near.said if is_measured else f"{near.said}{_AS_USUAL}"
    if wants_near and question.origin is None:
        return f"どこから近いかが分からないので、近さは使っていません。{_HOW}"
    return ""


def _origin(meant: PlaceMeant, *, is_own: bool, on: date) -> Origin | None:
    """The register's own point, else that of the places anybody may know of."""
    is_whole = is_own or meant.name == meant.area.name
    words = meant.name if is_whole else f"{meant.area.name}{meant.name}"
    if meant.latitude is not None and meant.longitude is not None:
        words = office_name(meant.area.name) if meant.is_office else words
        return Origin(words, meant.latitude, meant.longitude)
    if meant.is_office:
        return None
    name = meant.name.removeprefix("大字")
    # With the municipality before it 本町 is not found within 古本町.
    for written in (f"{meant.area.name}{name}", name):
        point = point_of_town(meant.area.path, written, on=on)
        if point is not None:
            return Origin(words, point.latitude, point.longitude)
    return None


def _office(area: AreaInfo) -> Origin | None:
    if area.latitude is None or area.longitude is None:
        return None
    return Origin(office_name(area.name), area.latitude, area.longitude)


def _is_of(area: AreaInfo | None, meant: PlaceMeant) -> bool:
    """On the pages of its own municipality the office says nothing of a 町字."""
    is_town = area is not None and area.tier in (Tier.MUNICIPALITY, Tier.WARD)
    return is_town and meant.is_here


def _outside(area: AreaInfo | None, meant: PlaceMeant, text: str) -> str:
    name = "" if meant.is_office or meant.name in text else meant.name
    what = "郵便番号" if postal_code_of(text) else "場所"
    here = f"{spoken_name(area)}ではなく、" if area is not None else ""
    return f"「{text}」は、{here}{meant.area.full_name}{name}の{what}です。"


def _unknown(area: AreaInfo | None, text: str) -> str:
    if postal_code_of(text):
        return f"「{text}」という郵便番号は、見つかりませんでした。町の名前を入れてください。"
    where = f"{spoken_name(area)}の一覧に" if area is not None else ""
    return f"「{text}」という場所は、{where}見つかりませんでした。{_HOW}"
