"""Counting who works in the towns of a prefecture: numbers for the tiers above, no names."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from yui.accounts.models import Body, HelpDesk
from yui.accounts.queries.contexts import current_memberships
from yui.accounts.states import BodyKind
from yui.areas.rules import within
from yui.policy.decide import municipality_of

_ENDS_WITHIN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class TownPeople:
    """This value will count who has a role in a town（実人数）, and whose ends within 60 days.

    `centres` counts the 包括 that gave a telephone number（か所）; `help_line` is whom the
    prefecture calls there, "" where nobody said.
    """

    people: int = 0
    ending: int = 0
    centres: int = 0
    help_line: str = ""


def people_of_towns(area_path: str, *, on: date) -> dict[str, TownPeople]:
    """This function will count by municipality within an area. Three queries.

    Who works for a union of towns works in no single one and is not counted.
    """
    last = Q(until__lte=on + _ENDS_WITHIN)
    here = current_memberships(on).filter(within(area_path, "area__path"), is_practice=False)
    rows = here.filter(area__isnull=False)
    people: defaultdict[str, set[int]] = defaultdict(set)
    ending: defaultdict[str, set[int]] = defaultdict(set)
    for user_id, path, ends in rows.values_list("user_id", "area__path").annotate(
        ends=Count("id", filter=last)
    ):
        people[municipality_of(path)].add(user_id)
        if ends:
            ending[municipality_of(path)].add(user_id)
    centres = _centres(area_path)
    lines = dict(
        HelpDesk.objects.filter(within(area_path, "area__path")).values_list("area__path", "phone")
    )
    towns = (people.keys() | centres.keys() | lines.keys()) - {""}
    return {
        town: TownPeople(len(people[town]), len(ending[town]), centres[town], lines.get(town, ""))
        for town in towns
    }


def _centres(area_path: str) -> Counter[str]:
    bodies = Body.objects.filter(within(area_path, "area__path"), kind=BodyKind.SUPPORT_CENTRE)
    return Counter(
        municipality_of(path)
        for path in bodies.exclude(phone="").values_list("area__path", flat=True)
    )
