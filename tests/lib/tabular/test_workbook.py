from __future__ import annotations

import os
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from yui.lib.tabular import Encoding, Row, Sheet, TableRefused, open_table

from .files import MAIN, OFFICE, parts, relations, text_cell, text_row, write

SHARED = Path(os.environ.get("YUI_SHARED", Path(__file__).parents[3] / ".." / "shared"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "stored"


def read(path: Path, name: str = "一覧.xlsx") -> list[Row]:
    return list(open_table(path, name=name))


def refused(path: Path, sentence: str, name: str = "一覧.xlsx") -> TableRefused:
    began = time.monotonic()
    with pytest.raises(TableRefused, match=sentence) as caught:
        read(path, name)
    assert str(caught.value).endswith("。")
    assert time.monotonic() - began < 5
    return caught.value


def test_open_table_reads_what_xlsxwriter_writes(file: Path) -> None:
    with xlsxwriter.Workbook(file) as workbook:
        day = workbook.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        code = workbook.add_format({"num_format": "000000"})
        sheet = workbook.add_worksheet("サロン")
        sheet.write_row(0, 0, ["名称", "番号", "日付", "緯度", "あり"])
        sheet.write_string(2, 0, "ふれあい\nサロン")
        sheet.write_number(2, 1, 92011, code)
        sheet.write_number(2, 2, 46349, day)
        sheet.write_number(2, 3, 35.681236)
        sheet.write_boolean(2, 4, True)
        sheet.write_string(3, 1, "0100")
        workbook.add_worksheet("空")
    table = open_table(file, name="一覧.xlsx")
    assert table.encoding is Encoding.XLSX
    assert [sheet.name for sheet in table.sheets] == ["サロン", "空"]
    assert list(table) == [
        Row(1, ("名称", "番号", "日付", "緯度", "あり")),
        Row(3, ("ふれあい\nサロン", "092011", "2026-11-23", "35.681236", "TRUE")),
        Row(4, ("", "0100")),
    ]
    assert list(table.rows(1)) == []


def test_open_table_reads_what_openpyxl_writes_and_repeats_merged_cells(file: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "圏域"
    for row in (["会場", None, "電話"], ["名称", "住所", None], ["東部", "サロン", "1"]):
        sheet.append(row)
    sheet.append([None, "体操", "=1+1"])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    sheet.merge_cells("A3:A4")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["B"].hidden = True
    secret = workbook.create_sheet("控え")
    secret.sheet_state = "hidden"
    workbook.save(file)
    table = open_table(file, name="一覧.xlsx")
    assert table.sheets == (
        Sheet("圏域", False, 1, 1, 1, 3, ("A1:B1", "A3:A4", "C1:C2")),
        Sheet("控え", hidden=True),
    )
    assert list(table) == [
        Row(1, ("会場", "会場", "電話")),
        Row(2, ("名称", "住所", "電話")),
        Row(3, ("東部", "サロン", "1")),
        Row(4, ("東部", "体操"), hidden=True),
    ]


def test_open_table_reads_the_first_sheet_that_is_shown(file: Path) -> None:
    found = parts(text_row(1, "控え"))
    found["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="隠" sheetId="1" state="veryHidden" r:id="r1"/>'
        '<sheet name="表" sheetId="2" r:id="r2"/></sheets></workbook>'
    )
    found["xl/_rels/workbook.xml.rels"] = relations(
        ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "/xl/two.xml")
    )
    found["xl/two.xml"] = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{text_row(5, "表の行")}</sheetData></worksheet>'
    )
    assert read(write(file, found)) == [Row(5, ("表の行",))]


def test_open_table_leaves_furigana_out_and_joins_rich_text(file: Path) -> None:
    strings = (
        "<si><t>高松</t><rPh sb='0' eb='2'><t>タカマツ</t></rPh></si>"
        "<si><r><t>ふれあい</t></r><r><t xml:space='preserve'> サロン_x000D_</t></r></si>"
    )
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
    cells += '<c r="C1" t="s"><v>99</v></c><c r="D1" t="str"><f>A1</f><v>式</v></c>'
    cells += '<c r="E1" t="e"><v>#N/A</v></c></row>'
    assert read(write(file, parts(cells, strings=strings))) == [
        Row(1, ("高松", "ふれあい サロン\r", "", "式", "#N/A"))
    ]


def test_open_table_reads_cells_without_references_and_the_strict_edition(file: Path) -> None:
    cells = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='7'><c r='C7'><v>3</v></c></row>"
    found = parts(cells)
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    found = {name: text.replace(MAIN, strict) for name, text in found.items()}
    assert read(write(file, found)) == [Row(1, ("1", "2")), Row(7, ("", "", "3"))]


def test_open_table_takes_a_far_cell_cheaply(file: Path) -> None:
    far = text_row(1, "名称") + f'<row r="1048576">{text_cell("B1048576", "遠い")}</row>'
    lying = parts(far)
    lying["xl/worksheets/sheet1.xml"] = lying["xl/worksheets/sheet1.xml"].replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    began = time.monotonic()
    assert read(write(file, lying)) == [Row(1, ("名称",)), Row(1048576, ("", "遠い"))]
    assert time.monotonic() - began < 3


def test_open_table_ignores_styled_empty_cells_far_out(file: Path) -> None:
    cells = f'<row r="1">{text_cell("A1", "名称")}<c r="XFD1" s="1"/></row>'
    assert read(write(file, parts(cells))) == [Row(1, ("名称",))]


def test_open_table_refuses_a_value_in_the_last_column(file: Path) -> None:
    cells = f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>'
    assert refused(write(file, parts(cells)), "列が多すぎます").row == 1048576


def test_open_table_refuses_too_many_rows(file: Path) -> None:
    cells = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, 50_002))
    assert refused(write(file, parts(cells)), "行が多すぎます").row == 50_001


def test_open_table_refuses_row_numbers_beyond_the_last(file: Path) -> None:
    refused(write(file, parts('<row r="99999999999"><c><v>1</v></c></row>')), "行の番号")


def test_open_table_fills_a_merge_of_everything_within_the_width(file: Path) -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    found = parts(text_row(1, "題") + text_row(2, "", "b"), after=merged)
    assert read(write(file, found)) == [Row(1, ("題", "題")), Row(2, ("題", "題"))]


def test_open_table_refuses_countless_merges(file: Path) -> None:
    merged = '<mergeCell ref="A1:B1"/>' * 10_001
    found = parts(text_row(1, "題"), after=f"<mergeCells>{merged}</mergeCells>")
    refused(write(file, found), "結合したセルが多すぎます")


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE w [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
def test_open_table_refuses_document_types(file: Path, declaration: str, part: str) -> None:
    found = parts(text_row(1, "名称"))
    found[part] = declaration + found[part]
    refused(write(file, found), "許されない宣言")


def test_open_table_refuses_an_entity_bomb_in_the_strings(file: Path) -> None:
    laughs = '<!ENTITY l0 "lol">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    found = parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings="<si><t>&l9;</t></si>")
    found["xl/sharedStrings.xml"] = f"<!DOCTYPE sst [{laughs}]>" + found["xl/sharedStrings.xml"]
    refused(write(file, found), "許されない宣言")


def test_open_table_refuses_a_zip_bomb_by_its_sizes(file: Path) -> None:
    found = parts(text_row(1, "名称"))
    found["xl/media/zeros.bin"] = "0" * (30 << 20)
    refused(write(file, found), "開くと大きすぎます")


def test_open_table_refuses_many_megabytes_in_all(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts(text_row(1, "名称")).items():
            archive.writestr(name, text)
        for number in range(3):
            info = zipfile.ZipInfo(f"{number}.bin")
            archive.writestr(info, os.urandom(1 << 10))
    data = bytearray(file.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 20 : at + 28] = struct.pack("<LL", 100 << 20, 201 << 20)
    file.write_bytes(data)
    refused(file, "開くと大きすぎます")


def test_open_table_refuses_a_bomb_that_lies_about_its_size(file: Path) -> None:
    found = parts("")
    found["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}">' + " " * (40 << 20)
    write(file, found)
    data = bytearray(file.read_bytes())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = struct.pack("<L", 1000)
    file.write_bytes(data)
    refused(file, "壊れています")


def test_open_table_refuses_thousands_of_entries(file: Path) -> None:
    found = parts(text_row(1, "名称")) | {f"x{number}": "" for number in range(2000)}
    refused(write(file, found), "開くと大きすぎます")


def test_open_table_refuses_overlapping_entries(file: Path) -> None:
    write(file, parts(text_row(1, "名称")) | {"xl/a.xml": "<a/>", "xl/b.xml": "<b/>"})
    data = bytearray(file.read_bytes())
    first = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02"))
    offsets = []
    at = first
    while data[at : at + 4] == b"PK\x01\x02":
        offsets.append(at + 42)
        at += 46 + sum(struct.unpack("<HHH", data[at + 28 : at + 34]))
    data[offsets[-1] : offsets[-1] + 4] = data[offsets[-2] : offsets[-2] + 4]
    file.write_bytes(data)
    refused(file, "ふつうではない")


def test_open_table_refuses_a_header_that_tells_another_name(file: Path) -> None:
    write(file, parts(text_row(1, "名称")) | {"xl/a.xml": "<a/>"})
    data = bytearray(file.read_bytes())
    at = data.index(b"xl/a.xml")
    data[at : at + 8] = b"xl/b.xml"
    file.write_bytes(data)
    refused(file, "ふつうではない")


def test_open_table_refuses_something_before_the_archive(file: Path) -> None:
    write(file, parts(text_row(1, "名称")))
    file.write_bytes(b"PK\x03\x04" + b"\0" * 96 + file.read_bytes())
    refused(file, "ふつうではない|壊れています")


@pytest.mark.parametrize("name", ["../evil", "xl/../../evil", "/evil", "C:evil", "xl\\..\\evil"])
def test_open_table_refuses_names_that_lead_away(file: Path, name: str) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in parts(text_row(1, "名称")).items():
            archive.writestr(part, text)
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, "x")
    refused(file, "ふつうではない")


def test_open_table_refuses_repeated_names(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in parts(text_row(1, "名称")).items():
            archive.writestr(part, text)
        archive.writestr("XL/workbook.xml", "<x/>")
    refused(file, "ふつうではない")


def test_open_table_refuses_links(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        for part, text in parts(text_row(1, "名称")).items():
            archive.writestr(part, text)
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    refused(file, "ふつうではない")


def test_open_table_refuses_locked_entries(file: Path) -> None:
    write(file, parts(text_row(1, "名称")))
    data = bytearray(file.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    file.write_bytes(data)
    refused(file, "パスワード")


@pytest.mark.parametrize(
    ("extra", "name", "sentence"),
    [
        ({"xl/workbook.bin": "x"}, "a.xlsx", "xlsb"),
        ({"xl/vbaProject.bin": "x"}, "a.xlsx", "マクロ"),
        ({"202606.csv": "x"}, "a.xlsx", "圧縮されています"),
        ({}, "a.xlsm", "「.xlsm」のファイルは読めません"),
        ({}, "a.csv", "名前と中身"),
    ],
)
def test_open_table_refuses_other_archives_with_a_sentence(
    file: Path, extra: dict[str, str], name: str, sentence: str
) -> None:
    refused(write(file, parts(text_row(1, "名称")) | extra), sentence, name)


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "xl/workbook.xml", "_rels/.rels"])
def test_open_table_refuses_an_archive_without_a_workbook(file: Path, missing: str) -> None:
    found = parts(text_row(1, "名称"))
    del found[missing]
    refused(write(file, found), "ではありません|壊れています")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_open_table_refuses_broken_markup(file: Path, part: str) -> None:
    found = parts(text_row(1, "名称"))
    found[part] = found[part][:-5]
    refused(write(file, found), "壊れて")


def test_open_table_refuses_a_torn_file(file: Path) -> None:
    write(file, parts(text_row(1, "名称")))
    file.write_bytes(file.read_bytes()[:300])
    refused(file, "壊れて")


@pytest.mark.shared
def test_open_table_reads_the_workbooks_of_takamatsu() -> None:
    folder = SHARED / "data/takamatsu/xlsx_original"
    if not folder.exists():
        pytest.skip("../shared/data is absent")
    paths = sorted(folder.glob("*.xlsx"))
    assert len(paths) == 6
    for path in paths:
        rows = read(path, path.name)
        ours = [list(row.cells) for row in rows]
        theirs = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = next(s for s in theirs.worksheets if s.sheet_state == "visible")
        sheet.reset_dimensions()
        filled = [list(row) for row in sheet.iter_rows(values_only=True) if any(row)]
        assert len(ours) == len(filled)
        for our_row, their_row in zip(ours, filled, strict=True):
            texts = {cell.strip() for cell in their_row if isinstance(cell, str) and cell.strip()}
            assert texts <= {cell.strip() for cell in our_row}
        theirs.close()
