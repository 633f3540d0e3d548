"""What callers ask with and what they get: frozen values, never rows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from yui.directory.queries.values import ServiceCard
from yui.search.engine.requests import Understood

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """This value will hold a place named among the words: as typed, and its name in full."""

    typed: str
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """This value will hold what somebody searches for.

    `filters` maps facets (field, need, kind, purpose, fee, flag, sector) to wanted codes.
    `sectors` None = residents' default (暮らしの支え・居場所・活動, others by name only), () = all.
    `origin` is (latitude, longitude) in WGS84 degrees; `page` counts from 1. `places` are those
    of the typed words that became the area or the origin.
    """

    words: str = ""
    area_path: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    sectors: tuple[str, ...] | None = None
    origin: tuple[float, float] | None = None
    within_m: int | None = None
    confirmed_since: date | None = None
    sort: str = "relevance"
    page: int = 1
    size: int = PAGE_SIZE
    places: tuple[PlaceWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """This value will hold one page of what was found.

    `nearby` are cards of what is only related to the words（近いもの）: never among `cards`, in
    no total, count, order or list. `is_degraded`: the index was away and the database answered,
    without facets; `is_cut`: it stopped looking before the end, `total` is what it found so far.
    """

    cards: tuple[ServiceCard, ...]
    scores: tuple[float, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    understood: Understood
    is_degraded: bool = False
    nearby: tuple[ServiceCard, ...] = ()
    is_cut: bool = False

    @property
    def is_partial(self) -> bool:
        """This property will say that no record holds all words: these hold some of them."""
        return (
            bool(self.total)
            and not self.is_cut
            and self.understood.required < len(self.understood.words)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """This value will hold the services a question finds, in order; `total` counts all of them."""

    ids: tuple[UUID, ...]
    total: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """This value will name a condition to drop, and how many records that would show.

    `words` are the words left when a word was dropped (`dropped` "time").
    """

    dropped: str
    total: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class UnmetLine:
    """This value will hold how often words were looked for in vain (basis: 回).

    `count` None = masked: under five, shown exactly only to the own municipality's staff.
    """

    words: str
    conditions: str
    month: date
    count: int | None


@dataclass(frozen=True, slots=True)
class HitLine:
    """This value will hold one hit as `yui search` prints it; `fields` are names of fields."""

    id: UUID
    name: str
    address: str
    fields: tuple[str, ...]
    score: float
