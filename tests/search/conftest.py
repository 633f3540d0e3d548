"""A town with a group, and an index of its own for each test."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings

if TYPE_CHECKING:
    from tests.directory.builders import Town


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """The small town of the directory's tests."""
    from tests.directory.builders import build_town

    return build_town(at)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """The index folder of this test's own data directory."""
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    return tmp_path / "index"
