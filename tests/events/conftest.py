"""The town of the directory's tests, with the kinds of event."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.directory.builders import Town


@pytest.fixture
def town(db: None, at: datetime) -> Town:
    """A small town with a group and the taxonomy of events."""
    # Models can be imported only once Django is set up, which is after this file is read.
    from tests.directory.builders import CITY, build_town
    from yui.areas.models import Area
    from yui.taxonomy.models import Taxonomy, TaxonomyTerm

    built = build_town(at)
    kinds = Taxonomy.objects.create(code="event_type", name="催しの種類")
    TaxonomyTerm.objects.create(taxonomy=kinds, code="lecture", name="講座")
    Area.objects.filter(path=CITY).update(code="980013", kana="しけんし")
    return built
