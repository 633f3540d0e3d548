"""What the queries give back: plain frozen values, already cut to what the viewer may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from yui.directory.engine.freshness import FreshnessState, period_words
from yui.directory.states import FeeClass, Flag, Sector, ServiceState, Vacancy
from yui.ui.pages.parts import (
    Checked,
    ContactWay,
    Fact,
    Link,
    Phone,
    Point,
    ResultCard,
    Status,
    StatusKind,
)

StatusWord = Literal["open", "wait", "full", "paused", "ended", "ask"]
Item = TypeVar("Item")

# Three looks are enough for six states: the word itself says which.
_LOOKS: dict[StatusWord, StatusKind] = {"open": "open", "wait": "wait", "full": "wait"}


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """This value will hold one page of a list. `number` counts from 1; `total` counts all."""

    items: tuple[Item, ...]
    total: int
    number: int
    size: int

    @property
    def page_count(self) -> int:
        """This property will give the number of pages, at least 1."""
        return max(1, -(-self.total // self.size))


def page_within(number: int, total: int, size: int) -> int:
    """This function will return the page asked for, the last one where the list has become shorter.

    `total` counts all items, `size` those of a page.
    """
    return min(max(1, number), max(1, -(-total // size)))


@dataclass(frozen=True, slots=True)
class PhoneLine:
    """This value will hold one number to call.

    `whose` is "" for the service's own number, else the name of the window that answers
    instead of a hidden one. `href` is "tel:…".
    """

    number: str
    href: str
    hours: str = ""
    whose: str = ""
    note: str = ""

    def shown(self) -> Phone:
        """This function will return the number as pages show it."""
        lines = [part for part in (self.whose, self.note) if part]
        return Phone(self.number, self.hours, "、".join(lines))

    def shown_as_window(self) -> Phone:
        """This function will return the number of a window for what has no telephone itself."""
        return Phone(self.number, self.hours, self.note, answers=self.whose)


@dataclass(frozen=True, slots=True)
class WindowOf:
    """This value will hold the window of an area: 包括, else 社協, else the office itself."""

    name: str
    phone: PhoneLine | None
    kind: str
    area_path: str


@dataclass(frozen=True, slots=True)
class FreshnessLine:
    """This value will say how fresh a record is; the sentence names the window when it is not."""

    sentence: str
    state: FreshnessState
    confirmed_on: date | None = None

    @property
    def is_stale(self) -> bool:
        """This property will say whether the reader is asked to phone first."""
        return self.state is not FreshnessState.FRESH


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """This value will hold one service as lists show it.

    `where`, `when`, `fee` are short sentences, "" when nothing is known. `others` are FAX,
    mail and visit, in that order, when there is no telephone; `ask_at` is then the number of the
    window, None where nobody answers for the area. Degrees are WGS84, None when unknown or not
    to be shown. `distance_m` is filled in by whoever measured it. `staff_mark` says that residents
    do not see the service, "" where they do. `paused` is the sentence on a pause, one to come or
    one that has passed too, without its reason; "" when there is none. `source` is the list it
    comes from. `how_to_start` says how to ask for it.
    """

    id: UUID
    short_code: str
    name: str
    kana: str
    summary: str
    status: StatusWord
    status_label: str
    phone: PhoneLine | None
    others: tuple[ContactWay, ...]
    where: str
    when: str
    fee: str
    tags: tuple[str, ...]
    freshness: FreshnessLine
    organization_name: str
    area_path: str
    area_name: str
    sphere_name: str
    sector: Sector
    latitude: float | None
    longitude: float | None
    url: str
    distance_m: float | None = None
    ask_at: PhoneLine | None = None
    staff_mark: str = ""
    paused: str = ""
    source: SourceCredit | None = None
    how_to_start: str = ""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """This property will give どこ・いつ・お金 as labelled lines, without empty ones."""
        pairs = (("どこ", self.where), ("いつ", self.when), ("お金", self.fee))
        return tuple(Fact(label, (line,)) for label, line in pairs if line)

    def shown(self, *, number: int | None = None, action: Link | None = None) -> ResultCard:
        """This function will return the card as the result list of `ui` takes it."""
        has_point = self.latitude is not None and self.longitude is not None
        return ResultCard(
            name=self.name,
            href=self.url,
            line=self.summary,
            status=status_shown(self.status, self.status_label),
            phone=self.phone.shown() if self.phone else None,
            others=self.others,
            ask_at=self.ask_at.shown_as_window() if self.ask_at else None,
            facts=self.facts,
            tags=self.tags,
            checked=Checked(self.freshness.sentence, self.freshness.is_stale),
            number=number,
            point=Point(self.latitude or 0.0, self.longitude or 0.0) if has_point else None,
            action=action,
            mark=self.staff_mark,
        )


def status_shown(status: StatusWord, label: str) -> Status:
    """This function will return a state as the bordered word of `ui`."""
    return Status(label, _LOOKS.get(status, "off"))


@dataclass(frozen=True, slots=True)
class AccessFact:
    """This value will hold one barrier-free fact; `is_present` None = not known."""

    kind: str
    word: str
    is_present: bool | None
    description: str


@dataclass(frozen=True, slots=True)
class PlaceView:
    """This value will hold one place of a service, as far as the viewer may know it.

    Where the address is not to be shown, `name` is that of the 圏域 or municipality,
    `address`, `postal_code`, `building` are "" and there are no degrees.
    """

    name: str
    address: str
    postal_code: str
    building: str
    transportation: str
    latitude: float | None
    longitude: float | None
    is_address_hidden: bool
    sphere_name: str
    schedule: str
    description: str
    phones: tuple[PhoneLine, ...]
    access: tuple[AccessFact, ...]


@dataclass(frozen=True, slots=True)
class TermView:
    """This value will hold one term of a service: codes for logic, words for people."""

    taxonomy: str
    code: str
    name: str
    plain_name: str

    @property
    def words(self) -> str:
        """This property will return what residents read."""
        return self.plain_name or self.name


@dataclass(frozen=True, slots=True)
class OrganizationBrief:
    """This value will name the organization of a service; `url` "" when it has no page."""

    id: UUID
    short_code: str
    name: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class SourceCredit:
    """This value will say which list a record comes from, with licence and credit line."""

    name: str
    publisher: str
    licence: str
    credit: str
    url: str
    period_date: date | None

    @property
    def line(self) -> str:
        """This property will credit the list, with its licence once and the day it speaks of."""
        named = self.credit or self.name
        licence = f"（{self.licence}）" if self.licence and self.licence not in named else ""
        period = f"、{period_words(self.period_date)}の一覧" if self.period_date else ""
        return f"{named}{licence}{period}"


@dataclass(frozen=True, slots=True)
class ServicePage:
    """This value will hold everything the page of one service shows, in the order of the page.

    `state` is the stored state; an ended service has `ended_date` and is answered with 410.
    `paused` is the sentence on the pause, "" when there is none.
    `window` is 「困ったときの電話」 of the area; `similar` are at most three others.
    `linked_data` is schema.org JSON of what open data may hold, None when that is nothing.
    `sphere_path` is the 圏域 of its first place that has one, "" without any.
    """

    card: ServiceCard
    state: ServiceState
    how_to_start: str
    description: str
    eligibility: str
    places: tuple[PlaceView, ...]
    schedule: str
    service_areas: tuple[str, ...]
    fees: tuple[str, ...]
    fee_class: FeeClass
    documents: tuple[str, ...]
    cannot: tuple[str, ...]
    transport: Flag
    meals: Flag
    vacancy: Vacancy
    contacts: tuple[str, ...]
    fax: PhoneLine | None
    email: str
    website: str
    organization: OrganizationBrief
    program: str
    terms: tuple[TermView, ...]
    paused: str
    ended_date: date | None
    window: WindowOf | None
    similar: tuple[ServiceCard, ...]
    source: SourceCredit | None
    linked_data: dict[str, Any] | None
    modified_at: datetime
    sphere_path: str = ""

    @property
    def is_closed(self) -> bool:
        """This property will say whether the service has ended (410)."""
        return self.state is ServiceState.ENDED


@dataclass(frozen=True, slots=True)
class OrganizationPage:
    """This value will hold what the page of an organization shows."""

    id: UUID
    short_code: str
    name: str
    kana: str
    alternate_name: str
    description: str
    kind: str
    area_path: str
    area_name: str
    website: str
    corporate_number: str
    phone: PhoneLine | None
    is_claimed: bool
    service_count: int
    source: SourceCredit | None
    window: WindowOf | None
    url: str


@dataclass(frozen=True, slots=True)
class KindCount:
    """This value will hold one kind of provision; `count` (basis 件) is None without a town."""

    code: str
    name: str
    description: str
    count: int | None


@dataclass(frozen=True, slots=True)
class FieldPage:
    """This value will explain one field of life; `name` is what residents read.

    `services` and `window` are None when no town was named.
    """

    code: str
    name: str
    official_name: str
    description: str
    kinds: tuple[KindCount, ...]
    services: Page[ServiceCard] | None
    window: WindowOf | None
