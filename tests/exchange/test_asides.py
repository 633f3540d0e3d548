"""Notes, sums and headings between the rows are shown as what they are, and become no record."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from tests.exchange.builders import CITY, as_csv, care_row, planned
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.exchange.queries import rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
NOTE = "※雨の日はお休みの会があります。"
EMPTY = ("",) * 8


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def test_notes_and_sums_of_a_sheet_are_shown_and_not_rejected(
    officer: Client, at: datetime
) -> None:
    rows = [
        ("【東部】", "", *EMPTY),
        group(1, "ひだまり会"),
        group(2, "なかよし会"),
        ("合計", "2か所", *EMPTY),
        ("", NOTE, *EMPTY),
        ("", "（注1）会場は変わることがあります。", *EMPTY),
    ]
    table = workbook(東部=rows)
    teach(at, table)
    plan = planned(table, at, name=NAME)

    assert (plan.added, plan.rejected, plan.row_count) == (2, 0, 2)
    assert [words for _, words, _ in plan.asides] == [
        "【東部】",
        "合計　2か所",
        NOTE,
        "（注1）会場は変わることがあります。",
    ]
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "注や合計の4行は、入れません。" in page
    assert NOTE in page
    report = officer.get(f"/exchange/{plan.id}/report.xlsx").content
    assert load_workbook(io.BytesIO(report))["注や合計の行"]["B4"].value == NOTE


def test_entries_are_not_taken_for_notes(at: datetime) -> None:
    rows = [
        group(1, "※休み中 ひだまり会"),
        group(2, "計画相談の会"),
        ("", "ひとりの会", *EMPTY),
        ("", "", "", "", "", "", "香川県高松市番町1-1", "", "", ""),
    ]
    table = workbook(東部=rows)
    teach(at, table)
    plan = planned(table, at, name=NAME)

    names = [row.name for row in rows_of(plan.id, Outcome.ADD)]
    assert names == ["※休み中 ひだまり会", "計画相談の会", "ひとりの会"]
    assert (plan.asides, plan.rejected) == ((), 1)


def test_command_names_the_notes(at: datetime, tmp_path: Path, capsys: Any) -> None:
    note = dict.fromkeys(care_row(1), "") | {"No": NOTE}
    file = tmp_path / "jigyosho_110_202506.csv"
    file.write_bytes(as_csv([care_row(1), note]))
    call_command("import_list", str(file), area="37201", plan_only=True, json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["notes"] == [{"row": 3, "words": NOTE}]
    assert (said["add"], said["rejected"]) == (1, 0)
