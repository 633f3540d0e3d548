"""Files that staff take out hold what the person may see, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from tests.exchange.builders import BY, CITY, OFFICER
from yui.accounts.models import Body
from yui.areas.models import Area
from yui.directory.actions import (
    ConsentInput,
    ContactInput,
    LocationInput,
    OrganizationInput,
    PhoneInput,
    PlaceInput,
    ServiceInput,
    create_organization,
    create_service,
    publish_service,
    withdraw_consent,
)
from yui.directory.formats.writers import WrittenRecord
from yui.directory.models import Organization
from yui.directory.states import ConfirmedHow, PhoneKind, Scope
from yui.exchange.queries.export import written_records
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

pytestmark = pytest.mark.usefixtures("country")

ON = date(2026, 11, 24)
ALL, WEB, NOBODY = frozenset(Scope), frozenset({Scope.WEB}), frozenset[Scope]()
PREFECTURE = replace(OFFICER, role=Role.PREFECTURAL_OFFICER, body_id=37, area_path="37/")
NATION = replace(OFFICER, role=Role.NATIONAL_SECRETARIAT, body_id=99, area_path="")
CONSENT = ConsentInput(date(2026, 4, 1), ConfirmedHow.PAPER, "代表", None, ALL, ALL, ALL, ALL)
NUMBER, FAX, LEADERS = "087-000-1111", "087-000-2222", "090-1234-5678"


def test_export_leaves_what_was_not_agreed_to_the_own_office(at: datetime) -> None:
    _group(at, "誰でも見てよい会")
    _group(at, "役所だけの会", record=frozenset({Scope.OFFICE}))
    _group(at, "専門職までの会", record=frozenset({Scope.PROFESSIONALS}))

    for far in (PREFECTURE, NATION):
        assert set(_taken(far)) == {"誰でも見てよい会"}
    assert set(_taken(OFFICER)) == {"誰でも見てよい会", "役所だけの会", "専門職までの会"}


def test_export_never_holds_a_record_whose_consent_has_ended(at: datetime) -> None:
    withdrawn = _group(at, "取り下げた会")
    withdraw_consent(by=BY, at=at, service_id=withdrawn, on=ON)
    _group(at, "期限が切れた会", until=ON - timedelta(days=1))

    for viewer in (OFFICER, PREFECTURE, NATION, BY):
        assert _taken(viewer) == {}


def test_export_is_cut_to_what_the_farther_office_may_have(at: datetime) -> None:
    _group(at, "連絡先を伏せる会", phone=NOBODY, address=NOBODY)
    _group(at, "家で開く会", is_home=True)

    for far in (PREFECTURE, NATION):
        taken = _taken(far)
        hidden = taken["連絡先を伏せる会"]
        assert (hidden.phone, hidden.fax, hidden.email) == ("", "", "")
        for name in ("連絡先を伏せる会", "家で開く会"):
            cut = taken[name]
            assert (cut.address, cut.building, cut.postal_code, cut.point) == ("", "", "", None)
        assert taken["家で開く会"].phone == NUMBER
    own = _taken(OFFICER)["連絡先を伏せる会"]
    assert (own.phone, own.fax, own.email) == (NUMBER, FAX, "kai@example.jp")
    assert own.address == "番町1丁目2番"


def test_export_keeps_back_the_leaders_line_given_as_the_groups_own(at: datetime) -> None:
    _group(at, "代表の電話の会", number=LEADERS, leader=NOBODY)

    assert _taken(PREFECTURE)["代表の電話の会"].phone == ""
    assert _taken(OFFICER)["代表の電話の会"].phone == LEADERS


def test_export_cuts_a_claimed_record_for_the_office_too(at: datetime) -> None:
    _group(at, "名乗り出た会", phone=NOBODY)
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(id=777, name="名乗り出た会", kind="group", area=area)
    Organization.objects.update(body=body)

    assert _taken(OFFICER)["名乗り出た会"].phone == ""


def test_export_is_nothing_for_whom_may_not_import(at: datetime) -> None:
    _group(at, "誰でも見てよい会")
    manager = replace(OFFICER, role=Role.CARE_MANAGER)
    for viewer in (manager, ANONYMOUS, replace(OFFICER, area_path="37/37206/")):
        assert list(written_records(viewer, kind="mhlw_kayoinoba", area_path=CITY, on=ON)) == []


def _taken(viewer: Viewer) -> dict[str, WrittenRecord]:
    path = viewer.area_path or ""
    records = written_records(viewer, kind="mhlw_kayoinoba", area_path=path, on=ON)
    return {record.name: record for record in records}


def _group(
    at: datetime, name: str, *, is_home: bool = False, number: str = NUMBER, **agreed: object
) -> UUID:
    organization = create_organization(by=BY, at=at, given=OrganizationInput(name, CITY))
    place = LocationInput(
        CITY,
        address="番町1丁目2番",
        building="2階",
        postal_code="760-8571",
        latitude=34.3428,
        longitude=134.0466,
        is_home=is_home,
    )
    given = ServiceInput(
        organization.id,
        CITY,
        name,
        how_to_start="電話で「行ってみたい」と伝えてください",
        email="kai@example.jp",
        places=(PlaceInput(location=place),),
        phones=(PhoneInput(number), PhoneInput(FAX, PhoneKind.FAX)),
        contacts=(ContactInput("", "会長", is_leader=True, phones=(PhoneInput(LEADERS),)),),
        consent=replace(CONSENT, **agreed),  # type: ignore[arg-type] -- changes of one value
    )
    made = create_service(by=BY, at=at, given=given)
    publish_service(by=BY, at=at, service_id=made.id)
    return made.id
