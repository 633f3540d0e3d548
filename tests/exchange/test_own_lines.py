"""A home telephone in a list comes in, is said in the plan, and never reaches the public."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, imported, planned
from tests.exchange.own_tables import MATCHES, NAME, drafts, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.accounts.models import Body
from yui.accounts.states import BodyKind
from yui.areas.actions import set_opening
from yui.areas.models import Area
from yui.areas.states import Opening
from yui.directory.models import Phone, Service
from yui.directory.queries import get_service
from yui.exchange.actions import publish_batch
from yui.exchange.queries import rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

HOME = "（自宅）087－000－3000"
BARE = "087-000-3000"
TABLE = workbook(一覧=[group(1, "ひだまり会", phone=HOME), group(2, "つつみ会")])
MAY = date(2026, 5, 31)


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _text(client: Client, address: str) -> str:
    return bytes(client.get(address).getvalue()).decode()


def test_plan_says_which_number_is_somebodys_own(officer: Client, at: datetime) -> None:
    teach(at, TABLE)
    plan = planned(TABLE, at, name=NAME)
    page = _text(officer, f"/exchange/{plan.id}/")

    assert plan.flag_counts["phone_own"]["count"] == 1
    assert "自宅や個人の電話です。住民には見せず、窓口の電話を案内します" in page
    assert HOME in page
    assert "087-000-3000（住民には見せません）" in page


def test_publish_box_tells_how_many_numbers_stay_hidden(officer: Client, at: datetime) -> None:
    batch = drafts(TABLE, at)
    page = _text(officer, f"/exchange/{batch.id}/")

    assert "1件の電話は、自宅や個人の電話です。" in page


def test_public_sees_the_window_instead(at: datetime) -> None:
    town = Area.objects.get(path=CITY)
    Body.objects.create(
        area=town, name="高松市役所 長寿福祉課", kind=BodyKind.MUNICIPALITY, phone="087-000-9999"
    )
    set_opening(by=BY, at=at, area_path=CITY, opening=Opening.OPEN)
    batch = drafts(TABLE, at)
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    service = Service.objects.get(name="ひだまり会")
    seen = get_service(ANONYMOUS, service.id, at=at)

    assert "087-000-9999" in repr(seen)
    for address in (
        f"/directory/services/{service.short_code}/",
        "/opendata/37201/services.csv",
    ):
        told = _text(Client(), address)
        assert "ひだまり会" in told
        assert BARE not in told
        assert BARE.replace("-", "") not in told
    assert BARE not in repr(seen)
    assert Phone.objects.get(digits="0870003000").is_private


def test_number_that_was_public_is_proposed_as_own(at: datetime) -> None:
    plain = workbook(一覧=[group(1, "ひだまり会", phone=BARE), group(2, "つつみ会")])
    teach(at, plain)
    imported(plain, at, name=NAME)
    again = imported(TABLE, at, name=NAME)

    assert (again.changed, again.same) == (1, 1)
    assert rows_of(again.id, Outcome.CHANGE)[0].changed_fields == ("phones",)
    assert Phone.objects.get(digits="0870003000").is_private
    assert imported(plain, at, name=NAME).changed == 0
    assert Phone.objects.get(digits="0870003000").is_private


def test_number_changed_by_hand_stays_as_it_is(at: datetime) -> None:
    imported_plain = workbook(一覧=[group(1, "ひだまり会", phone=BARE)])
    teach(at, imported_plain)
    imported(imported_plain, at, name=NAME)
    service = Service.objects.get(name="ひだまり会")
    service.edited_fields = ["phones"]
    service.save(update_fields=["edited_fields"])

    assert imported(TABLE, at, name=NAME).changed == 0
    assert not Phone.objects.get(digits="0870003000").is_private


def test_sentence_with_a_home_number_stays_out_of_the_words(officer: Client, at: datetime) -> None:
    fee = "300円"
    note = {**MATCHES, "note": "参加費"}
    del note["fee"]
    said = "雨の日は休みます。申し込みは会長宅 087-000-3000 へ。"
    content = workbook(一覧=[group(1, "ひだまり会", fee=said), group(2, "つつみ会", fee=fee)])
    teach(at, content, note)
    plan = imported(content, at, name=NAME)

    assert Service.objects.get(name="ひだまり会").description == "雨の日は休みます。"
    assert plan.flag_counts["text_own"]["count"] == 1


def test_officer_reads_beside_a_leader_that_only_staff_see_it(
    officer: Client, at: datetime
) -> None:
    batch = drafts(TABLE, at)
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=MAY)
    address = f"/directory/services/{Service.objects.get(name='ひだまり会').short_code}/"

    assert "見本 花子（職員だけに見えます）" in _text(officer, address)
    assert "見本 花子" not in _text(Client(), address)
