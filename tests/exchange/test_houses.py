"""A place that a list calls somebody's house shows residents its 圏域 alone, on every door."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.exchange.builders import BY, CITY, OFFICER, imported, planned
from tests.exchange.own_tables import NAME, drafts, group, teach, workbook
from tests.exchange.test_views import _signed_in
from yui.areas.actions import set_opening
from yui.areas.states import Opening
from yui.directory.models import Location, Service
from yui.exchange.actions import publish_batch, undo_batch
from yui.exchange.queries import rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
WHERE = "番町九丁目77-6"
HOUSE = group(1, "ひだまり会", venue="会長宅", address=f"香川県高松市{WHERE}")
BRACKET = group(2, "つつみ会", venue="", address=f"香川県高松市{WHERE}（自宅）")
HALL = group(3, "あさひ会")
TABLE = workbook(一覧=[HOUSE, BRACKET, HALL])
PLAIN = workbook(
    一覧=[
        group(1, "ひだまり会", venue="番町集会所", address=f"香川県高松市{WHERE}"),
        group(2, "つつみ会"),
        HALL,
    ]
)


def _text(client: Client, address: str) -> str:
    return bytes(client.get(address).getvalue()).decode()


def _houses() -> set[str]:
    homes = Location.objects.filter(is_home=True)
    return set(
        Service.objects.filter(at_locations__location__in=homes).values_list("name", flat=True)
    )


def test_plan_and_publish_box_name_the_houses(at: datetime) -> None:
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    teach(at, TABLE)
    plan = planned(TABLE, at, name=NAME)
    page = _text(officer, f"/exchange/{plan.id}/")
    batch = drafts(TABLE, at)

    assert plan.flag_counts["place_own"]["count"] == 2
    assert "自宅や個人の家です。住民には、地区（圏域）だけを見せます" in page
    assert "2件の場所は、自宅や個人の家です。" in _text(officer, f"/exchange/{batch.id}/")


def test_public_reads_no_address_of_a_house(at: datetime, tmp_path: Path, settings: Any) -> None:
    set_opening(by=BY, at=at, area_path=CITY, opening=Opening.OPEN)
    batch = drafts(TABLE, at)
    publish_batch(by=OFFICER, at=at, batch_id=batch.id, period_date=date(2026, 5, 31))

    assert _houses() == {"ひだまり会", "つつみ会"}
    pages = [
        f"/directory/services/{code}/"
        for code in Service.objects.values_list("short_code", flat=True)
    ]
    for address in (*pages, "/opendata/37201/services.csv", "/opendata/37201/services.geojson"):
        told = _text(Client(), address)
        assert "会長宅" not in told
        assert "77-6" not in told
        assert "自宅）" not in told


def test_newer_edition_that_says_house_hides_it_and_none_shows_it_again(at: datetime) -> None:
    teach(at, PLAIN)
    imported(PLAIN, at, name=NAME)
    assert _houses() == set()
    again = imported(TABLE, at, name=NAME)

    assert _houses() == {"ひだまり会", "つつみ会"}
    changed = rows_of(again.id, Outcome.CHANGE)
    assert all("is_home" in row.changed_fields for row in changed)
    assert imported(TABLE, at, name=NAME).changed == 0
    imported(PLAIN, at, name=NAME)
    assert _houses() == {"ひだまり会", "つつみ会"}


def test_undo_gives_back_what_was_no_house(at: datetime) -> None:
    teach(at, PLAIN)
    imported(PLAIN, at, name=NAME)
    again = imported(TABLE, at, name=NAME)
    undo_batch(by=OFFICER, at=at, batch_id=again.id)

    assert _houses() == set()
