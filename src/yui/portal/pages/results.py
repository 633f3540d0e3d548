"""The words of the results page: heading, summary, pages, ways out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from yui.areas.queries import AreaInfo
from yui.directory.queries.values import ServiceCard
from yui.portal.forms import BANDS, FEES, FLAGS, SECTORS, WEEKDAYS
from yui.portal.pages.addresses import search_of
from yui.search.queries import Answer, Question, WayOut
from yui.taxonomy.queries import terms_of
from yui.ui.pages.parts import Fact, Link, ResultCard, WordButton

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
}
_MOST_PAGES = 50


def heading_of(form: Mapping[str, Any], area: AreaInfo | None) -> str:
    """This function will return the heading: the trouble in plain words, before any scheme."""
    if form["trouble"]:
        return f"{_word('trouble', form['trouble'])}の手助け"
    if form["wish"]:
        return f"{_word('wish', form['wish'])}とき"
    if form["q"]:
        return f"「{form['q']}」でさがす"
    if form["field"]:
        return f"{_word('field', form['field'])}の手助けと集まり"
    return f"{area.name if area else '全国'}の手助けと集まり"


def conditions_summary(form: Mapping[str, Any], area: AreaInfo | None) -> str:
    """This function will say in one line what was searched: 「川辺地区／火曜」."""
    parts = [
        _chosen(WEEKDAYS, form["day"]),
        _chosen(BANDS, form["time"]),
        _chosen(FEES, form["fee"]),
        _word("provision", form["kind"]) if form["kind"] else "",
        *(_chosen(FLAGS, each) for each in form["flag"]),
        _chosen(SECTORS, form["sector"]),
        f"{form['near']}から近い順" if form["near"] else "",
    ]
    place = area.name if area else "全国"
    return "／".join([place, *(part for part in parts if part)]) + (
        "" if any(parts) else "／いつでも"
    )


def result_page(
    *,
    area: AreaInfo | None,
    form: Mapping[str, Any],
    question: Question,
    answer: Answer,
    ways: tuple[WayOut, ...],
) -> dict[str, Any]:
    """This function will return the template's values that follow from the answer."""
    first = (question.page - 1) * question.size + 1
    query = _query(form)
    last = min(_MOST_PAGES, max(1, -(-answer.total // question.size)))
    codes = ",".join(card.short_code for card in answer.cards)
    return {
        "heading": heading_of(form, area),
        "answer": answer,
        "cards": [_card(card, first + place) for place, card in enumerate(answer.cards)],
        "has_points": any(card.latitude is not None for card in answer.cards),
        "page": question.page,
        "pages": [search_of(area) + "?" + urlencode([*query, ("page", number)], doseq=True)
                  for number in range(1, last + 1)],
        "ways": [_way(way, form, area) for way in ways],
        "corrections": dict(answer.understood.corrections),
        "print_links": _print_links(area, query) if answer.cards else (),
        "send_link": _send_link(heading_of(form, area), codes) if answer.cards else None,
        "rule": _rule(question),
    }  # fmt: skip


def _card(card: ServiceCard, number: int) -> ResultCard:
    shown = card.shown(
        number=number,
        action=Link("えらんだリストに入れる", f"/directory/list/add/?s={card.short_code}"),
    )
    if card.distance_m is None:
        return shown
    return replace(shown, facts=(*shown.facts, Fact("近さ", (_distance(card.distance_m),))))


def _distance(metres: float) -> str:
    """Straight-line: rounded, and said to be so."""
    if metres < 1000:
        return f"まっすぐ測って約{max(50, round(metres / 50) * 50)}メートル"
    return f"まっすぐ測って約{metres / 1000:.1f}キロ"


def _way(way: WayOut, form: Mapping[str, Any], area: AreaInfo | None) -> WordButton:
    if way.dropped == "area" and not form["sphere"]:
        return WordButton("県内まで広げる", search_of_path(area, form), way.total)
    dropped = ("sphere",) if way.dropped == "area" else _DROPPED.get(way.dropped, ())
    kept = [(name, value) for name, value in _query(form) if name not in dropped]
    return WordButton(
        _WIDER.get(way.dropped, "条件をはずす"),
        search_of(area) + "?" + urlencode(kept, doseq=True),
        way.total,
    )


def search_of_path(area: AreaInfo | None, form: Mapping[str, Any]) -> str:
    """This function will return the same search one tier further out."""
    outer = area.path.split("/")[-3] if area is not None and area.path.count("/") > 1 else "00"
    return f"/{outer}/search/?" + urlencode(_query(form), doseq=True)


def _query(form: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in form.items() if value and name != "page"]


def _print_links(area: AreaInfo | None, query: list[tuple[str, Any]]) -> tuple[Link, ...]:
    code = area.jis if area is not None and area.path else "00"
    words = urlencode([("area", code), *query], doseq=True)
    return (
        Link("大きな字で印刷する", f"/booklets/list.pdf?{words}"),
        Link("ワードで開く", f"/booklets/list.docx?{words}"),
        Link("エクセルで開く", f"/booklets/list.xlsx?{words}"),
    )


def _send_link(heading: str, codes: str) -> Link:
    return Link("家族に送る", f"/directory/list/?{urlencode({'s': codes})}", note=heading)


def _rule(question: Question) -> str:
    if question.sort == "distance":
        return "えらんだ場所から、まっすぐ測って近い順です。"
    if question.sort == "freshness":
        return "内容を確かめた日が新しい順です。"
    if question.words:
        return "ことばに近い順です。同じくらいのものは、かたよらないように並べています。"
    return "かたよらないように並べています。広告やおすすめはありません。"


def _word(taxonomy: str, code: str) -> str:
    return next((term.words for term in terms_of(taxonomy) if term.code == code), code)


def _chosen(choices: tuple[tuple[str, Any], ...], code: str) -> str:
    return next((str(label) for value, label in choices if value == code), "")
