"""「確認の仕事」: what has to be asked again, as one condition inside the query.

It says the same as `engine.freshness` says of one record; a test holds the two together over
400 days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from yui.areas.rules import within
from yui.directory.engine import freshness as engine
from yui.directory.errors import ServiceNotFound
from yui.directory.models import FreshnessLimit, Service, ServiceCheck, ServiceUse, Source
from yui.directory.queries.cards import cards_for
from yui.directory.queries.deriving import EDITION_MONTHS
from yui.directory.queries.inquiries import days_before
from yui.directory.queries.pages import short_code_from
from yui.directory.queries.values import Page, ServiceCard, page_within
from yui.directory.queries.visible import kept_services
from yui.directory.states import LISTED, CheckOutcome, ConfirmedHow
from yui.lib.clock import date_in_jst
from yui.policy.decide import paths_to
from yui.policy.viewer import Viewer

DUE_PAGE_SIZE = 24
# After so many calls in vain another way than the telephone is said.
TRIES_BY_PHONE = 3
_PORTION = 500
_USED_WITHIN = timedelta(days=365)
_NEVER = date(1, 1, 1)
_BY_A_PERSON = [how.value for how in engine.ConfirmedHow]


class DueOrder(StrEnum):
    """This enumeration will name the orders of the work list; OLDEST first, then most used."""

    OLDEST = "oldest"
    USED = "used"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class DueLine:
    """This value will hold one service to ask about.

    `views` counts how often its page was opened in a year (basis: 回), `tries` the calls in vain
    since it was last confirmed, `asked_on` the day of the last of them.
    """

    card: ServiceCard
    views: int
    tries: int
    asked_on: date | None

    @property
    def is_unreachable(self) -> bool:
        """This property will say that calling once more is of no use."""
        return self.tries >= TRIES_BY_PHONE


class CheckShown(NamedTuple):
    """This value will name a confirmation that can still be taken back."""

    id: UUID
    name: str


def due_services(
    viewer: Viewer,
    *,
    at: datetime,
    order: DueOrder = DueOrder.OLDEST,
    number: int = 1,
    size: int = DUE_PAGE_SIZE,
) -> Page[DueLine]:
    """This function will return one page of what the viewer has to ask about, on this day.

    A fixed number of queries, however many services.
    """
    rows = _due(viewer, date_in_jst(at))
    total = rows.count()
    number = page_within(number, total, size)
    first = (number - 1) * size
    found = list(_ordered(rows, order).values_list("id", "views")[first : first + size])
    return Page(_lines(viewer, found, at), total, number, size)


def due_passed_on(viewer: Viewer, *, at: datetime) -> int:
    """This function will count what has been due so long that it came to the viewer.

    The first to ask has all of it from the beginning: for them it is none.
    """
    on = date_in_jst(at)
    waited = timedelta(days=days_before(viewer, on=on))
    if not waited:
        return 0
    then = _due(viewer, on - waited).filter(created_at__lte=at - waited)
    return _due(viewer, on).filter(id__in=then.values("id")).count()


def due_lines(viewer: Viewer, *, at: datetime) -> Iterator[DueLine]:
    """This function will yield everything the viewer has to ask about, oldest first, for a file.

    Every portion of 500 asks for its cards.
    """
    rows = _ordered(_due(viewer, date_in_jst(at)), DueOrder.OLDEST)
    found = list(rows.values_list("id", "views"))
    for first in range(0, len(found), _PORTION):
        yield from _lines(viewer, found[first : first + _PORTION], at)


def due_ids(viewer: Viewer, *, at: datetime) -> tuple[UUID, ...]:
    """This function will return the ids of everything the viewer has to ask about, oldest first."""
    rows = _ordered(_due(viewer, date_in_jst(at)), DueOrder.OLDEST)
    return tuple(rows.values_list("id", flat=True))


def kept_lines(viewer: Viewer, *, at: datetime) -> tuple[DueLine, ...]:
    """This function will return what the viewer keeps and residents can find, due or not, by name.

    At most 500: whoever keeps more has the work list.
    """
    on = date_in_jst(at)
    rows = _ordered(_with_views(kept_services(viewer), on), DueOrder.NAME)
    found = rows.filter(state__in=LISTED).values_list("id", "views")[:_PORTION]
    return _lines(viewer, list(found), at)


def get_kept(viewer: Viewer, short_code: str, *, at: datetime) -> DueLine:
    """This function will return one service of the viewer's own, due or not.

    Raises: ServiceNotFound, also when the viewer may not change it.
    """
    rows = _with_views(kept_services(viewer), date_in_jst(at))
    found = rows.filter(short_code=short_code_from(short_code), state__in=LISTED)
    lines = _lines(viewer, list(found.values_list("id", "views")), at)
    if not lines:
        raise ServiceNotFound
    return lines[0]


def check_to_take_back(viewer: Viewer, check_id: UUID) -> CheckShown | None:
    """This function will return a confirmation of the viewer's own area, None once taken back."""
    row = (
        ServiceCheck.objects.filter(
            id=check_id,
            outcome=CheckOutcome.CONFIRMED,
            taken_back_at__isnull=True,
            service__in=kept_services(viewer),
        )
        .select_related("service")
        .first()
    )
    return CheckShown(row.id, row.service.name) if row else None


def _lines(viewer: Viewer, found: Sequence[tuple[UUID, int]], at: datetime) -> tuple[DueLine, ...]:
    cards = {card.id: card for card in cards_for(viewer, [each for each, _ in found], at=at)}
    tries, days = _tries_of(cards)
    return tuple(
        DueLine(cards[service_id], views, tries[service_id], days.get(service_id))
        for service_id, views in found
        if service_id in cards
    )


def _tries_of(ids: Iterable[UUID]) -> tuple[Counter[UUID], dict[UUID, date]]:
    """A confirmation begins the count anew."""
    checks = ServiceCheck.objects.filter(service__in=list(ids), taken_back_at__isnull=True)
    tries: Counter[UUID] = Counter()
    days: dict[UUID, date] = {}
    rows = checks.order_by("at", "id").values_list("service_id", "outcome", "at")
    for service_id, outcome, moment in rows:
        if outcome == CheckOutcome.CONFIRMED:
            tries.pop(service_id, None)
            days.pop(service_id, None)
        else:
            tries[service_id] += 1
            days[service_id] = date_in_jst(moment)
    return tries, days


def _due(viewer: Viewer, on: date) -> QuerySet[Any]:
    listed = kept_services(viewer).filter(state__in=LISTED)
    return _with_views(not_fresh(listed, viewer.area_path or "", on), on)


def not_fresh(listed: QuerySet[Service], area_path: str, on: date) -> QuerySet[Any]:
    """This function will keep of listed services of an area what has to be asked again.

    For queries of this room.
    """
    sources = _sources_of(listed)
    asked_from = Case(
        *_asked_from(area_path, on),
        default=Value(engine.oldest_fresh_confirmation(engine.Limits(), on)),
        output_field=DateField(),
    )
    fresh = _confirmed_by_a_person(on) | _in_a_fresh_list(sources, on)
    rows = listed.alias(asked_from=asked_from).alias(
        is_fresh=Case(When(fresh, then=True), default=False, output_field=BooleanField())
    )
    return rows.filter(is_fresh=False)


def _asked_from(path: str, on: date) -> list[When]:
    """The nearest area decides, its own sector first; the first condition that holds is taken."""
    around = FreshnessLimit.objects.filter(
        within(path, "area__path") | Q(area__path__in=paths_to(path))
    ).values_list("area__path", "sector", "ask_after_days", "off_paper_after_days")
    nearest_first = sorted(around, key=lambda row: (-len(row[0]), not row[1]))
    return [
        When(
            within(area, "area__path") & (Q(sector=sector) if sector else Q(pk__isnull=False)),
            then=Value(engine.oldest_fresh_confirmation(engine.Limits(ask, off), on)),
        )
        for area, sector, ask, off in nearest_first
    ]


def _confirmed_by_a_person(on: date) -> Q:
    return Q(
        confirmed_how__in=_BY_A_PERSON,
        confirmed_date__lte=on,
        confirmed_date__gte=F("asked_from"),
    )


def _sources_of(rows: QuerySet[Service]) -> list[tuple[int, bool, date | None, int]]:
    """The lists that the services came from: few, however many services."""
    found = Source.objects.filter(id__in=rows.order_by().values("source_id")).values_list(
        "id", "is_official", "period_date", "edition_months"
    )
    return [
        (pk, is_official, period, months or EDITION_MONTHS)
        for pk, is_official, period, months in found
    ]


def _in_a_fresh_list(sources: Sequence[tuple[int, bool, date | None, int]], on: date) -> Q:
    """An official list holds from its period; one without, from the day kept with the record."""
    fresh: list[int] = []
    by_months: dict[int, list[int]] = defaultdict(list)
    for pk, is_official, period, months in sources:
        if not (is_official and period is not None):
            by_months[months].append(pk)
            continue
        if engine.oldest_fresh_list(months, on) <= period <= on:
            fresh.append(pk)
    named = Q(confirmed_how=ConfirmedHow.OFFICIAL_LIST, confirmed_date__lte=on)
    without = Q(source__isnull=True) & _since(EDITION_MONTHS, on)
    for months, ids in by_months.items():
        without |= Q(source_id__in=ids) & _since(months, on)
    return Q(source_id__in=fresh) | (named & without)


def _since(months: int, on: date) -> Q:
    return Q(confirmed_date__gte=engine.oldest_fresh_list(months, on))


def _with_views(rows: QuerySet[Service], on: date) -> QuerySet[Any]:
    used = (
        ServiceUse.objects.filter(service=OuterRef("pk"), month__gte=on - _USED_WITHIN)
        .order_by()
        .values("service")
        .annotate(total=Sum("views"))
        .values("total")
    )
    return rows.annotate(views=Coalesce(Subquery(used), 0, output_field=IntegerField()))


def _ordered(rows: QuerySet[Any], order: DueOrder) -> QuerySet[Any]:
    if order is DueOrder.NAME:
        return rows.order_by("folded", "id")
    first: tuple[Any, ...] = (_known_on(), "-views")
    if order is DueOrder.USED:
        first = ("-views", _known_on())
    return rows.order_by(*first, "folded", "id")


def _known_on() -> Greatest:
    """The day of the last word on a record: what nobody ever confirmed comes first."""
    period = Case(When(source__is_official=True, then=F("source__period_date")))
    never = Value(_NEVER, output_field=DateField())
    return Greatest(
        Coalesce(F("confirmed_date"), never), Coalesce(period, never), output_field=DateField()
    )
