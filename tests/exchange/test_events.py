"""Event lists: from the file to the page of residents and back."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.exchange.builders import BY, CITY, NEIGHBOUR, OFFICER, imported, planned
from tests.exchange.happenings import AUGUST, city_csv, city_row, event_row, events_csv
from tests.exchange.test_views import _signed_in
from yui.directory.models import Organization, Source
from yui.events.actions import cancel_event
from yui.events.models import Event, EventDate
from yui.events.states import EventState
from yui.exchange.actions import (
    Choices,
    apply_batch,
    choose_for_vanished,
    mend_row,
    plan_batch,
    publish_batch,
    queue_applying,
    queue_reading,
    undo_batch,
)
from yui.exchange.errors import ExchangeRefused, NotYours, PlanOutdated, UndoRefused
from yui.exchange.models import Batch, StagingRow
from yui.exchange.pages.told import rejections
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.models import Entry
from yui.lib.clock import JST
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.urls("tests.exchange.urls")]
LATER = timedelta(minutes=5)


def _counts(plan: Any) -> tuple[int, ...]:
    return plan.added, plan.changed, plan.same, plan.vanished, plan.rejected


def _snapshot() -> list[tuple[Any, ...]]:
    names = [field.attname for field in Event._meta.concrete_fields if field.name != "modified_at"]
    events = list(Event.objects.order_by("id").values_list(*names))
    days = EventDate.objects.order_by("event_id", "starts_at")
    fields = ("event_id", "starts_at", "ends_at", "is_all_day", "hours_note", "place_name")
    return [*events, *days.values_list(*fields, "address", "latitude", "longitude")]


def test_event_list_comes_in_with_the_exact_rows_and_one_entry_each(at: datetime) -> None:
    batch = imported(events_csv(event_row(5)), at, name="events_202611.csv", by=OFFICER)

    event = Event.objects.select_related("organization", "area", "source").get()
    assert (event.title, event.kana, event.state) == ("見本の集い5", "ミホンノツドイ5", "published")
    assert (event.fee_text, event.capacity, event.sign_up) == ("500円", 30, "電話")
    assert (event.sign_up_until, event.phone) == (date(2026, 11, 30), "087-000-1234")
    assert (event.organization.name, event.organization.area.path) == ("見本の会", CITY)
    assert (event.source_id, event.source_key, event.area.path) == (batch.source_id, "5", CITY)
    assert event.created_at == event.modified_at == at
    (day,) = EventDate.objects.all()
    assert day.starts_at == datetime(2026, 12, 5, 10, 0, tzinfo=JST)
    assert day.ends_at == datetime(2026, 12, 5, 12, 0, tzinfo=JST)
    assert (day.place_name, day.address) == ("番町コミュニティセンター", "香川県高松市番町1丁目1番")
    assert (day.latitude, day.longitude) == (34.3428, 134.0466)
    verbs = Entry.objects.filter(batch_id=str(batch.id)).values_list("verb", flat=True)
    assert sorted(verbs).count("events.event.imported") == 1
    assert "directory.service.imported" not in verbs


def test_the_same_list_again_changes_nothing(at: datetime) -> None:
    content = events_csv(event_row(5), event_row(6, 終了時間="24:00"))
    imported(content, at, name="events_202611.csv")
    before = _snapshot()
    entries = Entry.objects.filter(verb="events.event.imported").count()
    again = planned(content, at + LATER, name="events_202611.csv")
    assert _counts(again) == (0, 0, 2, 0, 0)
    apply_batch(by=BY, at=at + LATER, batch_id=again.id)

    assert _snapshot() == before
    assert Entry.objects.filter(verb="events.event.imported").count() == entries


def test_a_newer_list_changes_adds_and_leaves_what_it_does_not_name(at: datetime) -> None:
    imported(events_csv(event_row(5), event_row(6), event_row(7)), at, name="events_1.csv")
    before = _snapshot()
    newer = events_csv(
        event_row(5, 開始時間="11:00", 場所名称="番町集会所"), event_row(6), event_row(8)
    )
    batch = imported(newer, at + LATER, name="events_2.csv")

    assert _counts(batch) == (1, 1, 1, 1, 0)
    changed = Event.objects.get(title="見本の集い5")
    assert changed.dates.get().starts_at == datetime(2026, 12, 5, 11, 0, tzinfo=JST)
    assert changed.dates.get().place_name == "番町集会所"
    assert Event.objects.get(title="見本の集い7").state == EventState.PUBLISHED
    (row,) = rows_of(batch.id, Outcome.CHANGE)
    assert set(row.changed_fields) == {"days", "place"}

    undo_batch(by=BY, at=at + 2 * LATER, batch_id=batch.id)
    assert _snapshot() == before
    assert get_batch(BY, batch.id).state is BatchState.UNDONE


def test_a_number_alone_is_not_the_same_event(at: datetime) -> None:
    imported(events_csv(event_row(5)), at, name="events_1.csv")
    other = event_row(5, イベント名="ちがう会", 開始日="2026-12-20", 終了日="2026-12-20")
    assert _counts(planned(events_csv(other), at + LATER, name="events_2.csv"))[:2] == (1, 0)
    # 9 days on the event is over: the next of the same name and number is another one.
    past = event_row(9, 開始日="2026-11-10", 終了日="2026-11-10", 参加申込終了日="")
    imported(events_csv(past), at + LATER, name="past_1.csv")
    repeated = event_row(9, 開始日="2026-12-10", 終了日="2026-12-10", 参加申込終了日="")
    plan = planned(events_csv(repeated), at + LATER, name="past_2.csv")
    assert _counts(plan) == (1, 0, 0, 0, 0)


def test_an_event_that_is_not_named_any_more_is_cancelled_only_when_chosen(at: datetime) -> None:
    imported(events_csv(event_row(5), event_row(6)), at, name="events_1.csv")
    before = _snapshot()
    plan = planned(events_csv(event_row(5)), at + LATER, name="events_2.csv")
    (row,) = StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.VANISHED)
    choose_for_vanished(
        by=BY, at=at + LATER, batch_id=plan.id, choices={row.pk: VanishedChoice.END}
    )
    apply_batch(by=BY, at=at + LATER, batch_id=plan.id)
    gone = Event.objects.get(title="見本の集い6")
    assert (gone.state, gone.cancel_reason) == ("cancelled", "新しい一覧にのっていません。")

    undo_batch(by=BY, at=at + 2 * LATER, batch_id=plan.id)
    assert _snapshot() == before


def test_undo_deletes_what_came_in_with_its_organization_and_edition(at: datetime) -> None:
    batch = imported(events_csv(event_row(5)), at, name="events_1.csv")
    undo_batch(by=BY, at=at + LATER, batch_id=batch.id)

    assert not Event.objects.exists()
    assert not EventDate.objects.exists()
    assert not Organization.objects.filter(name="見本の会").exists()
    assert not Source.objects.exists()
    assert Entry.objects.filter(verb="events.event.import_undone").count() == 1


def test_undo_is_refused_once_somebody_touched_an_event(at: datetime) -> None:
    batch = imported(events_csv(event_row(5)), at, name="events_1.csv")
    event = Event.objects.get()
    cancel_event(by=BY, at=at + LATER, event_id=event.id, reason="台風のため")
    with pytest.raises(UndoRefused, match="見本の集い5"):
        undo_batch(by=BY, at=at + 2 * LATER, batch_id=batch.id)
    assert Event.objects.get().state == EventState.CANCELLED
    # A cancelled event stays cancelled, whatever the list says of it again.
    same = planned(events_csv(event_row(5)), at + 2 * LATER, name="events_2.csv")
    assert _counts(same) == (0, 0, 1, 0, 0)


def test_a_plan_is_outdated_when_an_event_changed_meanwhile(at: datetime) -> None:
    imported(events_csv(event_row(5)), at, name="events_1.csv")
    plan = planned(events_csv(event_row(5, 開始時間="9:00")), at + LATER, name="events_2.csv")
    cancel_event(by=BY, at=at + LATER, event_id=Event.objects.get().id, reason="台風のため")
    with pytest.raises(PlanOutdated):
        apply_batch(by=BY, at=at + 2 * LATER, batch_id=plan.id)
    assert EventDate.objects.get().starts_at.astimezone(JST).hour == 10


def test_nothing_comes_in_when_the_write_breaks(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(events_csv(event_row(5)), at, name="events_1.csv")

    def broken(*_given: object) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr("yui.exchange.actions.applying.note_imported", broken)
    with pytest.raises(RuntimeError):
        apply_batch(by=BY, at=at, batch_id=plan.id)
    assert not Event.objects.exists()
    assert not Organization.objects.filter(name="見本の会").exists()
    assert get_batch(BY, plan.id).state is BatchState.PLANNED


@pytest.mark.parametrize(
    ("changes", "reason", "column"),
    [
        ({"イベント名": ""}, "行事の名前がありません", "イベント名"),
        ({"開始日": "令和100年13月"}, "読み取れません", "開始日"),
        ({"開始日": "令和8年13月1日"}, "ありません", "開始日"),
        ({"開始日": ""}, "開始日がありません", "開始日"),
        ({"終了日": "2026-12-01"}, "終わりの日が、始まりの日より前です", "終了日"),
        ({"開始時間": "13:00", "終了時間": "12:00"}, "より前です", "終了時間"),
        ({"開始時間": "24:00"}, "24:00", "開始時間"),
        ({"開始時間": "25:70"}, "ありません", "開始時間"),
        ({"終了日": "2028-12-05"}, "1年より長い", "終了日"),
        (
            {"都道府県コード又は市区町村コード": "222127"},
            "外です",
            "都道府県コード又は市区町村コード",
        ),
        ({"開始日": "12月5日"}, "一覧が表す日", "開始日"),
    ],
)
def test_what_cannot_be_is_rejected_with_reason_and_column(
    at: datetime, changes: dict[str, str], reason: str, column: str
) -> None:
    plan = planned(events_csv(event_row(5, **changes), event_row(6)), at, name="events.csv")
    assert (plan.added, plan.rejected) == (1, 1)
    (row,) = rows_of(plan.id, Outcome.REJECTED)
    assert reason in row.reason
    assert row.column == column


@pytest.mark.parametrize(
    ("changes", "rule", "found"),
    [
        ({"緯度": "134.0466", "経度": "34.3428"}, "swapped_point", None),
        ({"緯度": "0", "経度": "0"}, "point_missing", None),
        ({"終了時間": "24:00"}, "", ("ends_at", datetime(2026, 12, 6, 0, 0, tzinfo=JST))),
        (
            {"開始時間": "１０：３０"},
            "",
            ("starts_at", datetime(2026, 12, 5, 10, 30, tzinfo=JST)),
        ),
        ({"開始日": "令和8年12月5日"}, "", ("starts_at", datetime(2026, 12, 5, 10, tzinfo=JST))),
        ({"連絡先電話番号": "０８７－０００－１２３４"}, "full_width", None),
    ],
)
def test_what_a_rule_proves_is_mended(
    at: datetime, changes: dict[str, str], rule: str, found: tuple[str, Any] | None
) -> None:
    batch = imported(events_csv(event_row(5, **changes)), at, name="events.csv")
    day = EventDate.objects.get()
    assert batch.rejected == 0
    assert (rule in batch.repair_counts) or not rule
    if rule != "point_missing":
        assert (day.latitude, day.longitude) == (34.3428, 134.0466)
    else:
        assert day.latitude is None
    if found:
        assert getattr(day, found[0]) == found[1]
    assert Event.objects.get().phone == "087-000-1234"


def test_days_without_a_year_are_of_the_day_the_list_speaks_of(at: datetime) -> None:
    rows = city_csv(
        city_row(1),
        city_row(
            2,
            開催日="8月5日（水）～8月16日（日）\n※10日（月）以外",
            終了時間="22：00\n※日曜は17：00まで",
        ),
        city_row(3, 開催日="8月12日（火）"),
        city_row(4, 開催日="随時（要調整）"),
    )
    batch = imported(rows, at, name="events.csv", period_date=AUGUST)

    assert (batch.kind, batch.added, batch.rejected) == ("takamatsu_event", 2, 2)
    assert batch.repair_counts["year_from_period"]["count"] == 3
    film, span = Event.objects.order_by("source_key")
    assert film.dates.get().starts_at == datetime(2026, 8, 12, 13, 30, tzinfo=JST)
    assert (film.capacity, film.sign_up) == (220, "当日先着 220人、申し込み不要")
    assert film.phone == "087-000-1111"
    assert film.description.splitlines() == [
        "無料の映画会です。",
        "対象：両方",
        "問い合わせ先：見本課",
        "ほかの電話：087-000-2222",
    ]
    assert film.organization.name == "高松市"
    day = span.dates.get()
    assert (day.is_all_day, day.starts_at.astimezone(JST).date()) == (True, AUGUST)
    assert day.ends_at is not None
    assert day.ends_at.astimezone(JST).date() == date(2026, 8, 16)
    assert day.hours_note == "13時30分〜22時　※日曜は17:00まで　※10日(月)以外"
    reasons = [each["reason"] for each in rejections(batch)]
    assert "2026年8月12日は水曜日です" in reasons[0]
    assert "読み取れません" in reasons[1]


def test_a_list_without_a_day_waits_for_it_and_is_read_again(at: datetime) -> None:
    plan = planned(city_csv(city_row(1)), at, name="events.csv")
    assert (plan.added, plan.rejected) == (0, 1)
    assert "一覧が表す日" in rejections(plan)[0]["reason"]

    queue_reading(by=BY, at=at, batch_id=plan.id, choices=Choices(period_date=AUGUST))
    plan_batch(by=BY, at=at, batch_id=plan.id)
    plan = get_batch(BY, plan.id)
    assert (plan.added, plan.rejected, plan.period_date) == (1, 0, AUGUST)
    # Another day could mean other years: the plan must be made anew.
    assert plan.planned_at is not None
    with pytest.raises(ExchangeRefused, match="もう一度読む"):
        queue_applying(
            by=BY,
            at=at,
            batch_id=plan.id,
            choices=Choices(period_date=date(2025, 8, 5)),
            planned_at=plan.planned_at,
        )
    with pytest.raises(ExchangeRefused, match="まだ来ていない"):
        queue_reading(by=BY, at=at, batch_id=plan.id, choices=Choices(period_date=date(2027, 1, 1)))


def test_a_rejected_row_is_mended_in_place(at: datetime) -> None:
    rows = city_csv(city_row(1, 開催日="8月16日(日)まで"))
    plan = planned(rows, at, name="events.csv", period_date=AUGUST)
    (row,) = rows_of(plan.id, Outcome.REJECTED)
    assert "始まりの日がありません" in row.reason

    cell = "8月1日(土)～8月16日(日)"
    assert mend_row(by=BY, at=at, batch_id=plan.id, row_id=row.id, cell=cell) == Outcome.ADD
    (mended,) = rows_of(plan.id, Outcome.ADD)
    assert {"by_hand", "year_from_period"} <= {each["rule"] for each in mended.repairs}


def test_drafts_of_a_list_are_hidden_until_they_are_published(at: datetime) -> None:
    content = events_csv(event_row(5))
    batch = imported(content, at, name="events.csv", is_official=False)
    page = "/events/?area=37201&first=2026-12-01"
    client = Client()
    code = Event.objects.get().short_code
    assert Event.objects.get().state == EventState.DRAFT
    assert "見本の集い5" not in client.get(page).content.decode()
    assert client.get(f"/events/{code}/").status_code == 404

    made = publish_batch(by=BY, at=at + LATER, batch_id=batch.id, has_no_period=True)
    assert "見本の集い5" in client.get(page).content.decode()
    assert client.get(f"/events/{code}/").status_code == 200
    undo_batch(by=BY, at=at + 2 * LATER, batch_id=made)
    assert client.get(f"/events/{code}/").status_code == 404


def test_takamatsu_events_come_in_as_far_as_they_can_be_read(
    shared_files: Path, at: datetime
) -> None:
    content = (shared_files / "data" / "takamatsu" / "events.csv").read_bytes()
    batch = imported(content, at, name="events.csv", period_date=AUGUST)

    assert (batch.kind, batch.added, batch.rejected) == ("takamatsu_event", 45, 6)
    rejected = [each["row"] for each in rejections(batch)]
    assert rejected == [7, 31, 32, 44, 51, 52]
    again = planned(content, at + LATER, name="events.csv", period_date=AUGUST)
    assert _counts(again) == (0, 0, 45, 0, 6)
    two = Event.objects.get(title__startswith="高松大学げんき村")
    assert [day.starts_at.astimezone(JST).hour for day in two.dates.order_by("starts_at")] == [
        10,
        13,
    ]
    pilates = Event.objects.get(title__startswith="姿勢改善")
    days = [day.starts_at.astimezone(JST).date() for day in pilates.dates.order_by("starts_at")]
    assert days == [date(2026, m, d) for m, d in ((9, 4), (9, 18), (10, 2), (10, 16))]


def test_an_officer_brings_a_list_in_through_the_pages_and_takes_it_back(at: datetime) -> None:
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    file = SimpleUploadedFile("events.csv", city_csv(city_row(1), city_row(2, 行事名="")))
    given = {"file": file, "kind": "", "openness": "", "period_date": "2026-08-05"}
    assert officer.post("/exchange/new/", given).status_code == 302
    batch = Batch.objects.get()
    _work()
    page = officer.get(f"/exchange/{batch.id}/").content.decode()
    assert "2行のうち 1行で行事の案内が変わります" in page
    assert "行事の名前がありません" in page
    assert "年がない日付は、この日にいちばん近い年とします" in page
    listed = officer.get(f"/exchange/{batch.id}/?show=add").content.decode()
    assert "2026年8月12日（水） 13時30分〜14時20分" in listed

    batch.refresh_from_db()
    assert batch.planned_at is not None
    planned_at = batch.planned_at.isoformat()
    sent = {"planned_at": planned_at, "period_date": "2026-08-05"}
    assert officer.post(f"/exchange/{batch.id}/apply/", sent).status_code == 302
    _work()
    resident = Client()
    address = "/events/?area=37201&first=2026-08-10"
    seen = resident.get(address).content.decode()
    assert "見本の映画会1" in seen
    assert "見本センター １階" in seen
    done = officer.get(f"/exchange/{batch.id}/").content.decode()
    assert "1件を加え" in done

    assert officer.post(f"/exchange/{batch.id}/undo/", {"agreed": "1"}).status_code == 302
    assert "見本の映画会1" not in resident.get(address).content.decode()


def test_reading_again_with_the_day_typed_on_the_plan(at: datetime) -> None:
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    file = SimpleUploadedFile("events.csv", city_csv(city_row(1)))
    officer.post("/exchange/new/", {"file": file, "kind": "", "openness": ""})
    batch = Batch.objects.get()
    _work()
    assert "日付に年がありません" in officer.get(f"/exchange/{batch.id}/").content.decode()
    officer.post(f"/exchange/{batch.id}/again/", {"period_date": "2026-08-05"})
    _work()
    assert "1件を加える" in officer.get(f"/exchange/{batch.id}/").content.decode()


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.PREFECTURAL_OFFICER, "37/"),
        (Role.MUNICIPAL_OFFICER, "37/37206/"),
        (Role.CARE_MANAGER, CITY),
    ],
)
def test_a_batch_of_events_is_unknown_to_others(at: datetime, role: Role, path: str) -> None:
    plan = planned(events_csv(event_row(5)), at, name="events.csv")
    other = _signed_in(at, "other", role, path)
    assert other.get(f"/exchange/{plan.id}/").status_code == 404
    assert other.post(f"/exchange/{plan.id}/apply/", {}).status_code == 404
    assert other.post(f"/exchange/{plan.id}/undo/").status_code == 404
    assert not Event.objects.exists()


def test_nobody_else_applies_or_undoes(at: datetime) -> None:
    prefecture = Viewer(Role.PREFECTURAL_OFFICER, body_id=7, area_path="37/")
    plan = planned(events_csv(event_row(5)), at, name="events.csv", by=OFFICER)
    for by in (prefecture, NEIGHBOUR):
        with pytest.raises(NotYours):
            apply_batch(by=by, at=at, batch_id=plan.id)
    apply_batch(by=OFFICER, at=at, batch_id=plan.id)
    for by in (prefecture, NEIGHBOUR):
        with pytest.raises(NotYours):
            undo_batch(by=by, at=at, batch_id=plan.id)
    assert Event.objects.count() == 1


def test_the_command_brings_events_in_and_takes_them_back(tmp_path: Path, at: datetime) -> None:
    path = tmp_path / "events.csv"
    path.write_bytes(city_csv(city_row(1), city_row(2, 開催日="未定")))
    out = StringIO()
    given = ("--area", "37201", "--period", "2026-08-05", "--json")
    call_command("import_list", str(path), *given, stdout=out)
    found = json.loads(out.getvalue())
    assert (found["kind"], found["add"], found["rejected"]) == ("takamatsu_event", 1, 1)
    assert Event.objects.get().title == "見本の映画会1"
    call_command("import_undo", found["batch"], stdout=out)
    assert not Event.objects.exists()


def _work() -> None:
    """Run what waits, as the worker would."""
    for batch in Batch.objects.filter(state__in=(BatchState.RECEIVED, BatchState.PLANNING)):
        plan_batch(by=BY, at=datetime.now(JST), batch_id=batch.id)
    for batch in Batch.objects.filter(state=BatchState.APPLYING):
        apply_batch(by=BY, at=datetime.now(JST), batch_id=batch.id)
