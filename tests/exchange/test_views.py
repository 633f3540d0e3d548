"""The staff pages, through the doors people use."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.exchange.builders import BY, CITY, as_csv, care_row, imported, planned
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.directory.models import Service
from yui.exchange.actions import apply_batch, plan_batch
from yui.exchange.models import Batch
from yui.exchange.states import BatchState
from yui.journal.models import Access
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


@pytest.fixture(autouse=True)
def queue(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Jobs are noted, not run: the worker is tested elsewhere."""
    asked: list[tuple[str, str]] = []
    for name in ("plan_later", "apply_later"):
        monkeypatch.setattr(f"yui.exchange.tasks.{name}", _Asked(name, asked))
    return asked


class _Asked:
    def __init__(self, name: str, asked: list[tuple[str, str]]) -> None:
        self.name, self.asked = name, asked

    def enqueue(self, batch_id: str, *who: Any) -> None:
        self.asked.append((self.name, batch_id))


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _signed_in(at: datetime, login: str, role: Role, path: str) -> Client:
    area = Area.objects.get(path=path)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login=login, display_name="試験 太郎", created_at=at)
    Membership.objects.create(user=user, role=role, body=body, area=area)
    client = Client(enforce_csrf_checks=False)
    client.force_login(user)
    return client


def test_upload_makes_a_batch_and_asks_for_its_plan(
    officer: Client, queue: list[tuple[str, str]]
) -> None:
    file = SimpleUploadedFile("jigyosho_110_202506.csv", as_csv([care_row(1)]))
    response = officer.post("/exchange/new/", {"file": file, "kind": "", "openness": ""})

    batch = Batch.objects.get()
    assert response.status_code == 302
    assert response.headers["Location"] == f"/exchange/{batch.id}/"
    assert batch.file_name == "jigyosho_110_202506.csv"
    assert queue == [("plan_later", str(batch.id))]
    waiting = officer.get(f"/exchange/{batch.id}/").content.decode()
    assert "順番を待っています" in waiting
    assert 'http-equiv="refresh"' in waiting


def test_upload_of_too_much_is_413_and_leaves_no_file(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yui.exchange.actions.receiving import import_directory

    monkeypatch.setattr("yui.exchange.forms.MOST_BYTES", 1000)
    before = {entry.name for entry in import_directory().iterdir()}
    file = SimpleUploadedFile("a.csv", b"x" * 5000)
    response = officer.post("/exchange/new/", {"file": file})

    assert response.status_code == 413
    assert "100MBまでに分けてください" in response.content.decode()
    assert {entry.name for entry in import_directory().iterdir()} <= before
    assert not Batch.objects.exists()


def test_upload_without_a_file_or_token_is_refused(officer: Client, at: datetime) -> None:
    response = officer.post("/exchange/new/", {})
    assert response.status_code == 400
    assert "ファイルを選んでください" in response.content.decode()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    file = SimpleUploadedFile("a.csv", as_csv([care_row(1)]))
    assert strict.post("/exchange/new/", {"file": file}).status_code == 403
    assert not Batch.objects.exists()


def test_plan_page_shows_tiles_reasons_and_one_filled_button(officer: Client, at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(5)]), at)
    rows = [care_row(1, 電話番号="087-111-2222"), care_row(2), care_row(3, 事業所名="")]
    plan = planned(as_csv(rows), at)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()

    assert "まだ何も変えていません。" in page
    assert "1件を加え、1件を変える" in page
    assert "名前がありません。" in page
    assert "見本ヘルパー5" in page
    assert page.count("desk-button--filled") == 1
    changes = officer.get(f"/exchange/{plan.id}/?show=change").content.decode()
    assert "電話（087-000-0001 → 087-111-2222）" in changes
    assert officer.get(f"/exchange/{plan.id}/?show=zzz&page=-1").status_code == 200


def test_mending_a_row_in_place_moves_it(officer: Client, at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 事業所名="")]), at)
    row = Batch.objects.get(id=plan.id).rows.get()
    response = officer.post(f"/exchange/{plan.id}/rows/{row.pk}/", {"cell": "なおした名前"})

    assert response.status_code == 302
    assert Batch.objects.get(id=plan.id).added == 1
    gone = officer.post(f"/exchange/{plan.id}/rows/{row.pk}/", {"cell": "もう一度"})
    assert gone.status_code == 409
    assert "もう直してあります" in gone.content.decode()


def test_apply_asks_the_worker_and_the_page_offers_undo(
    officer: Client, at: datetime, queue: list[tuple[str, str]]
) -> None:
    from django.utils import timezone

    now = timezone.now()
    plan = planned(as_csv([care_row(1)]), now)
    sent = {"planned_at": now.isoformat(), "period_date": "2025-06-30"}
    response = officer.post(f"/exchange/{plan.id}/apply/", sent)
    assert response.status_code == 302
    waiting = officer.get(response.headers["Location"]).content.decode()
    assert "台帳に書き込んでいます" in waiting
    assert 'http-equiv="refresh" content="3"' in waiting
    assert "まだ何も変えていません" not in waiting
    again = officer.post(f"/exchange/{plan.id}/apply/", sent)
    assert (again.status_code, again.headers["Location"]) == (302, f"/exchange/{plan.id}/")
    assert queue == [("apply_later", str(plan.id))]
    apply_batch(by=BY, at=now, batch_id=plan.id)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "この取り込みを元に戻す" in page

    assert "1件が、住民のページから消えます。それでよい" in page
    unsaid = officer.post(f"/exchange/{plan.id}/undo/")
    assert unsaid.status_code == 409
    assert "1件が住民のページから消えます。" in unsaid.content.decode()
    assert Service.objects.exists()
    agreed = {"agreed": "1"}
    assert officer.post(f"/exchange/{plan.id}/undo/", agreed).status_code == 302
    assert not Service.objects.exists()
    undone = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "まるごと元に戻しました。加えた1件を外しました。" in undone


def test_lists_of_an_applied_batch_can_still_be_read(officer: Client, at: datetime) -> None:
    imported(as_csv([care_row(1), care_row(2)]), at)
    batch = imported(as_csv([care_row(1, 電話番号="087-111-2222"), care_row(3, 事業所名="")]), at)
    address = f"/exchange/{batch.id}/"

    assert "電話（087-000-0001 → 087-111-2222）" in officer.get(address).content.decode()
    refused = officer.get(f"{address}?show=rejected").content.decode()
    assert "名前がありません。" in refused
    assert "これで入れる" not in refused
    left = officer.get(f"{address}?show=vanished").content.decode()
    assert "見本ヘルパー2" in left
    assert "そのまま残す" in left


def test_columns_page_teaches_an_unknown_table(
    officer: Client, at: datetime, queue: list[tuple[str, str]]
) -> None:
    table = "会の名まえ,でんわ\nひだまり会,087-000-1111\n".encode()
    plan = planned(table, at, name="サロン.csv")
    page = officer.get(f"/exchange/{plan.id}/columns/").content.decode()
    assert "ひだまり会" in page
    wrong = officer.post(f"/exchange/{plan.id}/columns/", {"sector": "daily"})
    assert wrong.status_code == 400
    assert '<option value="phone" selected>' in page
    twice = {"sector": "daily", "column-0": "name", "column-1": "name"}
    assert officer.post(f"/exchange/{plan.id}/columns/", twice).status_code == 400
    sent = {"sector": "daily", "list_kind": "gathering", "column-0": "name", "column-1": "phone"}
    assert officer.post(f"/exchange/{plan.id}/columns/", sent).status_code == 302
    plan_batch(by=BY, at=at, batch_id=plan.id)

    assert Batch.objects.get(id=plan.id).state == BatchState.PLANNED
    assert queue[-1][0] == "plan_later"


def test_report_is_a_workbook_of_strings(officer: Client, at: datetime, tmp_path: Any) -> None:
    from openpyxl import load_workbook

    plan = planned(as_csv([care_row(1, 事業所名=""), care_row(2, 備考="-")]), at)
    response = officer.get(f"/exchange/{plan.id}/report.xlsx")
    path = tmp_path / "report.xlsx"
    path.write_bytes(response.content)
    book = load_workbook(path)

    assert book.sheetnames == ["まとめ", "取り込めない行", "自動で直したところ"]
    assert book["取り込めない行"]["C2"].value == "名前がありません。"


def test_pages_of_a_batch_are_404_for_a_neighbour_and_a_member(at: datetime) -> None:
    plan = planned(as_csv([care_row(1)]), at)
    neighbour = _signed_in(at, "neighbour", Role.MUNICIPAL_OFFICER, "37/37206/")
    manager = _signed_in(at, "manager", Role.CARE_MANAGER, CITY)
    for client in (neighbour, manager):
        for address in ("", "columns/", "report.xlsx"):
            assert client.get(f"/exchange/{plan.id}/{address}").status_code == 404
        for address in ("apply/", "undo/", "cancel/", "again/", "rows/1/", "rows/", "publish/"):
            assert client.post(f"/exchange/{plan.id}/{address}").status_code == 404
    assert neighbour.get(f"/exchange/{UUID(int=1)}/").status_code == 404
    assert Batch.objects.get(id=plan.id).state == BatchState.PLANNED
    assert Client().get("/exchange/").status_code == 302


def test_list_of_batches_shows_the_own_area_only(officer: Client, at: datetime) -> None:
    planned(as_csv([care_row(1)]), at, name="高松のファイル.csv")
    other = {
        "都道府県コード又は市町村コード": "372064",
        "市区町村名": "さぬき市",
        "住所": "香川県さぬき市志度1",
    }
    planned(as_csv([care_row(2, **other)]), at, name="さぬきのファイル.csv", area_path="37/37206/")
    page = officer.get("/exchange/").content.decode()

    assert "高松のファイル.csv" in page
    assert "さぬきのファイル.csv" not in page


def test_export_comes_in_again_as_the_same(officer: Client, at: datetime) -> None:
    rows = [care_row(1, 備考="=1+1"), care_row(2, 利用可能曜日特記事項="年末年始は不定")]
    imported(as_csv(rows), at)
    response = officer.get("/exchange/export/ods_care_service.csv")
    content = b"".join(response.streaming_content)
    before = list(Service.objects.order_by("id").values_list("id", "modified_at"))

    assert b"'=1+1" in content
    plan = planned(content, at, name="372013_ods_care_service.csv")
    assert (plan.kind, plan.same, plan.added, plan.changed) == ("ods_care_service", 2, 0, 0)
    apply_batch(by=BY, at=at, batch_id=plan.id)
    assert list(Service.objects.order_by("id").values_list("id", "modified_at")) == before


def test_looking_at_the_rows_of_a_batch_leaves_one_line(officer: Client, at: datetime) -> None:
    batch_id = planned(as_csv([care_row(1), care_row(2)]), at).id
    for path, purpose in (("", "import"), ("report.xlsx", "export")):
        Access.objects.all().delete()
        assert officer.get(f"/exchange/{batch_id}/{path}").status_code == 200

        row = Access.objects.get()
        assert (row.purpose, row.object_type, row.object_id) == (
            purpose, "exchange.batch", str(batch_id),
        )  # fmt: skip
        assert row.fields == "exchange.stagingrow.original exchange.stagingrow.cleaned"
        assert row.area_path == CITY


def test_batch_of_another_town_leaves_no_line(officer: Client, at: datetime) -> None:
    stranger = _signed_in(at, "stranger", Role.MUNICIPAL_OFFICER, "37/37206/")
    batch_id = planned(as_csv([care_row(1)]), at).id

    assert stranger.get(f"/exchange/{batch_id}/").status_code == 404
    assert not Access.objects.exists()
