"""The conditions of a search as fields of the panel: shown, never cleaned here.

`search.formats.address` reads and refuses them; a Django form would be drawn at half the cost
of the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from yui.areas.queries import AreaInfo
from yui.portal.pages.taken import words_of_chosen
from yui.search.formats.address import Conditions, code_of_layer
from yui.search.formats.near import Nearness
from yui.search.queries import Question
from yui.search.states import CHOICES, LABELS, VOCABULARIES
from yui.taxonomy.queries import term_index, terms_of
from yui.ui.pages.parts import Choice

_ALWAYS = ("q", "trouble", "sphere", "day")
# Conditions that wait behind 「もっと条件をつける」; it stands open when one of them is used.
_MORE = ("wish", "kind", "time", "fee", "near", "within", "sector", "sort", "flag")
_BLANKS = {
    "sphere": "どこでも",
    "day": "いつでも",
    "time": "いつでも",
    "fee": "どちらでも",
    "sector": "暮らしの手助け・集まり",
    "within": "決めない",
    "sort": "おまかせ",
}
_HINTS = {"near": "町の名前（ひらがなでも）か郵便番号"}
_TEXTS = ("q", "near")


@dataclass(frozen=True, slots=True)
class ConditionField:
    """This value will hold one field of the panel; `values` are the chosen codes or the text."""

    name: str
    label: str
    kind: Literal["text", "select", "boxes"]
    values: tuple[str, ...]
    choices: tuple[Choice, ...] = ()
    hint: str = ""

    @property
    def value(self) -> str:
        """This property will give the one chosen code or the text."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True)
class ConditionPanel:
    """This value will hold the fields that are always seen, and those behind 「もっと」."""

    always: tuple[ConditionField, ...]
    more: tuple[ConditionField, ...]
    is_more_open: bool
    summary: str


def condition_panel(
    asked: Conditions,
    area: AreaInfo | None,
    spheres: Iterable[AreaInfo],
    question: Question,
    near: Nearness,
    taken: Iterable[str] = (),
) -> ConditionPanel:
    """This function will return the panel of a search; without 圏域 that field is left out.

    `taken` are conditions that were read from the typed words; `question` and `near` say what
    became of the place to measure from.
    """
    places = tuple(Choice(code_of_layer(each), each.name) for each in spheres)
    always = (_field(asked, name, places) for name in _ALWAYS if name != "sphere" or places)
    return ConditionPanel(
        always=tuple(always),
        more=tuple(_field(asked, name, places) for name in _MORE),
        is_more_open=any(getattr(asked, name) for name in _MORE),
        summary=_summary(area, words_of_chosen(asked, area, question, near), taken),
    )


def _field(asked: Conditions, name: str, places: tuple[Choice, ...]) -> ConditionField:
    value = getattr(asked, name)
    values = value if isinstance(value, tuple) else (value,)
    label, hint = str(LABELS[name]), _HINTS.get(name, "")
    if name in _TEXTS:
        return ConditionField(name, label, "text", values, hint=hint)
    if name == "flag":
        return ConditionField(name, label, "boxes", values, tuple(_fixed(name)))
    if name == "sphere":
        return ConditionField(name, label, "select", values, (_blank(name), *places))
    return ConditionField(name, label, "select", values, _choices(name, term_index().versions))


@lru_cache(maxsize=64)
def _choices(name: str, versions: tuple[tuple[str, str], ...]) -> tuple[Choice, ...]:
    """The choices of a list stay the same while the vocabularies do."""
    if name in VOCABULARIES:
        terms = terms_of(VOCABULARIES[name])
        return (_blank(name), *(Choice(term.code, term.words) for term in terms))
    return (_blank(name), *_fixed(name))


def _blank(name: str) -> Choice:
    return Choice("", _BLANKS.get(name, "どれでも"))


def _fixed(name: str) -> Iterator[Choice]:
    return (Choice(code, str(words)) for code, words in CHOICES[name])


def _summary(
    area: AreaInfo | None, chosen: Iterable[tuple[str, str, str]], taken: Iterable[str]
) -> str:
    """In one line what was searched: 「見本市／買い物／火曜」."""
    parts = [*(word for _name, _code, word in chosen), *taken]
    said = [part for part in parts if part] or ["いつでも"]
    return "／".join([area.name if area else "全国", *said])
