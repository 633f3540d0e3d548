"""Applying plans: all or nothing, once, with provenance; and taking them back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.exchange.builders import (
    BY,
    DECEMBER,
    JUNE,
    NEIGHBOUR,
    OFFICER,
    as_csv,
    care_row,
    imported,
    planned,
)
from tests.exchange.kayoinoba import kayoinoba_file
from yui.directory.actions import change_service, create_service
from yui.directory.actions.inputs import ServiceInput
from yui.directory.models import (
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAttribute,
    Source,
)
from yui.directory.states import PhoneKind, Sector, ServiceState
from yui.exchange.actions import apply_batch, choose_for_vanished, undo_batch
from yui.exchange.errors import MoveRefused, NotYours, PlanOutdated, UndoRefused
from yui.exchange.models import Batch
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.models import Entry

pytestmark = pytest.mark.usefixtures("country")

_TABLES = (Organization, Location, Service, Phone, Schedule, ServiceAttribute, Source)


def test_apply_writes_records_with_provenance_and_one_entry(at: datetime) -> None:
    batch = imported(as_csv([care_row(1, FAX番号="087-000-9999"), care_row(2)]), at)

    service = Service.objects.select_related("source", "organization").get(name="見本ヘルパー1")
    assert (service.state, service.sector) == (ServiceState.PUBLISHED, Sector.INSURANCE)
    assert (service.source_key, service.source_row) == ("3770100001:訪問介護", 2)
    assert service.source is not None
    assert (service.source.period_date, service.source.is_official) == (JUNE, True)
    assert service.source.licence == "CC BY 4.0"
    assert service.confirmed_date is None
    assert service.modified_at == service.created_at == at
    phones = Phone.objects.filter(service=service).values_list("kind", "number")
    assert set(phones) == {(PhoneKind.VOICE, "087-000-0001"), (PhoneKind.FAX, "087-000-9999")}
    terms = ServiceAttribute.objects.filter(service=service).values_list(
        "term__taxonomy__code", "term__code"
    )
    assert set(terms) == {
        *(("field", "care"), ("resource", "care"), ("provision", "come"), ("care_type", "visit"))
    }
    place = service.at_locations.get()
    assert place.location.mesh.startswith("5134")
    assert Schedule.objects.get(service_at_location=place).sentence.startswith("月曜〜土曜")
    assert Organization.objects.get().corporate_number == "7000012050002"
    entries = Entry.objects.filter(verb="directory.service.imported")
    assert [(e.object_type, e.batch_id) for e in entries] == [("directory.batch", str(batch.id))]


def test_apply_of_the_same_file_again_writes_nothing(at: datetime) -> None:
    content = as_csv([care_row(number) for number in range(1, 4)])
    imported(content, at)
    before = _everything()
    again = imported(content, at + timedelta(days=1))

    assert (again.state, again.same, again.added, again.changed) == (BatchState.APPLIED, 3, 0, 0)
    assert _everything() == before
    assert Entry.objects.filter(verb="directory.service.imported").count() == 1


def test_apply_of_a_newer_edition_moves_the_period_of_records_still_in_it(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    imported(as_csv([care_row(1)]), at + timedelta(days=9), period_date=DECEMBER)

    periods = dict(Service.objects.values_list("name", "source__period_date"))
    assert periods == {"見本ヘルパー1": DECEMBER, "見本ヘルパー2": JUNE}


def test_apply_changes_values_keeps_hand_edits_and_ends_what_was_chosen(at: datetime) -> None:
    imported(as_csv([care_row(number) for number in range(1, 5)]), at)
    edited = Service.objects.get(name="見本ヘルパー2")
    change_service(
        by=OFFICER,
        at=at + timedelta(days=1),
        service_id=edited.id,
        changes={"kana": "てなおし", "name": "なおした名前"},
    )
    rows = [
        care_row(1, 電話番号="087-111-2222", 利用可能曜日="平日", 緯度="34.3500"),
        care_row(2, 電話番号="087-111-3333", 事業所名カナ="アタラシイ"),
    ]
    later = at + timedelta(days=2)
    plan = planned(as_csv(rows), later, period_date=DECEMBER)
    vanished = {row.name: row.id for row in rows_of(plan.id, Outcome.VANISHED)}
    chosen = {vanished["見本ヘルパー3"]: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=chosen)
    apply_batch(by=OFFICER, at=later, batch_id=plan.id)

    first = Service.objects.get(source_key__startswith="3770100001")
    assert first.phones.get().number == "087-111-2222"
    assert first.at_locations.get().location.latitude == 34.35
    assert Schedule.objects.get(service_at_location__service=first).sentence.startswith(
        "月曜〜金曜"
    )
    second = Service.objects.get(id=edited.id)
    assert (second.name, second.kana) == ("なおした名前", "てなおし")
    assert second.phones.get().number == "087-111-3333"
    states = dict(Service.objects.values_list("name", "state"))
    assert states["見本ヘルパー3"] == ServiceState.ENDED
    assert states["見本ヘルパー4"] == ServiceState.PUBLISHED


def test_apply_of_an_unofficial_list_makes_drafts(at: datetime) -> None:
    imported(as_csv([care_row(1)]), at, is_official=False)

    service = Service.objects.select_related("source").get()
    assert service.state == ServiceState.DRAFT
    assert service.source is not None
    assert not service.source.is_official


def test_apply_refuses_a_plan_whose_records_changed_since(at: datetime) -> None:
    imported(as_csv([care_row(1)]), at)
    plan = planned(as_csv([care_row(1, 電話番号="087-111-2222")]), at + timedelta(days=1))
    service = Service.objects.get()
    change_service(
        by=OFFICER, at=at + timedelta(days=2), service_id=service.id, changes={"summary": "新しい"}
    )
    before = _everything()
    with pytest.raises(PlanOutdated, match="1件"):
        apply_batch(by=OFFICER, at=at + timedelta(days=3), batch_id=plan.id)

    assert _everything() == before
    after = get_batch(OFFICER, plan.id)
    assert after.state is BatchState.PLANNED
    assert "作り直して" in after.problem


def test_apply_is_refused_to_the_neighbour_and_twice(at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    with pytest.raises(NotYours):
        apply_batch(by=NEIGHBOUR, at=at, batch_id=plan.id)
    apply_batch(by=OFFICER, at=at, batch_id=plan.id)
    with pytest.raises(MoveRefused):
        apply_batch(by=OFFICER, at=at, batch_id=plan.id)

    assert Service.objects.count() == 1


def test_apply_leaves_nothing_when_it_breaks_in_the_middle(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(as_csv([care_row(1)]), at)

    def broken(*args: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("yui.exchange.actions.applying.note_imported", broken)
    with pytest.raises(RuntimeError):
        apply_batch(by=OFFICER, at=at, batch_id=plan.id)

    assert not Service.objects.exists()
    assert not Source.objects.exists()
    assert get_batch(OFFICER, plan.id).state is BatchState.PLANNED


def test_services_of_one_office_share_its_organization(at: datetime) -> None:
    rows = [
        care_row(1, 法人番号="", 法人の名称=""),
        care_row(1, 法人番号="", 法人の名称="", サービスの種類="通所介護"),
        care_row(2),
        care_row(3),
    ]
    imported(as_csv(rows), at)

    names = sorted(Organization.objects.values_list("name", flat=True))
    assert names == ["社会福祉法人見本会", "見本ヘルパー1"]
    assert Organization.objects.get(name="見本ヘルパー1").services.count() == 2


def test_undo_restores_what_stood_before(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2), care_row(3)]), at)
    before, unstamped = _everything(), _everything(but="modified_at")
    rows = [
        care_row(1, 電話番号="087-111-2222", 事業所名カナ="カワッタ", サービスの種類="訪問介護"),
        care_row(2),
        care_row(4),
    ]
    later = at + timedelta(days=1)
    plan = planned(as_csv(rows), later, period_date=DECEMBER)
    vanished = rows_of(plan.id, Outcome.VANISHED)
    ends = {vanished[0].id: VanishedChoice.END}
    choose_for_vanished(by=OFFICER, at=later, batch_id=plan.id, choices=ends)
    apply_batch(by=OFFICER, at=later, batch_id=plan.id)
    assert _everything() != before

    undo_batch(by=OFFICER, at=later + timedelta(days=1), batch_id=plan.id)

    assert _everything(but="modified_at") == unstamped
    assert get_batch(OFFICER, plan.id).state is BatchState.UNDONE
    assert Entry.objects.filter(verb="directory.service.import_undone").count() == 1


def test_undo_names_what_was_touched_since(at: datetime) -> None:
    batch = imported(as_csv([care_row(1), care_row(2)]), at)
    service = Service.objects.get(name="見本ヘルパー2")
    change_service(
        by=OFFICER, at=at + timedelta(days=1), service_id=service.id, changes={"summary": "新"}
    )
    with pytest.raises(UndoRefused, match="「見本ヘルパー2」に手が加えられました"):
        undo_batch(by=OFFICER, at=at + timedelta(days=2), batch_id=batch.id)

    assert Service.objects.count() == 2
    assert get_batch(OFFICER, batch.id).state is BatchState.APPLIED


def test_undo_refuses_a_newer_import_of_the_list_and_a_late_wish(at: datetime) -> None:
    first = imported(as_csv([care_row(1)]), at)
    newer = imported(as_csv([care_row(1), care_row(2)]), at + timedelta(days=1))
    with pytest.raises(UndoRefused, match="あとから取り込んで"):
        undo_batch(by=OFFICER, at=at + timedelta(days=2), batch_id=first.id)
    with pytest.raises(UndoRefused, match="30日"):
        undo_batch(by=OFFICER, at=at + timedelta(days=40), batch_id=newer.id)
    with pytest.raises(NotYours):
        undo_batch(by=NEIGHBOUR, at=at + timedelta(days=2), batch_id=newer.id)

    assert Service.objects.count() == 2


def test_undo_keeps_an_organization_somebody_else_came_to_use(at: datetime) -> None:
    batch = imported(as_csv([care_row(1)]), at)
    organization = Organization.objects.get()
    given = ServiceInput(organization.id, "37/37201/", "手で入れた集まり")
    create_service(by=BY, at=at + timedelta(hours=1), given=given)
    undo_batch(by=OFFICER, at=at + timedelta(days=1), batch_id=batch.id)

    assert list(Service.objects.values_list("name", flat=True)) == ["手で入れた集まり"]
    assert Organization.objects.get().id == organization.id


def test_gatherings_with_every_defect_are_read_mended_and_updated(at: datetime) -> None:
    first = kayoinoba_file(700)
    batch = imported(first.content, at, name="202606.csv")
    counts = {rule: entry["count"] for rule, entry in batch.repair_counts.items()}

    assert batch.kind == "mhlw_kayoinoba"
    assert (batch.added, batch.rejected) == (
        700 - first.defects["no_name"],
        first.defects["no_name"] + first.defects["duplicate"],
    )
    assert counts["point_missing"] == first.defects["point_zero"]
    assert counts["swapped_point"] == first.defects["swapped"]
    assert counts["check_digit"] == first.defects["five_digits"]
    assert counts["broken_number"] == first.defects["broken_number"]
    assert counts["dash_as_empty"] == first.defects["dash"]
    assert counts["lost_zero"] == first.defects["lost_phone_zero"]
    assert "<" not in "".join(Service.objects.values_list("description", flat=True))
    assert set(Service.objects.values_list("fee_class", flat=True)) == {"free", "paid"}
    edited = Service.objects.get(name="見本のつどい40")
    change_service(
        by=OFFICER,
        at=at + timedelta(days=1),
        service_id=edited.id,
        changes={"fee_text": "手で直した"},
    )

    plan = planned(
        kayoinoba_file(700, edition=2).content, at + timedelta(days=180), name="202612.csv"
    )
    gone = 700 // 50
    assert plan.vanished == gone
    assert plan.added == 10
    moved = {row.name for row in rows_of(plan.id, Outcome.CHANGE, limit=None)}
    assert moved == {f"見本のつどい{number}" for number in range(40, 701, 40) if number % 50}
    apply_batch(by=OFFICER, at=at + timedelta(days=180), batch_id=plan.id)
    edited.refresh_from_db()
    assert edited.fee_text == "手で直した"
    assert edited.phones.get().number == "087-999-0040"


def _everything(but: str = "") -> list[tuple[object, ...]]:
    """Every row of the tables an import writes, without ids of rows that are replaced."""
    found: list[tuple[object, ...]] = []
    for model in _TABLES:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if field.attname != but
            and not (field.primary_key and model in (Phone, Schedule, ServiceAttribute, Source))
        ]
        found += [(model.__name__, *row) for row in model._default_manager.values_list(*names)]
    return sorted(found, key=str)


def test_batch_counts_stay_after_undo(at: datetime) -> None:
    batch = imported(as_csv([care_row(1)]), at)
    undo_batch(by=OFFICER, at=at, batch_id=batch.id)

    row = Batch.objects.get(id=batch.id)
    assert (row.added, row.source_id) == (1, None)
