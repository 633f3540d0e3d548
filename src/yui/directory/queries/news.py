"""What is new in an area, what changed and what ended, as far as a viewer reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yui.areas.rules import within
from yui.directory.models import Service, ServiceAtLocation
from yui.directory.queries.cards import cards_for
from yui.directory.queries.pages import closed_of_codes
from yui.directory.queries.values import ServiceCard
from yui.directory.queries.visible import visible_services
from yui.directory.states import LISTED, ServiceState
from yui.journal.queries import JournalEntry, named_before, things_named
from yui.lib.clock import date_in_jst
from yui.policy.decide import municipality_of
from yui.policy.viewer import Viewer

MOST_NEWS = 200
_MOST_ENDED = 50
_TYPE = "directory.service"
# What a verb says by itself; "" is said by the fields that changed.
_VERBS = {"changed": "", "paused": "お休み", "resumed": "再開"}
_WORDS = {
    "name": "名前",
    "phones": "電話",
    "places": "場所・日時",
    "schedule": "日時",
    "costs": "お金",
    "fee_class": "お金",
    "fee_text": "お金",
    "vacancy": "空き",
    "how_to_start": "はじめ方",
    "eligibility": "使える人",
}
_OTHER = "説明など"


@dataclass(frozen=True, slots=True)
class Changed:
    """This value will hold a service that changed: what of it in words, and on which day last."""

    card: ServiceCard
    what: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Ended:
    """This value will name a service that ended; `url` says what there is instead."""

    name: str
    url: str
    on: date | None


@dataclass(frozen=True, slots=True)
class News:
    """This value will hold the news of some time; `is_cut` where there are more than 200."""

    new: tuple[ServiceCard, ...]
    changed: tuple[Changed, ...]
    ended: tuple[Ended, ...]
    is_cut: bool = False


def news_of(
    viewer: Viewer, area_path: str, *, since: datetime, until: datetime, at: datetime
) -> News:
    """This function will return what is new, changed and ended in an area between two moments.

    New is what was published for the first time, or came with a list that was; what began and
    changed meanwhile is new. A fixed number of queries, but for what ended: few do.
    """
    entries = things_named(
        municipality_of(area_path) or area_path, object_type=_TYPE, since=since, until=until
    )
    rows = _here(visible_services(viewer, on=date_in_jst(at)), area_path).filter(state__in=LISTED)
    new = _ids(rows.filter(_is_new(entries, since, until)))
    what, days = _changes(entries, without=frozenset(map(str, new)))
    changed = _ids(rows.filter(id__in=what))
    return News(
        cards_for(viewer, new[:MOST_NEWS], at=at),
        tuple(
            Changed(card, tuple(dict.fromkeys(what[str(card.id)])), days[str(card.id)])
            for card in cards_for(viewer, changed[:MOST_NEWS], at=at)
        ),
        _ended(viewer, area_path, since, until, at),
        is_cut=max(len(new), len(changed)) > MOST_NEWS,
    )


def _here(rows: QuerySet[Service], area_path: str) -> QuerySet[Service]:
    """In the list of an area; in a 圏域 what is given there."""
    home = municipality_of(area_path)
    inside = within(area_path, "area__path")
    if home and area_path != home:
        there = ServiceAtLocation.objects.filter(
            within(area_path, "location__sphere__path"), service=OuterRef("pk")
        )
        inside |= Q(Exists(there)) & within(home, "area__path")
    return rows.filter(inside)


def _is_new(entries: Sequence[JournalEntry], first: datetime, last: datetime) -> Q:
    """What was entered by hand is new when it is published; a list brings everything at once."""
    published = {each.object_id for each in entries if each.verb == f"{_TYPE}.published"}
    before = named_before(published, object_type=_TYPE, verb=f"{_TYPE}.published", before=first)
    by_hand = {each.object_id for each in entries if each.verb == f"{_TYPE}.created"}
    came = Q(created_at__gte=first, created_at__lt=last) & ~Q(id__in=by_hand)
    return came | Q(id__in=published - before)


def _changes(
    entries: Iterable[JournalEntry], *, without: Collection[str]
) -> tuple[dict[str, list[str]], dict[str, date]]:
    what: dict[str, list[str]] = defaultdict(list)
    days: dict[str, date] = {}
    for each in entries:
        verb = each.verb.removeprefix(f"{_TYPE}.")
        if each.object_id in without or verb not in _VERBS:
            continue
        words = [_VERBS[verb]] if _VERBS[verb] else [_WORDS.get(x, _OTHER) for x in each.fields]
        what[each.object_id] += words
        days[each.object_id] = date_in_jst(each.at)
    return what, days


def _ids(rows: QuerySet[Service]) -> list[UUID]:
    """One more than is shown tells that there are more."""
    return list(rows.order_by("folded", "id").values_list("id", flat=True)[: MOST_NEWS + 1])


def _ended(
    viewer: Viewer, area_path: str, since: datetime, until: datetime, at: datetime
) -> tuple[Ended, ...]:
    rows = _here(Service.objects.filter(state=ServiceState.ENDED), area_path).filter(
        ended_date__gte=date_in_jst(since), ended_date__lt=date_in_jst(until)
    )
    codes = list(rows.order_by("folded", "id").values_list("short_code", flat=True)[:_MOST_ENDED])
    pages = closed_of_codes(viewer, codes, at=at)
    return tuple(Ended(page.card.name, page.card.url, page.ended_date) for page in pages)
