"""A column of days on which rows were confirmed becomes the freshness of their records."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, imported, planned, receive
from tests.exchange.own_tables import teach
from tests.exchange.test_views import _Asked, _signed_in
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.models import Organization, Service
from yui.directory.states import ConfirmedHow
from yui.exchange.actions import apply_batch, plan_batch, undo_batch
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import Outcome
from yui.journal.models import Entry
from yui.lib.japanese import fold
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
NAME = "サロン.csv"
HEADERS = ("会の名まえ", "会場の住所", "でんわ", "最終確認日")
MATCHES = dict(zip(("name", "address", "phone", "confirmed"), HEADERS, strict=True))


def _table(*days: str) -> bytes:
    rows = [
        {
            "会の名まえ": f"ひだまり会{number}",
            "会場の住所": f"香川県高松市番町{number}-1",
            "でんわ": "087-000-1111",
            "最終確認日": day,
        }
        for number, day in enumerate(days, 1)
    ]
    return as_csv(rows, HEADERS)


def _days() -> list[tuple[date | None, str]]:
    rows = Service.objects.order_by("name").values_list("confirmed_date", "confirmed_how")
    return [(day, how) for day, how in rows]


def test_day_of_a_row_becomes_its_freshness(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Asked(name, []))
    officer: Client = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    table = _table("令和8年5月1日", "2026/6/2", "")
    plan = planned(table, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/columns/").content.decode()
    assert '<option value="confirmed" selected>確かめた日・最終確認の日</option>' in page
    sent = {"sector": "daily", "list_kind": "gathering"} | {
        f"column-{at_}": name for at_, name in enumerate(MATCHES)
    }
    assert officer.post(f"/exchange/{plan.id}/columns/", sent).status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)
    assert get_batch(BY, plan.id).added == 3
    imported(table, at, name=NAME)

    paper = ConfirmedHow.PAPER.value
    expected = [(date(2026, 5, 1), paper), (date(2026, 6, 2), paper), (None, "")]
    assert _days() == expected
    first = Service.objects.get(name="ひだまり会1")
    assert (first.confirmed_by, first.due_date) == ("高松市", date(2026, 10, 28))
    assert Entry.objects.filter(verb="directory.service.confirmed").count() == 2


def test_newer_day_is_a_change_that_can_be_undone(at: datetime) -> None:
    table = _table("2026-05-01", "2026-06-02")
    teach(at, table, MATCHES, NAME)
    imported(table, at, name=NAME)
    later = at + timedelta(hours=1)
    newer = imported(_table("2026-11-01", "2026-01-01"), later, name=NAME)

    assert (newer.changed, newer.same) == (1, 1)
    assert rows_of(newer.id, Outcome.CHANGE)[0].changed_fields == ("confirmed",)
    assert [day for day, _ in _days()] == [date(2026, 11, 1), date(2026, 6, 2)]
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = officer.get(f"/exchange/{newer.id}/?show=change").content.decode()
    assert "確かめた日（2026年5月1日 → 2026年11月1日）" in page
    undo_batch(by=BY, at=later + timedelta(hours=1), batch_id=newer.id)
    assert [day for day, _ in _days()] == [date(2026, 5, 1), date(2026, 6, 2)]
    assert Service.objects.get(name="ひだまり会1").due_date == date(2026, 10, 28)
    again = planned(table, at, name=NAME)
    assert (again.same, again.changed) == (2, 0)


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("令和100年1月1日", "confirmed_to_come"),
        ("2026-12-31", "confirmed_to_come"),
        ("平成35年5月1日", "confirmed_left_out"),
        ("2026年2月30日", "confirmed_left_out"),
        ("令和7年12月", "confirmed_left_out"),
        ("未確認", "confirmed_left_out"),
    ],
)
def test_day_nobody_can_read_keeps_no_row_out(at: datetime, cell: str, flag: str) -> None:
    teach(at, _table(""), MATCHES, NAME)
    plan = planned(_table(cell, "2026-05-01"), at, name=NAME)
    assert (plan.rejected, plan.added) == (0, 2)
    assert plan.flag_counts[flag]["cell"] == cell
    apply_batch(by=BY, at=at, batch_id=plan.id)
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert "目で確かめたいところ" in page
    assert cell in page
    assert [day for day, _ in _days()] == [None, date(2026, 5, 1)]


def test_record_another_body_keeps_is_not_confirmed_for_it(at: datetime) -> None:
    table = _table("2026-05-01")
    teach(at, table, MATCHES, NAME)
    city = Area.objects.get(path=CITY)
    stamps = {"created_at": at, "modified_at": at}
    body = Body.objects.create(id=777, name="会", kind="group", area=city)
    Organization.objects.create(
        name="ひだまり会1",
        folded=fold("ひだまり会1"),
        short_code="A2",
        area=city,
        body=body,
        **stamps,
    )
    batch_id = receive(table, at, name=NAME, by=OFFICER)
    plan_batch(by=OFFICER, at=at, batch_id=batch_id)
    apply_batch(by=OFFICER, at=at, batch_id=batch_id)
    made = Service.objects.get()
    assert (made.organization.body_id, made.confirmed_date) == (body.id, None)
