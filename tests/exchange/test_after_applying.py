"""What a person can still see and understand of an import, before and after it is applied."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.exchange.builders import BY, CITY, imported, planned
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.exchange.actions import apply_batch, match_columns, plan_batch
from yui.policy.roles import Role

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.urls("tests.exchange.urls")]
SAME = "名前と住所が同じ行があります。二重でないか、確かめてください"


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def test_two_rows_of_one_name_and_address_are_flagged_and_stay_to_be_seen(
    officer: Client, at: datetime
) -> None:
    table = workbook(東部=[group(1, "ひだまり会"), group(2, "ひだまり会"), group(3, "なかよし会")])
    teach(at, table)
    plan = planned(table, at, name=NAME)
    assert (plan.added, plan.flag_counts["same_place"]["count"]) == (3, 1)
    assert SAME in officer.get(f"/exchange/{plan.id}/").content.decode()
    apply_batch(by=BY, at=at, batch_id=plan.id)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    report = officer.get(f"/exchange/{plan.id}/report.xlsx").content

    assert "目で確かめたいところ" in page
    assert SAME in page
    sheet = load_workbook(BytesIO(report))["目で確かめたいところ"]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == [SAME]


def test_rows_that_stayed_out_say_how_they_come_in_later(officer: Client, at: datetime) -> None:
    table = workbook(東部=[group(1, "ひだまり会"), group(2, "なかよし会", phone="未定")])
    teach(at, table)
    done = imported(table, at, name=NAME)
    assert done.rejected == 1
    page = officer.get(f"/exchange/{done.id}/").content.decode()
    assert "1行は入っていません。元の表を直して、もう一度取り込むと入ります。" in page


def test_changed_terms_are_said_in_plain_words_and_whole(officer: Client, at: datetime) -> None:
    table = "団体名,住所,内容\nとくし丸,高松市番町1-1,移動販売車が来ます\n".encode()
    matches = {"name": "団体名", "address": "住所", "activity": "内容"}
    for kind in ("gathering", "shop"):
        plan = planned(table, at, name="表.csv")
        match_columns(
            by=BY, at=at, batch_id=plan.id, matches=matches, sector="daily", list_kind=kind
        )
        plan_batch(by=BY, at=at, batch_id=plan.id)
        if kind == "gathering":
            apply_batch(by=BY, at=at, batch_id=plan.id)
    page = officer.get(f"/exchange/{plan.id}/?show=change").content.decode()

    assert "分類（付ける：買い物、" in page
    assert "外す：" in page
    assert "居場所" in page or "集まる場所" in page
    assert "provision:" not in page
    assert "field:" not in page
