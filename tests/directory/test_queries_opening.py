from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CITY,
    HOME_ADDRESS,
    LEADER_NAME,
    LEADER_PHONE,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OWN_PHONE,
    at_home,
    consent,
    published,
    ride,
)
from yui.directory.actions import (
    OrganizationInput,
    PhoneInput,
    change_organization,
    create_organization,
    create_service,
    create_services,
    end_service,
    withdraw_consent,
)
from yui.directory.queries import (
    locations_for_opendata,
    organizations_for_opendata,
    places_for_opendata,
    published_for_opendata,
    stream_for_opendata,
)
from yui.directory.states import Scope
from yui.lib.clock import date_in_jst

pytestmark = pytest.mark.django_db
WEB = frozenset({Scope.WEB})
CANARIES = (HOME_ADDRESS, "試験さん宅", LEADER_NAME, LEADER_PHONE, OWN_PHONE, "34.87", "9800001")
EVERY_LIST = (
    published_for_opendata,
    organizations_for_opendata,
    locations_for_opendata,
    places_for_opendata,
)


def only(at):
    return published_for_opendata(at=at).items[0]


def test_open_service_holds_everything_agreed(town, at):
    made = published(town, at)
    found = only(at)
    assert (found.id, found.name, found.organization_id) == (
        made.id,
        "あさひ 買い物いっしょ便",
        town.group.id,
    )
    assert found.eligibility == "65歳以上の方。介護の認定はなくてもかまいません"
    assert [phone.number for phone in found.phones] == [OWN_PHONE]
    (place,) = found.places
    assert place.location is not None
    assert (place.location.address, place.location.latitude) == (HOME_ADDRESS, 34.87)
    assert place.schedules[0].rule["entries"] == [{"weekly": [1], "periods": ["09:30-11:30"]}]
    assert [(cost.amount_yen, cost.unit) for cost in found.costs] == [(200, "1回")]
    assert [contact.name for contact in found.contacts] == [LEADER_NAME]
    assert [term.term.code for term in found.terms] == ["shopping", "shopping_together", "ride"]
    assert [name for _, name in found.documents] == ["買い物袋"]
    assert found.service_areas[0].name == "川辺圏域"


def test_web_is_not_open_data(town, at):
    published(town, at, ride(town, consent=consent(record=WEB, phone=WEB, address=WEB, leader=WEB)))
    assert [give(at=at).total for give in EVERY_LIST] == [0, 0, 0, 0]
    assert list(stream_for_opendata(at=at)) == []


def test_parts_out_of_scope_are_left_out(town, at):
    published(town, at, ride(town, consent=consent(phone=WEB, address=WEB, leader=WEB)))
    assert [each for each in CANARIES if each in repr(only(at))] == []
    assert only(at).email == ""
    assert locations_for_opendata(at=at).total == 0
    assert places_for_opendata(at=at).total == 0


def test_home_is_never_open(town, at):
    published(town, at, at_home(ride(town)))
    found = only(at)
    assert found.places[0].location is None
    assert found.places[0].sphere_name == "川辺圏域"
    assert "34.87" not in repr(found)
    assert HOME_ADDRESS not in repr(found)
    assert locations_for_opendata(at=at).total == 0
    assert places_for_opendata(at=at).total == 0


def test_draft_ended_and_withdrawn_are_gone(town, at):
    create_service(by=OPERATOR, at=at, given=ride(town))
    ended, withdrawn = published(town, at), published(town, at)
    end_service(by=OFFICER, at=at, service_id=ended.id, on=at.date())
    withdraw_consent(by=OFFICER, at=at, service_id=withdrawn.id, on=at.date())
    assert [give(at=at).total for give in EVERY_LIST] == [0, 0, 0, 0]


def test_official_list_carries_its_credit(town, at):
    create_services(
        by=OFFICER,
        at=at,
        given=[ride(town, consent=None)],
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b",
    )
    source = only(at).source
    assert source is not None
    assert (source.publisher, source.licence) == ("厚生労働省", "CC BY 4.0")
    assert source.credit == "厚生労働省の公表データを加工して作成"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("give", "expected"),
    [
        (published_for_opendata, 16),
        (organizations_for_opendata, 6),
        (locations_for_opendata, 4),
        (places_for_opendata, 9),
    ],
)
def test_lists_take_a_fixed_number_of_queries(town, at, give, expected, number):
    for place in range(number):
        group = create_organization(by=OPERATOR, at=at, given=OrganizationInput(f"会{place}", CITY))
        published(town, at, ride(town, organization_id=group.id))
    published(town, at, ride(town, consent=consent(record=WEB, phone=WEB, address=WEB, leader=WEB)))
    with CaptureQueriesContext(connection) as queries:
        page = give(at=at)
    assert len(queries) == expected
    assert (len(page.items), page.total) == (number, number)


def test_pages_follow_area_change_and_number(town, at):
    for hour in range(3):
        published(town, at + timedelta(hours=hour), ride(town, name=f"便{hour}"))
    assert published_for_opendata(at=at, area_path=OTHER_CITY).total == 0
    assert published_for_opendata(at=at, area_path="98/").total == 3
    changed = published_for_opendata(at=at, modified_after=at)
    assert [each.name for each in changed.items] == ["便1", "便2"]
    second = published_for_opendata(at=at, number=2, size=2)
    assert ([each.name for each in second.items], second.page_count) == (["便2"], 2)
    named = published_for_opendata(at=at, ids=[second.items[0].id])
    assert [each.name for each in named.items] == ["便2"]


def test_what_the_calendar_opened_is_news_to_whoever_asked_before(town, at):
    tomorrow = at + timedelta(days=1)
    ahead = consent(given_date=date_in_jst(tomorrow))
    published(town, at, ride(town, name="あしたの便", consent=ahead))
    for give in (published_for_opendata, places_for_opendata, locations_for_opendata):
        assert give(at=at).total == 0
        assert give(at=tomorrow, modified_after=at).total == 1, give.__name__
    later = tomorrow + timedelta(days=1)
    assert published_for_opendata(at=later, modified_after=later).total == 0


def test_stream_gives_each_open_service_once(town, at):
    ids = {published(town, at, ride(town, name=f"便{n}")).id for n in range(5)}
    found = [each.id for each in stream_for_opendata(at=at, area_path=CITY, chunk=2)]
    assert len(found) == 5
    assert set(found) == ids


def test_number_of_a_group_is_open_only_when_all_its_services_agree(town, at):
    change_organization(
        by=OPERATOR,
        at=at,
        organization_id=town.group.id,
        changes={"phones": (PhoneInput("098-555-1900"), PhoneInput(LEADER_PHONE, is_private=True))},
    )
    published(town, at)
    (group,) = organizations_for_opendata(at=at).items
    assert [phone.number for phone in group.phones] == ["098-555-1900"]
    published(town, at, ride(town, name="ひかえめな便", consent=consent(phone=WEB)))
    (group,) = organizations_for_opendata(at=at).items
    assert group.phones == ()
