"""The first search after a start is as quick as any other: everything dear is open by then."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from tests.directory.builders import CITY, Town, published
from yui.policy.viewer import ANONYMOUS
from yui.search.actions import rebuild
from yui.search.engine import meanings, reader, words
from yui.search.queries import Question, search, warm


def test_after_warming_a_search_opens_nothing(
    town: Town, folder: Path, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(town, at)
    rebuild(at=at, from_rooms=True)
    warm(folder)

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("opened during a search")

    monkeypatch.setattr(words, "open_dictionary", refused)
    monkeypatch.setattr(meanings, "MeaningFinder", refused)
    monkeypatch.setattr(reader, "check_generation", refused)

    assert search(ANONYMOUS, Question("買い物", CITY), folder=folder, at=at).total == 1


def test_a_process_without_an_index_starts_all_the_same(folder: Path) -> None:
    warm(folder.parent / "nothing-here")


def test_the_web_process_warms_itself(tmp_path: Path) -> None:
    said = (
        "import os; os.environ |= {'YUI_DATA': %r, 'YUI_PROFILE': 'dev'}; import yui.config.wsgi; "
        "from yui.search.engine import words; import sys; "
        "print(words._dictionary is not None and 'yui.portal.urls' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", said % str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert run.stdout.strip().endswith("True"), run.stderr[-2000:]
