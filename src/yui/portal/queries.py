"""What portal pages read: composed from the rooms below, never new meaning."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from yui.accounts.queries import count_people, has_first_week
from yui.areas.queries import (
    AreaInfo,
    areas_token,
    children_of,
    layer_lines,
    municipalities_of,
    neighbours_of,
    prefectures,
)
from yui.areas.states import Opening, Tier
from yui.directory.queries import Page
from yui.directory.queries.changes import ChangeLine, open_changes
from yui.directory.queries.due import DueLine, due_services
from yui.directory.queries.started import OwnList, has_slips, own_list_of
from yui.directory.queries.windows import window_of
from yui.events.queries import EventDay, events_in_area
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.roles import LIST_KEEPERS
from yui.policy.viewer import ANONYMOUS, Viewer
from yui.review.queries import Line, has_submissions, queue
from yui.search.queries import (
    Answer,
    Question,
    UnmetLine,
    WayOut,
    count,
    facet_counts,
    index_folder,
    index_state,
    search,
    search_standing,
    unmet_searches,
    ways_out,
)
from yui.taxonomy.queries import TermInfo, term_index, terms_of

EVENT_DAYS = 7
_OF_EACH = 5
_LEAST_FREE_BYTES = 50_000_000
# Of the nearest towns those are offered that find something: enough to choose from.
_TOWNS_ASKED, _TOWNS_OFFERED = 8, 4


@dataclass(frozen=True, slots=True)
class CountedTerm:
    """This value will hold a word of the home with the number of services behind it (件)."""

    term: TermInfo
    count: int | None


@dataclass(frozen=True, slots=True)
class HomeWords:
    """This value will hold the ten troubles and the five wishes of a municipality's home."""

    troubles: tuple[CountedTerm, ...]
    wishes: tuple[CountedTerm, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class NationalCounts:
    """This value will hold the numbers of the national home (basis: 件), without samples."""

    open_towns: int
    daily_services: int
    insurance_offices: int


@dataclass(frozen=True, slots=True)
class Work:
    """This value will hold the first of what waits for a viewer, and what their office waits for.

    `more_to_decide` counts submissions beyond `to_decide`.
    """

    changes: Page[ChangeLine]
    to_decide: tuple[Line, ...]
    more_to_decide: int
    due: Page[DueLine]
    awaited: tuple[Line, ...]


def work_of(viewer: Viewer, *, at: datetime) -> Work:
    """This function will gather the day's work of a viewer; as many queries for any number."""
    changes, waiting = open_changes(viewer), queue(viewer)
    return Work(
        replace(changes, items=changes.items[:_OF_EACH]),
        waiting.to_decide[:_OF_EACH],
        len(waiting.to_decide[_OF_EACH:]) + waiting.more,
        due_services(viewer, at=at, size=_OF_EACH),
        waiting.own[:_OF_EACH],
    )


@dataclass(frozen=True, slots=True)
class StartFacts:
    """This value will hold how far a town has come: `window` is who answers the telephone.

    `people` counts who has a role in it（実人数）.
    """

    window: str
    spheres: int
    filled_spheres: int
    own: OwnList
    people: int


def start_facts(area_path: str, *, on: date) -> StartFacts:
    """This function will gather how far a town has come with what it needs to open."""
    window = window_of(area_path)
    spheres = layer_lines(area_path, Tier.SPHERE)
    return StartFacts(
        f"{window.name} {window.phone.number}" if window and window.phone else "",
        len(spheres),
        sum(bool(line.town_names) for line in spheres),
        own_list_of(area_path, on=on),
        count_people(area_path, on=on),
    )


@dataclass(frozen=True, slots=True)
class FirstWeek:
    """This value will say which of the first five tasks somebody of the town has done."""

    imported: bool
    asked: bool
    put_forward: bool
    slips: bool
    people: bool

    @property
    def is_done(self) -> bool:
        """This property will say whether nothing is left."""
        return all((self.imported, self.asked, self.put_forward, self.slips, self.people))


def first_week(viewer: Viewer, *, on: date) -> FirstWeek | None:
    """This function will look at what a town did in its first days; None once it was put away.

    Only who may do the tasks is asked to.
    """
    home = municipality_of(viewer.area_path or "")
    if not home or viewer.role not in LIST_KEEPERS or not has_first_week(viewer):
        return None
    own = own_list_of(home, on=on)
    return FirstWeek(
        own.listed > 0,
        own.asked > 0,
        has_submissions(home, room="directory"),
        has_slips(home),
        count_people(home, on=on) > 1,
    )


def found(viewer: Viewer, question: Question, *, at: datetime) -> Answer:
    """This function will answer a search; the page shows no counts of facets."""
    return search(viewer, question, folder=index_folder(), at=at, facets=())


def standing_of_pages() -> Hashable | None:
    """This function will name all that the page of a search depends on; None without an index.

    Areas and vocabularies are kept in memory and looked at once a second: a page is filed under
    the ones it was made of, not under those of the database.
    """
    searched = search_standing(index_folder())
    return None if searched is None else (searched, areas_token(), term_index().versions)


def ways(viewer: Viewer, question: Question) -> tuple[WayOut, ...]:
    """This function will say what to drop from a search that found nothing."""
    return ways_out(viewer, question, folder=index_folder())


def ways_next_door(
    viewer: Viewer, question: Question, area: AreaInfo
) -> tuple[tuple[AreaInfo, int], ...]:
    """This function will name the nearest towns where the same question finds something (件).

    A place that was typed or chosen is a condition of its own: then nobody is led elsewhere.
    """
    if area.tier not in (Tier.MUNICIPALITY, Tier.WARD) or question.places or question.origin:
        return ()
    towns = neighbours_of(area.path, limit=_TOWNS_ASKED)
    asked = ((town, replace(question, area_path=town.path)) for town in towns)
    found = ((town, count(viewer, there, folder=index_folder())) for town, there in asked)
    return tuple((town, total) for town, total in found if total)[:_TOWNS_OFFERED]


def has_home_words(viewer: Viewer, area: AreaInfo) -> bool:
    """This function will say whether an area's home shows words of trouble to press."""
    if area.tier not in (Tier.MUNICIPALITY, Tier.WARD):
        return False
    return home_words(viewer, area.path).total != 0


def home_words(viewer: Viewer, area_path: str) -> HomeWords:
    """This function will count the services behind each word of a municipality's home.

    Counts are None while the index is away: the words work all the same.
    """
    facets = facet_counts(
        viewer, Question(area_path=area_path), ("need", "sector"), folder=index_folder()
    )
    counts = facets.get("need", {})
    return HomeWords(
        troubles=_counted("trouble", counts, known=bool(facets)),
        wishes=_counted("wish", counts, known=bool(facets)),
        total=facets.get("sector", {}).get("daily", 0) if facets else None,
    )


def official_counts(viewer: Viewer, area_path: str) -> Mapping[str, int]:
    """This function will count what official lists know of an area, by sector (件)."""
    question = Question(area_path=area_path, sectors=())
    return facet_counts(viewer, question, ("sector",), folder=index_folder()).get("sector", {})


def national_counts() -> NationalCounts:
    """This function will count for the national home; the sample world is left out."""
    national = Question(sectors=())
    found = facet_counts(ANONYMOUS, national, ("sector",), folder=index_folder()).get("sector", {})
    counts = Counter(found)
    for area in children_of(""):
        if area.is_sample:
            counts.subtract(official_counts(ANONYMOUS, area.path))
    open_towns = sum(
        town.opening is Opening.OPEN
        for prefecture in prefectures()
        for town in municipalities_of(prefecture.path)
    )
    return NationalCounts(open_towns, counts["daily"], counts["insurance"])


def sample_towns() -> tuple[AreaInfo, ...]:
    """This function will return the municipalities of the sample world, none once it is removed."""
    made_up = (area for area in children_of("") if area.is_sample)
    return tuple(town for area in made_up for town in municipalities_of(area.path))


def unmet_of(viewer: Viewer, area_path: str, *, since: date) -> tuple[UnmetLine, ...]:
    """This function will list what was looked for in vain in an area since a day."""
    return unmet_searches(viewer, area_path, since=since)


def index_behind() -> tuple[bool, int]:
    """This function will say whether the index answers and how many entries it is behind."""
    return index_state(index_folder())


def week_of_events(viewer: Viewer, area_path: str, *, at: datetime) -> tuple[EventDay, ...]:
    """This function will return the days of events of the coming week in an area, by time."""
    first_day = date_in_jst(at)
    return events_in_area(viewer, area_path, first_day=first_day, days=EVENT_DAYS, at=at)


def is_ready() -> bool:
    """This function will say whether requests can be served: database, migrations, disk."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
    except DatabaseError:
        return False
    return shutil.disk_usage(settings.YUI.data).free > _LEAST_FREE_BYTES


def _counted(taxonomy: str, counts: Mapping[str, int], *, known: bool) -> tuple[CountedTerm, ...]:
    return tuple(
        CountedTerm(term, counts.get(f"{taxonomy}.{term.code}", 0) if known else None)
        for term in terms_of(taxonomy)
    )
