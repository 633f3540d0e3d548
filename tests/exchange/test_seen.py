"""Who sees what a list brings: said truthfully, with the way to where it is decided."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, as_csv, care_row, imported, planned
from tests.exchange.own_tables import NAME, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.areas.actions import set_opening
from yui.areas.states import Opening
from yui.directory.models import Service
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]

FILE = as_csv([care_row(number) for number in range(1, 6)])
NOT_YET = "高松市の入口のページには「まだ始まっていません」と出ます。"
OPENING = 'href="/desk/start/"'


@pytest.fixture
def officer(at: datetime) -> Client:
    """An officer of the city, signed in."""
    return _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)


def _page(client: Client, plan_id: object) -> str:
    return client.get(f"/exchange/{plan_id}/").content.decode()


def test_plan_of_a_town_that_has_not_begun_says_so(officer: Client, at: datetime) -> None:
    page = _page(officer, planned(FILE, at).id)

    assert "取り込むと、すぐ住民に見えます。" in page
    assert NOT_YET in page
    assert OPENING in page
    assert "まだ始まっていません" in Client().get("/37201/").content.decode()


def test_plan_of_an_open_town_says_no_more_than_that(officer: Client, at: datetime) -> None:
    set_opening(by=BY, at=at, area_path=CITY, opening=Opening.OPEN)
    page = _page(officer, planned(FILE, at).id)

    assert "取り込むと、すぐ住民に見えます。" in page
    assert OPENING not in page


def test_result_leads_to_what_residents_see(officer: Client, at: datetime) -> None:
    page = _page(officer, imported(FILE, at).id)
    first = Service.objects.order_by("source_row")[0]

    assert "いま、住民に見えます。" in page
    assert NOT_YET in page
    for address in ("/37201/", "/37201/search/", f"/directory/services/{first.short_code}/"):
        assert f'href="{address}"' in page
        assert Client().get(address).status_code == 200


def test_result_of_drafts_does_not_claim_that_residents_see_them(
    officer: Client, at: datetime
) -> None:
    content = workbook(一覧=[group(1, "ひだまり会")])
    teach(at, content)
    page = _page(officer, imported(content, at, name=NAME, is_official=False).id)

    assert "いま、住民に見えます。" not in page
    assert "この取り込みを公開する" in page
