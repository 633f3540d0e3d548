"""Confirming, taking it back, calling in vain; who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    OTHER_SPHERE,
    PREFECTURE,
    SPHERE,
    published,
    ride,
)
from tests.directory.desk import asked, row_of
from yui.accounts.models import Body
from yui.directory.actions import (
    change_service,
    confirm_service,
    create_service,
    note_not_reached,
    take_back_confirmation,
)
from yui.directory.errors import CheckRefused, NotYours, ServiceNotFound
from yui.directory.models import Organization, Service, ServiceCheck
from yui.directory.queries.visible import kept_services
from yui.directory.rules import may_keep_one_of
from yui.directory.states import CheckOutcome, ConfirmedHow
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
COORDINATOR = replace(
    OFFICER, role=Role.COORDINATOR_LAYER_2, user_id=6, membership_id=6, area_path=SPHERE
)
OTHER_COORDINATOR = replace(COORDINATOR, area_path=OTHER_SPHERE)


def confirm(made, at, by=OFFICER, on=TODAY):
    return confirm_service(by=by, at=at, service_id=made.id, how=ConfirmedHow.PHONE, on=on)


def test_confirmation_taken_back_leaves_the_record_as_before(town, at):
    made = asked(town, at, days_ago=200)
    before = row_of(made)
    check = confirm(made, at)
    assert row_of(made).confirmed_date == TODAY

    take_back_confirmation(by=OFFICER, at=at, check_id=check)

    now = row_of(made)
    for name in ("confirmed_date", "confirmed_how", "confirmed_by", "due_date"):
        assert getattr(now, name) == getattr(before, name), name
    assert Entry.objects.order_by("position").last().verb == (
        "directory.service.confirmation_taken_back"
    )


def test_first_confirmation_taken_back_leaves_nothing_confirmed(town, at):
    made = published(town, at)
    take_back_confirmation(by=OFFICER, at=at, check_id=confirm(made, at))
    now = row_of(made)
    assert (now.confirmed_date, now.confirmed_how, now.due_date) == (None, "", None)


@pytest.mark.parametrize("by", [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER])
def test_taking_back_and_calls_in_vain_are_refused_to_others(town, at, by):
    made = asked(town, at, days_ago=1)
    check = confirm(made, at)
    entries = Entry.objects.count()
    with pytest.raises(NotYours):
        take_back_confirmation(by=by, at=at, check_id=check)
    with pytest.raises(NotYours):
        note_not_reached(by=by, at=at, service_id=made.id)
    assert row_of(made).confirmed_date == TODAY
    assert not ServiceCheck.objects.filter(outcome=CheckOutcome.NOT_REACHED).exists()
    assert Entry.objects.count() == entries


def test_a_confirmation_is_taken_back_once_and_only_the_newest(town, at):
    made = published(town, at)
    first = confirm(made, at)
    second = confirm(made, at + timedelta(minutes=1))
    with pytest.raises(CheckRefused):
        take_back_confirmation(by=OFFICER, at=at, check_id=first)
    take_back_confirmation(by=OFFICER, at=at, check_id=second)
    with pytest.raises(CheckRefused):
        take_back_confirmation(by=OFFICER, at=at, check_id=second)
    take_back_confirmation(by=OFFICER, at=at, check_id=first)
    assert row_of(made).confirmed_date is None
    with pytest.raises(ServiceNotFound):
        take_back_confirmation(by=OFFICER, at=at, check_id=made.id)


def test_a_call_in_vain_confirms_nothing(town, at):
    made = asked(town, at, days_ago=200)
    note_not_reached(by=OFFICER, at=at, service_id=made.id)
    assert row_of(made).confirmed_date == TODAY - timedelta(days=200)
    entry = Entry.objects.order_by("position").last()
    assert (entry.verb, entry.area_path) == ("directory.service.not_reached", CITY)


def test_a_layer_2_coordinator_keeps_what_is_given_in_the_own_sphere(town, at):
    made = published(town, at)
    confirm(made, at, by=COORDINATOR)
    assert row_of(made).confirmed_date == TODAY
    change_service(by=COORDINATOR, at=at, service_id=made.id, changes={"summary": "車が来ます"})
    for other in (OTHER_COORDINATOR, replace(COORDINATOR, role=Role.SUPPORT_CENTRE)):
        with pytest.raises(NotYours):
            confirm(made, at, by=other)


def test_the_condition_in_the_query_is_the_rule(town, at):
    """Over every role, place and owner; `kept_services` and `rules` must never part."""
    in_sphere = create_service(by=OPERATOR, at=at, given=ride(town))
    nowhere = create_service(by=OPERATOR, at=at, given=ride(town, places=(), name="電話相談"))
    body = Body.objects.get(name="試験市社会福祉協議会")
    paths = {in_sphere.id: (CITY, SPHERE), nowhere.id: (CITY,)}
    for body_id in (None, body.id):
        Organization.objects.update(body_id=body_id)
        for role in Role:
            for area in ("", "98/", CITY, SPHERE, OTHER_SPHERE, OTHER_OFFICER.area_path):
                for own in (None, body.id):
                    viewer = replace(OFFICER, role=role, area_path=area, body_id=own)
                    expected = {
                        each
                        for each, around in paths.items()
                        if may_keep_one_of(viewer, area_paths=around, body_id=body_id)
                    }
                    found = set(kept_services(viewer).values_list("id", flat=True))
                    assert found == expected, (viewer, body_id)
    assert Service.objects.count() == 2
    assert not kept_services(ANONYMOUS).exists()
