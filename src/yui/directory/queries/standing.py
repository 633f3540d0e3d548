"""How the towns of an area stand, counted from what everybody may read: no record, no draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from yui.areas.rules import within
from yui.directory.models import ChangeRequest, Service, ServiceAttribute
from yui.directory.queries.cards import CENTRE_TERM
from yui.directory.queries.due import not_fresh
from yui.directory.queries.visible import agreed, with_scopes
from yui.directory.states import ChangeState, Scope, Sector
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.taxonomy.queries import term_index

# Whoever reported something wrong is told within this time.
ANSWERED_WITHIN = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class TownStanding:
    """This value will count of a municipality（件）: what residents find that it gathered itself,
    what of it has to be asked again, 包括 in official lists, and reports without an answer for
    more than two weeks.
    """

    listed: int = 0
    stale: int = 0
    centres: int = 0
    unanswered: int = 0


def standing_of_towns(area_path: str, *, at: datetime) -> dict[str, TownStanding]:
    """This function will count by municipality within an area, however many. Five queries at most.

    For the nation it is one look at everything that was gathered.
    """
    on = date_in_jst(at)
    public = with_scopes(Service.objects.filter(within(area_path, "area__path"))).filter(
        agreed(Scope.WEB, on)
    )
    own = public.filter(sector=Sector.DAILY)
    listed, stale = _by_town(own), _by_town(not_fresh(own, area_path, on))
    centres, unanswered = _centres(public), _unanswered(area_path, at)
    towns = (listed.keys() | centres.keys() | unanswered.keys()) - {""}
    return {
        town: TownStanding(listed[town], stale[town], centres[town], unanswered[town])
        for town in towns
    }


def _by_town(rows: QuerySet[Service]) -> Counter[str]:
    return _folded(rows.order_by().values_list("area__path").annotate(count=Count("id")))


def _centres(public: QuerySet[Service]) -> Counter[str]:
    term = term_index().by_key.get(":".join(CENTRE_TERM))
    if term is None:
        return Counter()
    carried = ServiceAttribute.objects.filter(term_id=term.id).values("service")
    return _by_town(public.filter(id__in=carried))


def _unanswered(area_path: str, at: datetime) -> Counter[str]:
    waiting = ChangeRequest.objects.filter(
        within(area_path, "service__area__path"),
        state=ChangeState.OPEN,
        created_at__lt=at - ANSWERED_WITHIN,
    )
    return _folded(
        waiting.order_by().values_list("service__area__path").annotate(count=Count("id"))
    )


def _folded(counted: Iterable[tuple[str, int]]) -> Counter[str]:
    """Wards count to their city."""
    found: Counter[str] = Counter()
    for path, count in counted:
        found[municipality_of(path)] += count
    return found
