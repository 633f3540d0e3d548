"""What every module of journeys is marked with."""

from __future__ import annotations

import pytest

# One process walks all journeys: the world is built and served once.
MARKS = [
    pytest.mark.journey,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
