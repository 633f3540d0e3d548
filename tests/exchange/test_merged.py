"""A later edition of a list follows a merge: nothing comes up twice, nothing comes back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, imported, planned
from yui.directory.actions import find_same, merge, unmerge
from yui.directory.models import SamePair, Service
from yui.directory.states import ServiceState
from yui.exchange.actions import undo_batch
from yui.exchange.errors import ExchangeRefused
from yui.exchange.models import Batch
from yui.exchange.tasks import find_same_later

pytestmark = pytest.mark.usefixtures("country")
TWICE = {"事業所名": "見本ヘルパー", "住所": "香川県高松市番町1丁目1番1号"}


@pytest.fixture
def pair(at: datetime) -> SamePair:
    """One office that stands twice in the list, under two numbers."""
    batch = imported(as_csv([care_row(1, **TWICE), care_row(2, **TWICE)]), at)
    find_same_later.call(str(batch.id))
    return SamePair.objects.get()


def test_an_import_finds_pairs_in_the_background(pair: SamePair) -> None:
    assert pair.decision == "waiting"
    assert {pair.first.source_key, pair.second.source_key} == set(
        Service.objects.values_list("source_key", flat=True)
    )


def test_the_same_list_again_changes_nothing_and_proposes_nothing(
    pair: SamePair, at: datetime
) -> None:
    merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=pair.first_id)
    later = at + timedelta(days=1)
    again = imported(as_csv([care_row(1, **TWICE), care_row(2, **TWICE)]), later)

    assert Service.objects.count() == 2
    assert Service.objects.get(id=pair.second_id).state == ServiceState.MERGED
    assert (again.added, again.changed, again.vanished, again.same) == (0, 0, 0, 2)
    assert find_same(by=BY, at=later, area_path=CITY) == 0


def test_a_changed_row_changes_the_record_it_speaks_of_and_wakes_none(
    pair: SamePair, at: datetime
) -> None:
    merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=pair.first_id)
    later = at + timedelta(days=1)
    renamed = TWICE | {"事業所名": "見本ヘルパー新町"}
    imported(as_csv([care_row(1, **renamed), care_row(2, **renamed)]), later)

    rows = Service.objects.order_by("state")
    assert [row.name for row in rows] == ["見本ヘルパー新町"] * 2
    assert Service.objects.get(id=pair.second_id).state == ServiceState.MERGED
    unmerge(by=OFFICER, at=later, pair_id=pair.id)
    assert Service.objects.get(id=pair.second_id).state == ServiceState.PUBLISHED
    assert Service.objects.get(id=pair.second_id).modified_at == later


def test_a_list_without_the_merged_row_ends_nothing(pair: SamePair, at: datetime) -> None:
    merge(by=OFFICER, at=at, pair_id=pair.id, keep_id=pair.first_id)
    rows = [care_row(number, **TWICE) for number in (1, 2)]
    kept = [row for row in rows if pair.first.source_key.startswith(row["事業所番号"])]
    plan = planned(as_csv(kept), at + timedelta(days=1))

    assert (plan.vanished, plan.same) == (0, 1)


def test_an_import_behind_a_merge_is_not_undone_unseen(pair: SamePair, at: datetime) -> None:
    later = at + timedelta(hours=1)
    merge(by=OFFICER, at=later, pair_id=pair.id, keep_id=pair.first_id)

    with pytest.raises(ExchangeRefused):
        undo_batch(by=BY, at=later, batch_id=Batch.objects.get().id)
    assert Service.objects.count() == 2
