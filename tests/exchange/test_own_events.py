"""A town's own table of events, whose headers nobody knows, comes in as events."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, imported, planned
from tests.exchange.test_views import _Asked, _signed_in
from yui.directory.models import Service
from yui.events.models import Event, EventDate
from yui.exchange.actions import match_columns, plan_batch, undo_batch
from yui.exchange.engine.matching import suggested_matches
from yui.exchange.errors import ExchangeRefused
from yui.exchange.models import Batch, ColumnMap
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
NAME = "まちの催し.csv"
PERIOD = date(2026, 11, 20)
TABLE = """\
催しの名まえ,とき,時間,ところ,住所,参加費,申込,問い合わせ先,電話
冬のつどい,12月5日（土）,10:00〜11:30,番町会館,香川県高松市番町1-1,無料,不要,見本課,087-000-1111
そば打ち教室,令和8年12月12日,13時30分,番町会館,香川県高松市番町1-1,500円,電話で,見本課,087-000-1111
日付のない会,いつか,10:00,番町会館,香川県高松市番町1-1,無料,不要,見本課,087-000-1111
※雨の日も開きます,,,,,,,,
""".encode()


@pytest.fixture
def officer(at: datetime, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An officer of the city, signed in; jobs are not run."""
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Asked(name, []))
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _chosen(page: str) -> list[str]:
    """The fields that stand chosen on the page, column by column."""
    return [part.split('"')[0] for part in page.split('<option value="')[1:] if "selected" in
            part.split(">")[0]]  # fmt: skip


def test_table_of_events_is_matched_as_events_and_comes_in(officer: Client, at: datetime) -> None:
    plan = planned(TABLE, at, name=NAME, period_date=PERIOD)
    assert plan.state is BatchState.MATCHING
    address = f"/exchange/{plan.id}/columns/"
    page = officer.get(address).content.decode()
    fields = [
        "name",
        "dates_text",
        "start_time",
        "place_name",
        "address",
        "fee",
        "how_to_apply",
        "contact_name",
        "phone",
    ]
    assert "催し（行事）の一覧として読みます。" in page
    assert _chosen(page) == fields
    undated = {"sector": "event", "column-0": "name"}
    refused = officer.post(address, undated)
    assert refused.status_code == 400
    assert "「開催日・期間」がどの列か、選んでください。" in refused.content.decode()
    sent = {f"column-{at_}": name for at_, name in enumerate(fields)} | {"sector": "event"}
    assert officer.post(address, sent).status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)

    read = get_batch(BY, plan.id)
    assert (read.target, read.added, read.rejected, len(read.asides)) == ("event", 2, 1, 1)
    assert "いつか" in rows_of(plan.id, Outcome.REJECTED)[0].reason
    shown = officer.get(f"/exchange/{plan.id}/?show=add").content.decode()
    assert "12月5日（土） 10時〜11時30分" in shown
    next_one = imported(TABLE, at, name=NAME, period_date=PERIOD, is_official=True)
    assert (next_one.state, next_one.added) == (BatchState.APPLIED, 2)
    assert set(Event.objects.values_list("title", flat=True)) == {"冬のつどい", "そば打ち教室"}
    assert EventDate.objects.filter(ends_at__isnull=False).count() == 1
    assert not Service.objects.exists()
    again = planned(TABLE, at, name=NAME, period_date=PERIOD)
    assert (again.same, again.added) == (2, 0)
    undo_batch(by=BY, at=at, batch_id=next_one.id)
    assert not Event.objects.exists()


def test_person_says_what_the_table_lists(officer: Client, at: datetime) -> None:
    table = "会の名まえ,いつ,電話\nひだまり会,12月5日,087-000-1111\n".encode()
    plan = planned(table, at, name="表.csv", period_date=PERIOD)
    address = f"/exchange/{plan.id}/columns/"
    services = officer.get(address).content.decode()
    events = officer.get(f"{address}?list=event").content.decode()

    assert "手助けや活動の一覧として読みます。" in services
    assert "これは催しの一覧です" in services
    assert _chosen(services) == ["daily", "", "name", "hours_note", "phone"]
    assert "これは手助けや活動の一覧です" in events
    assert _chosen(events) == ["name", "dates_text", "phone"]
    assert 'name="sector" value="event"' in events


def test_fields_of_events_are_refused_for_services_and_the_other_way(at: datetime) -> None:
    plan = planned(TABLE, at, name=NAME)
    matches = {"name": "催しの名まえ", "dates_text": "とき"}
    for wrong, sector in ((matches, "daily"), (matches | {"sphere": "ところ"}, "event")):
        with pytest.raises(ExchangeRefused, match="表にない列"):
            match_columns(by=OFFICER, at=at, batch_id=plan.id, matches=wrong, sector=sector)
    with pytest.raises(ExchangeRefused, match="「開催日」がどの列か"):
        match_columns(by=OFFICER, at=at, batch_id=plan.id, matches={"name": "とき"}, sector="event")
    assert not ColumnMap.objects.exists()


@pytest.mark.shared
def test_real_list_under_other_headers_comes_in_as_events(
    shared_files: Path, officer: Client, at: datetime
) -> None:
    folder = shared_files / "data" / "takamatsu"
    source = sorted(folder.glob("*event*.csv"))[0]
    rows = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8-sig"))))
    other = {"行事名": "催しの名まえ", "開催日": "とき", "場所名称": "ところ", "№": "通し番号"}
    heading = next(at_ for at_, row in enumerate(rows) if "行事名" in row)
    rows[heading] = [other.get(cell, cell) for cell in rows[heading]]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    table = stream.getvalue().encode()
    plan = planned(table, at, name="催し.csv", period_date=date(2026, 8, 5))
    address = f"/exchange/{plan.id}/columns/"
    page = officer.get(address).content.decode()
    assert "催し（行事）の一覧として読みます。" in page
    form = {"sector": "event"}
    headers = Batch.objects.get(id=plan.id).headers
    form |= {f"column-{at_}": name for at_, name in suggested_matches(headers, "event").items()}
    assert officer.post(address, form).status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)
    read = get_batch(BY, plan.id)
    assert read.target == "event"
    known = planned(source.read_bytes(), at, name="events.csv", period_date=date(2026, 8, 5))
    assert (known.kind, read.added, read.rejected) == (
        "takamatsu_event",
        known.added,
        known.rejected,
    )
    assert read.added > 40
