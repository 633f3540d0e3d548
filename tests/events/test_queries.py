from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import CITY, OFFICER, OPERATOR, OTHER_CITY, SPHERE
from tests.events.builders import SATURDAY, day, lecture, published
from yui.directory.actions import LocationInput, create_location
from yui.events.actions import cancel_event, create_event
from yui.events.errors import EventNotFound
from yui.events.queries import events_in_area, get_event
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def listed(at, area_path=CITY, first_day=TODAY, days=28):
    return events_in_area(ANONYMOUS, area_path, first_day=first_day, days=days, at=at)


def test_day_of_an_event_says_everything(town, at):
    made = published(town, at)
    (found,) = listed(at)
    assert (found.event_id, found.day) == (made.id, date(2026, 11, 28))
    assert (found.day_text, found.hours_text) == ("11月28日（土）", "10時〜12時")
    assert (found.place, found.address) == ("川辺集会所", "川辺町1-2")
    assert found.phone is not None
    assert (found.phone.number, found.phone.href) == ("098-555-1500", "tel:0985551500")
    assert found.url == f"/events/{made.short_code}/"
    shown = found.shown()
    assert (shown.cost, shown.state) == ("無料・電話で申し込み", "")


@pytest.mark.parametrize("number", [1, 3])
def test_list_takes_one_query_whatever_its_length(town, at, number):
    for place in range(number):
        published(town, at, title=f"会{place}")
    create_event(by=OPERATOR, at=at, given=lecture(town, title="下書きの会"))
    with CaptureQueriesContext(connection) as queries:
        found = listed(at)
    assert len(queries) == 1
    assert [each.title for each in found] == [f"会{place}" for place in range(number)]


def test_list_holds_the_days_asked_for_of_the_area_only(town, at):
    week = timedelta(days=7)
    published(town, at, dates=(day(SATURDAY - week), day(SATURDAY), day(SATURDAY + week)))
    published(town, at, title="となりの会", area_path=OTHER_CITY)
    assert [each.day.day for each in listed(at, days=7)] == [28]
    assert [each.title for each in listed(at, area_path="98/", days=5)].count("となりの会") == 1
    assert listed(at, days=0) == ()


def test_event_that_began_before_and_goes_on_is_listed(town, at):
    published(town, at, dates=(day(SATURDAY - timedelta(days=10), hours=24 * 9),))
    assert len(listed(at)) == 1
    assert listed(at, first_day=date(2026, 12, 1)) == ()


def test_cancelled_event_stays_until_the_day_after(town, at):
    made = published(town, at)
    cancel_event(by=OFFICER, at=at, event_id=made.id, reason="台風のため")
    (found,) = listed(at)
    assert found.is_cancelled
    assert found.shown().name == "【中止】スマホで写真を送る会"
    assert found.shown().state == "中止になりました"
    after = SATURDAY + timedelta(days=1)
    assert len(listed(after, first_day=after.date())) == 1
    two_after = SATURDAY + timedelta(days=2)
    assert listed(two_after, first_day=two_after.date()) == ()
    assert listed(at, first_day=date(2026, 12, 5)) == ()


def test_place_in_a_home_shows_only_its_sphere(town, at):
    home = LocationInput(
        CITY, name="試験さん宅", sphere_path=SPHERE, address="川辺町3丁目45番6号", is_home=True
    )
    location_id = create_location(by=OPERATOR, at=at, given=home)
    published(town, at, dates=(day(SATURDAY, location_id=location_id),))
    (found,) = listed(at)
    assert found.place == "川辺圏域（くわしい場所は、電話で聞いてください）"
    assert found.address == ""
    assert "3丁目" not in repr(found)
    assert "試験さん宅" not in repr(found)


def test_all_day_and_open_ended_days_are_said_so(town, at):
    open_ended = day(SATURDAY + timedelta(hours=4), ends_at=None)
    published(town, at, dates=(day(SATURDAY, is_all_day=True), open_ended))
    assert [each.hours_text for each in listed(at)] == ["", "14時から"]


def test_draft_is_known_to_its_office_only(town, at):
    made = create_event(by=OPERATOR, at=at, given=lecture(town))
    assert get_event(OFFICER, made.short_code, at=at).title == "スマホで写真を送る会"
    with pytest.raises(EventNotFound):
        get_event(ANONYMOUS, made.short_code, at=at)
    with pytest.raises(EventNotFound):
        get_event(ANONYMOUS, "00000000", at=at)


def test_event_is_over_the_day_after(town, at):
    made = published(town, at)
    assert not get_event(ANONYMOUS, made.short_code, at=SATURDAY).is_over
    assert get_event(ANONYMOUS, made.short_code, at=SATURDAY + timedelta(days=1)).is_over
