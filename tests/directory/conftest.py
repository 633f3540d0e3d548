"""The town that the tests of the directory start from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.directory.builders import Town


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """A small town with a group, windows, terms and two sources."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.directory.builders import build_town

    return build_town(at)


@pytest.fixture
def client(town: Town, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Client:
    """A visitor of the town's pages, which are those of a sample, at the moment of the test."""
    from tests.directory.builders import CITY
    from yui.areas.models import Area

    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    Area.objects.filter(path=CITY).update(code="980013", kana="しけんし", is_sample=True)
    return Client()
