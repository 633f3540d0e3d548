"""Telephones that cannot be read: shown to be mended, completed, or left out when agreed to."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, as_csv, care_row, planned
from tests.exchange.kayoinoba import kayoinoba_file
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.exchange.engine.cells import PHONE_UNREAD
from yui.exchange.queries import BatchInfo, get_batch, repairs_of, rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _form(*phones: str) -> bytes:
    """The form of 38 columns, six sound rows, whose first ones get these numbers."""
    text = kayoinoba_file(6).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    at = next(index for index, header in enumerate(rows[0]) if header.startswith("電話"))
    for row, phone in zip(rows[1:], phones, strict=False):
        row[at] = phone
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def _unread(at: datetime, *phones: str) -> BatchInfo:
    return planned(_form(*phones), at, name="kayoinoba_202605.csv")


def test_form_shows_rows_whose_number_cannot_be_read(officer: Client, at: datetime) -> None:
    plan = _unread(at, "5553001", "555-2130", "未定です")
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert (plan.added, plan.rejected) == (3, 3)
    assert page.count("これで入れる") == 3
    assert "この市の市外局番を付ける" in page
    assert "3行を電話なしで入れる" in page
    assert "3行に入れる" not in page


def test_area_code_completes_local_numbers_as_a_listed_repair(
    officer: Client, at: datetime
) -> None:
    plan = _unread(at, "5553001", "555-2130", "未定です")
    sent = officer.post(f"/exchange/{plan.id}/rows/", {"area_code": "087"})

    assert sent.status_code == 302
    now = get_batch(BY, plan.id)
    assert (now.added, now.rejected, now.repair_counts["area_code"]["count"]) == (5, 1, 2)
    rows = rows_of(plan.id, Outcome.ADD)
    numbers = {row.cleaned["values"]["phones"][0]["number"] for row in rows}
    assert {"087-555-3001", "087-555-2130"} <= numbers
    listed = [each["to"] for each in repairs_of(plan.id) if each["rule"] == "area_code"]
    assert sorted(listed) == ["087-555-2130", "087-555-3001"]
    assert "電話に市外局番を付けました" in officer.get(f"/exchange/{plan.id}/").content.decode()


@pytest.mark.parametrize("code", ["", "87", "０８７７７", "abc"])
def test_area_code_that_completes_nothing_changes_nothing(
    officer: Client, at: datetime, code: str
) -> None:
    plan = _unread(at, "5553001", "555-2130")
    sent = officer.post(f"/exchange/{plan.id}/rows/", {"area_code": code})

    assert sent.status_code == 409
    assert get_batch(BY, plan.id).rejected == 2


def test_rows_come_in_without_a_number_only_when_their_count_is_agreed_to(
    officer: Client, at: datetime
) -> None:
    plan = _unread(at, "5553001", "555-2130")
    for said in ({"cell": "087-000-1234"}, {"cell": ""}, {"without_phone": "2"}):
        sent = officer.post(f"/exchange/{plan.id}/rows/", {"reason": PHONE_UNREAD} | said)
        assert sent.status_code == 409
    wrong = {"reason": PHONE_UNREAD, "without_phone": "9", "agreed": "1"}
    assert officer.post(f"/exchange/{plan.id}/rows/", wrong).status_code == 409
    assert get_batch(BY, plan.id).rejected == 2

    officer.post(f"/exchange/{plan.id}/rows/", wrong | {"without_phone": "2"})
    assert get_batch(BY, plan.id).rejected == 0


def test_own_table_offers_the_same(officer: Client, at: datetime) -> None:
    content = workbook(一覧=[group(1, "見本の会", phone="5553001"), group(2, "見本の集い")])
    teach(at, content)
    plan = planned(content, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert "1行に付ける" in page
    officer.post(f"/exchange/{plan.id}/rows/", {"area_code": "087"})
    assert get_batch(BY, plan.id).rejected == 0


def test_national_list_says_which_number_of_a_new_record_it_leaves_out(
    officer: Client, at: datetime
) -> None:
    cells = ("5553001", "4.00E+12", "代表にて")
    rows = [care_row(number, 電話番号=cell) for number, cell in enumerate(cells, 1)]
    plan = planned(as_csv([*rows, care_row(4)]), at)
    repairs = [(each["row"], each["rule"], each["from"]) for each in repairs_of(plan.id)]
    page = officer.get(f"/exchange/{plan.id}/?show=add").content.decode()

    assert (plan.kind, plan.added, plan.rejected) == ("mhlw_care", 4, 0)
    assert repairs == [
        (2, "phone_dropped", "5553001"),
        (3, "broken_number", "4.00E+12"),
        (4, "phone_dropped", "代表にて"),
    ]
    assert plan.flag_counts["phone_left_out"]["count"] == 3
    assert "電話が読めないので、電話なしで入ります" in page
    for cell in cells:
        assert f"表では {cell}" in page
