"""Reads of personal records: one line each, chained by the worker, tampering found."""

from __future__ import annotations

import copy
import json
import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from yui.journal.actions import act, anchor, chain_reads, note_access
from yui.journal.followers import anchor_daily, chain
from yui.journal.models import Access, AccessLink, Cursor, Entry, Head
from yui.journal.queries import (
    READS,
    Read,
    anchor_file,
    anchors,
    chain_fault,
    reading,
    reading_fault,
    reads_by,
    reveal,
)
from yui.journal.rules import GENESIS, access_fault, entry_fault, hash_of, link_hash
from yui.journal.states import Purpose
from yui.policy.roles import Role
from yui.policy.viewer import Viewer, operator

OFFICER = Viewer(Role.MUNICIPAL_OFFICER, user_id=7, membership_id=3, body_id=5, area_path="98/")
NUMBER, NAME = "directory.phone.number", "directory.contact.name"


@pytest.fixture(autouse=True)
def _no_anchors() -> None:
    anchor_file().unlink(missing_ok=True)


def _read(key: str, *fields: str, purpose: Purpose = Purpose.PAGE) -> Read:
    return Read(purpose, "directory.service", key, "98/98201/", fields or (NUMBER,))


def _note(at: datetime, *keys: str) -> None:
    note_access(by=OFFICER, at=at, reads=[_read(key) for key in keys])


@pytest.mark.django_db
def test_reads_are_noted_line_by_line_in_one_statement(at: datetime) -> None:
    with CaptureQueriesContext(connection) as asked:
        count = note_access(
            by=OFFICER,
            at=at,
            reads=[_read("a"), _read("「b」'", NUMBER, NAME, purpose=Purpose.EXPORT)],
        )

    assert (count, len(asked)) == (2, 1)
    rows = Access.objects.order_by("id").values_list(
        "at", "actor", "membership_id", "body_id", "purpose", "object_id", "fields", "link"
    )
    assert list(rows) == [
        (at, "7", 3, 5, "page", "a", NUMBER, None),
        (at, "7", 3, 5, "export", "「b」'", f"{NUMBER} {NAME}", None),
    ]


@pytest.mark.django_db
def test_nothing_read_asks_the_database_nothing(at: datetime) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert note_access(by=OFFICER, at=at, reads=()) == 0

    assert len(asked) == 0


@pytest.mark.django_db
def test_reads_of_a_process_carry_its_name(at: datetime) -> None:
    note_access(by=operator("export"), at=at, reads=[_read("a")])

    assert Access.objects.get().actor == "export"
    assert Access.objects.get().membership_id is None


def test_what_is_revealed_twice_is_one_read_with_both_fields() -> None:
    with reading() as reads:
        reveal(_read("a", NUMBER))
        reveal(_read("a", NAME, NUMBER))
        reveal(_read("a", NUMBER, purpose=Purpose.EXPORT))
        reveal(Read(Purpose.PAGE, "directory.service", "b", "", ()))
    reveal(_read("outside"))

    assert [(read.purpose, read.object_id, read.fields) for read in reads.values()] == [
        (Purpose.PAGE, "a", (NUMBER, NAME)),
        (Purpose.EXPORT, "a", (NUMBER,)),
    ]


@pytest.mark.django_db
def test_the_worker_chains_what_was_read(at: datetime) -> None:
    _note(at, "a", "b")
    assert reading_fault() is None
    assert chain(at=at) is True
    _note(at, "c")
    assert chain(at=at) is True
    assert chain(at=at) is False

    assert list(AccessLink.objects.order_by("position").values_list("position", "count")) == [
        (1, 2),
        (2, 1),
    ]
    assert set(Access.objects.values_list("object_id", "link")) == {("a", 1), ("b", 1), ("c", 2)}
    assert reading_fault() is None


@pytest.mark.django_db(transaction=True)
def test_reads_are_chained_once_when_many_read_and_two_workers_chain(at: datetime) -> None:
    def read(name: str) -> None:
        try:
            for number in range(20):
                _note(at, f"{name}-{number}")
        finally:
            connections.close_all()

    def work() -> None:
        try:
            for _ in range(20):
                chain_reads(at=at)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read, args=(str(name),)) for name in range(4)]
    threads += [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while chain_reads(at=at):
        pass

    assert Access.objects.count() == 80
    assert sum(AccessLink.objects.values_list("count", flat=True)) == 80
    assert reading_fault() is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda: Access.objects.filter(object_id="b").update(actor="8"), "閲覧の記録 1 が書き換え"),
        (lambda: Access.objects.filter(object_id="b").delete(), "閲覧の記録 1 が書き換え"),
        (lambda: Access.objects.filter(object_id="c").update(link=1), "閲覧の記録 1 が書き換え"),
        (lambda: Access.objects.filter(object_id="d").update(link=None), "閲覧の記録 3 が書き換え"),
        (lambda: Access.objects.filter(object_id="d").update(link=9), "閲覧の記録 3 が書き換え"),
        (lambda: AccessLink.objects.filter(position=2).delete(), "閲覧の記録 2 がありません"),
        (lambda: AccessLink.objects.filter(position=3).update(count=7), "閲覧の記録 3 が書き換え"),
        (
            lambda: (
                Access.objects.filter(link=3).delete(),
                AccessLink.objects.filter(position=3).delete(),
            ),
            "閲覧の記録が 3 までのはず",
        ),
    ],
)
def test_tampering_with_reads_is_found(
    at: datetime, change: Callable[[], object], says: str
) -> None:
    for keys in (("a", "b"), ("c",), ("d",)):
        _note(at, *keys)
        chain_reads(at=at)
    change()
    found = reading_fault()

    assert found is not None
    assert says in found


@pytest.mark.django_db
def test_an_end_cut_off_with_its_head_is_found_by_the_anchor(at: datetime) -> None:
    _record(at, "a", "b", "c")
    _note(at, "a")
    chain_reads(at=at)
    anchor(at=at)
    assert (chain_fault(), reading_fault()) == (None, None)
    Entry.objects.filter(position=3).delete()
    Head.objects.update(position=2, hash=Entry.objects.get(position=2).hash)
    Access.objects.all().delete()
    AccessLink.objects.all().delete()
    Cursor.objects.filter(follower=READS).delete()

    assert "記録 3 までが前に控えられています" in str(chain_fault())
    assert "閲覧の記録が 1 までのはず" in str(reading_fault())


@pytest.mark.django_db
def test_a_chain_written_anew_is_found_by_the_anchor(at: datetime) -> None:
    _record(at, "a", "b")
    anchor(at=at)
    Entry.objects.filter(position__gt=0).delete()
    Head.objects.all().delete()
    _record(at, "z", "b", "c")

    assert chain_fault() == "記録 2 までが、前に控えた値とちがいます。"


@pytest.mark.django_db
def test_anchors_are_noted_once_a_day(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yui.journal.followers._anchored_on", None)
    for hours in (0, 1, 5, 24):
        assert anchor_daily(at=at + timedelta(hours=hours)) is False

    assert len(anchors()) == 2
    assert anchor_file().stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_an_anchor_torn_by_a_crash_is_none(at: datetime) -> None:
    _record(at, "a")
    anchor(at=at)
    with anchor_file().open("a") as stream:
        stream.write('{"at": "2026-11-24T')

    assert len(anchors()) == 1
    assert chain_fault() is None


@pytest.mark.django_db
def test_reads_of_a_person_are_counted_by_record(at: datetime) -> None:
    _note(at, "a", "b")
    _note(at + timedelta(hours=1), "a")
    _note(at + timedelta(days=1), "a")
    note_access(by=operator("other"), at=at, reads=[_read("c")])
    (first, second) = reads_by("7", since=at, until=at + timedelta(days=1))

    assert (first.object_id, first.times) == ("a", 2)
    assert (first.first_at, first.last_at) == (at, at + timedelta(hours=1))
    assert (first.purpose, first.fields, first.membership_id) == (Purpose.PAGE, (NUMBER,), 3)
    assert (second.object_id, second.times) == ("b", 1)


def _record(at: datetime, *keys: str) -> None:
    with act(by=OFFICER, at=at) as done:
        for key in keys:
            done.record(
                "thing.changed", object_type="room.thing", object_id=key, area_path="98/",
                fields=("name", "phone"),
            )  # fmt: skip


def _edit(dice: random.Random, rows: list[Entry]) -> int:
    place = dice.randrange(len(rows))
    name = dice.choice(
        ["actor", "verb", "object_type", "object_id", "area_path", "batch_id", "fields",
         "membership_id", "body_id", "at", "hash", "previous_hash"]
    )  # fmt: skip
    row, old = rows[place], getattr(rows[place], name)
    if name == "at":
        setattr(row, name, old + timedelta(microseconds=dice.randrange(1, 10**9)))
    elif name == "fields":
        setattr(row, name, old[:-1])
    elif isinstance(old, str):
        setattr(row, name, old + dice.choice("abc0 "))
    else:
        setattr(row, name, (old or 0) + 1)
    return place + 1


def _edit_and_hash_anew(dice: random.Random, rows: list[Entry]) -> int:
    """The row itself looks right; the one after it does not."""
    place = dice.randrange(len(rows))
    rows[place].verb += "x"
    rows[place].hash = hash_of(rows[place])
    return place + 2 if place + 1 < len(rows) else place + 1


def _remove(dice: random.Random, rows: list[Entry]) -> int:
    place = dice.randrange(len(rows))
    del rows[place]
    return place + 1


def _remove_and_number_anew(dice: random.Random, rows: list[Entry]) -> int:
    place = dice.randrange(len(rows) - 1)
    del rows[place]
    for number, row in enumerate(rows, start=1):
        row.position = number
    return place + 1


def _swap(dice: random.Random, rows: list[Entry]) -> int:
    one, other = sorted(dice.sample(range(len(rows)), 2))
    rows[one], rows[other] = rows[other], rows[one]
    if dice.random() < 0.5:
        rows[one].position, rows[other].position = rows[other].position, rows[one].position
    return one + 1


def _add(dice: random.Random, rows: list[Entry]) -> int:
    place = dice.randrange(len(rows))
    rows.insert(place, copy.copy(rows[place]))
    return place + 2


def _cut_the_end(dice: random.Random, rows: list[Entry]) -> int:
    keep = dice.randrange(len(rows))
    del rows[keep:]
    return keep


TAMPERINGS = (
    _edit, _edit, _edit_and_hash_anew, _remove, _remove_and_number_anew, _swap, _add, _cut_the_end,
)  # fmt: skip


@pytest.mark.django_db
def test_a_thousand_tamperings_of_entries_are_found_with_their_position(at: datetime) -> None:
    for number in range(12):
        _record(at + timedelta(minutes=number), *map(str, range(number % 4 + 1)))
    rows, head = list(Entry.objects.order_by("position")), Head.objects.get()
    end, dice = (head.position, head.hash), random.Random(20261124)
    assert entry_fault(rows, head=end, anchors={}) is None
    for _ in range(1000):
        changed = [copy.copy(row) for row in rows]
        position = dice.choice(TAMPERINGS)(dice, changed)
        found = entry_fault(changed, head=end, anchors={})
        assert found is not None
        assert str(position) in found, (position, found)


@pytest.mark.django_db
def test_a_thousand_tamperings_of_reads_are_found_with_their_link(at: datetime) -> None:
    for number in range(10):
        _note(at + timedelta(minutes=number), *(f"{number}-{each}" for each in range(3)))
        chain_reads(at=at)
    rows = list(Access.objects.order_by("link", "id"))
    links, dice = list(AccessLink.objects.order_by("position")), random.Random(20261124)
    assert access_fault(rows, links, head=10, anchors={}) is None
    for _ in range(1000):
        changed, chained = [copy.copy(row) for row in rows], [copy.copy(each) for each in links]
        position = dice.choice((_change_a_read, _lose_a_read, _move_a_read, _lose_a_link))(
            dice, changed, chained
        )
        found = access_fault(changed, chained, head=10, anchors={})
        assert found is not None
        assert str(position) in found, (position, found)


def _change_a_read(dice: random.Random, rows: list[Access], links: list[AccessLink]) -> int:
    row = dice.choice(rows)
    name = dice.choice(["actor", "object_type", "object_id", "area_path", "fields", "purpose"])
    setattr(row, name, getattr(row, name) + "x")
    return int(row.link or 0)


def _lose_a_read(dice: random.Random, rows: list[Access], links: list[AccessLink]) -> int:
    row = dice.choice(rows)
    rows.remove(row)
    return int(row.link or 0)


def _move_a_read(dice: random.Random, rows: list[Access], links: list[AccessLink]) -> int:
    row, other = dice.sample(rows, 2)
    while row.link == other.link:
        row, other = dice.sample(rows, 2)
    first = min(int(row.link or 0), int(other.link or 0))
    row.link = other.link
    rows.sort(key=lambda each: (each.link or 0, each.pk))
    return first


def _lose_a_link(dice: random.Random, rows: list[Access], links: list[AccessLink]) -> int:
    link = links.pop(dice.randrange(len(links)))
    rows[:] = [row for row in rows if row.link != link.position]
    return link.position if link.position <= len(links) else len(links)


def test_a_link_is_hashed_over_all_that_a_line_says() -> None:
    at = datetime.fromisoformat("2026-11-24T01:30:00+00:00")
    row = Access(
        id=1, at=at, actor="7", purpose="page", object_type="room.thing", object_id="a",
        area_path="", fields=NUMBER,
    )  # fmt: skip
    said = json.dumps(
        [GENESIS, 1, "2026-11-24T01:30:00.000000+00:00", 1,
         [[1, "2026-11-24T01:30:00.000000+00:00", "7", None, None, "page", "room.thing", "a", "",
           NUMBER]]],
        separators=(",", ":"),
    )  # fmt: skip
    import hashlib

    assert link_hash(previous_hash=GENESIS, position=1, at=at, count=1, rows=[row]) == (
        hashlib.sha256(said.encode()).hexdigest()
    )
