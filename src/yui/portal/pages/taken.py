"""Conditions of a search, chosen or read from words: each said with a way to take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from yui.areas.queries import AreaInfo
from yui.portal.pages.addresses import search_of
from yui.search.formats.address import Conditions, sphere_of, without_word, word_of
from yui.search.formats.near import Nearness
from yui.search.queries import Answer, Question
from yui.ui.pages.parts import Link

# In the order of the panel; words and the sort are no filters that somebody chose.
_CHOSEN = (
    "trouble",
    "wish",
    "field",
    "need",
    "kind",
    "purpose",
    "day",
    "time",
    "fee",
    "sector",
    "within",
)


@dataclass(frozen=True, slots=True)
class TakenWord:
    """This value will hold a typed word, what it was taken for, and the link without it."""

    label: str
    line: str
    removal: Link


def taken_words(
    asked: Conditions, area: AreaInfo | None, question: Question, answer: Answer
) -> tuple[TakenWord, ...]:
    """This function will list the days, times and places that were read from the words."""
    times = (_time(one.typed, one.weekdays, one.bands) for one in answer.understood.times)
    places = ((one.typed, one.name, _place_line(one.name)) for one in question.places)
    return tuple(
        TakenWord(label, line, Link(f"「{typed}」をはずす", _address(asked, area, typed)))
        for typed, label, line in (*places, *times)
    )


def words_of_chosen(
    asked: Conditions, area: AreaInfo | None, question: Question, near: Nearness
) -> tuple[tuple[str, str, str], ...]:
    """This function will say each chosen condition: its name, its code, and the word for people.

    Nearness is said as far as it is used: a distance from nowhere is none.
    """
    sphere = sphere_of(asked, area)
    codes = ((name, getattr(asked, name)) for name in _CHOSEN)
    said = [
        (name, code, word_of(name, code))
        for name, code in codes
        if code and _is_used(name, question)
    ]
    return (
        *([("sphere", asked.sphere, sphere.name)] if sphere is not None else []),
        *said,
        *(("flag", code, word_of("flag", code)) for code in asked.flag),
        *([("near", asked.near, _near_word(asked, question, near))] if asked.near else []),
    )


def _is_used(name: str, question: Question) -> bool:
    return name != "within" or question.within_m is not None


def _near_word(asked: Conditions, question: Question, near: Nearness) -> str:
    if near.origin is None:
        return f"{asked.near}（近さは使っていません）"
    words = near.origin.words
    return f"{words}から近い順" if question.sort == "distance" else f"{words}からの近さ"


def chosen_conditions(
    asked: Conditions, area: AreaInfo | None, question: Question, near: Nearness
) -> tuple[Link, ...]:
    """This function will list the chosen conditions as links to the same search without one."""
    return tuple(
        Link(f"「{word}」をはずす", _without(asked, area, name, code))
        for name, code, word in words_of_chosen(asked, area, question, near)
    )


def _without(asked: Conditions, area: AreaInfo | None, name: str, code: str) -> str:
    """Without a place to measure from there is no nearness either."""
    dropped = ("near", "within") if name == "near" else (name,)
    kept = [pair for pair in asked.pairs() if pair[0] not in dropped]
    flags = tuple(each for each in asked.flag if each != code)
    if name == "flag" and flags:
        kept.append(("flag", flags))
    query = urlencode(kept, doseq=True)
    return search_of(area) + (f"?{query}" if query else "")


def _time(typed: str, weekdays: tuple[str, ...], bands: tuple[str, ...]) -> tuple[str, str, str]:
    label = "・".join(
        (*(word_of("day", day) for day in weekdays), *(word_of("time", band) for band in bands))
    )
    return typed, label, f"「{typed}」は、{'曜日' if weekdays else '時間'}の条件にしました。"


def _place_line(name: str) -> str:
    return f"「{name}」は、場所の条件にしました。"


def _address(asked: Conditions, area: AreaInfo | None, typed: str) -> str:
    kept: Iterator[tuple[str, object]] = (
        (name, without_word(asked.q, typed) if name == "q" else value)
        for name, value in asked.pairs()
    )
    return f"{search_of(area)}?{urlencode([pair for pair in kept if pair[1]], doseq=True)}"
