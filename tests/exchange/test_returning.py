"""What the office writes by hand stays, whatever the town's next list says."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, as_csv, care_row, imported, planned
from tests.exchange.test_export import _group
from tests.exchange.test_views import _signed_in
from yui.directory.models import Location, Phone, Service
from yui.directory.states import Scope
from yui.exchange.actions import apply_batch, undo_batch
from yui.exchange.queries import get_batch
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
NEW = "087-000-9999"
_ADDRESS = "所在地（都道府県から番地まで）"


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _taken_out(
    officer: Client, scope: str = "", kind: str = "ods_care_service"
) -> tuple[list[str], list[dict[str, str]]]:
    response = officer.get(f"/exchange/export/{kind}.csv", {"scope": scope})
    text = b"".join(response).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text))
    return list(reader.fieldnames or ()), list(reader)


def _brought_back(officer: Client, at: datetime, changes: Mapping[str, str]) -> UUID:
    headers, rows = _taken_out(officer)
    rows[0] |= changes
    plan = planned(as_csv(rows, headers), at, name="372013_ods_care_service_公開用.csv")
    apply_batch(by=BY, at=at, batch_id=plan.id)
    return plan.id


def test_cell_changed_in_our_export_stays_against_the_next_edition(
    officer: Client, at: datetime
) -> None:
    rows = [care_row(1), care_row(2)]
    imported(as_csv(rows), at)
    _brought_back(officer, at, {"電話番号": NEW})
    service = Service.objects.get(name="見本ヘルパー1")
    assert service.edited_fields == ["phones"]
    assert service.source_key == Service.objects.get(name="見本ヘルパー2").source_key.replace(
        "002:", "001:"
    )

    rows[0]["電話番号"] = "087-000-7777"
    later = planned(as_csv(rows), at, name="jigyosho_110_202512.csv")
    page = officer.get(f"/exchange/{later.id}/?show=same").content.decode()
    assert (later.changed, later.same) == (0, 2)
    assert "手で直した項目がある1行は、手で直したほうを残します。" in page
    assert f"電話（{NEW}。表では 087-000-7777）" in page
    apply_batch(by=BY, at=at, batch_id=later.id)
    assert Phone.objects.get(service=service).number == NEW


def test_export_brought_back_can_be_undone_with_its_marks(officer: Client, at: datetime) -> None:
    imported(as_csv([care_row(1)]), at)
    batch_id = _brought_back(officer, at, {"電話番号": NEW})
    undo_batch(by=BY, at=at, batch_id=batch_id)

    service = Service.objects.get()
    assert (service.edited_fields, Phone.objects.get().number) == ([], "087-000-0001")


@pytest.mark.parametrize("cell", ["", "5553001", "未定"])
def test_cell_that_says_no_number_never_takes_one_away(
    officer: Client, at: datetime, cell: str
) -> None:
    imported(as_csv([care_row(1)]), at)
    later = planned(as_csv([care_row(1, 電話番号=cell)]), at, name="jigyosho_110_202512.csv")
    page = officer.get(f"/exchange/{later.id}/").content.decode()

    assert (later.changed, later.same) == (0, 1)
    assert "電話は前のまま残します" in page
    apply_batch(by=BY, at=at, batch_id=later.id)
    assert Phone.objects.get().number == "087-000-0001"


def test_new_number_keeps_the_hours_and_words_beside_the_old(officer: Client, at: datetime) -> None:
    imported(as_csv([care_row(1)]), at)
    Phone.objects.update(hours="平日9時から17時", description="地域福祉課")
    service = Service.objects.get()
    Phone.objects.create(service=service, number="087-1", digits="0870001212", position=1)
    batch_id = _brought_back(officer, at, {"電話番号": NEW})

    first, second = Phone.objects.order_by("position")
    assert (first.number, first.hours, first.description) == (
        NEW,
        "平日9時から17時",
        "地域福祉課",
    )
    assert second.digits == "0870001212"
    page = officer.get(f"/exchange/{batch_id}/?show=change").content.decode()
    assert f"{NEW}（平日9時から17時、地域福祉課）" in page
    undo_batch(by=BY, at=at, batch_id=batch_id)
    assert [phone.hours for phone in Phone.objects.order_by("position")] == ["平日9時から17時", ""]


def test_rejected_rows_are_not_counted_as_vanished_too(officer: Client, at: datetime) -> None:
    rows = [care_row(number) for number in range(1, 7)]
    imported(as_csv(rows), at)
    spoilt = [row | {"事業所番号": "1", "団体": "", "法人の名称": "長" * 200} for row in rows[:3]]
    later = planned(as_csv([*spoilt, rows[3]]), at, name="jigyosho_110_202512.csv")

    assert (later.rejected, later.same, later.vanished) == (3, 1, 2)
    page = officer.get(f"/exchange/{later.id}/?show=vanished").content.decode()
    assert "見本ヘルパー5" in page
    assert "見本ヘルパー1</th>" not in page
    assert get_batch(BY, later.id).vanished == 2


@pytest.mark.parametrize("scope", ["", "internal"])
def test_record_whose_address_is_kept_back_comes_back_the_same(
    officer: Client, at: datetime, scope: str
) -> None:
    _group(at, "住所は専門職までの会", address=frozenset({Scope.OFFICE, Scope.PROFESSIONALS}))
    headers, rows = _taken_out(officer, scope, "mhlw_kayoinoba")
    assert bool(rows[0][_ADDRESS]) is (scope == "internal")

    plan = planned(as_csv(rows, headers), at, name="372013_mhlw_kayoinoba_公開用.csv")

    assert (plan.added, plan.changed, plan.same, plan.rejected) == (0, 0, 1, 0)
    apply_batch(by=BY, at=at, batch_id=plan.id)
    assert Location.objects.get().address == "番町1丁目2番"
    rows[0][_ADDRESS] = "番町3丁目4番"
    changed = planned(as_csv(rows, headers), at, name="372013_mhlw_kayoinoba_公開用.csv")
    assert (changed.changed, changed.changed_fields) == (1, 1)


def test_two_rows_alike_but_for_their_numbers_keep_to_their_own_records(at: datetime) -> None:
    """高松市 names one clinic twice, at points some metres apart."""
    headers = [
        "#property",
        "latitude",
        "longitude",
        "address",
        "alternativeName",
        "city",
        "name",
        "corporateRepresentative",
        "establisher",
        "openingDate",
        "telephone　number",
        "medicalSubjects",
        "note",
        "numberOfBeds",
        "pref",
        "prefCode",
    ]
    rows = [
        {
            "#property": f"試験.Hospital.{number}",
            "latitude": latitude,
            "longitude": "134.04",
            "address": "香川県高松市番町一丁目8番15号",
            "alternativeName": "歯科",
            "city": "高松市",
            "name": "二つある歯科医院",
            "telephone　number": "087-555-0101",
            "medicalSubjects": "歯科",
            "pref": "香川県",
            "prefCode": "372013",
        }
        for number, latitude in ((464, "34.337635"), (465, "34.337610"))
    ]
    first = imported(as_csv(rows, headers), at, name="hospital.csv")
    assert (first.kind, first.added) == ("takamatsu_medical", 2)
    for again in (rows, rows[::-1]):
        plan = planned(as_csv(again, headers), at, name="hospital.csv")
        assert (plan.same, plan.changed, plan.vanished) == (2, 0, 0)
