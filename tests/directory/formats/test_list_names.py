"""Sources that are named after English files are shown by their Japanese names."""

from __future__ import annotations

from datetime import datetime

import pytest

from yui.directory.formats.list_names import plain_source_name
from yui.directory.models import Source
from yui.directory.queries.credits import credit_of


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("高松市の施設一覧：elderly wedding house", "高松市の施設一覧：老人いこいの家など"),
        ("高松市の施設一覧：park", "高松市の施設一覧：公園"),
        ("厚生労働省 通いの場：kayoi", "厚生労働省 通いの場"),
        ("高松市の表：支え合い活動一覧", "高松市の表：支え合い活動一覧"),
        ("厚生労働省 通いの場", "厚生労働省 通いの場"),
    ],
)
def test_source_is_named_in_japanese(name: str, shown: str, at: datetime) -> None:
    assert plain_source_name(name) == shown
    credit = credit_of(Source(name=name, kind="x", publisher="高松市"))
    assert credit is not None
    assert credit.name == shown
