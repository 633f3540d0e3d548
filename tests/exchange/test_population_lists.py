"""Tables of people: what is new, changed and the same, taken in and taken back."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.exchange.builders import BY, CITY, NEIGHBOUR, OFFICER, as_csv, imported, planned
from tests.exchange.test_views import _signed_in
from yui.areas.actions import set_population
from yui.areas.models import Population, Town
from yui.areas.queries import OwnerFigures, population_of, population_of_meshes
from yui.exchange.actions import apply_batch, choose_for_vanished, undo_batch
from yui.exchange.errors import NotYours, PlanOutdated, UndoRefused
from yui.exchange.models import StagingRow
from yui.exchange.queries import rows_of
from yui.exchange.states import BatchState, Outcome, VanishedChoice
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [pytest.mark.usefixtures("country"), pytest.mark.urls("tests.exchange.urls")]
LATER = timedelta(minutes=5)
HEADERS = (
    "全国地方公共団体コード",
    "地方公共団体名",
    "調査年月日",
    "地域名",
    "総人口",
    "男性",
    "女性",
    "65-69歳の男性",
    "65-69歳の女性",
    "85歳以上の男性",
    "85歳以上の女性",
    "世帯数",
)
MESHES = b"KEY_CODE,T001101001,T001101019\n,people,65\n513204612,45,27\n513204614,3,*\n"


def town(name: str, **changes: str) -> dict[str, str]:
    """One sound row of eight figures."""
    row = dict.fromkeys(HEADERS, "4") | {
        "全国地方公共団体コード": "372013",
        "地方公共団体名": "高松市",
        "調査年月日": "2026-04-01",
        "地域名": name,
        "総人口": "100",
    }
    return row | changes


def people_csv(*rows: dict[str, str]) -> bytes:
    """A table of people by 町字."""
    return as_csv(rows, HEADERS)


def _counts(plan: Any) -> tuple[int, ...]:
    return plan.added, plan.changed, plan.same, plan.vanished, plan.rejected


def _figures() -> list[tuple[Any, ...]]:
    names = ("town__name", "area__path", "mesh_code", "as_of", "kind", "sex", "minimum_age")
    return sorted(
        Population.objects.values_list(*names, "maximum_age", "value", "source"), key=repr
    )


def test_a_table_of_people_comes_in_with_its_source_and_day(at: datetime) -> None:
    rows = people_csv(town("番町"), town("総数", 総人口="1,000", **{"85歳以上の女性": "*"}))
    batch = imported(rows, at, name="jinko.csv", by=OFFICER)

    assert (batch.kind, batch.target) == ("recommended_population", "population")
    assert _counts(batch) == (2, 0, 0, 0, 0)
    assert batch.layout["figures"]["add"] == 16
    assert batch.period_date == date(2026, 4, 1)
    assert Population.objects.count() == 16
    assert set(Population.objects.values_list("source", flat=True)) == {
        "高松市「地域・年齢別人口」"
    }
    assert Population.objects.get(area__path=CITY, sex="f", minimum_age=85).value is None
    found = population_of(CITY)
    assert found is not None
    assert (found.people, found.as_of) == (1000, date(2026, 4, 1))
    assert Entry.objects.filter(verb="population_imported", area_path=CITY).count() == 1


def test_the_same_table_again_changes_nothing(at: datetime) -> None:
    content = people_csv(town("番町"), town("城東町"))
    imported(content, at, name="jinko_1.csv")
    before = _figures()
    entries = Entry.objects.filter(verb="population_imported").count()
    again = planned(content, at + LATER, name="jinko_2.csv")
    assert _counts(again) == (0, 0, 2, 0, 0)
    assert again.layout["figures"] == {
        "add": 0, "change": 0, "same": 16, "gone": 0, "rejected": 0
    }  # fmt: skip
    ids = set(Population.objects.values_list("id", flat=True))
    apply_batch(by=BY, at=at + LATER, batch_id=again.id)
    assert _figures() == before
    assert set(Population.objects.values_list("id", flat=True)) == ids
    assert Entry.objects.filter(verb="population_imported").count() == entries == 1


def test_a_corrected_table_changes_its_figures_and_undo_restores_them(at: datetime) -> None:
    imported(people_csv(town("番町"), town("城東町"), town("福岡町")), at, name="jinko.csv")
    before = _figures()
    towns = set(Town.objects.values_list("name", flat=True))
    newer = people_csv(town("番町", 総人口="99", 男性="3"), town("城東町"), town("朝日町"))
    batch = imported(newer, at + LATER, name="jinko.csv")

    assert _counts(batch) == (1, 1, 1, 1, 0)
    figures = batch.layout["figures"]
    assert (figures["add"], figures["change"], figures["same"]) == (8, 2, 14)
    (row,) = rows_of(batch.id, Outcome.CHANGE)
    assert row.changed_fields == ("people m 0 -", "people t 0 -")
    assert Population.objects.get(town__name="番町", sex="t", kind="people").value == 99
    # 福岡町 is not in the file: its figures stay.
    assert Population.objects.filter(town__name="福岡町").count() == 8

    undo_batch(by=BY, at=at + 2 * LATER, batch_id=batch.id)
    assert _figures() == before
    assert set(Town.objects.values_list("name", flat=True)) == towns


def test_figures_a_table_does_not_name_go_only_when_chosen(at: datetime) -> None:
    imported(people_csv(town("番町"), town("城東町")), at, name="jinko.csv")
    before = _figures()
    plan = planned(people_csv(town("番町")), at + LATER, name="jinko.csv")
    (row,) = StagingRow.objects.filter(batch_id=plan.id, outcome=Outcome.VANISHED)
    chosen = {row.pk: VanishedChoice.END}
    choose_for_vanished(by=BY, at=at + LATER, batch_id=plan.id, choices=chosen)
    apply_batch(by=BY, at=at + LATER, batch_id=plan.id)
    assert not Population.objects.filter(town__name="城東町").exists()
    undo_batch(by=BY, at=at + 2 * LATER, batch_id=plan.id)
    assert _figures() == before


def test_another_day_is_new_and_leaves_the_older_figures(at: datetime) -> None:
    imported(people_csv(town("番町")), at, name="jinko.csv")
    later = people_csv(town("番町", 調査年月日="2026-10-01", 総人口="98"))
    batch = imported(later, at + LATER, name="jinko.csv")
    assert _counts(batch) == (1, 0, 0, 0, 0)
    assert Population.objects.count() == 16


@pytest.mark.parametrize(
    ("changes", "reason", "column"),
    [
        ({"総人口": "百人"}, "人数ではありません", "総人口"),
        ({"調査年月日": "令和100年13月1日"}, "", "調査年月日"),
        ({"地域名": ""}, "地域名がありません", "地域名"),
        ({"全国地方公共団体コード": "222127"}, "外です", "全国地方公共団体コード"),
        ({"地域名": "城東町"}, "同じ地域", ""),
    ],
)
def test_rows_that_cannot_be_are_rejected_with_reason_and_column(
    at: datetime, changes: dict[str, str], reason: str, column: str
) -> None:
    rows = people_csv(town("城東町"), town("番町", **changes))
    plan = planned(rows, at, name="jinko.csv")
    assert (plan.added, plan.rejected) == (1, 1)
    (row,) = rows_of(plan.id, Outcome.REJECTED)
    assert reason in row.reason
    if column:
        assert row.column == column
    assert plan.layout["figures"]["rejected"] == 8


def test_a_row_that_is_refused_has_not_vanished(at: datetime) -> None:
    imported(people_csv(town("番町"), town("城東町")), at, name="jinko.csv")
    plan = planned(
        people_csv(town("番町"), town("城東町", 総人口="不明")), at + LATER, name="j.csv"
    )
    assert _counts(plan) == (0, 0, 1, 0, 1)


def test_full_width_figures_and_separators_are_read(at: datetime) -> None:
    imported(people_csv(town("番町", 総人口="１，２３４ ")), at, name="jinko.csv")
    assert Population.objects.get(kind="people", sex="t").value == 1234


def test_undo_is_refused_once_the_figures_changed(at: datetime) -> None:
    batch = imported(people_csv(town("番町")), at, name="jinko.csv")
    other = OwnerFigures("番町", "", date(2026, 4, 1), (("people", "t", 0, None, 7),))
    source = "高松市「地域・年齢別人口」"
    set_population(by=BY, at=at + LATER, area_path=CITY, source=source, given=[other])
    with pytest.raises(UndoRefused, match="番町"):
        undo_batch(by=BY, at=at + LATER, batch_id=batch.id)
    assert Population.objects.get().value == 7


def test_a_plan_is_outdated_when_figures_changed_meanwhile(at: datetime) -> None:
    plan = planned(people_csv(town("番町")), at, name="jinko.csv")
    other = OwnerFigures("番町", "", date(2026, 4, 1), (("people", "t", 0, None, 7),))
    source = "高松市「地域・年齢別人口」"
    set_population(by=BY, at=at, area_path=CITY, source=source, given=[other])
    with pytest.raises(PlanOutdated):
        apply_batch(by=BY, at=at + LATER, batch_id=plan.id)
    assert Population.objects.get().value == 7


def test_meshes_are_the_operators_and_come_in_for_the_nation(at: datetime) -> None:
    refused = planned(MESHES, at, name="mesh.csv")
    assert refused.state is BatchState.REFUSED
    assert "運用担当" in refused.problem

    batch = imported(MESHES, at, name="mesh.csv", area_path="")
    assert (batch.kind, batch.added, batch.rejected) == ("census_mesh", 2, 0)
    assert population_of_meshes(["513204612", "513204614"]) == {
        "513204612": 27,
        "513204614": None,
    }
    # Another prefecture's file says nothing about these meshes.
    other = planned(b"KEY_CODE,T001101001\n513204699,5\n", at + LATER, name="m2.csv", area_path="")
    assert _counts(other) == (1, 0, 0, 0, 0)
    undo_batch(by=BY, at=at + LATER, batch_id=batch.id)
    assert not Population.objects.exists()


def test_people_of_towns_are_not_brought_in_for_a_prefecture(at: datetime) -> None:
    plan = planned(people_csv(town("番町")), at, name="jinko.csv", area_path="37/")
    assert plan.state is BatchState.REFUSED
    assert "市区町村" in plan.problem


def test_nobody_else_sees_or_applies_a_table(at: datetime) -> None:
    plan = planned(people_csv(town("番町")), at, name="jinko.csv")
    prefecture = Viewer(Role.PREFECTURAL_OFFICER, body_id=7, area_path="37/")
    for by in (prefecture, NEIGHBOUR):
        with pytest.raises(NotYours):
            apply_batch(by=by, at=at, batch_id=plan.id)
    other = _signed_in(at, "other", Role.PREFECTURAL_OFFICER, "37/")
    assert other.get(f"/exchange/{plan.id}/").status_code == 404
    assert not Population.objects.exists()


def test_the_plan_page_says_what_becomes_of_the_figures(at: datetime) -> None:
    imported(people_csv(town("番町")), at, name="jinko.csv")
    rows = people_csv(town("番町", 総人口="99"), town("城東町"))
    plan = planned(rows, at + LATER, name="jinko.csv")
    officer = _signed_in(at, "officer", Role.MUNICIPAL_OFFICER, CITY)
    page = officer.get(f"/exchange/{plan.id}/").content.decode()
    assert "2行のうち 2行で人口の数が変わります" in page
    assert "人口の数は、新しい8、変わる1、同じ7です。" in page
    assert "総人口（100 → 99）" in page
    added = officer.get(f"/exchange/{plan.id}/?show=add").content.decode()
    assert "2026年4月1日" in added


def test_takamatsu_towns_come_in_whole_and_again_change_nothing(
    shared_files: Path, at: datetime
) -> None:
    name = "population_by_town_age_202602.csv"
    content = (shared_files / "data" / "takamatsu" / name).read_bytes()
    batch = imported(content, at, name=name)
    assert (batch.kind, batch.rejected) == ("takamatsu_population", 0)
    assert batch.added == batch.row_count > 230
    assert batch.layout["figures"]["add"] == Population.objects.count()
    again = planned(content, at + LATER, name=name)
    assert (again.same, again.added, again.changed) == (batch.added, 0, 0)
    undo_batch(by=BY, at=at + LATER, batch_id=batch.id)
    assert not Population.objects.exists()
    assert not Town.objects.exists()


def test_the_command_brings_people_in_and_takes_them_back(tmp_path: Path, at: datetime) -> None:
    path = tmp_path / "jinko.csv"
    path.write_bytes(people_csv(town("番町"), town("城東町", 総人口="不明")))
    out = StringIO()
    call_command("import_list", str(path), "--area", "37201", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["kind"], found["add"], found["rejected"]) == ("recommended_population", 1, 1)
    assert found["figures"]["add"] == 8
    assert Population.objects.count() == 8
    call_command("import_undo", found["batch"], stdout=out)
    assert not Population.objects.exists()
