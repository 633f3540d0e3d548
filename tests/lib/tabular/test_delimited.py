from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular import DecodeRefused, Encoding, Row, TableRefused, open_table
from yui.lib.tabular.decoding import find_encoding, read_through
from yui.lib.tabular.delimited import find_delimiter
from yui.lib.tabular.delimited import rows as delimited_rows

SHARED = Path(os.environ.get("YUI_SHARED", Path(__file__).parents[3] / ".." / "shared"))
NAMES = "名称,電話番号\r\nふれあいサロン,087-839-2811\r\n"
ONLY_SLOW = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stored"


def refused(path: Path, name: str = "一覧.csv") -> TableRefused:
    with pytest.raises(TableRefused) as caught:
        list(open_table(path, name=name))
    assert str(caught.value).endswith("。")
    return caught.value


@pytest.mark.parametrize(
    ("codec", "encoding"),
    [
        ("utf-8-sig", Encoding.UTF_8_BOM),
        ("utf-8", Encoding.UTF_8),
        ("cp932", Encoding.CP932),
        ("euc_jp", Encoding.EUC_JP),
        ("utf-16", Encoding.UTF_16),
    ],
)
def test_open_table_reads_each_encoding(file: Path, codec: str, encoding: Encoding) -> None:
    file.write_bytes(NAMES.encode(codec))
    table = open_table(file, name="一覧.csv")
    assert table.encoding is encoding
    assert table.delimiter == ","
    assert [sheet.name for sheet in table.sheets] == ["一覧"]
    assert list(table) == [
        Row(1, ("名称", "電話番号")),
        Row(2, ("ふれあいサロン", "087-839-2811")),
    ]


def test_open_table_keeps_the_letters_only_cp932_has(file: Path) -> None:
    letters = "①㈱髙﨑～∥￠ｻﾛﾝ"
    file.write_bytes(f"名称\r\n{letters}\r\n".encode("cp932"))
    assert list(open_table(file, name="a.csv"))[1].cells == (letters,)


def test_open_table_names_the_row_and_byte_it_cannot_decode(file: Path) -> None:
    file.write_bytes("名称\n社協\n".encode("cp932") + b"\x81\x20,1\n")
    error = refused(file)
    assert isinstance(error, DecodeRefused)
    assert (error.row, error.byte) == (3, 10)
    assert "3行目（ファイルの11バイト目）" in str(error)


def test_open_table_holds_a_file_with_a_mark_to_its_promise(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + "名称".encode("cp932"))
    error = refused(file)
    assert isinstance(error, DecodeRefused)
    assert (error.row, error.byte) == (1, 3)


def test_open_table_takes_a_persons_choice_strictly(file: Path) -> None:
    file.write_bytes("ｻﾛﾝｶﾌｴ\n".encode("cp932"))
    table = open_table(file, name="a.csv", encoding=Encoding.CP932)
    assert list(table) == [Row(1, ("ｻﾛﾝｶﾌｴ",))]
    with pytest.raises(DecodeRefused):
        open_table(file, name="a.csv", encoding=Encoding.UTF_8)


def test_find_encoding_refuses_to_choose_between_two_whole_readings(file: Path) -> None:
    file.write_bytes("ｻﾛﾝｶﾌｴ\n".encode("cp932"))
    with pytest.raises(SandboxRefused, match="決められません"):
        find_encoding(file)


@pytest.mark.parametrize("byte", [0x80, 0xA0, 0xFD, 0xFE, 0xFF])
def test_read_through_takes_no_byte_without_a_letter_as_cp932(file: Path, byte: int) -> None:
    file.write_bytes("社協\n髙".encode("cp932") + bytes([byte]))
    reading = read_through(file, Encoding.CP932)
    assert (reading.failed_byte, reading.failed_row) == (7, 2)


@ONLY_SLOW
@given(st.binary(max_size=300), st.sampled_from([Encoding.UTF_8, Encoding.CP932, Encoding.EUC_JP]))
def test_read_through_finds_the_same_first_fault_as_a_whole_decoding(
    tmp_path: Path, data: bytes, encoding: Encoding
) -> None:
    path = tmp_path / "random"
    path.write_bytes(data)
    reading = read_through(path, encoding)
    first_fault = fault_of(data, encoding)
    if encoding is Encoding.CP932:
        # The codec lets bytes pass that have no letter; those stop our reading earlier.
        assert first_fault is None or reading.failed_byte is not None
        assert (reading.failed_byte or 0) <= (first_fault if first_fault is not None else 300)
    else:
        assert reading.failed_byte == first_fault
    if reading.failed_byte is not None:
        assert reading.failed_row == data[: reading.failed_byte].count(b"\n") + 1


def fault_of(data: bytes, encoding: Encoding) -> int | None:
    try:
        data.decode(encoding.value)
    except UnicodeDecodeError as error:
        return error.start
    return None


def test_read_through_is_the_same_across_the_edges_of_pieces(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yui.lib.tabular.decoding._PIECE_BYTES", 3)
    for codec in (Encoding.UTF_8, Encoding.CP932, Encoding.EUC_JP):
        start = "あ\nい\nうえ".encode(codec.value)
        file.write_bytes(start + b"\xff\xff")
        reading = read_through(file, codec)
        assert (reading.failed_byte, reading.failed_row) == (len(start), 3)


@pytest.mark.parametrize(
    ("start", "delimiter"),
    [
        ("a,b,c\n", ","),
        ("a\tb\tc\n", "\t"),
        ("a;b;c\n", ";"),
        ('"a,b,c,d";e;f\n', ";"),
        ("\n\na;b\n", ";"),
        ("名称\n", ","),
        ("a,b;c\n", ","),
    ],
)
def test_find_delimiter_looks_at_the_first_line_outside_quotes(
    file: Path, start: str, delimiter: str
) -> None:
    file.write_text(start)
    assert find_delimiter(file, Encoding.UTF_8) == delimiter


def test_open_table_reads_tabs_by_the_name(file: Path) -> None:
    file.write_text("a,b\tc\n")
    assert list(open_table(file, name="x.TSV")) == [Row(1, ("a,b", "c"))]


def test_open_table_keeps_cells_exactly_and_numbers_rows_as_a_spreadsheet(file: Path) -> None:
    file.write_text('0100,"a\nb",4.00E+12\n\n,,\n x ,"say ""hi""",,\n短い\n', newline="")
    assert list(open_table(file, name="a.csv")) == [
        Row(1, ("0100", "a\nb", "4.00E+12")),
        Row(4, (" x ", 'say "hi"')),
        Row(5, ("短い",)),
    ]


def test_row_cell_is_safe_beyond_the_end() -> None:
    assert Row(1, ("a",)).cell(0) == "a"
    assert Row(1, ("a",)).cell(9) == ""


def test_open_table_leaves_a_nul_in_its_cell_for_the_row_to_be_refused(file: Path) -> None:
    file.write_bytes("名称,a\n社\x00協,b\n".encode())
    assert list(open_table(file, name="a.csv"))[1] == Row(2, ("社\x00協", "b"))


@pytest.mark.parametrize(
    ("text", "row", "sentence"),
    [
        ('a,b\n"c,d\ne,f\n', 2, "閉じていません"),
        ('a,b\n"c"d,e\n', 2, "使い方"),
        ("a,b\n" + "x" * 200_000 + "\n", 2, "長すぎるセル"),
        ("a,b\n" + ",x" * 301 + "\n", 2, "列が多すぎます"),
    ],
)
def test_open_table_explains_a_broken_row(file: Path, text: str, row: int, sentence: str) -> None:
    file.write_text(text)
    error = refused(file)
    assert error.row == row
    assert sentence in str(error)


def test_open_table_refuses_too_many_rows(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("a\n\nb\nc\n")
    monkeypatch.setattr("yui.lib.tabular.delimited.MOST_ROWS_OF_TEXT", 2)
    with pytest.raises(SandboxRefused, match="行が多すぎます") as caught:
        list(delimited_rows(path=str(file), encoding="utf-8", delimiter=","))
    assert caught.value.details == {"row": 4}


def test_open_table_refuses_one_endless_line(file: Path) -> None:
    file.write_bytes(b"x" * 11_000_000)
    assert "長すぎます" in str(refused(file))


@pytest.mark.parametrize(
    ("start", "name", "sentence"),
    [
        (b"", "a.csv", "空です"),
        (b"%PDF-1.7", "a.csv", "PDFは"),
        (b"\x89PNG\r\n", "a.csv", "画像は"),
        (b"\x1f\x8b\x08", "a.csv", "圧縮ファイルは"),
        (b" \n<html><table>", "a.csv", "ウェブページ"),
        (b"<?xml version='1.0'?>", "a.csv", "ウェブページ"),
        (b"a,b\n", "a.xlsx", "名前と中身"),
        (b"a,b\n", "a.xls", "「.xls」のファイルは読めません"),
        (b"a\x00b\x00", "a.csv", "文字のファイルではありません"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "古い形式"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "パスワード",
        ),
    ],
)
def test_open_table_refuses_other_files_with_a_sentence(
    file: Path, start: bytes, name: str, sentence: str
) -> None:
    file.write_bytes(start)
    assert sentence in str(refused(file, name))


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=8)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6))
def test_rows_read_back_what_the_csv_module_wrote(tmp_path: Path, table: list[list[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(table)
    path = tmp_path / "written"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    batches = delimited_rows(path=str(path), encoding="utf-8", delimiter=",")
    read = {number: cells for batch in batches for number, _, cells in batch}
    for number, cells in enumerate(table, 1):
        while cells and not cells[-1].strip():
            cells.pop()
        assert read.get(number, []) == cells


@pytest.mark.shared
def test_open_table_reads_the_files_of_yaizu_and_the_census() -> None:
    if not (SHARED / "data").exists():
        pytest.skip("../shared/data is absent")
    paths = [
        *sorted((SHARED / "data/yaizu").glob("*.csv"))[:5],
        SHARED / "data/national/SSDSE-A-2026.csv",
    ]
    encodings = set()
    for path in paths:
        table = open_table(path, name=path.name)
        encodings.add(table.encoding)
        assert len(next(iter(table)).cells) > 3
    assert Encoding.CP932 in encodings
