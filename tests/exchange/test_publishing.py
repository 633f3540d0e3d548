"""A list that came in as drafts becomes public: by its file, by the button, by the command."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.exchange.builders import (
    BY,
    CITY,
    NEIGHBOUR,
    OFFICER,
    as_csv,
    care_row,
    imported,
    planned,
)
from tests.exchange.own_tables import NAME, drafts, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.directory.actions import change_service, unpublish_service
from yui.directory.models import Contact, Location, Phone, Service, Source
from yui.directory.queries import cards_for, get_service
from yui.directory.states import ServiceState
from yui.exchange.actions import apply_batch, publish_batch, undo_batch
from yui.exchange.errors import MoveRefused, NotYours, PeriodMissing, UndoRefused
from yui.exchange.models import Batch
from yui.exchange.queries import drafts_to_publish, get_batch, rows_of
from yui.exchange.states import BatchState, Outcome
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

TABLE = workbook(東部=[group(1, "ひだまり会"), group(2, "つつみ会")])
MAY = date(2026, 5, 31)


def _states() -> dict[str, str]:
    return dict(Service.objects.values_list("name", "state"))


def _is_seen_by_residents(name: str, at: datetime) -> bool:
    found = Service.objects.get(name=name)
    return bool(cards_for(ANONYMOUS, [found.id], at=at))


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def test_same_file_as_a_public_list_opens_its_drafts(officer: Client, at: datetime) -> None:
    drafts(TABLE, at)
    assert not _is_seen_by_residents("ひだまり会", at)
    later = at + timedelta(hours=1)
    plan = planned(TABLE, later, name=NAME, is_official=True)

    assert (plan.changed, plan.same, plan.changed_fields) == (2, 0, 2)
    page = officer.get(f"/exchange/{plan.id}/?show=change").content.decode()
    assert "公開（下書き → 公開）" in page
    assert "2件を変える" in page
    apply_batch(by=BY, at=later, batch_id=plan.id)
    assert _is_seen_by_residents("ひだまり会", later)
    again = planned(TABLE, later, name=NAME, is_official=True)
    assert (again.same, again.changed) == (2, 0)
    undo_batch(by=BY, at=later, batch_id=plan.id)
    assert set(_states().values()) == {ServiceState.DRAFT}
    assert not _is_seen_by_residents("ひだまり会", later)


def test_button_publishes_the_whole_batch_and_undo_takes_it_back(
    officer: Client, at: datetime
) -> None:
    now = timezone.now()
    batch = drafts(TABLE, now)
    page = officer.get(f"/exchange/{batch.id}/").content.decode()
    assert "この取り込みを公開する" in page
    assert "下書きが 2件あります。" in page
    entries = Entry.objects.count()
    response = officer.post(
        f"/exchange/{batch.id}/publish/", {"period_date": "2026-05-31", "title": "通いの場一覧"}
    )

    assert response.status_code == 302
    made = officer.get(response.headers["Location"]).content.decode()
    assert "下書き2件を公開しました。" in made
    assert _is_seen_by_residents("ひだまり会", timezone.now())
    new = Entry.objects.order_by("position")[entries:]
    assert [entry.verb for entry in new] == [
        "directory.service.imported",
        "exchange.batch.published",
    ]
    source = Source.objects.get(is_official=True)
    assert (source.period_date, source.credit) == (
        MAY,
        f"{source.publisher}「通いの場一覧」（2026年5月末）",
    )
    assert "/publish/" not in officer.get(f"/exchange/{batch.id}/").content.decode()
    assert officer.post(f"/exchange/{batch.id}/undo/").status_code == 409
    assert officer.post(response.headers["Location"] + "undo/").status_code == 409
    sent = officer.post(response.headers["Location"] + "undo/", {"agreed": "2"})
    assert sent.status_code == 302
    assert set(_states().values()) == {ServiceState.DRAFT}
    assert not Source.objects.filter(is_official=True).exists()
    assert officer.post(f"/exchange/{batch.id}/undo/").status_code == 302
    assert not Service.objects.exists()


def test_publishing_asks_for_the_day_of_the_list(officer: Client, at: datetime) -> None:
    batch = drafts(TABLE, at)
    refused = officer.post(f"/exchange/{batch.id}/publish/", {"period_date": ""})

    assert refused.status_code == 409
    assert "一覧が表す日を入れてください。" in refused.content.decode()
    assert set(_states().values()) == {ServiceState.DRAFT}
    assert Batch.objects.filter(state=BatchState.APPLIED).count() == 1
    sent = {"period_date": "", "has_no_period": "1"}
    assert officer.post(f"/exchange/{batch.id}/publish/", sent).status_code == 302
    assert Source.objects.get(is_official=True).period_date is None


def test_leader_comes_in_and_stays_unseen_when_the_list_is_public(at: datetime) -> None:
    batch = drafts(TABLE, at)
    contact = Contact.objects.filter(service__name="ひだまり会").get()
    line = Phone.objects.get(contact=contact)
    assert (contact.name, contact.is_leader) == ("見本 花子", True)
    assert (line.number, line.is_private) == ("090-0000-1111", True)
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    service = Service.objects.get(name="ひだまり会")

    seen = repr(get_service(ANONYMOUS, service.id, at=at)) + repr(
        cards_for(ANONYMOUS, [service.id], at=at)
    )
    assert "087-000-1111" in seen
    assert "番町公民館" in seen
    assert "見本 花子" not in seen
    assert "090-0000-1111" not in seen
    undo_batch(by=OFFICER, at=at, batch_id=Batch.objects.get(is_official=True).id)
    undo_batch(by=OFFICER, at=at, batch_id=batch.id)
    assert not Contact.objects.exists()
    assert not Phone.objects.exists()


def test_changed_leader_is_changed_and_comes_back_with_undo(at: datetime) -> None:
    drafts(TABLE, at)
    later = at + timedelta(hours=1)
    newer = workbook(東部=[group(1, "ひだまり会", leader="見本 次郎"), group(2, "つつみ会")])
    batch = imported(newer, later, name=NAME)
    assert batch.changed == 1
    assert rows_of(batch.id, Outcome.CHANGE)[0].changed_fields == ("leader",)
    led = Contact.objects.filter(service__name="ひだまり会")
    assert [each.name for each in led] == ["見本 次郎"]
    assert Phone.objects.filter(contact__in=led).count() == 1
    undo_batch(by=BY, at=later, batch_id=batch.id)
    assert [each.name for each in led.all()] == ["見本 花子"]


def test_place_that_comes_with_a_newer_table_is_added_and_undone(at: datetime) -> None:
    places = {"venue": "", "address": ""}
    drafts(workbook(東部=[group(1, "ひだまり会", **places)]), at)
    service = Service.objects.get()
    assert not service.at_locations.exists()
    later = at + timedelta(hours=1)
    newer = workbook(東部=[group(1, "ひだまり会", address="")])
    batch = imported(newer, later, name=NAME)
    assert rows_of(batch.id, Outcome.CHANGE)[0].changed_fields == ("venue",)

    place = service.at_locations.get()
    assert place.location.name == "番町公民館"
    assert place.schedules.get().sentence == "毎週月曜 10時〜11時30分"
    assert planned(newer, later, name=NAME).same == 1
    undo_batch(by=BY, at=later, batch_id=batch.id)
    assert not service.at_locations.exists()
    assert service.schedules.get().sentence == "毎週月曜 10時〜11時30分"
    assert not Location.objects.exists()


def test_what_a_person_took_back_stays_a_draft(at: datetime) -> None:
    batch = imported(as_csv([care_row(1), care_row(2)]), at)
    assert batch.is_official
    taken = Service.objects.get(name="見本ヘルパー1")
    unpublish_service(by=OFFICER, at=at + timedelta(hours=1), service_id=taken.id)
    plan = planned(as_csv([care_row(1), care_row(2)]), at + timedelta(hours=2))

    assert (plan.same, plan.changed) == (2, 0)


def test_draft_edited_by_hand_is_published_with_its_words(at: datetime) -> None:
    batch = drafts(TABLE, at)
    service = Service.objects.get(name="ひだまり会")
    change_service(
        by=OFFICER,
        at=at + timedelta(hours=1),
        service_id=service.id,
        changes={"description": "手で書いた説明"},
    )
    publish_batch(by=OFFICER, at=at + timedelta(hours=2), batch_id=batch.id, period_date=MAY)

    service.refresh_from_db()
    assert (service.state, service.description) == (ServiceState.PUBLISHED, "手で書いた説明")


@pytest.mark.parametrize("state", ["終了", "廃止", "非公開"])
def test_rows_that_had_ended_stay_drafts(at: datetime, state: str) -> None:
    table = f"会の名称,電話,状態\nひだまり会,087-000-1111,\nおわった会,087-000-2222,{state}\n"
    matches = {"name": "会の名称", "phone": "電話", "status": "状態"}
    teach(at, table.encode(), matches, name="サロン.csv")
    batch = imported(table.encode(), at, name="サロン.csv", is_official=False)
    assert drafts_to_publish(OFFICER, batch.id) == 1
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)

    assert _states() == {"ひだまり会": "published", "おわった会": "draft"}


def test_publishing_is_for_who_may_import_here_and_only_once(at: datetime) -> None:
    batch = drafts(TABLE, at)
    with pytest.raises(NotYours):
        publish_batch(by=NEIGHBOUR, at=at, batch_id=batch.id, period_date=MAY)
    with pytest.raises(PeriodMissing):
        publish_batch(by=OFFICER, at=at, batch_id=batch.id)
    assert set(_states().values()) == {ServiceState.DRAFT}
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    with pytest.raises(MoveRefused, match="下書きはありません"):
        publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    assert drafts_to_publish(NEIGHBOUR, batch.id) == 0
    waiting = planned(TABLE, at, name="別の一覧.xlsx")
    with pytest.raises(MoveRefused, match="取り込んだあとで"):
        publish_batch(by=OFFICER, at=at, batch_id=waiting.id, period_date=MAY)


def test_undo_of_a_publication_is_refused_when_a_record_was_touched(at: datetime) -> None:
    batch = drafts(TABLE, at)
    made = publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    service = Service.objects.get(name="つつみ会")
    changes: dict[str, Any] = {"description": "あとから"}
    change_service(by=OFFICER, at=at + timedelta(hours=1), service_id=service.id, changes=changes)
    with pytest.raises(UndoRefused, match="「つつみ会」"):
        undo_batch(by=OFFICER, at=at + timedelta(hours=2), batch_id=made)

    assert _states()["つつみ会"] == ServiceState.PUBLISHED


def test_public_list_does_not_become_a_draft_again(at: datetime) -> None:
    batch = drafts(TABLE, at)
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    refused = planned(TABLE, at, name=NAME, is_official=False)
    assert refused.state is BatchState.REFUSED
    assert "もう公開しています" in refused.problem
    newer = imported(workbook(東部=[group(1, "ひだまり会", fee="無料")]), at, name=NAME)

    assert newer.is_official
    assert _is_seen_by_residents("ひだまり会", at)


def test_command_publishes_and_explains_itself(at: datetime) -> None:
    batch = drafts(TABLE, at)
    out = StringIO()
    call_command("import_list", "--publish", str(batch.id), stdout=out)
    assert "下書き 2件を公開しました。" in out.getvalue()
    assert "yui import-undo" in out.getvalue()
    assert set(_states().values()) == {ServiceState.PUBLISHED}
    for words, sentence in (
        (["--publish", str(batch.id)], "下書きはありません"),
        (["--publish", "x"], "番号ではありません"),
        ([], "--publish 番号"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("import_list", *words, stdout=StringIO())
    assert get_batch(BY, batch.id).state is BatchState.APPLIED
