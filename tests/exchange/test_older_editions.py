"""An older edition of a list never takes back what a newer one brought."""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.exchange.builders import BY, CITY, DECEMBER, JUNE, as_csv, care_row, imported, planned
from tests.exchange.kayoinoba import kayoinoba_file
from tests.exchange.test_views import _signed_in
from yui.directory.models import Phone, Service
from yui.exchange.actions import apply_batch, plan_batch
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState, Outcome
from yui.policy.roles import Role

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.urls("tests.exchange.urls")]
OLDER = "2025年12月末の一覧が入っています。これはそれより古い表です。"


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _newer(at: datetime) -> None:
    """December: one number is another one, one place is new, one is gone."""
    rows = [care_row(1, 電話番号="087-000-9999"), care_row(2), care_row(3)]
    imported(as_csv(rows), at, period_date=DECEMBER)


def _older() -> bytes:
    return as_csv([care_row(1), care_row(2), care_row(4)])


def test_older_edition_changes_ends_and_adds_nothing(officer: Client, at: datetime) -> None:
    _newer(at)
    plan = planned(_older(), at, period_date=JUNE)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert (plan.changed, plan.vanished, plan.added, plan.same, plan.held) == (0, 0, 0, 1, 2)
    assert OLDER in page
    assert "2行は、新しい版があるのでそのままです。" in page
    assert "087-000-9999 → 087-000-0001" in page
    assert "終わったことにする" not in page
    form = {"planned_at": Batch.objects.get(id=plan.id).planned_at.isoformat()}  # type: ignore[union-attr]
    refused = officer.post(f"/exchange/{plan.id}/apply/", form | {"period_date": JUNE.isoformat()})
    assert refused.status_code == 409
    assert OLDER in refused.content.decode()


def test_what_only_the_older_edition_has_comes_in_when_asked_for(
    officer: Client, at: datetime
) -> None:
    _newer(at)
    plan = planned(_older(), at, period_date=JUNE)
    asked = officer.post(
        f"/exchange/{plan.id}/again/", {"older": "take", "period_date": JUNE.isoformat()}
    )
    assert asked.status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)
    ready = get_batch(BY, plan.id)
    assert (ready.added, ready.held, ready.changed, ready.vanished) == (1, 1, 0, 0)
    assert "1件を加える" in officer.get(f"/exchange/{plan.id}/").content.decode()
    apply_batch(by=BY, at=at, batch_id=plan.id)

    assert Service.objects.count() == 4
    assert Phone.objects.filter(number="087-000-9999").exists()
    days = dict(Service.objects.values_list("name", "source__period_date"))
    assert days == {f"見本ヘルパー{n}": JUNE if n == 4 else DECEMBER for n in (1, 2, 3, 4)}


def test_day_that_makes_a_plan_the_older_one_asks_to_read_again(
    officer: Client, at: datetime
) -> None:
    _newer(at)
    name = "jigyosho_110.csv"
    plan = planned(_older(), at, name=name)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "2025年12月末の一覧が入っています。この表がいつのものか、分かりません。" in page
    form = {"planned_at": Batch.objects.get(id=plan.id).planned_at.isoformat()}  # type: ignore[union-attr]
    refused = officer.post(f"/exchange/{plan.id}/apply/", form | {"period_date": JUNE.isoformat()})
    assert refused.status_code == 409
    assert f"{OLDER}一覧が表す日を変えたので" in refused.content.decode()
    officer.post(f"/exchange/{plan.id}/again/", {"period_date": JUNE.isoformat()})
    plan_batch(by=BY, at=at, batch_id=plan.id)
    assert get_batch(BY, plan.id).held == 2


def test_newer_edition_of_another_kind_of_service_holds_nothing_back(at: datetime) -> None:
    imported(as_csv([care_row(1, サービスの種類="通所介護")]), at, period_date=DECEMBER)
    plan = planned(as_csv([care_row(2)]), at, period_date=JUNE)
    assert (plan.added, plan.held, plan.newer) == (1, 0, "")


def test_older_list_of_gatherings_leaves_the_newer_one(at: datetime) -> None:
    first = kayoinoba_file(60).content
    imported(kayoinoba_file(60, edition=2).content, at, period_date=DECEMBER)
    plan = planned(first, at, period_date=JUNE)
    assert (plan.added, plan.changed, plan.vanished) == (0, 0, 0)
    assert plan.held > 0
    held = StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.OLDER)
    assert held.count() == plan.held


def test_command_refuses_an_older_edition_and_adds_only_when_told_to(
    tmp_path: Path, at: datetime
) -> None:
    _newer(at)
    path = tmp_path / "jigyosho_110_202506.csv"
    path.write_bytes(_older())
    with pytest.raises(CommandError, match=r"これはそれより古い表です。.*--add-from-older"):
        call_command("import_list", str(path), "--area", "37201", stdout=StringIO())
    assert Service.objects.count() == 3
    assert not Phone.objects.filter(number="087-000-0001").exists()

    out = StringIO()
    call_command("import_list", str(path), "--area", "37201", "--add-from-older", stdout=out)
    assert OLDER in out.getvalue()
    assert Service.objects.count() == 4
    assert not Phone.objects.filter(number="087-000-0001").exists()


def test_command_refuses_changes_by_a_list_of_no_known_day(tmp_path: Path, at: datetime) -> None:
    _newer(at)
    path = tmp_path / "jigyosho.csv"
    path.write_bytes(_older())
    with pytest.raises(CommandError, match=r"いつのものか、分かりません。.*--period"):
        call_command("import_list", str(path), "--area", "37201", stdout=StringIO())
    assert not Phone.objects.filter(number="087-000-0001").exists()
    assert Batch.objects.filter(state=BatchState.PLANNED).count() == 1
