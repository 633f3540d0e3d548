"""What others came to use of an import outlives its undoing, whatever room they live in."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.exchange.builders import BY, CITY, OFFICER, as_csv, care_row, imported
from yui.directory.models import Location, Organization, Service
from yui.events.actions import EventDateInput, EventInput, create_event
from yui.exchange.actions import undo_batch

pytestmark = pytest.mark.usefixtures("country")


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
