"""After an upgrade the old index may not answer: the database does, until the worker renews it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any
from uuid import UUID

import pytest

from tests.directory.builders import CITY, OPERATOR, Town, published, ride
from yui.config.working import follow_once
from yui.directory.actions import end_service
from yui.policy.viewer import ANONYMOUS
from yui.search import followers
from yui.search.actions import Renewal, following, note_unmet, rebuild, renewing
from yui.search.engine import schema, state, writer
from yui.search.engine.damage import IndexOutdated
from yui.search.engine.reader import IndexReader
from yui.search.engine.writer import IndexWriter
from yui.search.models import Document, UnmetSearch
from yui.search.queries import Question, found_ids, index_fault, index_state, search
from yui.taxonomy.models import TaxonomyTerm

SHOPPING = Question("買物", CITY)
NAME = "あさひ 買い物いっしょ便"


@pytest.fixture
def upgraded(town: Town, folder: Path, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index made by another version, as a process of this version finds it."""
    published(town, at)
    with monkeypatch.context() as older:
        for module in (state, writer):
            older.setattr(module, "analysis_version", lambda: "older")
        rebuild(at=at, from_rooms=True)
    following.writer_of.cache_clear()
    monkeypatch.setattr(followers, "_renewal", Renewal())
    return folder


def test_an_index_of_another_version_is_refused(upgraded: Path) -> None:
    with pytest.raises(IndexOutdated):
        IndexReader(upgraded).state.position  # noqa: B018 -- reading it is what is tested
    with pytest.raises(IndexOutdated):
        IndexWriter(upgraded)


def test_residents_find_by_other_spellings_meanwhile_and_staff_are_told(
    upgraded: Path, at: datetime
) -> None:
    answer = search(ANONYMOUS, SHOPPING, folder=upgraded, at=at)

    assert ([card.name for card in answer.cards], answer.is_degraded) == ([NAME], True)
    assert found_ids(ANONYMOUS, SHOPPING, folder=upgraded).total == 1
    assert index_state(upgraded)[0] is False
    assert "前の版" in (index_fault(upgraded) or "")


@pytest.mark.django_db(transaction=True)
def test_the_worker_renews_the_index_by_itself(upgraded: Path, at: datetime) -> None:
    assert follow_once(at=at)
    _follow_all(at)

    answer = search(ANONYMOUS, SHOPPING, folder=upgraded, at=at)
    assert ([card.name for card in answer.cards], answer.is_degraded) == ([NAME], False)
    assert index_fault(upgraded) is None


@pytest.mark.django_db(transaction=True)
def test_other_followers_go_on_while_the_index_is_made_anew(
    upgraded: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()

    def rebuild_late(*, at: datetime) -> int:
        assert may_end.wait(timeout=20)
        return rebuild(at=at)

    monkeypatch.setattr(renewing, "rebuild", rebuild_late)
    monkeypatch.setattr(followers, "_counted_at", float("-inf"))
    note_unmet(words="電球", conditions="", area_path=CITY, on=at.date())
    assert follow_once(at=at)
    assert follow_once(at=at)

    assert UnmetSearch.objects.get().words == "電球"
    assert search(ANONYMOUS, SHOPPING, folder=upgraded, at=at).is_degraded
    may_end.set()
    _follow_all(at)
    assert not search(ANONYMOUS, SHOPPING, folder=upgraded, at=at).is_degraded


@pytest.mark.django_db(transaction=True)
def test_what_changes_while_the_index_is_made_anew_is_followed_afterwards(
    upgraded: Path, town: Town, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = Event()

    def rebuild_late(*, at: datetime) -> int:
        made = rebuild(at=at)
        assert may_end.wait(timeout=20)
        return made

    monkeypatch.setattr(renewing, "rebuild", rebuild_late)
    assert follow_once(at=at)
    published(town, at, ride(town, name="あとからの買い物便"))
    may_end.set()
    _follow_all(at)

    answer = search(ANONYMOUS, SHOPPING, folder=upgraded, at=at)
    assert {card.name for card in answer.cards} == {NAME, "あとからの買い物便"}


@pytest.mark.django_db(transaction=True)
def test_work_that_stopped_is_told_and_begun_again(
    upgraded: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*, at: datetime) -> int:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(renewing, "rebuild", full_disk)
        with pytest.raises(ExceptionGroup, match="followers") as told:
            _follow_all(at)
    assert "no space left" in str(told.value.exceptions[0])

    _follow_all(at)
    assert not search(ANONYMOUS, SHOPPING, folder=upgraded, at=at).is_degraded


def _follow_all(at: datetime) -> None:
    while follow_once(at=at):
        pass


def test_a_table_of_another_version_is_made_anew_from_the_rooms(
    upgraded: Path, at: datetime
) -> None:
    row = Document.objects.get()
    row.content = {"key": row.key.hex, "name": "むかしの形"}
    row.save()

    assert rebuild(at=at) == 1
    assert search(ANONYMOUS, SHOPPING, folder=upgraded, at=at).total == 1


def test_other_fields_than_ours_are_another_version(
    upgraded: Path, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    rebuild(at=at)
    monkeypatch.setattr("yui.search.engine.damage.FIELD_NAMES", schema.FIELD_NAMES | {"new_field"})

    with pytest.raises(IndexOutdated):
        IndexReader(upgraded).state.position  # noqa: B018 -- reading it is what is tested


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ("ショッピング", 1),  # another word of the same meaning
        ("買い物 火曜", 1),
        ("買い物 日曜", 0),
        ("近くで買い物がしたい", 1),
        ("買い物 ラジオ", 1),  # no record holds both: one is enough
        ("ラジオ", 0),
        ("電話で伝えて", 1),  # how to start
    ],
)
def test_the_database_reads_words_as_the_index_does(
    town: Town, folder: Path, at: datetime, words: str, total: int
) -> None:
    published(town, at)
    rebuild(at=at, from_rooms=True)
    nowhere = folder.parent / "nothing-here"

    assert search(ANONYMOUS, Question(words, CITY), folder=nowhere, at=at).total == total


def test_a_sphere_without_an_index_holds_what_comes_to_it(
    town: Town, folder: Path, at: datetime
) -> None:
    published(town, at)
    rebuild(at=at, from_rooms=True)
    nowhere = folder.parent / "nothing-here"

    def total(path: str) -> int:
        return search(ANONYMOUS, Question("買い物", path), folder=nowhere, at=at).total

    assert (total(f"{CITY}k-01/"), total(f"{CITY}k-02/")) == (1, 0)


def test_an_ended_service_is_in_neither_table_nor_index(
    town: Town, folder: Path, at: datetime
) -> None:
    kept = published(town, at)
    ended = published(town, at, ride(town, name="むかしの便"))
    end_service(by=OPERATOR, at=at, service_id=ended.id, on=at.date())

    assert rebuild(at=at, from_rooms=True) == 1
    assert list(Document.objects.values_list("key", flat=True)) == [kept.id]


@pytest.mark.parametrize("gone", [UUID(int=1), UUID(int=2**128 - 1)])
def test_a_row_without_a_service_is_removed_wherever_it_stands(
    town: Town, folder: Path, at: datetime, gone: UUID
) -> None:
    kept = published(town, at)
    rebuild(at=at, from_rooms=True)
    row = Document.objects.get()
    later = Document.objects.create(**_facts(row, key=UUID(int=3), position=row.position + 1))
    Document.objects.create(**_facts(row, key=gone))

    rebuild(at=at, from_rooms=True)

    left = set(Document.objects.values_list("key", flat=True))
    assert left == {kept.id, later.key}  # the follower wrote the later one meanwhile


def _facts(row: Document, **changed: object) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in row._meta.fields} | changed


def test_the_way_to_start_and_the_kind_are_words_of_a_record(
    town: Town, folder: Path, at: datetime
) -> None:
    TaxonomyTerm.objects.filter(code="shopping").update(plain_name="買い物・麻雀")
    published(town, at)
    rebuild(at=at, from_rooms=True)

    def total(words: str) -> int:
        return search(ANONYMOUS, Question(words, CITY), folder=folder, at=at).total

    assert total("便を使いたいと伝える") == 1
    assert total("送迎") == 1
    assert total("麻雀") == 0  # the plain name of a field says more than this record is
