"""Every sheet of a workbook is read, or named with the reason why it is not."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from tests.exchange.builders import BY, CITY, planned, receive
from tests.exchange.own_tables import (
    LOWER,
    MATCHES,
    NAME,
    UPPER,
    bytes_of,
    group,
    teach,
    workbook,
)
from tests.exchange.test_views import _signed_in
from yui.areas.actions import create_area
from yui.areas.states import Tier
from yui.directory.formats import suggested_fields
from yui.directory.models import Location, Source
from yui.exchange.actions import apply_batch, plan_batch
from yui.exchange.queries import get_batch, rows_of
from yui.exchange.states import BatchState, Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

TWO = workbook(東部=[group(1, "ひだまり会")], 西部=[group(1, "つつみ会"), group(2, "やなぎ会")])


def test_unknown_workbook_offers_the_right_fields_and_the_sheets_as_spheres(at: datetime) -> None:
    plan = planned(TWO, at, name=NAME)

    assert plan.state is BatchState.MATCHING
    guessed = suggested_fields(plan.headers)
    assert {name: plan.headers[index] for index, name in guessed.items()} == MATCHES
    assert plan.layout["samples"][0][-1] == "東部"
    assert plan.title == "高松市 通いの場一覧"


def test_every_sheet_is_read_and_its_name_becomes_the_sphere(at: datetime) -> None:
    for segment, name in (("e", "東部"), ("w", "西部圏域")):
        create_area(by=BY, at=at, parent_path=CITY, segment=segment, tier=Tier.SPHERE, name=name)
    teach(at, TWO)
    plan = planned(TWO, at, name=NAME)

    assert (plan.added, plan.rejected, plan.sheets) == (3, 0, {"東部": 1, "西部": 2})
    assert plan.period_date == date(2026, 5, 31)
    rows = rows_of(plan.id, Outcome.ADD)
    assert {(row.name, row.sheet) for row in rows} == {
        ("ひだまり会", "東部"),
        ("つつみ会", "西部"),
        ("やなぎ会", "西部"),
    }
    apply_batch(by=BY, at=at, batch_id=plan.id)
    spheres = Location.objects.values_list("sphere__name", flat=True)
    assert sorted(name or "" for name in spheres) == ["東部", "西部圏域", "西部圏域"]
    again = planned(TWO, at, name=NAME)
    assert (again.same, again.added, again.changed) == (3, 0, 0)


def test_sheets_that_are_not_read_are_named_with_the_reason(at: datetime) -> None:
    book = load_workbook(io.BytesIO(TWO))
    for name, rows in (
        ("はじめに", ["使いかた"]),
        ("集計", ["圏域", "数"]),
        ("記入例", list(UPPER)),
    ):
        book.create_sheet(name, 0).append(rows)
    book["記入例"].append(list(LOWER))
    book.create_sheet("作業用").sheet_state = "hidden"
    book.create_sheet("白紙")
    teach(at, TWO)
    plan = planned(bytes_of(book), at, name=NAME)

    assert (plan.state, plan.added) == (BatchState.PLANNED, 3)
    reasons = dict(plan.skipped)
    assert set(reasons) == {"はじめに", "集計", "記入例", "作業用", "白紙"}
    assert "見出しが、読むシートとちがいます" in reasons["集計"]
    assert "記入の例" in reasons["記入例"]
    assert "非表示" in reasons["作業用"]
    assert "空のシート" in reasons["白紙"]
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "シート5枚は、読んでいません。" in page
    assert reasons["集計"] in page
    report = officer.get(f"/exchange/{plan.id}/report.xlsx").content
    sheet = load_workbook(io.BytesIO(report))["シート"]
    assert ("集計", 0, reasons["集計"]) in set(sheet.values)


def test_sheet_with_other_columns_is_read_under_the_common_heading(at: datetime) -> None:
    book = Workbook()
    book.worksheets[0].title = "東部"
    for row in (["会の名称", "電話"], ["ひだまり会", "087-000-1111"]):
        book.worksheets[0].append(row)
    other = book.create_sheet("西部")
    for row in (["電話", "会の名称", "内容"], ["087-000-2222", "つつみ会", "体操"]):
        other.append(row)
    content = bytes_of(book)
    teach(at, content, {"name": "会の名称", "phone": "電話"})
    plan = planned(content, at, name=NAME)

    assert plan.headers == ("電話", "会の名称", "内容", "シートの名前")
    found = {row.name: row.cleaned["values"]["phones"][0] for row in rows_of(plan.id, Outcome.ADD)}
    assert found["つつみ会"]["number"] == "087-000-2222"


def test_numbers_that_last_are_the_same_in_a_workbook_of_many_sheets(at: datetime) -> None:
    from tests.exchange.builders import CARE_HEADERS, as_csv, care_row, imported

    imported(as_csv([care_row(1), care_row(2)]), at, name="jigyosho_202506.csv")
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, name in ((1, "東部"), (2, "西部")):
        sheet = book.create_sheet(name)
        sheet.append(list(CARE_HEADERS))
        sheet.append([care_row(number).get(header, "") for header in CARE_HEADERS])
    plan = planned(bytes_of(book), at, name="jigyosho_202506.xlsx")

    assert (plan.same, plan.added, plan.rejected) == (2, 0, 0)


def test_sheet_of_another_list_is_left_out_by_name(at: datetime) -> None:
    from tests.exchange.builders import CARE_HEADERS, care_row
    from tests.exchange.kayoinoba import kayoinoba_file

    book = Workbook()
    book.worksheets[0].title = "事業所"
    book.worksheets[0].append(list(CARE_HEADERS))
    book.worksheets[0].append([care_row(1).get(header, "") for header in CARE_HEADERS])
    lines = kayoinoba_file(3).content.decode("utf-8-sig").splitlines()
    other = book.create_sheet("通いの場")
    other.append(lines[0].split(","))
    batch_id = receive(bytes_of(book), at, name="二つの一覧.xlsx")
    plan_batch(by=BY, at=at, batch_id=batch_id)

    plan = get_batch(BY, batch_id)
    assert (plan.kind, plan.added) == ("mhlw_care", 1)
    assert plan.skipped[0][0] == "通いの場"
    assert "別の種類の一覧です" in plan.skipped[0][1]


def test_workbook_is_named_by_its_list_and_not_by_one_sheet(at: datetime) -> None:
    book = load_workbook(io.BytesIO(TWO))
    for sheet in book.worksheets:
        sheet["A1"] = f"令和8年度 高松市 地域の支え合い活動一覧（{sheet.title}圏域）"
    content = bytes_of(book)
    plan = planned(content, at, name=NAME)
    assert plan.title == "高松市 地域の支え合い活動一覧"

    teach(at, content)
    batch = planned(content, at, name=NAME)
    assert batch.title == "高松市 地域の支え合い活動一覧"
    apply_batch(by=BY, at=at, batch_id=batch.id)
    assert "圏域" not in Source.objects.get().credit
