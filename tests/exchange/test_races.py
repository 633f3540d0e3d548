"""Plans that waited, buttons pressed twice, choices made too late: the directory stays true."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.exchange.builders import (
    BY,
    CITY,
    DECEMBER,
    JUNE,
    OFFICER,
    as_csv,
    care_row,
    imported,
    planned,
)
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.directory.actions import change_service
from yui.directory.models import Service
from yui.directory.states import ServiceState
from yui.exchange.actions import apply_batch, choose_for_vanished, plan_batch, undo_batch
from yui.exchange.errors import MoveRefused, PlanOutdated, UndoRefused
from yui.exchange.models import Batch, StagingRow
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

NEW_NUMBER = "087-111-2222"


def test_choice_after_applying_is_refused_and_undo_tells_the_truth(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    later = at + timedelta(days=1)
    plan = planned(as_csv([care_row(1), care_row(3)]), later)
    gone = rows_of(plan.id, Outcome.VANISHED)[0]
    ends = {gone.id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=ends)
    apply_batch(by=OFFICER, at=later, batch_id=plan.id)
    keeps = {gone.id: VanishedChoice.KEEP}
    with pytest.raises(MoveRefused):
        choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=keeps)
    undo_batch(by=OFFICER, at=later, batch_id=plan.id)

    assert Service.objects.get(name="見本ヘルパー2").state == ServiceState.PUBLISHED


def test_draft_chosen_to_end_stays_a_draft_and_can_be_undone(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at, is_official=False)
    later = at + timedelta(days=1)
    plan = planned(as_csv([care_row(1), care_row(3)]), later, is_official=False)
    ends = {rows_of(plan.id, Outcome.VANISHED)[0].id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=ends)
    apply_batch(by=OFFICER, at=later, batch_id=plan.id)
    undo_batch(by=OFFICER, at=later, batch_id=plan.id)

    draft = Service.objects.get(name="見本ヘルパー2")
    assert (draft.state, draft.modified_at) == (ServiceState.DRAFT, at)


@pytest.mark.parametrize("hours", [-48, 0, 48])
def test_second_plan_of_the_same_rows_is_outdated_whatever_the_clock(
    at: datetime, hours: int
) -> None:
    content = as_csv([care_row(1), care_row(2)])
    first, second = planned(content, at), planned(content, at)
    moment = at + timedelta(hours=hours)
    apply_batch(by=OFFICER, at=moment, batch_id=first.id)
    with pytest.raises(PlanOutdated, match="同じ一覧が取り込まれました"):
        apply_batch(by=OFFICER, at=moment, batch_id=second.id)

    assert Service.objects.count() == 2
    assert get_batch(BY, second.id).state is BatchState.PLANNED
    plan_batch(by=OFFICER, at=moment, batch_id=second.id)
    apply_batch(by=OFFICER, at=moment, batch_id=second.id)
    assert Service.objects.count() == 2


@pytest.mark.parametrize("hours", [-48, 0, 48])
def test_record_edited_after_the_plan_is_never_overwritten(at: datetime, hours: int) -> None:
    imported(as_csv([care_row(1)]), at)
    plan = planned(as_csv([care_row(1, 電話番号=NEW_NUMBER)]), at)
    service = Service.objects.get()
    change_service(
        by=OFFICER,
        at=at + timedelta(hours=hours),
        service_id=service.id,
        changes={"summary": "手で直した"},
    )
    with pytest.raises(PlanOutdated, match="1件"):
        apply_batch(by=OFFICER, at=at, batch_id=plan.id)

    assert service.phones.get().number == "087-000-0001"


def test_record_chosen_to_end_and_edited_since_does_not_end(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    plan = planned(as_csv([care_row(1)]), at)
    gone = rows_of(plan.id, Outcome.VANISHED)[0]
    ends = {gone.id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=at, batch_id=plan.id, choices=ends)
    assert gone.target_id is not None
    change_service(by=OFFICER, at=at, service_id=gone.target_id, changes={"summary": "続けます"})
    with pytest.raises(PlanOutdated):
        apply_batch(by=OFFICER, at=at, batch_id=plan.id)

    assert not Service.objects.filter(state=ServiceState.ENDED).exists()


def test_undo_stamps_its_own_moment_and_leaves_what_was_edited_later(at: datetime) -> None:
    rows = [care_row(1), care_row(2), care_row(3), care_row(4)]
    imported(as_csv(rows), at)
    later, undone = at + timedelta(days=1), at + timedelta(days=3)
    newer = [care_row(1, 電話番号=NEW_NUMBER), care_row(2), care_row(3)]
    plan = planned(as_csv(newer), later, period_date=DECEMBER)
    ends = {rows_of(plan.id, Outcome.VANISHED)[0].id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=ends)
    apply_batch(by=OFFICER, at=later, batch_id=plan.id)
    edited, edited_at = Service.objects.get(name="見本ヘルパー3"), later + timedelta(days=1)
    changes = {"summary": "手で直した"}
    change_service(by=OFFICER, at=edited_at, service_id=edited.id, changes=changes)
    undo_batch(by=OFFICER, at=undone, batch_id=plan.id)

    found = Service.objects.values_list("name", "modified_at", "state", "source__period_date")
    assert {name: rest for name, *rest in found} == {
        "見本ヘルパー1": [undone, ServiceState.PUBLISHED, JUNE],
        "見本ヘルパー2": [undone, ServiceState.PUBLISHED, JUNE],
        "見本ヘルパー3": [edited_at, ServiceState.PUBLISHED, DECEMBER],
        "見本ヘルパー4": [undone, ServiceState.PUBLISHED, JUNE],
    }
    edited.refresh_from_db()
    assert edited.summary == "手で直した"


def test_imports_are_undone_one_after_another_but_not_over_an_edit(at: datetime) -> None:
    first = imported(as_csv([care_row(1), care_row(2)]), at)
    second = _changed_and_undone(at + timedelta(days=1))
    assert second.state is BatchState.UNDONE
    _changed_and_undone(at + timedelta(days=2))
    service = Service.objects.get(name="見本ヘルパー1")
    change_service(
        by=OFFICER, at=at + timedelta(days=3), service_id=service.id, changes={"summary": "手で"}
    )
    _changed_and_undone(at + timedelta(days=4))
    with pytest.raises(UndoRefused, match="「見本ヘルパー1」に手が加えられました。1件"):
        undo_batch(by=OFFICER, at=at + timedelta(days=5), batch_id=first.id)
    Service.objects.filter(id=service.id).update(modified_at=at)
    undo_batch(by=OFFICER, at=at + timedelta(days=5), batch_id=first.id)

    assert not Service.objects.exists()


def _changed_and_undone(moment: datetime) -> Any:
    content = as_csv([care_row(1, 電話番号=NEW_NUMBER), care_row(2)])
    batch = imported(content, moment, period_date=DECEMBER)
    undo_batch(by=OFFICER, at=moment + timedelta(hours=1), batch_id=batch.id)
    return get_batch(BY, batch.id)


def test_failed_apply_says_so_and_the_next_one_forgets_it(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(as_csv([care_row(1)]), at)

    def broken(*given: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("yui.exchange.actions.applying.note_imported", broken)
        with pytest.raises(RuntimeError):
            apply_batch(by=OFFICER, at=at, batch_id=plan.id)
    after = get_batch(OFFICER, plan.id)
    assert after.state is BatchState.PLANNED
    assert "台帳は変わっていません" in after.problem
    apply_batch(by=OFFICER, at=at, batch_id=plan.id)
    assert get_batch(OFFICER, plan.id).problem == ""


def test_worker_applies_only_the_plan_that_was_seen(at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    plan_batch(by=OFFICER, at=at + timedelta(hours=1), batch_id=plan.id)
    with pytest.raises(PlanOutdated):
        apply_batch(by=OFFICER, at=at, batch_id=plan.id, planned_at=plan.planned_at)

    after = get_batch(OFFICER, plan.id)
    assert (after.state, Service.objects.count()) == (BatchState.PLANNED, 0)
    assert "いまの計画を見てから" in after.problem


def test_apply_button_names_the_plan_it_belongs_to(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr("yui.exchange.tasks.apply_later", _Queue(asked))
    client = _officer(at)
    plan = planned(as_csv([care_row(1)]), at)
    address = reverse("exchange:apply", args=[plan.id])
    shown = f'name="planned_at" value="{at.isoformat()}"'
    assert shown in client.get(f"/exchange/{plan.id}/").content.decode()
    for version in ({}, {"planned_at": "きのう"}, {"planned_at": "2026-11-24T01:30:00"}):
        refused = client.post(address, version)
        assert refused.status_code == 409
        assert "いまの計画を見てから" in refused.content.decode()
    assert asked == []

    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    assert client.post(address, sent).status_code == 302
    assert [(given[0], given[-1]) for given in asked] == [(str(plan.id), at.isoformat())]


@pytest.mark.parametrize("number", ["²", "9" * 40, "-1", "", "1e3", "１", "9" * 18])
def test_strange_names_in_the_form_are_passed_over(
    number: str, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.exchange.tasks.apply_later", _Queue([]))
    imported(as_csv([care_row(1), care_row(2)]), at)
    plan = planned(as_csv([care_row(1)]), at)
    sent = {"planned_at": at.isoformat(), "period_date": "2025-06-30"}
    sent |= {f"vanished-{number}": "end"}
    response = _officer(at).post(reverse("exchange:apply", args=[plan.id]), sent)

    assert response.status_code == 302
    assert not StagingRow.objects.filter(choice=VanishedChoice.END).exists()
    assert Batch.objects.get(id=plan.id).state == BatchState.APPLYING


class _Queue:
    def __init__(self, asked: list[tuple[Any, ...]]) -> None:
        self.asked = asked

    def enqueue(self, *given: Any) -> None:
        self.asked.append(given)


def _officer(at: datetime) -> Client:
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="o", display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)
    client = Client()
    client.force_login(user)
    return client
