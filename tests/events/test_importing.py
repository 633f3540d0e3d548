"""Events of a list: written and taken back in few statements, with one entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import CITY, OFFICER, OPERATOR, OTHER_CITY
from tests.events.builders import SATURDAY, published
from yui.areas.models import Area
from yui.events.actions import ListedDay, ListedEvent, import_events, take_back_events
from yui.events.errors import NotYours
from yui.events.models import Event, EventDate
from yui.events.queries import events_in_area, get_event
from yui.events.states import EventState
from yui.journal.models import Entry
from yui.lib.clock import JST, date_in_jst
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db


def listed(town, title="料理の会", **more):
    columns = {
        "organization_id": town.group.id,
        "area_id": Area.objects.get(path=CITY).id,
        "title": title,
        "state": "published",
    }
    days = (ListedDay(SATURDAY, SATURDAY + timedelta(hours=2), place_name="公民館"),)
    return ListedEvent(uuid4(), columns | more, days)


def test_import_writes_rows_and_one_entry(town, at):
    batch = uuid4()
    made = listed(town)
    import_events(by=OFFICER, at=at, area_path=CITY, batch_id=batch, added=[made])
    row = Event.objects.get(id=made.id)
    assert (row.title, row.state, row.created_at, row.modified_at) == (
        "料理の会",
        "published",
        at,
        at,
    )
    assert row.dates.get().place_name == "公民館"
    entry = Entry.objects.get(verb="events.event.imported")
    assert (entry.area_path, entry.batch_id) == (CITY, str(batch))


@pytest.mark.parametrize("number", [1, 3])
def test_import_takes_the_same_statements_whatever_its_length(town, at, number):
    events = [listed(town, f"会{place}") for place in range(number)]
    with CaptureQueriesContext(connection) as queries:
        import_events(by=OPERATOR, at=at, area_path=CITY, batch_id=uuid4(), added=events)
    written = [each["sql"] for each in queries if "events_" in each["sql"]]
    assert len(written) == 2


def test_import_changes_days_and_columns_and_cancels(town, at):
    known, other = published(town, at), published(town, at, title="やめる会")
    later = at + timedelta(minutes=1)
    monday = datetime(2026, 11, 30, 9, 0, tzinfo=JST)
    import_events(
        by=OPERATOR,
        at=later,
        area_path=CITY,
        batch_id=uuid4(),
        changed=[ListedEvent(known.id, {"title": "新しい名前"}, (ListedDay(monday),))],
        cancelled=[other.id],
    )
    row = Event.objects.get(id=known.id)
    assert (row.title, row.modified_at, row.dates.get().starts_at) == ("新しい名前", later, monday)
    assert Event.objects.get(id=other.id).state == EventState.CANCELLED

    restored = [ListedEvent(known.id, {"title": "もとの名前"})]
    take_back_events(
        by=OPERATOR,
        at=later,
        area_path=CITY,
        batch_id=uuid4(),
        removed=[other.id],
        restored=restored,
    )
    assert Event.objects.get().title == "もとの名前"
    assert not EventDate.objects.filter(event_id=other.id).exists()


def test_import_for_another_area_is_refused_and_writes_nothing(town, at):
    with pytest.raises(NotYours):
        import_events(
            by=OFFICER, at=at, area_path=OTHER_CITY, batch_id=uuid4(), added=[listed(town)]
        )
    with pytest.raises(NotYours):
        take_back_events(
            by=OFFICER, at=at, area_path=OTHER_CITY, batch_id=uuid4(), removed=[], restored=[]
        )
    assert not Event.objects.exists()
    assert not Entry.objects.filter(verb__startswith="events.event").exists()


def test_a_span_says_its_last_day_and_its_hours_in_words(town, at, client):
    last = SATURDAY + timedelta(days=120)
    span = ListedDay(
        SATURDAY.replace(hour=0),
        last.replace(hour=0),
        is_all_day=True,
        hours_note="9時〜17時",
        place_name="美術館",
        latitude=34.3,
        longitude=134.0,
    )
    made = listed(town, "企画展")
    event = ListedEvent(made.id, made.columns, (span,))
    import_events(by=OPERATOR, at=at, area_path=CITY, batch_id=uuid4(), added=[event])
    # Months after it began it is still listed.
    middle = date_in_jst(SATURDAY + timedelta(days=110))
    (day,) = events_in_area(ANONYMOUS, CITY, first_day=middle, days=7, at=at)
    assert day.day_text == "11月28日（土）から"
    assert day.hours_text == "3月28日（日）まで　9時〜17時"
    page = get_event(ANONYMOUS, day.short_code, at=SATURDAY + timedelta(days=110))
    assert not page.is_over
    assert get_event(ANONYMOUS, day.short_code, at=last + timedelta(days=1)).is_over
    assert "3月28日" in client.get(f"/events/{day.short_code}/").content.decode()
    feed = client.get("/events/calendar.ics?area=980013").content.decode()
    assert "DTEND;VALUE=DATE:20270329" in feed
    assert "GEO:34.3;134.0" in feed
