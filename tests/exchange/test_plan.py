"""Plans: what each row would become, and what was mended, with nothing changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.exchange.builders import (
    CARE_HEADERS,
    DECEMBER,
    NEIGHBOUR,
    OFFICER,
    as_csv,
    care_row,
    imported,
    planned,
    receive,
)
from yui.directory.actions import change_service
from yui.directory.models import Organization, Service, Source
from yui.exchange.actions import mend_row, plan_batch, receive_file
from yui.exchange.errors import BatchNotFound, FileRefused, FileTooLarge, NotYours
from yui.exchange.models import Batch, ColumnMap, StagingRow
from yui.exchange.pages.told import rejections
from yui.exchange.queries import get_batch, repairs_of, rows_of
from yui.exchange.states import BatchState, Outcome
from yui.journal.models import Entry

pytestmark = pytest.mark.usefixtures("country")


def test_plan_stages_rows_and_changes_nothing(at: datetime) -> None:
    plan = planned(as_csv([care_row(1), care_row(2)]), at)

    assert (plan.state, plan.kind, plan.encoding) == (BatchState.PLANNED, "mhlw_care", "utf-8")
    assert (plan.row_count, plan.added, plan.rejected) == (2, 2, 0)
    assert plan.period_date is not None
    assert plan.period_date.isoformat() == "2025-06-30"
    assert not Service.objects.exists()
    assert not Organization.objects.exists()
    assert not Source.objects.exists()


def test_plan_reads_cp932_and_keeps_its_special_letters(at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 事業所名="髙﨑①㈱")], encoding="cp932"), at)

    assert plan.encoding == "cp932"
    assert rows_of(plan.id, Outcome.ADD)[0].cleaned["values"]["name"] == "髙﨑①㈱"


def test_plan_mends_what_the_cell_proves_and_reports_it(at: datetime) -> None:
    row = care_row(
        1,
        都道府県コード又は市町村コード="37201",
        緯度="134.0466",
        経度="34.3428",
        電話番号="０８７－８３９－２８１１",
        法人番号="4.00E+12",
        利用可能曜日特記事項="月曜日は休み（改行）年末年始も休み<br>です",
        URL="madoguchi@example.jp",
        備考="-",
    )
    plan = planned(as_csv([row]), at)
    found = {entry["rule"]: entry for entry in repairs_of(plan.id)}

    assert set(found) == {
        "check_digit",
        "swapped_point",
        "full_width",
        "broken_number",
        "line_break",
        "mail_in_url",
        "dash_as_empty",
    }
    assert found["check_digit"] == {
        "row": 2,
        "column": "都道府県コード又は市町村コード",
        "rule": "check_digit",
        "from": "37201",
        "to": "372013",
    }
    assert found["swapped_point"]["from"] == "134.0466, 34.3428"
    values = rows_of(plan.id, Outcome.ADD)[0].cleaned["values"]
    assert values["point"] == [34.3428, 134.0466]
    assert values["phones"][0]["number"] == "087-839-2811"
    assert values["organization"]["corporate_number"] == ""
    assert values["email"] == "madoguchi@example.jp"


def test_plan_never_invents_a_point(at: datetime) -> None:
    rows = [
        care_row(1, 緯度="0", 経度="0"),
        care_row(2, 緯度="", 経度=""),
        care_row(3, 緯度="369.56", 経度="134.0"),
        care_row(4, 緯度="0..", 経度="134.0"),
    ]
    plan = planned(as_csv(rows), at)

    points = [row.cleaned["values"]["point"] for row in rows_of(plan.id, Outcome.ADD)]
    assert points == [None, None, None, None]
    assert [entry["rule"] for entry in repairs_of(plan.id)] == [
        "point_missing",
        "point_dropped",
        "point_dropped",
    ]


def test_plan_flags_points_far_away_and_keeps_them(at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 緯度="35.6940", 経度="139.7536")]), at)

    row = rows_of(plan.id, Outcome.ADD)[0]
    assert [flag["flag"] for flag in row.flags] == ["other_prefecture"]
    assert row.cleaned["values"]["point"] == [35.694, 139.7536]
    assert plan.flag_counts["other_prefecture"]["count"] == 1


def test_plan_rejects_rows_with_a_reason_in_japanese(at: datetime) -> None:
    rows = [
        care_row(1, 事業所名=""),
        care_row(2, 都道府県コード又は市町村コード="222127", 住所="静岡県焼津市本町2-16-32"),
        care_row(3),
        care_row(3, 備考="二度目"),
        care_row(5, 事業所名="あ" * 161),
        care_row(6, 事業所名="壊れた\x07名前"),
    ]
    plan = planned(as_csv(rows), at)

    assert [(entry["row"], entry["reason"]) for entry in rejections(plan)] == [
        (2, "名前がありません。"),
        (3, "静岡県焼津市の行です。取り込む地域（高松市）の外です。"),
        (5, "4行目と同じ番号の行です。"),
        (6, "事業所名が長すぎます（161字）。160字までです。"),
        (7, "事業所名の4文字目に、使えない文字（制御文字、U+0007）があります。"),
    ]
    assert (plan.added, plan.rejected) == (1, 5)


def test_plan_says_same_change_vanished_and_keeps_hand_edits(at: datetime) -> None:
    imported(as_csv([care_row(number) for number in range(1, 5)]), at)
    edited = Service.objects.get(name="見本ヘルパー3")
    change_service(
        by=OFFICER, at=at + timedelta(days=1), service_id=edited.id, changes={"kana": "てなおし"}
    )
    newer = [
        care_row(1),
        care_row(2, 電話番号="087-111-2222"),
        care_row(3, 事業所名カナ="アタラシイ"),
        care_row(9),
    ]
    plan = planned(as_csv(newer), at + timedelta(days=2), period_date=DECEMBER)

    assert (plan.added, plan.changed, plan.same, plan.vanished) == (1, 1, 2, 1)
    changed = rows_of(plan.id, Outcome.CHANGE)[0]
    assert changed.changed_fields == ("phones",)
    assert changed.before["values"]["phones"][0]["number"] == "087-000-0002"
    kept = next(row for row in rows_of(plan.id, Outcome.SAME) if row.kept_fields)
    assert (kept.name, kept.kept_fields) == ("見本ヘルパー3", ("kana",))
    assert rows_of(plan.id, Outcome.VANISHED)[0].name == "見本ヘルパー4"


def test_plan_of_another_service_type_lets_nothing_vanish(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    plan = planned(as_csv([care_row(7, サービスの種類="通所介護")]), at, name="jigyosho_150.csv")

    assert (plan.added, plan.vanished) == (1, 0)


def test_rejected_row_of_a_known_record_does_not_make_it_vanish(at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    plan = planned(as_csv([care_row(1), care_row(2, 住所="い" * 300)]), at)

    assert (plan.same, plan.rejected, plan.vanished) == (1, 1, 0)


def test_plan_of_columns_in_any_order_with_helper_column_and_blank_rows(at: datetime) -> None:
    headers = (*reversed(CARE_HEADERS), "←データの項目名を入力", "市の独自列")
    rows = [care_row(1, 市の独自列="何か"), {"No": "2"}, {"←データの項目名を入力": "←2行目以降"}]
    plan = planned(as_csv(rows, headers), at)

    assert (plan.row_count, plan.added) == (1, 1)
    assert plan.repair_counts["blank_row"]["count"] == 2
    assert plan.repair_counts["helper_column"]["column"] == "←データの項目名を入力"


def test_unknown_table_asks_for_columns_and_remembers_them(at: datetime) -> None:
    table = "サロン一覧,,\n会の名まえ,でんわ,ばしょ\nひだまり会,087-000-1111,高松市番町1-1\n"
    plan = planned(table.encode(), at, name="サロン.csv")
    assert plan.state is BatchState.MATCHING
    assert plan.headers == ("会の名まえ", "でんわ", "ばしょ")

    from yui.exchange.actions import match_columns

    matches = {"name": "会の名まえ", "phone": "でんわ", "address": "ばしょ"}
    match_columns(by=OFFICER, at=at, batch_id=plan.id, matches=matches, sector="daily")
    plan_batch(by=OFFICER, at=at, batch_id=plan.id)
    assert get_batch(OFFICER, plan.id).added == 1
    again = planned(table.encode(), at, name="サロン2.csv")
    assert (again.state, again.kind, again.added) == (BatchState.PLANNED, "spreadsheet", 1)
    assert ColumnMap.objects.count() == 1


def test_mended_row_moves_to_add_and_keeps_the_original_cell(at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 事業所名="")]), at)
    row = rows_of(plan.id, Outcome.REJECTED)[0]

    outcome = mend_row(by=OFFICER, at=at, batch_id=plan.id, row_id=row.id, cell="なおした名前")

    assert outcome is Outcome.ADD
    after = get_batch(OFFICER, plan.id)
    assert (after.added, after.rejected) == (1, 0)
    mended = rows_of(plan.id, Outcome.ADD)[0]
    assert mended.name == "なおした名前"
    assert mended.repairs[-1]["rule"] == "by_hand"
    assert mended.repairs[-1]["from"] == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xe3\x81\x82,\x83\n\xff\xfe\x00", "読めない文字"),
        (b"%PDF-1.7 binary", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ".xls"),
    ],
)
def test_plan_refuses_what_it_cannot_read_with_a_sentence(
    at: datetime, content: bytes, sentence: str
) -> None:
    plan = planned(content, at, name="list.csv")

    assert plan.state is BatchState.REFUSED
    assert sentence in plan.problem
    assert not StagingRow.objects.exists()


def test_receive_refuses_a_stranger_an_empty_and_a_too_large_file(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotYours):
        receive(b"x", at, by=NEIGHBOUR)
    with pytest.raises(FileRefused, match="空"):
        receive(b"", at)
    monkeypatch.setattr("yui.exchange.actions.receiving.MOST_BYTES", 10)
    before = _files()
    with pytest.raises(FileTooLarge):
        receive(b"x" * 11, at)

    assert _files() == before
    assert not Batch.objects.exists()
    assert not Entry.objects.filter(object_type="exchange.batch").exists()


def test_get_batch_is_hidden_from_the_neighbour(at: datetime) -> None:
    batch_id = receive(as_csv([care_row(1)]), at)

    with pytest.raises(BatchNotFound):
        get_batch(NEIGHBOUR, batch_id)
    with pytest.raises(NotYours):
        plan_batch(by=NEIGHBOUR, at=at, batch_id=batch_id)


def test_receive_keeps_a_hostile_name_as_words_only(at: datetime) -> None:
    batch_id = receive_file(
        by=OFFICER,
        at=at,
        area_path="37/37201/",
        file_name="../../etc/pass\x00wd\u202e.csv",
        pieces=[b"a,b\n"],
    )

    batch = Batch.objects.get(id=batch_id)
    assert batch.file_name == "passwd.csv"
    assert batch.stored_name.endswith(".upload")
    assert "/" not in batch.stored_name


def _files() -> set[str]:
    from yui.exchange.actions.receiving import import_directory

    return {entry.name for entry in import_directory().iterdir()}
