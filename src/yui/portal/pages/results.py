"""The words of the results page: heading, summary, pages, ways out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from yui.areas.queries import AreaInfo, spoken_name
from yui.areas.states import Opening, Tier
from yui.directory.queries.values import ServiceCard
from yui.lib.geo import distance_m
from yui.lib.mailto import mailto
from yui.portal.pages.addresses import home_of, search_of
from yui.portal.pages.taken import chosen_conditions, taken_words
from yui.search.formats.address import Conditions, heading_of, order_sentence
from yui.search.formats.near import Nearness
from yui.search.queries import Answer, Crisis, Question, WayOut
from yui.ui.pages.parts import Fact, Link, Phone, ResultCard, Sending, WordButton

_DROPPED = {
    "words": ("q",),
    "slot": ("day", "time"),
    "need": ("trouble", "wish", "need"),
    "field": ("field",),
    "kind": ("kind",),
    "purpose": ("purpose",),
    "fee": ("fee",),
    "flag": ("flag",),
    "within": ("within",),
}
_WIDER = {
    "words": "「ことば」をはずす",
    "slot": "曜日・時間をはずす",
    "need": "困りごとをはずす",
    "field": "分野をはずす",
    "kind": "使い方をはずす",
    "purpose": "目的をはずす",
    "fee": "お金の条件をはずす",
    "flag": "ほかの条件をはずす",
    "within": "近さをはずす",
    "area": "となりの地区もふくめる",
    "time": "曜日・時間の言葉をはずす",
}
_NOTHING = "この条件では、まだありません。"
_MOST_PAGES = 50
_MOST_ON_PAPER = 300
_ON_A_SHEET = 4
_MANY = 8
_ADD, _REMOVE = "/directory/list/add/", "/directory/list/remove/"
# Points in the index are rounded, so the same place is measured a little apart.
_SAME_PLACE_M = 60


def result_page(
    *,
    area: AreaInfo | None,
    asked: Conditions,
    question: Question,
    answer: Answer,
    ways: tuple[WayOut, ...],
    near: Nearness,
    towns: tuple[tuple[AreaInfo, int], ...] = (),
    kept: Collection[str] = (),
    site: str = "",
) -> dict[str, Any]:
    """This function will return the template's values that follow from the answer.

    `towns` are those next door that find something; `kept` are the short codes in the list of this
    device; `site` begins every address ("https://…").
    """
    first = (question.page - 1) * question.size + 1
    query = asked.pairs()
    last = min(_MOST_PAGES, max(1, -(-answer.total // question.size)))
    base = f"{search_of(area)}?{urlencode([*query, ('page', '')], doseq=True)}"
    return {
        "answer": answer,
        "cards": [
            _card(card, first + place, question.origin, is_kept=card.short_code in kept)
            for place, card in enumerate(answer.cards)
        ],
        "has_points": any(card.latitude is not None for card in answer.cards),
        "page": question.page,
        "pages": [f"{base}{number}" for number in range(1, last + 1)],
        "ways": [_way(way, asked, area) for way in ways if way.dropped != "area"],
        "farther": [
            *(_way(way, asked, area) for way in ways if way.dropped == "area"),
            *(_way_to(town, total, asked) for town, total in towns),
        ],
        "corrections": dict(answer.understood.corrections),
        "taken": taken_words(asked, area, question, answer),
        "chosen": chosen_conditions(asked, area, question, near),
        "unknown": answer.understood.unknown if answer.total else (),
        "nearby": [card.shown() for card in answer.nearby],
        "print_links": _print_links(area, query, answer.total) if answer.cards else (),
        "sent": _sent(site, area, asked) if answer.cards else None,
        "rule": order_sentence(question),
        "nothing": _nothing(area),
    }


def _nothing(area: AreaInfo | None) -> str:
    """Where a town has not begun, that nothing was found says little of what there is."""
    is_town = area is not None and area.tier in (Tier.MUNICIPALITY, Tier.WARD)
    if area is None or not is_town or area.opening is Opening.OPEN:
        return _NOTHING
    return (
        f"{spoken_name(area)}は、まだ始まっていません。国や県が公表した一覧だけをさがしましたが、"
        "ありませんでした。ほかにもあるかもしれないので、役所・役場に聞いてください。"
    )


def crisis_box(crisis: Crisis | None) -> dict[str, Any] | None:
    """This function will return the box that stands first when words tell of an emergency."""
    if crisis is None:
        return None
    return {
        "heading": crisis.heading,
        "advice": crisis.advice,
        "lines": [
            {"name": line.name, "phone": Phone(line.number, note=line.hours)}
            for line in crisis.lines
        ],
    }


def _card(
    card: ServiceCard,
    number: int,
    origin: tuple[float, float] | None = None,
    *,
    is_kept: bool = False,
) -> ResultCard:
    """The number leads back to this card after the press."""
    words, door = (
        ("リストに入っています。はずす", _REMOVE) if is_kept else ("えらんだリストに入れる", _ADD)
    )
    shown = card.shown(
        number=number, action=Link(words, f"{door}?s={card.short_code}&card={number}")
    )
    if card.distance_m is None:
        return shown
    return replace(
        shown, facts=(*shown.facts, Fact("近さ", (_nearness(card, card.distance_m, origin),)))
    )


def _nearness(card: ServiceCard, measured_m: float, origin: tuple[float, float] | None) -> str:
    """The distance is that of the nearest place: where the card names another, that is said."""
    words = _distance(measured_m)
    if origin is None or card.latitude is None or card.longitude is None:
        return words
    named_m = distance_m(*origin, card.latitude, card.longitude)
    is_named = abs(named_m - measured_m) <= _SAME_PLACE_M
    return words if is_named else f"ほかの場所のうち、いちばん近い所まで、{words}"


def _distance(metres: float) -> str:
    """Straight-line: rounded, and said to be so."""
    if metres < 1000:
        return f"まっすぐ測って約{max(50, round(metres / 50) * 50)}メートル"
    return f"まっすぐ測って約{metres / 1000:.1f}キロ"


def home_link(area: AreaInfo, *, has_words: bool) -> Link:
    """This function will lead from a search to the area's home, and say what is there.

    A town whose services nobody has entered yet has no words of trouble to press.
    """
    if area.tier is Tier.PREFECTURE:
        return Link(f"{area.name}のまちをえらぶ", home_of(area))
    words = "の困りごとからえらぶ" if has_words else "の電話と窓口を見る"
    return Link(f"{area.name}{words}", home_of(area))


def _way(way: WayOut, asked: Conditions, area: AreaInfo | None) -> WordButton:
    if way.dropped == "area" and not asked.sphere:
        return WordButton(_wider_words(area), search_of_path(area, asked), way.total)
    dropped = ("sphere",) if way.dropped == "area" else _DROPPED.get(way.dropped, ())
    kept = [(name, value) for name, value in asked.pairs() if name not in dropped]
    if way.dropped == "time":
        kept = [(name, way.words if name == "q" else value) for name, value in kept]
    return WordButton(
        _WIDER.get(way.dropped, "条件をはずす"),
        search_of(area) + "?" + urlencode(kept, doseq=True),
        way.total,
    )


def _way_to(town: AreaInfo, total: int, asked: Conditions) -> WordButton:
    kept = [(name, value) for name, value in asked.pairs() if name != "sphere"]
    return WordButton(
        f"{town.name}でさがす", f"{search_of(town)}?{urlencode(kept, doseq=True)}", total
    )


def _wider_words(area: AreaInfo | None) -> str:
    if area is None or area.tier is Tier.PREFECTURE:
        return "全国まで広げる"
    return "市内のほかの区まで広げる" if area.tier is Tier.WARD else "県内まで広げる"


def search_of_path(area: AreaInfo | None, asked: Conditions) -> str:
    """This function will return the same search one tier further out."""
    outer = area.path.split("/")[-3] if area is not None and area.path.count("/") > 1 else "00"
    return f"/{outer}/search/?" + urlencode(asked.pairs(), doseq=True)


def _print_links(
    area: AreaInfo | None, query: list[tuple[str, Any]], total: int
) -> tuple[Link, ...]:
    """Four services fill a sheet; paper holds at most 300, whatever a search finds."""
    sheets = -(-min(total, _MOST_ON_PAPER) // _ON_A_SHEET)
    code = area.jis if area is not None and area.path else "00"
    words = urlencode([("area", code), *query], doseq=True)
    return (
        Link(f"大きな字で印刷する（約{sheets}枚）", f"/booklets/list.pdf?{words}"),
        *((Link("えらんだものだけ印刷する", "/directory/list/"),) if total > _MANY else ()),
        Link("ワードで開く", f"/booklets/list.docx?{words}"),
        Link("エクセルで開く", f"/booklets/list.xlsx?{words}"),
    )


def _sent(site: str, area: AreaInfo | None, asked: Conditions) -> Sending:
    """Whoever opens the address sees this very search, from its first page."""
    query = asked.as_query()
    address = f"{site}{search_of(area)}" + (f"?{query}" if query else "")
    title, place = heading_of(asked, area), area.name if area else "全国"
    whose = "" if place in title else f"{place}の"
    asked_for = title.removesuffix("でさがす")
    quoted = asked_for if "「" in asked_for else f"「{asked_for}」"
    words = f"{whose}{quoted}の一覧です。開くと、電話番号が見られます。"
    return Sending(title, words, address, mailto(f"{title}（{place}）", [words, "", address]))
