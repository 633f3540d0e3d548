"""The values that the macros of the staff desk receive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from yui.ui.pages.parts import Link

Weight = Literal["urgent", "wait", "moving", "done"]


@dataclass(frozen=True, slots=True)
class StateWord:
    """A state by weight: filled (急ぐ), outlined (待ち), pale (進行), plain (済)."""

    label: str
    weight: Weight = "done"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a desk table. `sort_href` underlines the head; `sorted` says how it is sorted."""

    label: str
    is_number: bool = False
    sort_href: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    sorted_words: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button of a row that acts at once; the table stands inside the form that is sent."""

    label: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: words, and if wanted a link, a second line, a state word or a bar of 0 to 100 %."""

    text: str = ""
    href: str = ""
    detail: str = ""
    word: StateWord | None = None
    percent: int | None = None
    action: Link | None = None
    press: Press | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a desk table; its first cell is the head of the row."""

    cells: tuple[Cell, ...]
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A row that opens a group: 「きょう　3 件」."""

    label: str
    word: StateWord | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A count of a plan, with the list it opens."""

    label: str
    href: str
    count: int
    note: str = ""
    unit: str = "件"
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class DecideChoice:
    """One possible decision; its label names the filled button once chosen."""

    value: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One changed item of a diff; an empty `now` is shown as （記入なし）."""

    item: str
    now: str
    proposed: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the nine steps of a project."""

    label: str
    note: str
    state: Literal["done", "now", "later"] = "later"


@dataclass(frozen=True, slots=True)
class KeyHint:
    """A key of this page and what it does."""

    key: str
    words: str
