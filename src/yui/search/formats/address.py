"""A search as its address holds it: read, made into a question, and said in words.

The page of results, the printed list and the files of a list all read the same address.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict

from yui.areas.queries import AreaInfo, layers_of
from yui.areas.states import Tier
from yui.directory.states import Sector
from yui.lib.japanese import TextRefused, clean_line
from yui.search.engine.times import without
from yui.search.errors import ConditionRefused
from yui.search.formats.near import Origin, near_of
from yui.search.formats.places import placed
from yui.search.queries import PAGE_SIZE, Question
from yui.search.states import (
    CHOICES,
    LABELS,
    LONGEST_PLACE,
    LONGEST_WORDS,
    MOST_PAGES,
    VOCABULARIES,
)
from yui.taxonomy.queries import terms_of


@dataclass(frozen=True, slots=True)
class Conditions:
    """This value will hold the conditions of a search as codes; "" is a condition not set.

    `sphere` is the last part of the path of a 圏域; `near` is a place as typed;
    `within` is in metres; `page` counts from 1.
    """

    q: str = ""
    trouble: str = ""
    wish: str = ""
    field: str = ""
    need: str = ""
    kind: str = ""
    purpose: str = ""
    sphere: str = ""
    day: str = ""
    time: str = ""
    fee: str = ""
    flag: tuple[str, ...] = ()
    sector: str = ""
    near: str = ""
    within: str = ""
    sort: str = ""
    page: int = 1

    def pairs(self) -> list[tuple[str, str | tuple[str, ...]]]:
        """This function will return the conditions that are set, without the page."""
        every = ((each.name, getattr(self, each.name)) for each in fields(self))
        return [(name, value) for name, value in every if value and name != "page"]

    def as_query(self) -> str:
        """This function will write the conditions as an address holds them."""
        return urlencode(self.pairs(), doseq=True)


def read_conditions(values: QueryDict, area: AreaInfo | None) -> Conditions:
    """This function will read the conditions of an address; names it does not know are passed over.

    Raises: ConditionRefused, naming the condition.
    """
    spheres = [code_of_layer(each) for each in spheres_of(area)] if values.get("sphere") else []
    return Conditions(
        q=_line(values, "q", LONGEST_WORDS),
        near=_line(values, "near", LONGEST_PLACE),
        flag=tuple(dict.fromkeys(_known("flag", each) for each in values.getlist("flag") if each)),
        sphere=_one_of("sphere", values.get("sphere", ""), spheres),
        page=_page(values.get("page", "")),
        **{name: _known(name, values.get(name, "")) for name in (*VOCABULARIES, *_CLOSED)},
    )


_CLOSED = tuple(name for name in CHOICES if name != "flag")


def question_of(
    conditions: Conditions, area: AreaInfo | None, origin: Origin | None, *, size: int = PAGE_SIZE
) -> Question:
    """This function will return the question that the conditions ask in an area.

    Places named among the words become its area and origin.
    """
    filters = {
        "field": (conditions.field,),
        "kind": (conditions.kind,),
        "purpose": (conditions.purpose,),
        "fee": (conditions.fee,),
        "flag": conditions.flag,
        "need": (
            conditions.need,
            conditions.trouble and f"trouble.{conditions.trouble}",
            conditions.wish and f"wish.{conditions.wish}",
        ),
    }
    asked = {name: tuple(filter(None, codes)) for name, codes in filters.items()}
    question = Question(
        words=conditions.q,
        area_path=path_of(conditions, area),
        filters={name: codes for name, codes in asked.items() if codes},
        weekdays=(conditions.day,) if conditions.day else (),
        bands=(conditions.time,) if conditions.time else (),
        sectors=_sectors(conditions.sector),
        origin=(origin.latitude, origin.longitude) if origin else None,
        within_m=int(conditions.within) if conditions.within and origin else None,
        sort=_sort(conditions.sort, origin),
        page=conditions.page,
        size=size,
    )
    return placed(question)


def spheres_of(area: AreaInfo | None) -> tuple[AreaInfo, ...]:
    """This function will return the 日常生活圏域 of a municipality or ward."""
    return layers_of(area.path, Tier.SPHERE) if area is not None and area.path else ()


def code_of_layer(layer: AreaInfo) -> str:
    """This function will return how an address names a 圏域 within its town."""
    return layer.path.split("/")[-2]


def sphere_of(conditions: Conditions, area: AreaInfo | None) -> AreaInfo | None:
    """This function will return the 圏域 the conditions name, None without one."""
    if not conditions.sphere:
        return None
    found = (each for each in spheres_of(area) if code_of_layer(each) == conditions.sphere)
    return next(found, None)


def path_of(conditions: Conditions, area: AreaInfo | None) -> str:
    """This function will return the path of the area a search looks in; "" is the nation."""
    sphere = sphere_of(conditions, area)
    if sphere is not None:
        return sphere.path
    return area.path if area is not None else ""


def origin_of(area: AreaInfo | None, text: str, *, on: date) -> Origin | None:
    """This function will find the point of a typed place, or None when it has none."""
    return near_of(area, text, on=on).origin


def heading_of(conditions: Conditions, area: AreaInfo | None) -> str:
    """This function will return the heading: the trouble in plain words, before any scheme."""
    if conditions.trouble:
        return f"{word_of('trouble', conditions.trouble)}の手助け"
    if conditions.wish:
        return f"{word_of('wish', conditions.wish)}とき"
    if conditions.q:
        return f"「{conditions.q}」でさがす"
    if conditions.field:
        return f"{word_of('field', conditions.field)}の手助けと集まり"
    offices = conditions.sector not in ("", "all", Sector.DAILY)
    named = Sector(conditions.sector).label if offices else "手助けと集まり"
    return f"{area.name if area else '全国'}の{named}"


def order_sentence(question: Question) -> str:
    """This function will say by which rule a list is ordered."""
    if question.sort == "distance":
        return "えらんだ場所から、まっすぐ測って近い順です。"
    if question.sort == "freshness":
        return "内容を確かめた日が新しい順です。"
    if question.words:
        return (
            "ことばに近い順です。同じくらいのものは、内容を確かめたものが先です。"
            "満員のものとお休み中のものは、後のほうです。"
        )
    chosen = (
        "えらんだことが名前や種類からわかるものを先に、" if question.filters.get("need") else ""
    )
    return (
        f"{chosen}満員のものとお休み中のものを後に、あとは確かめたものから、"
        "かたよらないように並べています。広告やおすすめはありません。"
    )


def word_of(condition: str, code: str) -> str:
    """This function will return what residents read for a code, the code itself when unknown."""
    terms = terms_of(VOCABULARIES[condition]) if condition in VOCABULARIES else ()
    words = ((term.code, term.words) for term in terms)
    known = (*words, *CHOICES.get(condition, ()))
    return next((str(word) for each, word in known if each == code), code)


def without_word(words: str, typed: str) -> str:
    """This function will return the words without one that had become a condition."""
    return without(words, typed)


def _known(name: str, code: str) -> str:
    if not code:
        return ""
    if name in VOCABULARIES:
        return _one_of(name, code, [term.code for term in terms_of(VOCABULARIES[name])])
    return _one_of(name, code, [each for each, _label in CHOICES[name]])


def _one_of(name: str, code: str, known: Sequence[str]) -> str:
    if code and code not in known:
        raise ConditionRefused(
            f"「{LABELS[name]}」の条件を読めませんでした。その条件は、ありません。"
        )
    return code


def _line(values: QueryDict, name: str, longest: int) -> str:
    try:
        line = clean_line(values.get(name, "")).strip()
    except TextRefused as error:
        raise ConditionRefused(f"「{LABELS[name]}」の条件を読めませんでした。{error}") from error
    if len(line) > longest:
        raise ConditionRefused(f"「{LABELS[name]}」は{longest}文字までにしてください。")
    return line


def _page(text: str) -> int:
    if not text:
        return 1
    is_short = len(text) <= len(str(MOST_PAGES))
    if not (is_short and text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_PAGES):
        raise ConditionRefused(f"「{LABELS['page']}」は1から{MOST_PAGES}までの数字にしてください。")
    return int(text)


def _sectors(chosen: str) -> tuple[str, ...] | None:
    if not chosen:
        return None
    return () if chosen == "all" else (chosen,)


def _sort(chosen: str, origin: Origin | None) -> str:
    """Somebody who says where they are wants the nearest first; without a point nothing is near."""
    if origin is None:
        return chosen if chosen in ("relevance", "freshness") else "relevance"
    return chosen or "distance"
