"""A batch leaves one entry in the journal; search finds and forgets all its records."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.exchange.builders import as_csv, build_country, care_row, imported
from yui.exchange.actions import undo_batch
from yui.policy.viewer import ANONYMOUS, operator
from yui.search.actions import follow_entries
from yui.search.engine.writer import IndexWriter
from yui.search.queries import Question, count, hit_lines, index_fault, search

NURSES = Question(sectors=())


@pytest.mark.django_db
def test_records_of_a_batch_are_found_and_gone_when_it_is_undone(
    folder: Path, at: datetime
) -> None:
    build_country(at)
    batch = imported(as_csv([care_row(number) for number in range(3)]), at)
    while follow_entries(at=at):
        pass
    assert search(ANONYMOUS, NURSES, folder=folder, at=at).total == 3
    undo_batch(by=operator("test"), at=at + timedelta(hours=1), batch_id=batch.id)
    assert search(ANONYMOUS, NURSES, folder=folder, at=at).cards == ()
    while follow_entries(at=at):
        pass
    assert search(ANONYMOUS, NURSES, folder=folder, at=at).total == 0
    assert index_fault(folder) is None


@pytest.mark.django_db
def test_before_anybody_followed_an_undone_batch_shows_nothing_on_any_page(
    folder: Path, at: datetime
) -> None:
    build_country(at)
    batch = imported(as_csv([care_row(number) for number in range(3)]), at)
    _follow(at)
    undo_batch(by=operator("test"), at=at + timedelta(hours=1), batch_id=batch.id)

    answer = search(ANONYMOUS, NURSES, folder=folder, at=at)
    assert (answer.total, answer.facets["sector"]) == (0, {})
    for page in (1, 2, 3):
        asked = Question(sectors=(), page=page, size=1)
        assert search(ANONYMOUS, asked, folder=folder, at=at).cards == ()
        assert hit_lines(ANONYMOUS, asked, folder=folder, at=at)[1:] == ((), ())


@pytest.mark.django_db
def test_without_an_index_an_undone_batch_is_in_no_count_before_anybody_followed(
    folder: Path, at: datetime
) -> None:
    build_country(at)
    imported(as_csv([care_row(9)]), at, list_name="のこる一覧")
    later = at + timedelta(minutes=1)
    batch = imported(as_csv([care_row(number) for number in range(3)]), later)
    _follow(later)
    nowhere = folder.parent / "nothing-here"
    assert search(ANONYMOUS, NURSES, folder=nowhere, at=later).total == 4
    undo_batch(by=operator("test"), at=at + timedelta(hours=1), batch_id=batch.id)

    answer = search(ANONYMOUS, NURSES, folder=nowhere, at=later)
    assert (answer.total, len(answer.cards)) == (1, 1)


@pytest.mark.django_db
def test_an_undone_batch_leaves_the_index_in_one_step_however_large(
    folder: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_country(at)
    imported(as_csv([care_row(9)]), at, list_name="のこる一覧")
    later = at + timedelta(minutes=1)
    batch = imported(as_csv([care_row(number) for number in range(3)]), later)
    _follow(later)
    undo_batch(by=operator("test"), at=at + timedelta(hours=1), batch_id=batch.id)
    totals = _totals_after_each_commit(folder, monkeypatch)

    monkeypatch.setattr("yui.search.actions.following._PORTION", 1)
    _follow(at)
    assert set(totals) == {1}
    assert index_fault(folder) is None


def _follow(at: datetime) -> None:
    while follow_entries(at=at):
        pass


def _totals_after_each_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    totals: list[int] = []
    apply = IndexWriter.apply

    def counted(self: IndexWriter, **facts: Any) -> int:
        position = apply(self, **facts)
        totals.append(count(ANONYMOUS, NURSES, folder=folder))
        return position

    monkeypatch.setattr(IndexWriter, "apply", counted)
    return totals
