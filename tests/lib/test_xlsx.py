from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yui.lib.tabular import open_table, workbook
from yui.lib.xlsx import Column, ColumnKind, Page, WorkbookRefused, sheet_names, write_workbook

COLUMNS = (
    Column("名称", width=30),
    Column("番号"),
    Column("定員", ColumnKind.NUMBER, 8),
    Column("確認日", ColumnKind.DATE, 12),
)
ROWS = [
    ("=1+1", "0100", 20, date(2026, 11, 10)),
    ("https://x.jp/", "1310110049", 12.5, None),
    ("@SUM(A1)", "", 0, date(2019, 5, 1)),
]


def test_write_workbook_writes_strings_and_never_formulas() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([Page("一覧", COLUMNS, ROWS)])))
    sheet = book["一覧"]
    assert [cell.value for cell in sheet[1]] == ["名称", "番号", "定員", "確認日"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert [cell.data_type for cell in sheet[2]] == ["s", "s", "n", "d"]
    assert sheet["B2"].value == "0100"
    assert sheet["B2"].number_format == "@"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_write_workbook_is_read_back_by_our_own_reader(tmp_path: Path) -> None:
    path = tmp_path / "stored"
    path.write_bytes(write_workbook([Page("一覧", COLUMNS, ROWS)]))
    assert [row.cells for row in open_table(path, name="一覧.xlsx")] == [
        ("名称", "番号", "定員", "確認日"),
        ("=1+1", "0100", "20", "2026-11-10"),
        ("https://x.jp/", "1310110049", "12.5"),
        ("@SUM(A1)", "", "0", "2019-05-01"),
    ]


def test_write_workbook_gives_the_same_bytes_at_another_time() -> None:
    first = write_workbook([Page("一覧", COLUMNS, ROWS)])
    time.sleep(2.1)  # the clock of a zip archive ticks every two seconds
    assert write_workbook([Page("一覧", COLUMNS, ROWS)]) == first


def test_write_workbook_refuses_what_the_format_would_drop() -> None:
    with pytest.raises(WorkbookRefused, match="2行目に、長すぎる文章"):
        write_workbook([Page("一覧", COLUMNS[:1], [("x" * 32_768,)])])
    with pytest.raises(WorkbookRefused, match="2行目に、使えない文字"):
        write_workbook([Page("一覧", COLUMNS[:1], [("\ud800",)])])
    with pytest.raises(ValueError, match="zip"):
        write_workbook([Page("一覧", COLUMNS, [("a",)])])


@pytest.mark.parametrize(
    ("names", "clean"),
    [
        (["東部", "東部"], ["東部", "東部_2"]),
        (["a/b:c*", "'x'"], ["a・b・c・", "x"]),
        (["", "x" * 40], ["シート", "x" * 31]),
        (["A" * 40, "a" * 40], ["A" * 31, "a" * 29 + "_2"]),
    ],
)
def test_sheet_names_are_accepted_and_unlike(names: list[str], clean: list[str]) -> None:
    assert sheet_names(names) == clean


LETTERS = st.characters(codec="utf-8", exclude_characters="\ufffe\uffff")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(LETTERS, max_size=12) | st.just("_x0041_"), max_size=8))
def test_write_workbook_keeps_every_letter(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "stored"
    path.write_bytes(write_workbook([Page("a", (Column("a"),), [(text,) for text in texts])]))
    read = {number: cells[0] for batch in rows_of(path) for number, _, cells in batch if number > 1}
    assert read == {at: text for at, text in enumerate(texts, 2) if text.strip()}


def rows_of(path: Path) -> list[list[tuple[int, bool, list[str]]]]:
    return list(workbook.rows(path=str(path), index=0, width=1, merged=()))


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=4))
def test_sheet_names_never_break_a_workbook(names: list[str]) -> None:
    data = write_workbook([Page(name, (Column("a"),), []) for name in names])
    assert len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames) == len(names)
