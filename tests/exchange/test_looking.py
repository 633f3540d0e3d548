"""What a plan fills from the row above, what it points at, and what it says will end."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.exchange.builders import BY, CITY, as_csv, care_row, imported, planned, receive
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.exchange.actions import apply_batch, choose_for_vanished, plan_batch, release_orphans
from yui.exchange.queries import repairs_of, rows_of
from yui.exchange.states import Outcome, VanishedChoice
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


@pytest.mark.parametrize("mark", ["〃", "同上", "々"])
def test_mark_of_repetition_is_filled_from_above(officer: Client, at: datetime, mark: str) -> None:
    rows = [
        group(1, "一の会"),
        group(2, "二の会", venue=mark, weekdays=mark),
        group(3, "三の会", venue=mark),
    ]
    content = workbook(一覧=rows)
    teach(at, content)
    plan = planned(content, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    added = rows_of(plan.id, Outcome.ADD)
    assert [row.cleaned["values"]["venue"] for row in added] == ["番町公民館"] * 3
    filled = [each["to"] for each in repairs_of(plan.id) if each["rule"] == "from_above"]
    assert sorted(filled) == ["毎週月曜", "番町公民館", "番町公民館"]
    assert "上の行と同じにしました" in page


def test_mark_with_nothing_above_is_rejected(officer: Client, at: datetime) -> None:
    content = workbook(一覧=[group(1, "一の会", venue="〃"), group(2, "二の会")])
    teach(at, content)
    plan = planned(content, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert (plan.added, plan.rejected) == (1, 1)
    assert "「〃」の上に、同じにする値がありません。" in page


def test_odd_cells_are_pointed_at(officer: Client, at: datetime) -> None:
    rows = [
        care_row(1, 定員="約20名", 住所=""),
        care_row(2, 利用可能曜日特記事項="25:00〜26:00"),
        care_row(3, 定員="20名"),
    ]
    plan = planned(as_csv(rows), at)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert plan.flag_counts["capacity_not_read"]["count"] == 1
    assert plan.flag_counts["no_address"]["count"] == 1
    assert plan.flag_counts["time_impossible"]["count"] == 1
    for words in ("定員を数として読めません", "住所がありません", "ない時刻があります"):
        assert words in page


def test_page_report_and_list_say_what_was_ended(officer: Client, at: datetime) -> None:
    imported(as_csv([care_row(number) for number in (1, 2, 3, 4)]), at)
    later = planned(as_csv([care_row(1)]), at, name="jigyosho_110_202512.csv")
    page = officer.get(f"/exchange/{later.id}/").content.decode()
    assert "ファイルにない3件は選んだとおりにする" in page
    first = rows_of(later.id, Outcome.VANISHED)[0]
    choices = {first.id: VanishedChoice.END}
    choose_for_vanished(by=BY, at=at, batch_id=later.id, choices=choices)
    page = officer.get(f"/exchange/{later.id}/").content.decode()
    assert "1件を終わったことにします。2件は残します。" in page
    apply_batch(by=BY, at=at, batch_id=later.id)

    said = "1件を終わったことにしました。2件は残しました。"
    page = officer.get(f"/exchange/{later.id}/").content.decode()
    assert page.count(said) == 2
    assert said in officer.get("/exchange/").content.decode()
    book = load_workbook(io.BytesIO(officer.get(f"/exchange/{later.id}/report.xlsx").content))
    counts = dict(book["まとめ"].iter_rows(values_only=True))
    assert counts["ファイルになく、終わったことにするか消すもの"] == 1


@pytest.mark.parametrize("address", ["焼津市本町2-16-32", "静岡県本町1", "香川県さぬき市志度5385"])
def test_row_of_another_town_is_rejected(officer: Client, at: datetime, address: str) -> None:
    content = workbook(一覧=[group(1, "よその会", address=address), group(2, "この市の会")])
    teach(at, content)
    plan = planned(content, at, name=NAME)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert (plan.added, plan.rejected) == (1, 1)
    assert "取り込む地域（高松市）の外です。" in page


@pytest.mark.parametrize("address", ["番町1-1", "高松市番町1-1", "朝日町2-1", "市"])
def test_row_that_names_no_other_town_comes_in(officer: Client, at: datetime, address: str) -> None:
    content = workbook(一覧=[group(1, "この市の会", address=address)])
    teach(at, content)

    assert planned(content, at, name=NAME).added == 1


def test_refused_file_and_broken_reading_say_what_to_do(officer: Client, at: datetime) -> None:
    refused = planned(b"a\x00b,c\n\x00\x01\n", at, name="こわれた表.csv")
    page = officer.get(f"/exchange/{refused.id}/").content.decode()
    assert "読めませんでした" in page
    assert "台帳は変わっていません。" in page
    assert re.search(r'desk-button--filled"[^>]*>別のファイルを選ぶ', page)
    waiting = receive(as_csv([care_row(1)]), at)
    release_orphans(at=at + timedelta(hours=3))
    page = officer.get(f"/exchange/{waiting}/").content.decode()
    assert "途中で止まりました" in page
    assert re.search(r"desk-button--filled[^>]*>もう一度読む", page)
    assert page.count("もう一度読む</button>") == 1
    assert page.count("desk-button--filled") == 1
    plan_batch(by=BY, at=at, batch_id=waiting)
    again = officer.get(f"/exchange/{waiting}/").content.decode()
    assert "途中で止まりました" not in again
    assert "1件を加える" in again
