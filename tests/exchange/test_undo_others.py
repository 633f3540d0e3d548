"""What others came to use of an import outlives its undoing, whatever room they live in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, imported
from tests.exchange.test_views import _signed_in
from yui.directory.models import Location, Organization, Service
from yui.events.actions import EventDateInput, EventInput, create_event
from yui.exchange.actions import undo_batch
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]


def test_organization_and_place_of_an_event_stay_when_the_import_is_undone(at: datetime) -> None:
    batch = imported(as_csv([care_row(1), care_row(2)]), at)
    service = Service.objects.get(name="見本ヘルパー1")
    place = service.at_locations.get().location
    create_event(
        by=BY,
        at=at,
        given=EventInput(
            organization_id=service.organization_id,
            area_path=CITY,
            title="見学の日",
            dates=(EventDateInput(starts_at=at, location_id=place.id),),
        ),
    )

    undo_batch(by=OFFICER, at=at, batch_id=batch.id)

    assert not Service.objects.exists()
    assert list(Organization.objects.values_list("id", flat=True)) == [service.organization_id]
    assert list(Location.objects.values_list("id", flat=True)) == [place.id]


def test_older_batch_says_which_one_to_undo_first_and_offers_no_button(at: datetime) -> None:
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    older = imported(as_csv([care_row(1)]), at)
    later = at + timedelta(minutes=1)
    name = "jigyosho_110_202512.csv"
    newer = imported(as_csv([care_row(1), care_row(2)]), later, name=name)

    page = officer.get(f"/exchange/{older.id}/").content.decode()
    assert "先に" in page
    assert f'href="/exchange/{newer.id}/">{name}の取り込み</a>を元に戻してください' in page
    assert f"/exchange/{older.id}/undo/" not in page
    assert f"/exchange/{newer.id}/undo/" in officer.get(f"/exchange/{newer.id}/").content.decode()
    undo_batch(by=OFFICER, at=later, batch_id=newer.id)
    assert f"/exchange/{older.id}/undo/" in officer.get(f"/exchange/{older.id}/").content.decode()
