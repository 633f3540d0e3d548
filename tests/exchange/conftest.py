"""The country that the tests of exchange start from."""

from __future__ import annotations

from datetime import datetime

import pytest


@pytest.fixture
def country(db: None, at: datetime) -> None:
    """Four prefectures, five towns, all vocabularies."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.exchange.builders import build_country

    build_country(at)
