"""The bulk generator writes records that the house accepts as its own."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from yui.areas.models import Area, Population
from yui.areas.states import Tier
from yui.config.world import bulk
from yui.config.world.bulk_words import ACTIVITIES, HOURS
from yui.directory.models import (
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAttribute,
)
from yui.directory.queries.index import records_for_index
from yui.journal.models import Entry
from yui.lib.japanese import fold
from yui.policy.viewer import operator
from yui.taxonomy.actions import load_vocabulary

COUNT = 600


@pytest.fixture
def country(db: None) -> None:
    """A big and a small town, a city that stands back for its ward, and a sample."""
    load_vocabulary(by=operator("test"), at=timezone.now())
    nation = Area.objects.create(path="", name="全国", tier=Tier.NATION)
    prefecture = Area.objects.create(path="14/", name="県", tier=Tier.PREFECTURE, parent=nation)
    for path, name, tier, people in (
        ("14/14201/", "大市", Tier.MUNICIPALITY, 9000),
        ("14/14301/", "小町", Tier.MUNICIPALITY, 1000),
        ("14/14100/", "区市", Tier.MUNICIPALITY, 2000),
        ("14/14100/14101/", "一区", Tier.WARD, None),
        ("14/14901/", "見本市", Tier.MUNICIPALITY, 90000),
    ):
        area = Area.objects.create(
            path=path,
            name=name,
            tier=tier,
            parent=prefecture,
            latitude=35.4,
            longitude=139.6,
            is_designated_city=name == "区市",
            is_sample=name == "見本市",
        )
        if people:
            Population.objects.create(
                area=area, as_of=date(2020, 10, 1), minimum_age=65, value=people, source="国勢調査"
            )


def snapshot() -> list[Any]:
    """What was written, without serial numbers and the areas' own ids."""
    services = Service.objects.order_by("id").values_list(
        "id", "short_code", "name", "fee_text", "vacancy", "area__path", "organization__name"
    )
    places = Location.objects.order_by("id").values_list("id", "latitude", "address", "mesh")
    return [*services, *places]


def test_every_service_has_all_that_pages_show(country: None) -> None:
    bulk.generate(COUNT, seed=1)

    assert Service.objects.count() == COUNT
    assert Organization.objects.count() == COUNT // 5
    assert Phone.objects.filter(service__isnull=False).count() == COUNT
    assert Schedule.objects.exclude(sentence="").count() == COUNT
    assert set(Service.objects.values_list("state", flat=True)) == {"published"}
    row = Service.objects.order_by("id")[0]
    assert row.source is not None
    assert row.source.is_official
    assert ServiceAttribute.objects.filter(service=row).count() >= 5
    assert row.folded == fold(row.name)


def test_same_seed_writes_the_same(country: None) -> None:
    bulk.generate(COUNT, seed=7)
    first = snapshot()
    for model in (Service, Location, Organization):
        model._default_manager.all().delete()
    bulk.generate(COUNT, seed=7)

    assert snapshot() == first


def test_services_stand_where_older_people_live(country: None) -> None:
    bulk.generate(3000, seed=1)

    shares = Counter(Service.objects.values_list("area__name", flat=True))
    assert set(shares) == {"大市", "小町", "一区"}
    assert 0.70 < shares["大市"] / 3000 < 0.80
    assert 0.05 < shares["小町"] / 3000 < 0.12


def test_taiso_stands_in_about_eight_of_a_hundred_names(country: None) -> None:
    bulk.generate(3000, seed=1)

    assert 0.065 < Service.objects.filter(name__contains="体操").count() / 3000 < 0.105


def test_search_can_read_every_record(country: None) -> None:
    bulk.generate(COUNT, seed=1)

    records = records_for_index(at=timezone.now(), limit=COUNT)

    assert len(records) == COUNT
    assert {token for record in records for token in record.visible_to} == {"public"}
    assert all(record.points and record.slots and record.terms for record in records)


def test_bulk_leaves_the_journal_alone_and_breaks_no_reference(country: None) -> None:
    entries = Entry.objects.count()

    bulk.generate(COUNT, seed=1)

    assert Entry.objects.count() == entries
    connection.check_constraints()


def test_words_are_enough_and_can_be_read(country: None) -> None:
    assert len(ACTIVITIES) >= 60
    assert len({each.name for each in ACTIVITIES}) == len(ACTIVITIES)
    assert all(len(each.summary) <= 60 for each in ACTIVITIES)
    assert all(bulk._schedule(text)[1] for text in HOURS)


def test_missing_areas_are_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="load-areas"):
        bulk.generate(10)
