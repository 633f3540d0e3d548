"""What the tests of the portal's pages start from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings


@pytest.fixture
def folder(db: None, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, the clock at `AT`, and the words of the vocabularies."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.builders import AT, load_terms

    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    settings.YUI = replace(django_settings.YUI, data=tmp_path)
    load_terms()
    return tmp_path
