"""Typed words that became conditions: said on the page, each with a way to take it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from yui.areas.queries import AreaInfo
from yui.portal.pages.addresses import search_of
from yui.search.formats.address import Conditions, without_word, word_of
from yui.search.queries import Answer, Question
from yui.ui.pages.parts import Link


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
