"""Real open data: 高松市, 焼津市 and a part of the national list of care offices."""

from __future__ import annotations

import gzip
from collections import Counter
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from tests.exchange.builders import imported, planned
from yui.directory.models import Service
from yui.directory.states import Sector
from yui.exchange.pages.told import rejections
from yui.exchange.states import BatchState

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.shared]

_YAIZU = "22/22212/"
_NATIONAL = "mhlw_care_8services_2025-06_national.csv.gz"


def test_takamatsu_lists_are_recognised_and_come_in_whole(shared_files: Path, at: datetime) -> None:
    folder = shared_files / "data" / "takamatsu"
    kinds: Counter[str] = Counter()
    for name, kind, rows in (
        ("community_center.csv", "takamatsu_facility", 52),
        ("elderly_wedding_house.csv", "takamatsu_facility", 10),
        ("regional_comprehensive_support_center.csv", "takamatsu_facility", 7),
        ("group_home.csv", "takamatsu_facility", 49),
        ("exchange_center.csv", "recommended_public_facility", 1),
        ("hospital.csv", "takamatsu_medical", 617),
    ):
        batch = imported((folder / name).read_bytes(), at, name=name)
        assert (batch.kind, batch.added + batch.rejected) == (kind, rows), name
        assert batch.rejected <= 1, rejections(batch)
        kinds[kind] += batch.added
        again = planned((folder / name).read_bytes(), at, name=name)
        assert (again.same, again.added, again.changed) == (batch.added, 0, 0), name
    homes = Service.objects.get(name__startswith="グループホームやすらぎ")
    assert homes.sector == Sector.INSURANCE


def test_takamatsu_workbook_gives_the_same_as_its_text(shared_files: Path, at: datetime) -> None:
    folder = shared_files / "data" / "takamatsu"
    imported((folder / "community_center.csv").read_bytes(), at, name="community_center.csv")
    book = (folder / "xlsx_original" / "community_center.xlsx").read_bytes()
    plan = planned(book, at, name="community_center.xlsx")

    assert plan.state is BatchState.PLANNED
    assert plan.added == 0
    assert plan.same + plan.changed >= 50


def test_yaizu_lists_come_in_and_again_change_nothing(shared_files: Path, at: datetime) -> None:
    folder = shared_files / "data" / "yaizu"
    for name in ("community_exchange_center.csv", "welfare_hall.csv", "library.csv"):
        batch = imported((folder / name).read_bytes(), at, name=name, area_path=_YAIZU)
        assert batch.kind == "recommended_public_facility"
        assert batch.rejected == 0, rejections(batch)
        again = planned((folder / name).read_bytes(), at, name=name, area_path=_YAIZU)
        assert (again.same, again.added, again.changed, again.vanished) == (batch.added, 0, 0, 0)


def test_national_list_of_one_town_and_a_neighbouring_file(
    shared_files: Path, at: datetime
) -> None:
    with gzip.open(shared_files / "data" / "national" / _NATIONAL, "rt", encoding="utf-8") as file:
        head = next(file)
        town = list(islice((line for line in file if ",37201," in line), 150))
    content = "".join([head, *town]).encode()
    batch = imported(content, at, name="mhlw_2025-06.csv")
    again = planned(content, at, name="mhlw_2025-06.csv")

    assert batch.kind == "mhlw_care"
    assert (batch.added, batch.rejected) == (len(town), 0)
    assert batch.period_date is not None
    assert batch.period_date.isoformat() == "2025-06-30"
    assert (again.same, again.added, again.changed) == (len(town), 0, 0)
    assert not Service.objects.exclude(sector=Sector.INSURANCE).exists()
