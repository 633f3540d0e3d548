"""What is taken away opens as a workbook and as JSON, with the same in both."""

from __future__ import annotations

import io
import json
import zipfile

from openpyxl import load_workbook

from yui.lib.takeout import HeldTable, packed

TABLES = (
    HeldTable("利用者", ("項目", "内容"), (("名前", "=見本"), ("電話", "0100"))),
    HeldTable("招待", ("名前",), ()),
)


def test_both_forms_hold_every_table() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(TABLES, about={"だれの": "番号 1"}))) as archive:
        told = json.loads(archive.read("内容.json"))
        book = load_workbook(io.BytesIO(archive.read("内容.xlsx")))

    assert told["about"] == {"だれの": "番号 1"}
    assert told["tables"][0] == {
        "title": "利用者",
        "rows": [{"項目": "名前", "内容": "=見本"}, {"項目": "電話", "内容": "0100"}],
    }
    assert told["tables"][1]["rows"] == []
    assert book.sheetnames == ["この書類について", "利用者", "招待"]
    cell = book["利用者"]["B2"]
    assert (cell.value, cell.data_type) == ("=見本", "s")
    assert book["利用者"]["B3"].value == "0100"


def test_the_same_tables_give_the_same_json() -> None:
    archives = [zipfile.ZipFile(io.BytesIO(packed(TABLES, about={}))) for _each in range(2)]

    assert len({each.read("内容.json") for each in archives}) == 1
