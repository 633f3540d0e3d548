"""The town that the tests of the directory start from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.directory.builders import Town


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """A small town with a group, windows, terms and two sources."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.directory.builders import build_town

    return build_town(at)
