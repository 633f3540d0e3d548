"""Which open records fit several conditions at once: the cumulative parameters of open data.

Only ids come out; `opening` turns them into values and cuts them once more to what is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, F, FloatField, Max, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import ExpressionWrapper

from yui.areas.rules import within
from yui.directory.models import (
    Location,
    Organization,
    OrganizationAttribute,
    Program,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAttribute,
    Source,
)
from yui.directory.queries.credits import credit_of
from yui.directory.queries.opening import _open_services
from yui.directory.queries.values import Page, SourceCredit
from yui.directory.queries.visible import open_places, preparing
from yui.directory.states import Scope, ServiceState
from yui.journal.queries import head_position
from yui.lib.clock import date_in_jst
from yui.lib.japanese import fold

# Metres of one degree of latitude on the sphere that `lib.geo.distance_m` uses.
_DEGREE_M = 6_371_008.8 * math.pi / 180
Row = TypeVar("Row", bound=Model)
# What was counted: the noun, the conditions, the day.
Asked = tuple[str, "OpenFilter", date]
_MOST_TOTALS = 512
_totals: dict[tuple[Asked, int], int] = {}


@dataclass(frozen=True, slots=True)
class Near:
    """This value will hold a circle: WGS84 degrees and metres."""

    latitude: float
    longitude: float
    within_m: int


@dataclass(frozen=True, slots=True)
class Covering:
    """This value will say where a postcode lies: in these municipalities or wards.

    `around` are their paths and those of every area around them or of the 圏域 they are known
    to lie in. A postcode that leads nowhere has neither, and nothing covers it.
    """

    within: tuple[str, ...] = ()
    around: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenFilter:
    """This value will hold conditions that must all fit; what is left out asks nothing.

    `area_path` "" is the whole country, which holds no samples unless `with_samples`.
    `words` must each occur in a name, reading or description. `modified_since` is inclusive.
    """

    area_path: str = ""
    with_samples: bool = False
    words: tuple[str, ...] = ()
    term_id: UUID | None = None
    taxonomy_id: UUID | None = None
    organization_id: UUID | None = None
    modified_since: datetime | None = None
    covering: Covering | None = None
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class OpenArea:
    """This value will say how many open services the list of a municipality or ward holds."""

    path: str
    services: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class OpenProgram:
    """This value will hold one programme (HSDS program)."""

    id: UUID
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class OpenBrief:
    """This value will hold the least there is to know of an open service."""

    id: UUID
    organization_id: UUID
    name: str
    state: ServiceState
    paused_from: date | None
    paused_to: date | None
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """This value will hold the short code of an open service and when it changed."""

    short_code: str
    modified_at: datetime


def open_service_ids(wanted: OpenFilter, *, at: datetime, number: int, size: int) -> Page[UUID]:
    """This function will return one page of ids of services, oldest change first."""
    on = date_in_jst(at)
    asked = ("service", wanted, on)
    return _page(_services(wanted, on), "modified_at", number, size, asked)


def open_organization_ids(
    wanted: OpenFilter, *, at: datetime, number: int, size: int
) -> Page[UUID]:
    """This function will return one page of ids of organizations, oldest change first.

    A term fits an organization that carries it, or one of whose open services does.
    """
    on = date_in_jst(at)
    services = _open_services(on, "").filter(organization=OuterRef("pk"))
    rows = Organization.objects.filter(
        Q(source__is_official=True) | Exists(services), ~preparing(), is_published=True
    ).filter(within(wanted.area_path, "area__path"))
    if not wanted.with_samples:
        rows = rows.filter(area__is_sample=False)
    for word in wanted.words:
        folded = Q(folded__contains=fold(word)) if fold(word) else Q()
        rows = rows.filter(folded | Q(kana__contains=word) | Q(description__contains=word))
    for condition in _term_conditions(wanted):
        own = OrganizationAttribute.objects.filter(condition, organization=OuterRef("pk"))
        carried = ServiceAttribute.objects.filter(condition, service=OuterRef("pk"))
        rows = rows.filter(Exists(own) | Exists(services.filter(Exists(carried))))
    if wanted.organization_id is not None:
        rows = rows.filter(id=wanted.organization_id)
    asked = ("organization", wanted, on)
    return _page(_since(rows, wanted, "modified_at"), "modified_at", number, size, asked)


def open_location_ids(wanted: OpenFilter, *, at: datetime, number: int, size: int) -> Page[UUID]:
    """This function will return one page of ids of places whose address is open, by id."""
    on = date_in_jst(at)
    places = _of_fitting_services(open_places(on, Scope.OPENDATA), wanted, on)
    here = places.filter(location=OuterRef("pk"))
    rows = Location.objects.filter(Exists(here), within(wanted.area_path, "area__path"))
    if not wanted.with_samples:
        rows = rows.filter(area__is_sample=False)
    for word in wanted.words:
        rows = rows.filter(Q(name__contains=word) | Q(address__contains=word))
    asked = ("location", wanted, on)
    return _page(_since(rows, wanted, "modified_at"), "id", number, size, asked)


def open_place_ids(wanted: OpenFilter, *, at: datetime, number: int, size: int) -> Page[UUID]:
    """This function will return one page of ids of services at places, by id."""
    on = date_in_jst(at)
    rows = _of_fitting_services(open_places(on, Scope.OPENDATA), wanted, on)
    rows = rows.filter(within(wanted.area_path, "location__area__path"))
    if not wanted.with_samples:
        rows = rows.filter(service__area__is_sample=False, location__area__is_sample=False)
    if wanted.words:
        matching = _matching_words(Service.objects.all(), wanted.words)
        rows = rows.filter(Exists(matching.filter(pk=OuterRef("service"))))
    if wanted.covering is not None:
        rows = rows.filter(_covers(wanted.covering))
    if wanted.near is not None:
        rows = _within_circle(rows, wanted.near)
    asked = ("service_at_location", wanted, on)
    return _page(_since(rows, wanted, "service__modified_at"), "id", number, size, asked)


def open_service_id_chunks(
    wanted: OpenFilter, *, at: datetime, chunk: int
) -> Iterator[tuple[UUID, ...]]:
    """This function will yield the ids of all fitting services by id, a chunk at a time."""
    rows = _services(wanted, date_in_jst(at)).order_by("id")
    last: UUID | None = None
    while True:
        rest = rows if last is None else rows.filter(id__gt=last)
        found = tuple(rest.values_list("id", flat=True)[:chunk])
        if found:
            yield found
        if len(found) < chunk:
            return
        last = found[-1]


def newest_open_service_ids(area_path: str, *, at: datetime, size: int) -> tuple[UUID, ...]:
    """This function will return the ids of the services of an area that changed last."""
    rows = _open_services(date_in_jst(at), area_path).order_by("-modified_at", "id")
    return tuple(rows.values_list("id", flat=True)[:size])


def open_briefs(organization_ids: Iterable[UUID], *, at: datetime) -> tuple[OpenBrief, ...]:
    """This function will name the open services of several organizations, by name."""
    rows = _open_services(date_in_jst(at), "").filter(organization_id__in=list(organization_ids))
    return tuple(_briefs(rows.order_by("name", "id")))


def open_briefs_page(
    wanted: OpenFilter, *, at: datetime, number: int, size: int
) -> Page[OpenBrief]:
    """This function will return one page of services in brief, oldest change first."""
    on = date_in_jst(at)
    rows = _services(wanted, on)
    first = (number - 1) * size
    found = rows.order_by("modified_at", "id")[first : first + size]
    return Page(tuple(_briefs(found)), _total(rows, ("service", wanted, on)), number, size)


def open_briefs_stream(wanted: OpenFilter, *, at: datetime) -> Iterator[OpenBrief]:
    """This function will yield all services that fit in brief, by id."""
    return _briefs(_services(wanted, date_in_jst(at)).order_by("id"))


def open_programs(ids: Iterable[UUID]) -> dict[UUID, OpenProgram]:
    """This function will return programmes by id."""
    rows = Program.objects.filter(id__in=set(ids))
    return {row.id: OpenProgram(row.id, row.name, row.description) for row in rows}


def open_areas(area_path: str, *, at: datetime) -> tuple[OpenArea, ...]:
    """This function will count the open services of each list within an area, by path.

    Basis: 件 (one service counts once, in the area whose list it stands in). The whole country
    ("") is counted without samples.
    """
    rows = _open_services(date_in_jst(at), area_path)
    if not area_path:
        rows = rows.filter(area__is_sample=False)
    groups = rows.order_by().values_list("area__path").annotate(Count("id"), Max("modified_at"))
    return tuple(sorted((OpenArea(*group) for group in groups), key=lambda area: area.path))


def open_credits(area_path: str, *, at: datetime) -> tuple[SourceCredit, ...]:
    """This function will return the sources of the open services of an area, each once."""
    rows = _open_services(date_in_jst(at), area_path)
    if not area_path:
        rows = rows.filter(area__is_sample=False)
    sources = Source.objects.filter(Exists(rows.filter(source=OuterRef("pk"))))
    credits_found = (credit_of(row) for row in sources.order_by("name", "id"))
    return tuple(dict.fromkeys(credit for credit in credits_found if credit is not None))


def count_open_services(*, at: datetime) -> int:
    """This function will count the open services of the country, without samples（件）."""
    on = date_in_jst(at)
    return _total(_services(OpenFilter(), on), ("service", OpenFilter(), on))


def open_addresses(*, at: datetime, first: int, limit: int) -> Iterator[OpenAddress]:
    """This function will yield short codes of the open services of the country, by id."""
    rows = _services(OpenFilter(), date_in_jst(at)).order_by("id")
    found = rows.values_list("short_code", "modified_at")[first : first + limit]
    return (OpenAddress(*row) for row in found.iterator(chunk_size=2000))


def _briefs(rows: QuerySet[Service]) -> Iterator[OpenBrief]:
    found = rows.values_list(
        *("id", "organization_id", "name", "state"), "paused_from", "paused_to", "modified_at"
    )
    for service_id, organization_id, name, state, *rest in found.iterator(chunk_size=2000):
        yield OpenBrief(service_id, organization_id, name, ServiceState(state), *rest)


def _services(wanted: OpenFilter, on: date) -> QuerySet[Service]:
    rows = _fitting_services(wanted, on).filter(within(wanted.area_path, "area__path"))
    if not wanted.with_samples:
        rows = rows.filter(area__is_sample=False)
    rows = _matching_words(rows, wanted.words)
    return _since(rows, wanted, "modified_at")


def _fitting_services(wanted: OpenFilter, on: date) -> QuerySet[Service]:
    """Open services of the organization that carry the term and a term of the taxonomy."""
    rows = _open_services(on, "")
    if wanted.organization_id is not None:
        rows = rows.filter(organization_id=wanted.organization_id)
    for condition in _term_conditions(wanted):
        carried = ServiceAttribute.objects.filter(condition, service=OuterRef("pk"))
        rows = rows.filter(Exists(carried))
    return rows


def _of_fitting_services(
    rows: QuerySet[ServiceAtLocation], wanted: OpenFilter, on: date
) -> QuerySet[ServiceAtLocation]:
    """Asked only where there is something to fit: open places are of open services anyway."""
    if wanted.organization_id is None and not _term_conditions(wanted):
        return rows
    return rows.filter(Exists(_fitting_services(wanted, on).filter(pk=OuterRef("service"))))


def _term_conditions(wanted: OpenFilter) -> list[Q]:
    conditions = []
    if wanted.term_id is not None:
        conditions.append(Q(term_id=wanted.term_id))
    if wanted.taxonomy_id is not None:
        conditions.append(Q(term__taxonomy_id=wanted.taxonomy_id))
    return conditions


def _matching_words(rows: QuerySet[Service], words: tuple[str, ...]) -> QuerySet[Service]:
    for word in words:
        folded = fold(word)
        names = Q(folded__contains=folded) | Q(organization__folded__contains=folded)
        texts = Q(kana__contains=word) | Q(summary__contains=word) | Q(description__contains=word)
        rows = rows.filter(names | texts if folded else texts)
    return rows


def _covers(covering: Covering) -> Q:
    """Comes to the postcode; a service that names no area counts where its place is."""
    named = ServiceArea.objects.filter(service=OuterRef("service"), area__isnull=False)
    around = named.filter(area__path__in=covering.around)
    here = Q(pk__in=())
    for path in covering.within:
        here |= within(path, "location__area__path")
    return Q(Exists(around)) | (Q(~Exists(named)) & here)


def _within_circle(rows: QuerySet[ServiceAtLocation], near: Near) -> QuerySet[ServiceAtLocation]:
    """Distances on a plane touching the middle: at 20 km they are right to some metres."""
    height = near.within_m / _DEGREE_M
    width = height / math.cos(math.radians(near.latitude))
    boxed = rows.filter(
        location__latitude__range=(near.latitude - height, near.latitude + height),
        location__longitude__range=(near.longitude - width, near.longitude + width),
    )
    north = (F("location__latitude") - near.latitude) / height
    east = (F("location__longitude") - near.longitude) / width
    away = ExpressionWrapper(north * north + east * east, output_field=FloatField())
    return boxed.alias(away=away).filter(away__lte=1.0)


def _since(rows: QuerySet[Row], wanted: OpenFilter, field: str) -> QuerySet[Row]:
    if wanted.modified_since is None:
        return rows
    return rows.filter(**{f"{field}__gte": wanted.modified_since})


def _page(rows: QuerySet[Row], order: str, number: int, size: int, asked: Asked) -> Page[UUID]:
    first = (number - 1) * size
    ids = rows.order_by(*dict.fromkeys((order, "id"))).values_list("id", flat=True)
    return Page(tuple(ids[first : first + size]), _total(rows, asked), number, size)


def _total(rows: QuerySet[Row], asked: Asked) -> int:
    """Counting a million rows takes seconds: it is done once until something happens.

    Whatever changes what is open leaves an entry in the journal, or the day turns.
    """
    if not _keeps_totals():
        return rows.count()
    key = (asked, head_position())
    found = _totals.get(key)
    if found is None:
        found = rows.count()
        _totals[key] = found
        if len(_totals) > _MOST_TOTALS:
            _totals.pop(next(iter(_totals)), None)
    return found


def _keeps_totals() -> bool:
    # Tests change rows behind the journal's back and take their changes back.
    return settings.YUI.profile != "test"
