"""Points are judged by where most rows of a list lie; doubtful ones are left out, and said."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.exchange.builders import BY, CITY, as_csv, care_row, planned
from tests.exchange.happenings import event_row, events_csv
from tests.exchange.test_views import _signed_in
from yui.exchange.actions import mend_row
from yui.exchange.models import StagingRow
from yui.exchange.queries import BatchInfo, repairs_of, rows_of
from yui.exchange.states import Outcome
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.usefixtures("country"),
    pytest.mark.urls("tests.exchange.urls"),
]
ASAHIKAWA = {"緯度": "43.7707", "経度": "142.3650"}
SWAPPED = {"緯度": "134.0466", "経度": "34.3428"}


def _points(plan: BatchInfo) -> list[list[float] | None]:
    return [row.cleaned["values"]["point"] for row in rows_of(plan.id, Outcome.ADD)]


def _rules(plan: BatchInfo) -> list[str]:
    return [entry["rule"] for entry in repairs_of(plan.id)]


def test_point_far_from_most_rows_is_left_out_and_said(at: datetime) -> None:
    rows = [care_row(number) for number in range(1, 6)]
    odd = [care_row(6, **ASAHIKAWA), care_row(7, **SWAPPED)]
    plan = planned(as_csv([*rows, *odd]), at)

    assert _points(plan)[5:] == [None, [34.3428, 134.0466]]
    assert _rules(plan) == ["point_far", "swapped_point"]
    example = plan.repair_counts["point_far"]
    assert (example["from"], example["to"], plan.rejected) == ("43.7707, 142.3650", "", 0)
    assert "far_from_office" not in plan.flag_counts
    client = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = client.get(f"/exchange/{plan.id}/").content.decode()
    assert "ほかの行から遠くはなれた座標を入れませんでした" in page
    assert "43.7707, 142.3650" in page


def test_far_point_is_asked_about_where_rows_do_not_agree(at: datetime) -> None:
    few = planned(as_csv([care_row(1), care_row(2, **ASAHIKAWA)]), at)
    islands = [care_row(number, 緯度="26.3", 経度=str(130.0 + number)) for number in range(5)]
    spread = planned(as_csv([*islands, care_row(6)]), at)

    assert (few.flag_counts["other_prefecture"]["count"], _rules(few)) == (1, [])
    assert (spread.flag_counts["far_from_office"]["count"], _rules(spread)) == (5, [])
    assert None not in _points(few) + _points(spread)


def test_islands_that_are_many_are_right(at: datetime) -> None:
    islands = [care_row(number, 緯度="26.3", 経度="131.0") for number in range(5)]
    plan = planned(as_csv(islands), at)
    assert _points(plan) == [[26.3, 131.0]] * 5


def test_list_of_a_prefecture_is_judged_by_all_its_offices(at: datetime) -> None:
    rows = [care_row(number) for number in range(1, 6)]
    sanuki = {
        "都道府県コード又は市町村コード": "372064",
        "市区町村名": "さぬき市",
        "住所": "香川県さぬき市志度1",
        "緯度": "34.32",
        "経度": "134.18",
    }
    odd = [care_row(6, **sanuki), care_row(7, **ASAHIKAWA)]
    plan = planned(as_csv([*rows, *odd]), at, area_path="37/")
    assert [point is None for point in _points(plan)] == [False] * 6 + [True]


def test_mended_row_is_judged_by_the_same_crowd(at: datetime) -> None:
    rows = [care_row(number) for number in range(1, 6)]
    plan = planned(as_csv([*rows, care_row(6, 事業所名="", **ASAHIKAWA)]), at)
    row = StagingRow.objects.get(batch_id=plan.id, outcome=Outcome.REJECTED)
    mend_row(by=BY, at=at, batch_id=plan.id, row_id=row.pk, cell="なおした名前")
    mended = StagingRow.objects.get(batch_id=plan.id, name="なおした名前")
    assert mended.cleaned["values"]["point"] is None
    assert "point_far" in {entry["rule"] for entry in mended.repairs}


def test_events_are_judged_alike(at: datetime) -> None:
    rows = [event_row(number) for number in range(1, 6)]
    plan = planned(events_csv(*rows, event_row(6, **ASAHIKAWA)), at, name="イベント.csv")
    assert _rules(plan) == ["point_far"]


def test_half_a_point_is_said_to_be_half(at: datetime) -> None:
    plan = planned(as_csv([care_row(1, 緯度="34.3428", 経度="")]), at)

    assert _rules(plan) == ["point_half"]
    client = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = client.get(f"/exchange/{plan.id}/").content.decode()
    assert "緯度と経度の片方しかないので、座標を入れませんでした" in page
    assert "座標の0を空白にしました" not in page
