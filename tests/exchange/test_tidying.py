"""What towns typed about people is thrown away in time; what happened stays on record."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, JUNE, OFFICER, as_csv, care_row, imported, planned
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.directory.models import Service
from yui.directory.states import ServiceState
from yui.exchange.actions import (
    apply_batch,
    choose_for_vanished,
    publish_batch,
    queue_reading,
    tidy_batches,
    undo_batch,
)
from yui.exchange.actions.receiving import import_directory, path_of
from yui.exchange.errors import MoveRefused, UndoRefused
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

# A telephone number that was mended: it stands in the row, in its repairs and in the example.
TYPED = "０８７－０００－９９９９"
ROWS = [care_row(1, 電話番号=TYPED), care_row(2), care_row(3, 事業所名="")]
SALON = "会の名まえ,でんわ\nひだまり会,087-000-1111\n".encode()
UNREADABLE = b"\x00\x01\x02 not a table"


def test_applied_batch_keeps_everything_while_it_can_be_undone(at: datetime) -> None:
    batch = imported(as_csv(ROWS), at)
    tidy_batches(at=at + timedelta(days=30))

    assert StagingRow.objects.count() == 3
    assert path_of(Batch.objects.get()).exists()
    undo_batch(by=OFFICER, at=at + timedelta(days=30), batch_id=batch.id)
    assert not Service.objects.exists()


def test_applied_batch_keeps_only_its_counts_afterwards(at: datetime) -> None:
    batch = imported(as_csv(ROWS), at)
    file = path_of(Batch.objects.get())
    assert TYPED in str(Batch.objects.values()) + str(StagingRow.objects.values())
    later = at + timedelta(days=30, minutes=1)

    assert tidy_batches(at=later) == 1
    assert not StagingRow.objects.exists()
    assert not file.exists()
    assert TYPED not in str(Batch.objects.values())
    after = get_batch(OFFICER, batch.id)
    assert (after.state, after.added, after.rejected) == (BatchState.APPLIED, 2, 1)
    assert after.repairs == batch.repairs > 0
    assert Service.objects.count() == 2
    assert tidy_batches(at=later) == 0
    with pytest.raises(UndoRefused):
        undo_batch(by=OFFICER, at=later, batch_id=batch.id)


def test_number_of_records_that_ended_outlives_their_rows(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    plan = planned(as_csv([care_row(1)]), at)
    gone = StagingRow.objects.get(batch_id=plan.id, outcome=Outcome.VANISHED)
    choices = {gone.pk: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=at, batch_id=plan.id, choices=choices)
    apply_batch(by=OFFICER, at=at, batch_id=plan.id)
    assert get_batch(OFFICER, plan.id).ended == 1
    tidy_batches(at=at + timedelta(days=31))

    assert not StagingRow.objects.exists()
    assert get_batch(OFFICER, plan.id).ended == 1


def test_page_of_a_tidied_batch_says_what_is_gone(at: datetime) -> None:
    batch = imported(as_csv(ROWS), at - timedelta(days=60))
    client = _officer(at)
    address = f"/exchange/{batch.id}/"
    before = client.get(address).content.decode()
    assert "30日を過ぎたので、元に戻せません" in before
    assert TYPED in before
    tidy_batches(at=at)

    for shown in ("", "?show=rejected", "?show=add&page=2"):
        page = client.get(address + shown).content.decode()
        assert "元に戻せません。ファイルと行の中身は、消しました。" in page
        assert TYPED not in page
        assert "元に戻す" not in page.replace("元に戻せません", "")
    assert client.get(f"{address}report.xlsx").status_code == 200
    assert "2件を加え" in page


def test_drafts_of_a_tidied_batch_can_still_be_published(at: datetime) -> None:
    rows = [care_row(1, 電話番号=TYPED), care_row(2)]
    batch = imported(as_csv(rows), at, is_official=False)
    row = StagingRow.objects.get(row_number__gt=0, name="見本ヘルパー2")
    row.cleaned["values"]["is_closed"] = True
    row.save()
    later = at + timedelta(days=31)
    assert tidy_batches(at=later) == 1

    assert TYPED not in str(StagingRow.objects.values())
    assert "見本ヘルパー" not in str(StagingRow.objects.values())
    publish_batch(by=OFFICER, at=later, batch_id=batch.id, period_date=JUNE)
    states = dict(Service.objects.values_list("name", "state"))
    assert states == {
        "見本ヘルパー1": ServiceState.PUBLISHED,
        "見本ヘルパー2": ServiceState.DRAFT,
    }


def test_undone_and_refused_batches_go_after_thirty_days(at: datetime) -> None:
    undone = imported(as_csv(ROWS), at)
    undo_batch(by=OFFICER, at=at + timedelta(days=20), batch_id=undone.id)
    refused = planned(UNREADABLE, at, name="x.csv")
    assert refused.state is BatchState.REFUSED

    assert tidy_batches(at=at + timedelta(days=31)) == 1
    assert [each.id for each in Batch.objects.filter(tidied_at__isnull=True)] == [undone.id]
    assert tidy_batches(at=at + timedelta(days=51)) == 1
    assert not StagingRow.objects.exists()
    assert not any(path_of(each).exists() for each in Batch.objects.all())
    with pytest.raises(MoveRefused, match="もう一度ファイルを選んで"):
        queue_reading(by=OFFICER, at=at + timedelta(days=51), batch_id=refused.id)
    page = _officer(at).get(f"/exchange/{refused.id}/").content.decode()
    assert "もう一度読む" not in page


@pytest.mark.parametrize(
    ("content", "name", "state"),
    [
        (as_csv(ROWS), "jigyosho_110_202506.csv", BatchState.PLANNED),
        (
            "会の名まえ,でんわ\nひだまり会,087-000-1111\n".encode(),
            "サロン.csv",
            BatchState.MATCHING,
        ),
    ],
)
def test_plan_nobody_came_back_to_is_given_up_after_ninety_days(
    content: bytes, name: str, state: BatchState, at: datetime
) -> None:
    plan = planned(content, at, name=name)
    assert plan.state is state
    tidy_batches(at=at + timedelta(days=90))
    assert get_batch(BY, plan.id).state is state
    tidy_batches(at=at + timedelta(days=91))

    assert get_batch(BY, plan.id).state is BatchState.CANCELLED
    assert not StagingRow.objects.exists()
    assert "087-000-1111" not in str(Batch.objects.values())
    page = _officer(at).get(f"/exchange/{plan.id}/").content.decode()
    assert "90日のあいだ取り込まれなかったので、やめました。" in page


def test_work_that_goes_on_is_never_tidied(at: datetime) -> None:
    plan = planned(as_csv(ROWS), at)
    queue_reading(by=OFFICER, at=at, batch_id=plan.id)

    assert tidy_batches(at=at + timedelta(days=400)) == 0
    assert StagingRow.objects.exists()


def test_tidying_that_was_cut_off_goes_on(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(as_csv(ROWS), at)
    later = at + timedelta(days=31)

    def broken(*given: Any) -> None:
        raise OSError("disk")

    with monkeypatch.context() as patched:
        patched.setattr("yui.exchange.actions.tidying.path_of", broken)
        with pytest.raises(OSError, match="disk"):
            tidy_batches(at=later)
    assert tidy_batches(at=later) == 1
    assert not path_of(Batch.objects.get()).exists()


def test_file_without_a_batch_is_thrown_away_after_a_day(at: datetime) -> None:
    planned(as_csv(ROWS), at)
    strange, fresh = (import_directory() / f"{name}.upload" for name in ("strange", "fresh"))
    own = path_of(Batch.objects.get())
    for path, hours in ((strange, 25), (own, 25), (fresh, 1)):
        path.touch()
        moment = (at - timedelta(hours=hours)).timestamp()
        os.utime(path, (moment, moment))
    tidy_batches(at=at)

    assert (strange.exists(), own.exists(), fresh.exists()) == (False, True, True)
    fresh.unlink()


def _officer(at: datetime) -> Client:
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="o", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)
    client = Client()
    client.force_login(user)
    return client
