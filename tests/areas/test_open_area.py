"""`yui open-area` opens a real municipality from the command line."""

from __future__ import annotations

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from yui.areas.actions import create_area
from yui.areas.queries import area_by_path
from yui.areas.states import Opening, Tier
from yui.policy.viewer import operator


@pytest.mark.django_db
def test_a_municipality_is_open_when_the_operator_says_so(at: datetime) -> None:
    by = operator("test")
    create_area(by=by, at=at, parent_path="", segment="37", tier=Tier.PREFECTURE, name="香川県")
    create_area(
        by=by, at=at, parent_path="37/", segment="37201", tier=Tier.MUNICIPALITY, name="高松市"
    )
    said = StringIO()
    call_command("open_area", "37201", stdout=said)
    assert area_by_path("37/37201/").opening is Opening.OPEN
    assert "/37201/" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("open_area", "99999")
