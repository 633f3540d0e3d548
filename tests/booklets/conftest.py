"""A small town whose lists are printed; an index of its own for every test."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from tests.directory.builders import CITY, Town, build_town
from yui.areas.models import Area
from yui.areas.states import Opening
from yui.lib.typst import compile_pdf
from yui.search.actions import follow_entries


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same type without a child process; test_press holds the child itself."""

    def here(job: bytes) -> bytes:
        asked = json.loads(job)
        return compile_pdf(Path(asked["template"]), asked["data"], title=asked["title"])

    monkeypatch.setattr("yui.booklets.formats.press._set", here)


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    made = build_town(at)
    Area.objects.filter(path=CITY).update(
        code="980013", kana="しけんし", is_sample=True, opening=Opening.OPEN
    )
    return made


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: datetime) -> Callable[[], None]:
    """What is called brings search up to the journal."""
    for place in ("yui.search.actions.following", "yui.booklets.queries.sheets"):
        monkeypatch.setattr(f"{place}.index_folder", lambda: tmp_path / "index")

    def follow() -> None:
        while follow_entries(at=at):
            pass

    return follow
