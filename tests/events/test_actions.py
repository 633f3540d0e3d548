from datetime import timedelta
from uuid import UUID

import pytest

from tests.directory.builders import (
    CARE_MANAGER,
    CITY,
    MEMBER,
    OFFICER,
    OPERATOR,
    OTHER_CITY,
    OTHER_OFFICER,
    PREFECTURE,
)
from tests.events.builders import SATURDAY, day, lecture, published
from yui.directory.actions import LocationInput, create_location
from yui.events.actions import cancel_event, create_event, publish_event
from yui.events.errors import EventNotFound, InputRefused, MoveRefused, NotYours
from yui.events.models import Event, EventDate
from yui.events.states import MOVES, EventState
from yui.journal.models import Entry
from yui.policy.viewer import ANONYMOUS

pytestmark = pytest.mark.django_db
OTHERS = [ANONYMOUS, OTHER_OFFICER, PREFECTURE, CARE_MANAGER, MEMBER]
MY_NUMBER = "1234 5678 9018"


def everything():
    rows = [sorted(map(repr, model.objects.values_list())) for model in (Event, EventDate)]
    return rows, Entry.objects.count()


def last():
    entry = Entry.objects.order_by("position").last()
    return entry.verb, entry.object_type, entry.object_id, entry.area_path, entry.fields


def publish(made, at, by=OFFICER):
    publish_event(by=by, at=at, event_id=made.id)


def cancel(made, at, by=OFFICER):
    cancel_event(by=by, at=at, event_id=made.id, reason="台風のため")


def in_state(town, at, state):
    made = create_event(by=OPERATOR, at=at, given=lecture(town))
    if state is not EventState.DRAFT:
        publish(made, at, by=OPERATOR)
    if state is EventState.CANCELLED:
        cancel(made, at, by=OPERATOR)
    return made


VERBS = {
    publish: (EventState.PUBLISHED, {EventState.DRAFT}, "published", ["state"]),
    cancel: (
        EventState.CANCELLED,
        {EventState.PUBLISHED},
        "cancelled",
        ["state", "cancel_reason"],
    ),
}


def test_create_event_writes_the_exact_rows_and_one_entry(town, at):
    before = Entry.objects.count()
    made = create_event(by=OFFICER, at=at, given=lecture(town))
    row = Event.objects.get()
    assert (row.title, row.state, row.kind.code, row.phone, row.capacity) == (
        "スマホで写真を送る会",
        "draft",
        "lecture",
        "098-555-1500",
        12,
    )
    assert (row.created_at, row.modified_at) == (at, at)
    date = EventDate.objects.get()
    assert (date.starts_at, date.ends_at) == (SATURDAY, SATURDAY + timedelta(hours=2))
    assert Entry.objects.count() == before + 1
    assert last() == ("events.event.created", "events.event", str(made.id), CITY, [])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "催しの名前"),
        ({"title": "あ" * 161}, "160字まで"),
        ({"title": "会\u200b"}, "使えない文字"),
        ({"description": MY_NUMBER}, "個人番号"),
        ({"dates": ()}, "催しの日"),
        ({"dates": (day(SATURDAY), day(SATURDAY))}, "2回"),
        ({"dates": (day(SATURDAY, hours=-1),)}, "終わりの時刻"),
        ({"dates": (day(SATURDAY, location_id=UUID(int=1)),)}, "この場所は"),
        ({"kind": "none"}, "種類"),
        ({"capacity": 0}, "定員"),
        ({"phone": "123"}, "電話番号"),
        ({"website": "ftp://x"}, "https://"),
        ({"area_path": "98/98009/"}, "登録されていません"),
        ({"organization_id": UUID(int=1)}, "この団体は"),
    ],
)
def test_create_event_refuses_what_cannot_be_kept(town, at, changed, words):
    before = everything()
    with pytest.raises(InputRefused) as caught:
        create_event(by=OPERATOR, at=at, given=lecture(town, **changed))
    assert words in caught.value.sentence
    assert MY_NUMBER not in caught.value.sentence
    assert everything() == before


def test_create_event_does_not_know_places_of_another_town(town, at):
    home = LocationInput(OTHER_CITY, name="試験さん宅", address="川辺町3丁目45番6号")
    foreign = create_location(by=OPERATOR, at=at, given=home)
    own = create_location(by=OPERATOR, at=at, given=LocationInput(CITY, name="川辺集会所"))
    before = everything()
    with pytest.raises(InputRefused) as caught:
        create_event(
            by=OFFICER, at=at, given=lecture(town, dates=(day(SATURDAY, location_id=foreign),))
        )
    assert caught.value.sentence == "この場所は、登録されていません。"
    assert everything() == before
    create_event(by=OFFICER, at=at, given=lecture(town, dates=(day(SATURDAY, location_id=own),)))
    assert EventDate.objects.get().location_id == own


@pytest.mark.parametrize("by", OTHERS)
def test_create_event_is_refused_to_others(town, at, by):
    before = everything()
    with pytest.raises(NotYours):
        create_event(by=by, at=at, given=lecture(town))
    assert everything() == before


@pytest.mark.parametrize("state", list(EventState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_verbs_follow_the_table_of_moves(town, at, state, verb):
    target, starts, word, fields = VERBS[verb]
    made = in_state(town, at, state)
    before = everything()
    if state in starts:
        verb(made, at)
        assert Event.objects.get().state == target
        assert last() == (f"events.event.{word}", "events.event", str(made.id), CITY, fields)
        assert Entry.objects.count() == before[1] + 1
    else:
        with pytest.raises(MoveRefused):
            verb(made, at)
        assert everything() == before


def test_verbs_cover_the_table_and_nothing_more():
    reached = {(start, target) for target, starts, *_ in VERBS.values() for start in starts}
    assert reached == {(start, target) for start, targets in MOVES.items() for target in targets}


@pytest.mark.parametrize("by", OTHERS)
@pytest.mark.parametrize("verb", list(VERBS))
def test_verbs_are_refused_to_others(town, at, by, verb):
    made = in_state(town, at, min(VERBS[verb][1]))
    before = everything()
    with pytest.raises(NotYours):
        verb(made, at, by=by)
    assert everything() == before


def test_verbs_on_an_unknown_event_are_refused(town, at):
    with pytest.raises(EventNotFound):
        publish_event(by=OPERATOR, at=at, event_id=UUID(int=1))


def test_cancel_keeps_the_reason(town, at):
    made = published(town, at)
    cancel(made, at)
    assert Event.objects.get().cancel_reason == "台風のため"
