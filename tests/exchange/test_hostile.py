"""Files made to hurt get a sentence; this process stays as it was."""

from __future__ import annotations

import io
import resource
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from tests.exchange.builders import CARE_HEADERS, care_row, planned
from yui.exchange.models import StagingRow
from yui.exchange.queries import rows_of
from yui.exchange.states import BatchState, Outcome

pytestmark = pytest.mark.usefixtures("country")

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def _book(rows: list[dict[str, str]], *, title: str = "一覧") -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(CARE_HEADERS))
    for row in rows:
        sheet.append([row.get(header, "") for header in CARE_HEADERS])
    return book


def _bytes(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with_part(content: bytes, name: str, part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, part if entry.filename == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, part, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_workbook_is_read_like_text(at: datetime) -> None:
    plan = planned(_bytes(_book([care_row(1), care_row(2)])), at, name="一覧.xlsx")

    assert (plan.state, plan.encoding, plan.sheet, plan.added) == (
        BatchState.PLANNED,
        "xlsx",
        "一覧",
        2,
    )


def test_workbook_with_merged_headings_is_matched(at: datetime) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["サロン一覧"])
    sheet.append(["会の名称", "連絡先", "", "場所"])
    sheet.append(["", "電話", "メール", ""])
    sheet.append(["ひだまり会", "087-000-1111", "a@example.jp", "高松市番町1-1"])
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("D2:D3")
    plan = planned(_bytes(book), at, name="サロン.xlsx")

    assert plan.state is BatchState.MATCHING
    assert plan.headers == ("会の名称", "連絡先_電話", "連絡先_メール", "場所")


def test_far_cell_does_not_make_a_million_rows(at: datetime) -> None:
    book = _book([care_row(1)])
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "遠く"
    before = _peak_mb()
    plan = planned(_bytes(book), at, name="far.xlsx")

    assert plan.state in (BatchState.REFUSED, BatchState.PLANNED)
    assert plan.row_count <= 2
    assert plan.state is BatchState.PLANNED or plan.problem.endswith("。")
    assert _peak_mb() - before < 40


@pytest.mark.parametrize(
    "make",
    [
        lambda good: _with_part(good, "xl/worksheets/sheet1.xml", b"<x>" + b" " * 250_000_000),
        lambda good: _with_part(
            good,
            "xl/worksheets/sheet1.xml",
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
            b"<worksheet>&b;</worksheet>",
        ),
        lambda good: good[: len(good) // 2],
        lambda good: b"PK\x03\x04" + b"\0" * 200,
    ],
    ids=["bomb", "entities", "half", "nothing"],
)
def test_hostile_workbook_gets_a_sentence(at: datetime, make: object) -> None:
    content = make(_bytes(_book([care_row(1)])))  # type: ignore[operator] -- a lambda
    before = _peak_mb()
    plan = planned(content, at, name="bad.xlsx")

    assert plan.state is BatchState.REFUSED
    assert plan.problem.endswith("。")
    assert not StagingRow.objects.exists()
    assert _peak_mb() - before < 40


def test_sheet_of_each_sphere_is_read_when_columns_are_known(at: datetime) -> None:
    from tests.exchange.builders import BY
    from yui.exchange.actions import match_columns, plan_batch
    from yui.exchange.queries import get_batch

    book = Workbook()
    for name in ("東部圏域", "西部圏域"):
        sheet = book.create_sheet(name)
        sheet.append(["会の名まえ", "でんわ"])
        sheet.append([f"{name}の会", "087-000-1111"])
    book.remove(book.worksheets[0])
    plan = planned(_bytes(book), at, name="圏域別.xlsx")
    assert plan.state is BatchState.MATCHING
    matches = {"name": "会の名まえ", "phone": "でんわ"}
    match_columns(by=BY, at=at, batch_id=plan.id, matches=matches, sector="daily")
    plan_batch(by=BY, at=at, batch_id=plan.id)

    rows = rows_of(plan.id, Outcome.ADD)
    assert get_batch(BY, plan.id).added == 2
    assert [row.cleaned["values"]["sphere"] for row in rows] == ["東部圏域", "西部圏域"]


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
