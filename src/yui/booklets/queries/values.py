"""What paper shows: plain frozen values, already cut to what paper and the web may both have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yui.directory.queries import FreshnessLine

ASK_LABEL = "分からないときの電話"
# Facts that only a sheet somebody put together has.
START, NOTE = "はじめ方", "ひとこと"


@dataclass(frozen=True, slots=True)
class Way:
    """This value will hold one way to reach somebody.

    `label` is 電話, FAX, メール, たずねる or 分からないときの電話: the number of the window
    for a service without a telephone. `whose` names who answers when it is not the service.
    """

    label: str
    value: str
    hours: str = ""
    whose: str = ""
    note: str = ""

    @property
    def is_number(self) -> bool:
        """This property will say whether the value is dialled, and so printed large."""
        return self.is_telephone or self.label == "FAX"

    @property
    def is_telephone(self) -> bool:
        """This property will say whether a voice answers: the service's own or the window's."""
        return self.label in ("電話", ASK_LABEL)

    @property
    def heading(self) -> str:
        """This property will return what stands above the value: 「電話（包括へ）」."""
        return f"{self.label}（{self.whose}）" if self.whose else self.label


@dataclass(frozen=True, slots=True)
class MainNumber:
    """This value will hold 「困ったときの電話」: who answers; `number` "" when none is known."""

    who: str
    number: str
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """This value will hold one service as paper shows it.

    `ways` are in the order in which to try them, none when only the main number is left.
    `status` is a word only where it keeps somebody from coming: 休止中, 満員・待てます, 満員.
    `paused` says from when until when it stops, before and after too; "" when it does not.
    `facts` are (label, sentence). `address` is the short address, a path. `credit` names the
    published list the record comes from, with licence and day; "" when it comes from none.
    """

    name: str
    kana: str
    summary: str
    status: str
    is_paused: bool
    paused: str
    ways: tuple[Way, ...]
    facts: tuple[tuple[str, str], ...]
    freshness: FreshnessLine
    organization_name: str
    area_name: str
    sphere_name: str
    short_code: str
    credit: str = ""

    @property
    def address(self) -> str:
        """This property will return the permanent short address of the service, a path."""
        return f"/s/{self.short_code}"

    @property
    def checked(self) -> str:
        """This property will date the record in one short sentence."""
        day = self.freshness.confirmed_on
        sentence = self.freshness.sentence.partition("。")[0]
        spoken = f"{day.year}年{day.month}月{day.day}日に" if day else ""
        # An official list is named whole; of a person's confirmation paper keeps the day alone.
        return f"{spoken}確かめました" if spoken and sentence.startswith(spoken) else sentence

    @property
    def ask_first(self) -> str:
        """This property will ask to phone before going, naming the window; "" when fresh."""
        return self.freshness.sentence.partition("。")[2] if self.freshness.is_stale else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """This value will hold what every product carries besides its services.

    `address` is what the QR code opens, a path; `opens` says so in words. `home` is the path of
    the area's own page, for addresses too long to print; `prefix` is how addresses in it begin.
    `publisher` is the municipality that takes part, "" when none does.
    """

    title: str
    place: str
    tab: str
    main: MainNumber
    printed_date: date
    publisher: str
    is_sample: bool
    address: str
    opens: str
    home: str
    prefix: str


@dataclass(frozen=True, slots=True)
class ListSheet:
    """This value will hold a list for paper.

    `found` is how many services the search or list names (basis: 件), `asked` how many of them
    were looked at for printing; `not_for_paper` of these agreed to no paper, or nobody confirmed
    them for too long; `missing` codes of a chosen list lead nowhere any more.
    """

    sheet: Sheet
    entries: tuple[Entry, ...]
    order: str
    found: int
    asked: int
    not_for_paper: int
    missing: int = 0

    @property
    def credits(self) -> tuple[str, ...]:
        """This property will return the credit of each published list, once, as first met."""
        return tuple(dict.fromkeys(entry.credit for entry in self.entries if entry.credit))


@dataclass(frozen=True, slots=True)
class ServiceSheet:
    """This value will hold one service for paper, with what its page says about it."""

    sheet: Sheet
    entry: Entry
    how_to_start: str
    eligibility: str
    paused: str
    schedule: tuple[str, ...]
    fees: tuple[str, ...]
    documents: tuple[str, ...]
    access: tuple[str, ...]
    cannot: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlipCard:
    """This value will hold what one slip says: the service, its last known hours, whom to call."""

    service_id: UUID
    name: str
    hours: str
    office: str
    number: str


@dataclass(frozen=True, slots=True)
class SlipSheet:
    """This value will hold slips for leaders, eight to an A4, and the office that sends them."""

    place: str
    printed_date: date
    is_sample: bool
    cards: tuple[SlipCard, ...]


@dataclass(frozen=True, slots=True)
class ClaimLetter:
    """This value will hold what a letter says that proves a claim; its code is drawn apart."""

    application_id: UUID
    name: str
    address: str
    office: str
    phone: str
    day: date
    until: date
    is_sample: bool


@dataclass(frozen=True, slots=True)
class FormBox:
    """This value will hold one question of a paper form: boxes to tick, or lines to write on."""

    label: str
    question: str
    choices: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class FormPart:
    """This value will hold the questions under one heading of a paper form."""

    heading: str
    boxes: tuple[FormBox, ...]
