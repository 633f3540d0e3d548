"""The town that the tests of the directory start from."""

from datetime import datetime

import pytest

from tests.directory.builders import Town, build_town


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """A small town with a group, windows, terms and two sources."""
    return build_town(at)
