"""`yui import` and `yui import-undo` (trust.md H11)."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.exchange.builders import as_csv, care_row
from yui.directory.models import Service
from yui.exchange.models import Batch

pytestmark = pytest.mark.usefixtures("country")

_KEYS = {
    "kind",
    "encoding",
    "rows",
    "add",
    "change",
    "same",
    "vanished",
    "rejected",
    "repairs",
    "rejections",
    "batch",
}


def _import(path: Path, *more: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_list", str(path), "--area", "37201", "--json", *more, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_plan_only_prints_the_plan_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "jigyosho_110.csv"
    path.write_bytes(as_csv([care_row(1, 備考="-"), care_row(2, 事業所名="")]))
    plan = _import(path, "--plan-only")

    assert set(plan) >= _KEYS
    assert (plan["rows"], plan["add"], plan["rejected"]) == (2, 1, 1)
    assert plan["repairs"] == [
        {"row": 2, "column": "備考", "rule": "dash_as_empty", "from": "-", "to": ""}
    ]
    assert plan["rejections"] == [
        {"row": 3, "name": "", "column": "事業所名", "cell": "", "reason": "名前がありません。"}
    ]
    assert not Service.objects.exists()


def test_import_applies_and_undo_takes_it_back(tmp_path: Path) -> None:
    path = tmp_path / "jigyosho_110.csv.gz"
    path.write_bytes(gzip.compress(as_csv([care_row(1)])))
    plan = _import(path, "--period", "2025年6月末")
    assert plan["period"] == "2025-06-30"
    assert Service.objects.count() == 1
    call_command("import_undo", plan["batch"], stdout=StringIO())

    assert not Service.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--area", "99999"], "見つかりません"),
        (["--area", "37201", "--as", "no_such_kind"], "使える種類"),
        (["--area", "37201", "--period", "令和100年13月"], "日付"),
    ],
)
def test_import_refuses_with_a_sentence(
    tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(as_csv([care_row(1)]))
    with pytest.raises(CommandError, match=sentence):
        call_command("import_list", str(path), *arguments, stdout=StringIO())

    assert not Batch.objects.exists()


def test_import_refuses_missing_broken_and_unknown_files(tmp_path: Path) -> None:
    for name, content, sentence in (
        ("missing.csv", None, "見つかりません"),
        ("broken.csv.gz", b"\x1f\x8bnot gzip", "壊れている"),
        ("unknown.csv", "あ,い\n1,2\n".encode(), "列が何か"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(CommandError, match=sentence):
            call_command("import_list", str(path), "--area", "37201", stdout=StringIO())
    for words in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(CommandError):
            call_command("import_undo", words, stdout=StringIO())


def _said(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("import_list", str(path), "--area", "37201", *more, stdout=out)
    return out.getvalue()


def test_plan_says_what_would_change_and_why(tmp_path: Path) -> None:
    path = tmp_path / "jigyosho_110.csv"
    path.write_bytes(as_csv([care_row(1), care_row(2)]))
    _import(path)
    rows = [care_row(1, 電話番号="087-000-9999"), care_row(2, 備考="-"), care_row(3, 事業所名="")]
    path.write_bytes(as_csv(rows))
    said = _said(path, "--plan-only")

    assert "4行目 （名前なし） ［事業所名「」］名前がありません。" in said
    assert "2行目 見本ヘルパー1 電話（087-000-0001 → 087-000-9999）" in said
    assert "「-」を空白にしました（1か所）たとえば 3行目 備考「-」→「」" in said
    changed = _import(path, "--plan-only")["changes"]
    assert [each["row"] for each in changed] == [2]
    assert changed[0]["changed"]["phones"]["to"][0]["number"] == "087-000-9999"


def test_plan_of_many_rows_is_cut_and_leads_to_json(tmp_path: Path) -> None:
    path = tmp_path / "jigyosho_110.csv"
    path.write_bytes(as_csv([care_row(number, 事業所名="") for number in range(1, 31)]))
    said = _said(path, "--plan-only")

    assert said.count("名前がありません。") == 20
    assert "ほか 10行。全部は --json で出ます" in said


def test_unknown_table_says_where_its_columns_are_matched(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("あ,い\n1,2\n", encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        _said(path, "--plan-only")

    assert f"/exchange/{Batch.objects.get().id}/columns/" in str(refused.value)
