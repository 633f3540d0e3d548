"""A consent opens and closes a record by the calendar alone: nobody touches it that day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    HOME_ADDRESS,
    LEADER_NAME,
    OFFICER,
    OPERATOR,
    OWN_PHONE,
    consent,
    published,
    ride,
)
from yui.directory.actions import (
    create_service,
    end_service,
    pause_service,
    withdraw_consent,
)
from yui.directory.errors import OrganizationNotFound, ServiceNotFound
from yui.directory.queries import (
    cards_for,
    cards_of_codes,
    field_page,
    get_organization,
    get_service,
    locations_for_opendata,
    organizations_for_opendata,
    places_for_opendata,
    published_for_opendata,
    records_for_index,
    service_id_of,
    services_in_area,
    stream_for_opendata,
)
from yui.directory.queries.belonging import ids_with_consent_changing
from yui.directory.states import Scope
from yui.policy.decide import audience_tokens
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
GIVEN, UNTIL = date(2026, 11, 20), date(2026, 11, 28)
OPEN_LISTS = (
    published_for_opendata,
    organizations_for_opendata,
    locations_for_opendata,
    places_for_opendata,
)


@pytest.fixture
def made(town, at):
    """A service open to all from GIVEN to UNTIL, both included."""
    return published(town, at, ride(town, consent=consent(given_date=GIVEN, until=UNTIL)))


def on(at, day):
    """10:30 in Japan on another day."""
    return at + (day - at.date())


@pytest.mark.parametrize("day", [GIVEN - DAY, UNTIL + DAY])
def test_record_outside_its_days_is_nowhere(town, at, made, day):
    moment = on(at, day)
    for viewer in (ANONYMOUS, CARE_MANAGER):
        assert cards_for(viewer, [made.id], at=moment) == ()
        assert cards_of_codes(viewer, [made.short_code], at=moment) == ()
        assert services_in_area(viewer, CITY, at=moment).total == 0
        field = field_page(viewer, "shopping", CITY, at=moment)
        assert (field.kinds, field.services.items) == ((), ())
        with pytest.raises(ServiceNotFound):
            get_service(viewer, made.short_code, at=moment)
        with pytest.raises(ServiceNotFound):
            service_id_of(viewer, made.short_code, at=moment)
        with pytest.raises(OrganizationNotFound):
            get_organization(viewer, town.group.id, at=moment)
    for audience in Scope:
        assert cards_for(OFFICER, [made.id], at=moment, audience=audience) == ()
    assert [give(at=moment).total for give in OPEN_LISTS] == [0, 0, 0, 0]
    assert list(stream_for_opendata(at=moment)) == []
    assert len(cards_for(OFFICER, [made.id], at=moment)) == 1


@pytest.mark.parametrize("day", [GIVEN - DAY, UNTIL + DAY])
def test_index_record_outside_its_days_is_for_its_office(at, made, day):
    (record,) = records_for_index(at=on(at, day), ids=[made.id])
    assert record.visible_to == (f"office:{CITY}",)
    assert not set(record.visible_to) & audience_tokens(ANONYMOUS)
    assert not set(record.visible_to) & audience_tokens(CARE_MANAGER)
    assert record.points == ()
    for canary in (HOME_ADDRESS, OWN_PHONE, LEADER_NAME):
        assert canary not in repr(record)


@pytest.mark.parametrize("day", [GIVEN, UNTIL])
def test_record_on_its_first_and_last_day_is_everywhere(at, made, day):
    moment = on(at, day)
    assert len(cards_for(ANONYMOUS, [made.id], at=moment)) == 1
    assert services_in_area(ANONYMOUS, CITY, at=moment).total == 1
    assert get_service(ANONYMOUS, made.short_code, at=moment).linked_data is not None
    assert [give(at=moment).total for give in OPEN_LISTS] == [1, 1, 1, 1]
    (record,) = records_for_index(at=moment, ids=[made.id])
    assert record.visible_to == ("public",)


def test_day_ends_at_midnight_in_japan(at, made):
    assert len(cards_for(ANONYMOUS, [made.id], at=datetime(2026, 11, 28, 14, 59, tzinfo=UTC))) == 1
    assert cards_for(ANONYMOUS, [made.id], at=datetime(2026, 11, 28, 15, 0, tzinfo=UTC)) == ()


@pytest.mark.parametrize("day", [GIVEN - DAY, UNTIL + DAY])
def test_ended_record_outside_its_days_is_not_named(at, made, day):
    end_service(by=OFFICER, at=at, service_id=made.id, on=at.date())
    with pytest.raises(ServiceNotFound):
        get_service(ANONYMOUS, made.short_code, at=on(at, day))
    assert get_service(ANONYMOUS, made.short_code, at=on(at, UNTIL)).is_closed


@pytest.mark.parametrize(
    ("first", "last", "is_there"),
    [
        (GIVEN - 3 * DAY, GIVEN - DAY, False),
        (GIVEN, GIVEN, True),
        (GIVEN - DAY, GIVEN + DAY, True),
        (GIVEN + DAY, UNTIL, False),
        (UNTIL + DAY, UNTIL + DAY, True),
        (UNTIL + 2 * DAY, UNTIL + 9 * DAY, False),
        (GIVEN, UNTIL + DAY, True),
    ],
)
def test_changing_consent_is_named_on_its_days(at, made, first, last, is_there):
    assert list(ids_with_consent_changing(first, last)) == ([made.id] if is_there else [])


def test_withdrawn_consent_is_named_on_its_day(town, at):
    made = published(town, at)
    withdraw_consent(by=OFFICER, at=at, service_id=made.id, on=at.date())
    assert list(ids_with_consent_changing(at.date(), at.date())) == [made.id]
    assert list(ids_with_consent_changing(at.date() + DAY, at.date() + 9 * DAY)) == []


@pytest.mark.parametrize(
    ("day", "is_there"),
    [
        (date(2026, 11, 30), False),
        (date(2026, 12, 1), True),
        (date(2026, 12, 2), False),
        (date(2026, 12, 10), False),
        (date(2026, 12, 11), True),
        (date(2026, 12, 12), False),
    ],
)
def test_pause_is_named_on_the_days_it_begins_and_is_over(town, at, day, is_there):
    made = published(town, at)
    pause_service(
        by=OFFICER,
        at=at,
        service_id=made.id,
        from_date=date(2026, 12, 1),
        to_date=date(2026, 12, 10),
        reason="修理",
    )
    assert list(ids_with_consent_changing(day, day)) == ([made.id] if is_there else [])


def test_services_that_no_day_changes_are_not_named(town, at, made):
    published(town, at)
    create_service(by=OPERATOR, at=at, given=replace(ride(town), consent=None))
    assert list(ids_with_consent_changing(GIVEN, UNTIL + DAY)) == [made.id]
