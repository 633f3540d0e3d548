"""A batch never waits for ever, and what is told as final is not done afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.exchange.builders import BY, CITY, as_csv, care_row, planned, receive
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.config import working
from yui.directory.models import Service
from yui.exchange.actions import apply_batch, plan_batch
from yui.exchange.actions.receiving import import_directory
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries import get_batch
from yui.exchange.states import BatchState
from yui.journal.models import Entry
from yui.policy.roles import Role

UNCHANGED = "台帳は変わっていません"

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in, who sees errors as people do."""
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="o", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def full_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database takes the batch, but not the job."""

    def refuse(*given: object) -> None:
        raise OperationalError("database is locked")

    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Refusing(refuse))


class _Refusing:
    def __init__(self, enqueue: Any) -> None:
        self.enqueue = enqueue


@pytest.mark.usefixtures("full_queue")
@pytest.mark.parametrize("button", ["apply", "again"])
def test_button_whose_job_cannot_be_kept_leaves_the_plan_as_it_was(
    button: str, officer: Client, at: datetime
) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}

    assert officer.post(f"/exchange/{plan.id}/{button}/", sent).status_code >= 500
    assert get_batch(BY, plan.id).state is BatchState.PLANNED
    assert not Entry.objects.filter(verb="exchange.batch.queued").exists()


@pytest.mark.usefixtures("full_queue")
def test_upload_whose_job_cannot_be_kept_leaves_neither_batch_nor_file(officer: Client) -> None:
    before = set(import_directory().iterdir())
    file = SimpleUploadedFile("jigyosho_110_202506.csv", as_csv([care_row(1)]))
    response = officer.post("/exchange/new/", {"file": file, "kind": "", "openness": ""})

    assert response.status_code >= 500
    assert not Batch.objects.exists()
    assert set(import_directory().iterdir()) == before


@pytest.mark.usefixtures("full_queue")
def test_columns_whose_job_cannot_be_kept_are_not_remembered(officer: Client, at: datetime) -> None:
    plan = planned("会の名まえ,でんわ\nひだまり会,087-000-1111\n".encode(), at, name="サロン.csv")
    sent = {"sector": "daily", "list_kind": "gathering", "column-0": "name", "column-1": "phone"}

    assert officer.post(f"/exchange/{plan.id}/columns/", sent).status_code >= 500
    batch = Batch.objects.get(id=plan.id)
    assert (batch.state, batch.asked_kind) == (BatchState.MATCHING, "")


def test_apply_that_fails_goes_on_until_the_last_try_says_so(
    officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    officer.post(f"/exchange/{plan.id}/apply/", sent)
    monkeypatch.setattr("yui.exchange.actions.applying.note_imported", _locked)

    for _ in range(working.MOST_TRIES - 1):
        _work()
        page = officer.get(f"/exchange/{plan.id}/").content.decode()
        assert get_batch(BY, plan.id).state is BatchState.APPLYING
        assert "もう一度試しています" in page
        assert UNCHANGED not in page
    _work()

    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert get_batch(BY, plan.id).state is BatchState.PLANNED
    assert UNCHANGED in page
    assert "1件を加える" in page
    monkeypatch.undo()
    _work()
    assert not Service.objects.exists()
    now_planned = get_batch(BY, plan.id).planned_at
    assert now_planned is not None
    officer.post(f"/exchange/{plan.id}/apply/", sent)
    _work()
    assert get_batch(BY, plan.id).state is BatchState.APPLIED


def test_apply_that_fails_once_is_done_by_the_next_try(
    officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    officer.post(f"/exchange/{plan.id}/apply/", sent)
    with monkeypatch.context() as patched:
        patched.setattr("yui.exchange.actions.applying.note_imported", _locked)
        _work()
    _work()

    after = get_batch(BY, plan.id)
    assert (after.state, after.problem) == (BatchState.APPLIED, "")


def test_reading_that_fails_every_time_can_be_read_again_or_given_up(
    officer: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    officer.post(f"/exchange/{plan.id}/again/")
    with monkeypatch.context() as patched:
        patched.setattr("yui.exchange.actions.planning._read", _locked)
        for _ in range(working.MOST_TRIES - 1):
            _work()
            assert get_batch(BY, plan.id).state is BatchState.PLANNING
        _work()

    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert get_batch(BY, plan.id).state is BatchState.REFUSED
    assert "途中で止まりました" in page
    assert f'action="/exchange/{plan.id}/again/"' in page
    assert f'action="/exchange/{plan.id}/cancel/"' in page
    officer.post(f"/exchange/{plan.id}/again/")
    _work()
    assert get_batch(BY, plan.id).state is BatchState.PLANNED


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (BatchState.APPLYING, BatchState.PLANNED),
        (BatchState.PLANNING, BatchState.REFUSED),
        (BatchState.RECEIVED, BatchState.REFUSED),
    ],
)
def test_batch_without_a_job_is_given_back_after_half_an_hour(
    state: BatchState, after: BatchState, at: datetime
) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    Batch.objects.filter(id=plan.id).update(state=state, working_since=at)

    working.mend(at=at + timedelta(minutes=30))
    assert get_batch(BY, plan.id).state is state
    working.mend(at=at + timedelta(minutes=31))

    found = get_batch(BY, plan.id)
    assert found.state is after
    assert UNCHANGED in found.problem
    assert Entry.objects.filter(verb="exchange.batch.released").count() == 1
    assert StagingRow.objects.exists() == (after is BatchState.PLANNED)


def test_batch_of_before_working_since_was_kept_is_given_back(at: datetime) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)
    Batch.objects.filter(id=batch_id).update(working_since=None)
    working.mend(at=at + timedelta(minutes=31))

    assert get_batch(BY, batch_id).state is BatchState.REFUSED


def test_batch_whose_job_waits_is_left_alone(officer: Client, at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    officer.post(f"/exchange/{plan.id}/again/")
    working.mend(at=timezone.now() + timedelta(days=2))

    assert get_batch(BY, plan.id).state is BatchState.PLANNING


def test_batch_whose_last_worker_died_is_given_back(officer: Client, at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    officer.post(f"/exchange/{plan.id}/apply/", sent)
    now = timezone.now()
    DBTaskResult.objects.update(
        status="RUNNING",
        started_at=now - timedelta(minutes=2),
        worker_ids=["dead"] * working.MOST_TRIES,
    )
    working.mend(at=now)

    assert get_batch(BY, plan.id).state is BatchState.PLANNED
    apply_batch(by=BY, at=now, batch_id=plan.id)
    assert Service.objects.count() == 1


def test_reading_that_was_given_back_writes_nothing_more(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yui.exchange.actions import planning
    from yui.exchange.errors import MoveRefused

    batch_id = receive(as_csv([care_row(1)]), at)
    read = planning._read

    def read_late(*given: Any) -> None:
        working.mend(at=at + timedelta(hours=1))
        read(*given)

    monkeypatch.setattr(planning, "_read", read_late)
    with pytest.raises(MoveRefused):
        plan_batch(by=BY, at=at, batch_id=batch_id)

    assert get_batch(BY, batch_id).state is BatchState.REFUSED
    assert not StagingRow.objects.exists()


def _locked(*given: object) -> None:
    raise OperationalError("database is locked")


def _work() -> None:
    """One try: what waits for its next try does not wait."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    row = DBTaskResult.objects.filter(status="READY").first()
    if row is not None:
        row.claim("worker")
        working._YuiWorker(**_WORKER).run_task(row)


_WORKER: dict[str, Any] = {
    "queue_names": ["*"],
    "interval": 0.1,
    "batch": True,
    "backend_name": "default",
    "startup_delay": False,
    "max_tasks": None,
    "worker_id": "worker",
    "excluded_queue_names": [],
}
