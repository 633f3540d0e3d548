"""What is asked of the index and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yui.search.engine.times import TimeWord

LIMIT_MAX = 200
OFFSET_MAX = 10_000
WITHIN_MAX_M = 100_000
FACETS = ("field", "need", "kind", "purpose", "slot", "fee", "flag", "sector", "area")
SORTS = ("relevance", "distance", "freshness")


class RequestRefused(ValueError):
    """This error will say that a query asks for something the engine does not offer."""


@dataclass(frozen=True, slots=True)
class Query:
    """This class will hold one question.

    `filters` maps a facet to the wanted values: several values mean OR, several facets mean AND.
    The facet `flag` is the exception: its values are properties, and all of them must hold.
    `weekdays` ("mon" … "sun") and `bands` ("am", "pm", "eve") narrow the facet `slot`.
    `sectors` None is the residents' rule: everyday services and public windows
    (`EVERYDAY_SECTORS`), plus any sector the words themselves name;
    an empty tuple means every sector. `area` is a path ("90/90100/90101"): what lies inside and
    what belongs to an area around it as a whole; a code alone finds only what lies inside.
    `area_depth` says which level of areas the facet `area` counts: 1 prefectures,
    2 municipalities, 3 everything below. `origin` is (latitude, longitude) in degrees;
    `within_m` (metres) keeps records with a place inside the circle. `viewer` are the tokens
    the asker holds; a document is found only when it shares one. `excluded` are keys withdrawn
    since the index cursor: they leave hits, total and facets. `nearby` is how many records that
    are only related may stand beside few hits, 0 for none.
    """

    words: str = ""
    area: str = ""
    area_depth: int = 1
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weekdays: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    sectors: tuple[str, ...] | None = None
    origin: tuple[float, float] | None = None
    within_m: int | None = None
    confirmed_from_day: int | None = None
    sort: str = "relevance"
    viewer: tuple[str, ...] = ("public",)
    excluded: tuple[str, ...] = ()
    facets: tuple[str, ...] = FACETS
    offset: int = 0
    limit: int = 20
    nearby: int = 0

    def __post_init__(self) -> None:
        checks = {
            "limit": 0 <= self.limit <= LIMIT_MAX,
            "nearby": 0 <= self.nearby <= LIMIT_MAX,
            "offset": 0 <= self.offset <= OFFSET_MAX,
            "sort": self.sort in SORTS,
            "facets": set(self.facets) <= set(FACETS),
            "filters": set(self.filters) <= set(FACETS) - {"area"},
            "area_depth": self.area_depth in (1, 2, 3),
            "viewer": bool(self.viewer),
            "origin": self.origin is not None
            or (self.sort != "distance" and self.within_m is None),
            "within_m": self.within_m is None or 0 < self.within_m <= WITHIN_MAX_M,
        }
        wrong = [name for name, holds in checks.items() if not holds]
        if wrong:
            raise RequestRefused(", ".join(wrong))


@dataclass(frozen=True, slots=True)
class Hit:
    """This class will hold one found record; `distance_m` is the nearest of its places."""

    key: str
    score: float
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """This class will say, for the page, what was really searched.

    `words` are the parts of the question in order; `synonyms` maps a part to the other words
    that count as the same; `corrections` maps what was typed to what was taken instead;
    `needs` and `fields` are term codes that were added; `unknown` are words no record knows,
    `ignored` those and the weak ones; `times` are days and times of day that became conditions.
    `required` of `len(words)` parts had to match: fewer than all only when no record holds all
    parts (`strict_total` records do).
    """

    words: tuple[str, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    times: tuple[TimeWord, ...] = ()
    sectors: tuple[str, ...] = ()
    required: int = 0
    strict_total: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """This class will hold the answer: one page of hits, the total and the counts of facets.

    Counts of a facet that is itself filtered ignore that filter, so that the other choices
    stay countable; areas are counted inside the chosen area (at `Query.area_depth`).
    `nearby` are records that are only related to the words（近いもの）: no hits, in no count and
    in no list, never among `hits`; only on the first page, when few hits were found.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    understood: Understood
    cursor: int
    nearby: tuple[Hit, ...] = ()
