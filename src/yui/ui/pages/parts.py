"""The values that component macros receive. All text is plain Japanese; all URLs start with `/`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from yui.ui.pages.text import unbroken

StatusKind = Literal["open", "wait", "off"]


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead. `note` stands beside the link (「Excel・1枚」)."""

    label: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One word of the menu."""

    label: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class MunicipalityBar:
    """The municipality in the header: its name, its home and where to change it."""

    name: str
    href: str
    change_href: str
    kana: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as it is shown; `hours` and `note` stand below the button.

    `answers` names who answers where the thing itself has no telephone; it stands above.
    """

    number: str
    hours: str = ""
    note: str = ""
    answers: str = ""

    @property
    def href(self) -> str:
        """This function will return the `tel:` address: digits, + and # only."""
        plain = unicodedata.normalize("NFKC", self.number)
        return "tel:" + re.sub(r"[^0-9+#*]", "", plain)

    @property
    def lines(self) -> tuple[Markup, ...]:
        """This function will return hours and note, spans unbroken, without empty ones."""
        return tuple(unbroken(text) for text in (self.hours, self.note) if text)


@dataclass(frozen=True, slots=True)
class ContactWay:
    """Another way to reach somebody when there is no telephone: FAX, mail or a visit, in words."""

    word: str
    value: str
    href: str = ""
    hours: str = ""

    @property
    def marked_hours(self) -> Markup:
        """This function will return the hours with their spans unbroken."""
        return unbroken(self.hours)


@dataclass(frozen=True, slots=True)
class PhoneBox:
    """「困ったときの電話」: the same words on every page. `who` names the window.

    `more` leads to the other windows of the town, where there are several.
    """

    who: str
    phone: Phone | None
    heading: str = "困ったときの電話"
    reassurance: str = "どんな相談でもかまいません。お金はかかりません。"
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where a service stands now, always as a word."""

    label: str
    kind: StatusKind = "off"


@dataclass(frozen=True, slots=True)
class Checked:
    """The sentence that dates a claim; stale ones are bold and say to telephone."""

    sentence: str
    is_stale: bool = False

    @property
    def marked(self) -> Markup:
        """This function will return the sentence with its date unbroken."""
        return unbroken(self.sentence)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label of one to four characters and its lines, one fact a line."""

    label: str
    lines: tuple[str, ...]

    @property
    def marked_lines(self) -> tuple[Markup, ...]:
        """This function will return the lines with times, dates and amounts unbroken."""
        return tuple(unbroken(line) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map, in degrees (JGD2011, WGS 84)."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ResultCard:
    """One entry of a list.

    Without a telephone the ways in `others` are shown in their order, then whom to ask instead.
    `mark` tells staff that residents do not see the entry.
    """

    name: str
    href: str
    line: str = ""
    status: Status | None = None
    phone: Phone | None = None
    others: tuple[ContactWay, ...] = ()
    ask_at: Phone | None = None
    facts: tuple[Fact, ...] = ()
    tags: tuple[str, ...] = ()
    checked: Checked | None = None
    number: int | None = None
    point: Point | None = None
    action: Link | None = None
    mark: str = ""

    @property
    def rows(self) -> tuple[Fact, ...]:
        """This function will return the facts, and the tags in words as the last of them."""
        return (*self.facts, Fact("ほかに", ("・".join(self.tags),))) if self.tags else self.facts


@dataclass(frozen=True, slots=True)
class ShortResult:
    """A short entry: line above the name, name, one line, telephone."""

    name: str
    href: str
    line: str = ""
    meta: str = ""
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class WordButton:
    """A word in a box, with the number of entries behind it (None = not counted)."""

    word: str
    href: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class EventItem:
    """One day of an event in a list by date."""

    date: str
    hours: str
    name: str
    href: str
    place: str = ""
    cost: str = ""
    phone: Phone | None = None
    state: str = ""

    @property
    def marked_date(self) -> Markup:
        """This function will return the day, kept on one line."""
        return unbroken(self.date)

    @property
    def marked_hours(self) -> Markup:
        """This function will return the time, kept on one line."""
        return unbroken(self.hours)

    @property
    def marked_cost(self) -> Markup:
        """This function will return cost and sign-up with amounts unbroken."""
        return unbroken(self.cost)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a list of steps; `when` makes the dated column of a case."""

    name: str
    text: str = ""
    when: str = ""

    @property
    def marked_when(self) -> Markup:
        """This function will return the span of time, kept on one line."""
        return unbroken(self.when)


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """One stage of 声のゆくえ. `state`: done, now, or later (no ring, one sentence)."""

    stage: str
    when: str = ""
    name: str = ""
    quote: str = ""
    text: str = ""
    consent: str = ""
    link: Link | None = None
    phone: Phone | None = None
    status: Status | None = None
    state: Literal["done", "now", "later"] = "done"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in charge of an area. Without a photo none is drawn."""

    name: str
    area: str
    phone: Phone | None = None
    reading: str = ""
    photo: str = ""


@dataclass(frozen=True, slots=True)
class Sending:
    """What the family gets: a title, a sentence, the address, a letter (`mailto:`)."""

    title: str
    words: str
    address: str
    mail_href: str


@dataclass(frozen=True, slots=True)
class Number:
    """A count with its unit; the date of the count stands below the list."""

    label: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a select, of radios or of checkboxes."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldError:
    """A mistake: the id of its field and what to do."""

    field_id: str
    message: str
