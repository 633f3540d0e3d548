"""What a person wrote into a rejected row is offered when the row comes again, never put in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, imported, planned
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.exchange.actions import (
    apply_batch,
    mend_as_before,
    mend_row,
    mend_rows,
    plan_batch,
    tidy_batches,
)
from yui.exchange.errors import ExchangeRefused, NotYours
from yui.exchange.models import Mend, StagingRow
from yui.exchange.queries import BatchInfo, get_batch, offers_of, repairs_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
NAMELESS = {"事業所名": "", "住所": "香川県高松市番町9丁目9番", "電話番号": "087-000-9999"}


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _mend(plan: BatchInfo, at: datetime, cell: str) -> None:
    row = StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.REJECTED).first()
    assert row is not None
    mend_row(by=OFFICER, at=at, batch_id=plan.id, row_id=row.pk, cell=cell)


def test_next_edition_offers_what_was_written_and_by_whom(officer: Client, at: datetime) -> None:
    first = planned(as_csv([care_row(1), care_row(2, **NAMELESS)]), at)
    row = StagingRow.objects.get(batch_id=first.id, outcome=Outcome.REJECTED)
    officer.post(f"/exchange/{first.id}/rows/{row.pk}/", {"cell": "九番の会"})
    apply_batch(by=BY, at=at, batch_id=first.id)
    newer = planned(as_csv([care_row(3), care_row(2, No="4", 定員="8", **NAMELESS)]), at)
    page = officer.get(f"/exchange/{newer.id}/?show=rejected").content.decode()

    assert (newer.rejected, newer.added) == (1, 1)
    assert "前に手で直した行が 1行あります。" in page
    assert "前に、試験市役所が「九番の会」に直しました" in page
    assert 'value="九番の会"' in page
    sent = officer.post(f"/exchange/{newer.id}/rows/", {"as_before": "1"})
    assert sent.status_code == 302
    mended = get_batch(BY, newer.id)
    assert (mended.rejected, mended.added, mended.changed + mended.same) == (0, 1, 1)
    said = [(each["rule"], each["from"], each["to"]) for each in repairs_of(newer.id)]
    assert ("as_before", "", "九番の会") in said
    again = officer.post(f"/exchange/{newer.id}/rows/", {"as_before": "1"})
    assert again.status_code == 409
    assert "前に直した行は、もうありません。" in again.content.decode()


def test_same_file_read_again_offers_its_own_mends(at: datetime) -> None:
    table = workbook(
        東部=[group(1, "ひだまり会", phone="12"), group(2, "なかよし会", phone="未定")]
    )
    teach(at, table)
    plan = planned(table, at, name=NAME)
    _mend(plan, at, "087-000-2222")
    reason = StagingRow.objects.get(batch_id=plan.id, outcome=Outcome.REJECTED).reason
    mend_rows(by=OFFICER, at=at, batch_id=plan.id, reason=reason, cell="", count=1)
    plan_batch(by=BY, at=at, batch_id=plan.id)
    assert get_batch(BY, plan.id).rejected == 2
    assert sorted(offer.cell for offer in offers_of(plan.id).values()) == ["", "087-000-2222"]

    assert mend_as_before(by=OFFICER, at=at, batch_id=plan.id) == 2
    assert get_batch(BY, plan.id).added == 2


def test_row_of_two_bad_cells_takes_both(at: datetime) -> None:
    table = workbook(東部=[group(1, "", phone="12", address="香川県高松市番町2-2")])
    teach(at, table)
    plan = planned(table, at, name=NAME)
    _mend(plan, at, "ひだまり会")
    _mend(plan, at, "087-000-2222")
    assert get_batch(BY, plan.id).added == 1
    plan_batch(by=BY, at=at, batch_id=plan.id)

    assert mend_as_before(by=OFFICER, at=at, batch_id=plan.id) == 1


def test_other_rows_and_other_towns_are_offered_nothing(at: datetime) -> None:
    plan = planned(as_csv([care_row(2, **NAMELESS)]), at)
    _mend(plan, at, "九番の会")
    other_row = planned(as_csv([care_row(2, **NAMELESS | {"住所": "香川県高松市番町8丁目"})]), at)
    sanuki = {"都道府県コード又は市町村コード": "372064", "市区町村名": "さぬき市"}
    other_town = planned(as_csv([care_row(2, **NAMELESS, **sanuki)]), at, area_path="37/37206/")

    assert offers_of(other_row.id) == offers_of(other_town.id) == {}
    with pytest.raises(ExchangeRefused, match="もうありません"):
        mend_as_before(by=BY, at=at, batch_id=other_row.id)
    Body.objects.create(id=OFFICER.body_id, name="市", kind="x", area=Area.objects.get(path=CITY))
    with pytest.raises(NotYours):
        mend_as_before(by=OFFICER, at=at, batch_id=other_town.id)


def test_word_that_did_not_help_is_not_remembered(at: datetime) -> None:
    plan = planned(as_csv([care_row(2, **NAMELESS)]), at)
    _mend(plan, at, "長" * 161)
    assert not Mend.objects.exists()


def test_mends_outlive_the_rows_and_go_after_three_years(at: datetime) -> None:
    plan = planned(as_csv([care_row(2, **NAMELESS)]), at)
    _mend(plan, at, "九番の会")
    apply_batch(by=BY, at=at, batch_id=plan.id)
    tidy_batches(at=at + timedelta(days=400))
    assert not StagingRow.objects.exists()
    later = imported(as_csv([care_row(2, **NAMELESS)]), at + timedelta(days=401))
    assert len(offers_of(later.id)) == 1
    tidy_batches(at=at + timedelta(days=3 * 365 + 1))
    assert not Mend.objects.exists()


def test_second_try_is_remembered_and_the_first_one_is_forgotten(
    officer: Client, at: datetime
) -> None:
    table = workbook(東部=[group(1, "ひだまり会", phone="5550104")])
    teach(at, table)
    plan = planned(table, at, name=NAME)
    _mend(plan, at, "090-1234")
    assert "090-1234" not in [each["to"] for each in get_batch(BY, plan.id).repair_counts.values()]
    _mend(plan, at, "087-555-0104")

    mended = get_batch(BY, plan.id)
    assert (mended.added, mended.rejected) == (1, 0)
    said = [(each["from"], each["to"]) for each in repairs_of(plan.id) if each["rule"] == "by_hand"]
    assert said == [("5550104", "087-555-0104")]
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "5550104 → 087-555-0104" in page
    assert "090-1234" not in page
    apply_batch(by=BY, at=at, batch_id=plan.id)
    again = planned(table, at, name=NAME)
    assert [offer.cell for offer in offers_of(again.id).values()] == ["087-555-0104"]


def test_page_names_the_value_of_the_file_after_a_mend_that_did_not_help(
    officer: Client, at: datetime
) -> None:
    table = workbook(東部=[group(1, "ひだまり会", phone="12")])
    teach(at, table)
    plan = planned(table, at, name=NAME)
    row = StagingRow.objects.get(batch_id=plan.id, outcome=Outcome.REJECTED)
    officer.post(f"/exchange/{plan.id}/rows/{row.pk}/", {"cell": "087-34"})
    page = officer.get(f"/exchange/{plan.id}/?show=rejected").content.decode()
    assert "もとの値 12<" in page
    assert 'name="cell" value="087-34"' in page
