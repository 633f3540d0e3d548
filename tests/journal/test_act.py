"""`act` is the only door to a change: all or nothing, gapless, chained."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connections, transaction

from yui.journal.actions import act, move_cursor
from yui.journal.errors import OutsideAct
from yui.journal.models import Entry
from yui.journal.queries import (
    chain_fault,
    cursor_position,
    entries_after,
    head_position,
    objects_after,
)
from yui.policy.viewer import operator

BY = operator("test")


def _record(at: datetime, *ids: str, verb: str = "thing.changed") -> None:
    with act(by=BY, at=at) as done:
        for each in ids:
            done.record(verb, object_type="room.thing", object_id=each, area_path="14/14100/")


@pytest.mark.django_db
def test_entries_are_gapless_and_chained_when_actions_end(at: datetime) -> None:
    _record(at, "a", "b")
    _record(at, "c")
    assert [(row.position, row.object_id) for row in entries_after(0)] == [
        (1, "a"),
        (2, "b"),
        (3, "c"),
    ]
    assert head_position() == 3
    assert chain_fault() is None


@pytest.mark.django_db
def test_nothing_is_left_when_the_body_fails(at: datetime) -> None:
    def fail() -> None:
        with act(by=BY, at=at) as done:
            done.record("thing.changed", object_type="room.thing", object_id="a", area_path="")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert entries_after(0) == ()
    assert head_position() == 0


@pytest.mark.django_db
def test_nested_acts_join_the_outermost_when_actions_call_actions(at: datetime) -> None:
    with act(by=BY, at=at) as outer:
        outer.record("one", object_type="room.thing", object_id="1", area_path="")
        with act(by=operator("other"), at=at) as inner:
            inner.record("two", object_type="room.thing", object_id="2", area_path="")
    assert [row.verb for row in entries_after(0)] == ["one", "two"]
    assert set(Entry.objects.values_list("actor", flat=True)) == {"test"}


@pytest.mark.django_db(transaction=True)
def test_act_refuses_to_run_inside_a_foreign_transaction(at: datetime) -> None:
    with transaction.atomic(), pytest.raises(OutsideAct), act(by=BY, at=at):
        pass


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda: Entry.objects.filter(position=2).update(verb="forged"), "書き換え"),
        (lambda: Entry.objects.filter(position=2).delete(), "ありません"),
        (lambda: Entry.objects.filter(position=3).delete(), "最後の記録"),
        (lambda: Entry.objects.filter(position=1).update(object_id="z"), "書き換え"),
        (lambda: Entry.objects.filter(position=3).update(position=9), "ありません"),
    ],
)
def test_the_chain_finds_every_kind_of_tampering(at: datetime, change: object, fault: str) -> None:
    _record(at, "a", "b", "c")
    change()  # type: ignore[operator]
    found = chain_fault()
    assert found is not None
    assert fault in found


@pytest.mark.django_db(transaction=True)
def test_positions_stay_gapless_when_many_threads_write(at: datetime) -> None:
    def write(name: str) -> None:
        try:
            for number in range(5):
                _record(at, f"{name}-{number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(str(name),)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.position for row in entries_after(0)] == list(range(1, 31))
    assert chain_fault() is None


@pytest.mark.django_db
def test_followers_see_which_objects_moved_after_their_cursor(at: datetime) -> None:
    _record(at, "a", "b")
    move_cursor("search", position=1, at=at)
    _record(at, "a", "c")
    assert cursor_position("search") == 1
    assert cursor_position("never") == 0
    assert objects_after(1, object_type="room.thing", limit=10) == ("b", "a", "c")
