"""400 days: the work list is the due set, and nothing overdue is ever shown as if it were not.

What is due is worked out here a second time, from the rule as people say it: a confirmation by a
person holds for the days of the nearest limit; an official list holds for two editions.
"""

from __future__ import annotations

import random
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.directory.builders import CITY, OFFICER, OPERATOR, Town, consent, ride
from yui.booklets.queries.cards import entry_of, paper_cards
from yui.directory.actions import (
    SourceInput,
    confirm_service,
    create_services,
    create_source,
    set_freshness_limit,
)
from yui.directory.queries import cards_for, published_for_opendata
from yui.directory.queries.due import due_ids
from yui.directory.states import ConfirmedHow, Sector
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
DAYS = 400
_ASKS = {Sector.DAILY: 180, Sector.PUBLIC: 90}


@dataclass
class Known:
    """What the simulation remembers of one record, apart from the program."""

    ask_days: int
    confirmed: date | None = None
    list_until: date | None = None

    def is_due(self, today: date) -> bool:
        by_person = self.confirmed is not None and (today - self.confirmed).days <= self.ask_days
        by_list = self.list_until is not None and today <= self.list_until
        return not (by_person or by_list)


def month_end(year: int, month: int, later: int) -> date:
    """The last day of a month so many months later."""
    count = year * 12 + month - 1 + later
    return date(count // 12, count % 12 + 1, monthrange(count // 12, count % 12 + 1)[1])


def build(town: Town, at: datetime, draw: random.Random, count: int) -> dict[UUID, Known]:
    """Records of every kind: confirmed by a person or never, in dated and undated lists."""
    known: dict[UUID, Known] = {}
    plain = replace(ride(town), places=(), contacts=(), costs=(), documents=(), consent=consent())
    set_freshness_limit(
        by=OFFICER, at=at, area_path=CITY, sector=Sector.PUBLIC, ask_after_days=90,
        off_paper_after_days=200,
    )  # fmt: skip
    lists = [(2026, 3, 6), (2025, 12, 12), (2026, 9, 3), None]
    for number, period in enumerate((*lists, "own")):
        sector = (Sector.DAILY, Sector.PUBLIC)[number % 2]
        is_own, edition = period == "own", period if isinstance(period, tuple) else None
        source = SourceInput(
            f"一覧{number}", "hand", CITY, is_official=not is_own,
            period_date=month_end(edition[0], edition[1], 0) if edition else None,
            edition_months=edition[2] if edition else None,
        )  # fmt: skip
        share = count // 2 if is_own else count // 8
        given = [replace(plain, name=f"会{number}-{each}", sector=sector) for each in range(share)]
        made = create_services(
            by=OPERATOR, at=at, given=given, area_path=CITY, batch_id=f"b{number}",
            source_id=create_source(by=OPERATOR, at=at, given=source),
        )  # fmt: skip
        until = month_end(edition[0], edition[1], 2 * edition[2]) if edition else None
        known |= {each.id: Known(_ASKS[sector], None, until) for each in made}
    for service_id in draw.sample(sorted(known), count * 2 // 3):
        confirm(service_id, known, at, at.date() - timedelta(days=draw.randrange(250)))
    return known


def confirm(service_id: UUID, known: dict[UUID, Known], at: datetime, on: date) -> None:
    confirm_service(by=OFFICER, at=at, service_id=service_id, how=ConfirmedHow.VISIT, on=on)
    known[service_id].confirmed = on


def look(ids: list[UUID], due: set[UUID], at: datetime) -> None:
    """Screen, API and paper mark what is due, and nothing else."""
    screen = cards_for(ANONYMOUS, ids, at=at)
    assert {card.id for card in screen if card.freshness.is_stale} == due & set(ids)
    assert all(
        ("電話で確かめてください" in card.freshness.sentence) == (card.id in due) for card in screen
    )
    api = published_for_opendata(at=at, ids=ids, size=len(ids) or 1).items
    assert {row.id for row in api} == {card.id for card in screen} == set(ids)
    assert {row.id for row in api if row.is_due} == due & set(ids)
    paper = paper_cards(ids, at=at)
    assert {card.id for card in paper if entry_of(card).ask_first} == {
        card.id for card in paper
    } & due
    assert {card.id for card in paper} >= set(ids) - due


def live(town: Town, at: datetime, count: int) -> None:
    """Each day some of the due are confirmed; what changed is looked at on that very day."""
    draw = random.Random(20261124)
    known = build(town, at, draw, count)
    before: set[UUID] = set()
    seen_changes = 0
    for day in range(DAYS):
        now = at + timedelta(days=day)
        due = {each for each, record in known.items() if record.is_due(now.date())}
        assert set(due_ids(OFFICER, at=now)) == due, now.date()
        changed = sorted(due ^ before)
        seen_changes += len(changed)
        look(sorted(set(changed) | set(draw.sample(sorted(known), 10))), due, now)
        if day % 100 == 99:
            look(sorted(known), due, now)
        before = due
        for service_id in draw.sample(sorted(due), min(len(due), count // 170)):
            confirm(service_id, known, now, now.date())
    assert seen_changes > count


def test_400_days_with_500_records(town: Town, at: datetime) -> None:
    live(town, at, 520)


@pytest.mark.night
def test_400_days_with_5000_records(town: Town, at: datetime) -> None:
    live(town, at, 5_040)
