"""A batch leaves one entry in the journal; search finds and forgets all its records."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.exchange.builders import as_csv, build_country, care_row, imported
from yui.exchange.actions import undo_batch
from yui.policy.viewer import ANONYMOUS, operator
from yui.search.actions import follow_entries
from yui.search.queries import Question, index_fault, search

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
