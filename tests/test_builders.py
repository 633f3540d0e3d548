"""The builders of tests make what they say."""

import pytest
from django.test import Client

from tests.builders import (
    CITY,
    PHONE,
    SPHERE,
    build_area,
    build_event,
    build_person,
    build_service,
    build_town,
    every_viewer,
)
from yui.accounts.models import User
from yui.areas.models import Area
from yui.areas.states import Tier
from yui.directory.models import Phone, Service
from yui.directory.states import ServiceState
from yui.events.models import Event
from yui.events.states import EventState
from yui.policy.roles import Role


@pytest.mark.django_db
def test_area_comes_with_what_lies_around_it() -> None:
    build_area(SPHERE, "川辺圏域", tier=Tier.SPHERE)

    found = Area.objects.order_by("path").values_list("path", "tier")
    assert list(found) == [
        ("", Tier.NATION),
        ("98/", Tier.PREFECTURE),
        (CITY, Tier.MUNICIPALITY),
        (SPHERE, Tier.SPHERE),
    ]


@pytest.mark.django_db
def test_service_is_published_with_a_phone_and_a_place() -> None:
    made = build_service()

    row = Service.objects.get(id=made.id)
    assert (row.state, row.short_code) == (ServiceState.PUBLISHED, made.short_code)
    assert Phone.objects.get(service=row).number == PHONE
    assert row.at_locations.count() == 1


@pytest.mark.django_db
def test_draft_stays_a_draft_when_asked() -> None:
    made = build_service(is_published=False)
    event_id = build_event(is_published=False)

    assert Service.objects.get(id=made.id).state == ServiceState.DRAFT
    assert Event.objects.get(id=event_id).state == EventState.DRAFT


@pytest.mark.django_db
def test_person_can_sign_in_and_acts_in_the_role(client: Client) -> None:
    town = build_town()
    viewer = build_person(role=Role.COORDINATOR_LAYER_1, body_id=town.office_id)

    assert (viewer.role, viewer.area_path) == (Role.COORDINATOR_LAYER_1, CITY)
    assert viewer.body_id == town.office_id
    client.force_login(User.objects.get(login="officer"))
    assert client.session["_auth_user_id"] == str(viewer.user_id)


def test_every_role_has_its_viewer() -> None:
    assert set(every_viewer()) == set(Role) - {Role.ANONYMOUS}
