"""This room stands on its own floor: nobody above fills its frames here."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _no_filler_above(settings: Any) -> None:
    settings.FRAME_FILLER = ""
