"""Population files of both generations, 高松市's, and census meshes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests.areas.builders import AT, BY, NEIGHBOUR, OFFICER, TOWN, area, country
from yui.areas.actions import LoadReport, assign_layer, import_population
from yui.areas.errors import AreaNotFound, FileRefused, NotYours
from yui.areas.formats.population import number_of
from yui.areas.models import Population
from yui.areas.queries import (
    find_town,
    population_of,
    population_of_meshes,
    population_years,
    towns_of,
)
from yui.areas.states import Tier
from yui.journal.models import Entry

pytestmark = pytest.mark.django_db
_STARTS = range(0, 90, 5)


def _bands(pattern: str, last: str) -> list[str]:
    return [
        (last if start == 85 else pattern).format(start, start + 4, sex)
        for start in _STARTS
        for sex in "男女"
    ]


NEW = [
    *("全国地方公共団体コード", "地域コード", "地方公共団体名", "調査年月日", "地域名"),
    *("総人口", "男性", "女性"),
    *_bands("{}-{}歳の{}性", "85歳以上の{2}性"),
    *("世帯数", "備考"),
]
OLD = [
    *("都道府県コード又は市区町村コード", "地域コード", "都道府県名", "市区町村名", "調査年月日"),
    *("地域名", "総人口", "男性", "女性"),
    *_bands("{}－{}歳の{}性", "85歳以上の{2}性"),
    *("世帯数", "備考", ""),
]


def _row(header: list[str], town: str, *, each: str = "1", **values: str) -> str:
    cells = []
    for name in header:
        default = each if "歳" in name else ""
        cells.append({"地域名": town, "調査年月日": "2026-04-01", **values}.get(name, default))
    return ",".join(f'"{cell}"' for cell in cells)


def _file(tmp_path: Path, header: list[str], *rows: str, encoding: str = "utf-8-sig") -> Path:
    path = tmp_path / "population.csv"
    path.write_text("\n".join((",".join(header), *rows)) + "\n", encoding=encoding)
    return path


def _import(path: Path, by: object = OFFICER, area_path: str = TOWN) -> LoadReport:
    return import_population(
        by=by,  # type: ignore[arg-type]
        at=AT,
        path=path,
        source="試験",
        area_path=area_path,
    )


@pytest.mark.parametrize("header", [NEW, OLD])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_both_generations_are_read_when_columns_are_named(
    tmp_path: Path, header: list[str], encoding: str
) -> None:
    country()
    path = _file(
        tmp_path,
        header,
        _row(header, "川辺", 総人口="36", 男性="18", 女性="18", 世帯数="4,315 "),
        _row(header, "浜", 総人口="1,036"),
        encoding=encoding,
    )
    report = _import(path)
    assert (report.added, report.refused) == (2, ())
    figures = population_of(TOWN)
    assert figures is not None
    assert figures.people == 36 + 1036
    # 5 bands × 2 sexes × 2 towns from 65; 1 × 2 × 2 from 85
    assert (figures.aged_65_and_over, figures.aged_85_and_over) == (20, 4)
    assert figures.households == 4315
    assert figures.as_of == date(2026, 4, 1)
    entry = Entry.objects.order_by("-position")[0]
    assert (entry.verb, entry.area_path) == ("population_imported", TOWN)


def test_unknown_stays_unknown_when_the_source_is_silent(tmp_path: Path) -> None:
    country()
    path = _file(
        tmp_path, NEW, _row(NEW, "浜", each="*", 総人口="3"), _row(NEW, "川辺", 総人口="40")
    )
    _import(path)
    figures = population_of(TOWN)
    assert figures is not None
    assert figures.is_partial
    assert figures.people == 43
    assert figures.aged_65_and_over == 10  # 川辺 alone
    sphere = area(TOWN, "90201-01", Tier.SPHERE, "南部")
    town = find_town(TOWN, "浜")
    assert town is not None
    assign_layer(by=BY, at=AT, layer_path=sphere.path, town_ids=[town.id or 0])
    south = population_of(sphere.path)
    assert south is not None
    assert (south.people, south.aged_65_and_over, south.is_partial) == (3, None, True)


def test_nothing_changes_when_the_same_file_comes_again(tmp_path: Path) -> None:
    country()
    path = _file(tmp_path, NEW, _row(NEW, "浜", 総人口="36"))
    _import(path)
    rows, entries = Population.objects.count(), Entry.objects.count()
    again = _import(path)
    assert (again.added, again.same) == (0, 1)
    assert (Population.objects.count(), Entry.objects.count()) == (rows, entries)


def test_corrected_file_replaces_its_day_and_other_days_stay(tmp_path: Path) -> None:
    country()
    _import(_file(tmp_path, NEW, _row(NEW, "浜", 総人口="36", 調査年月日="2025-04-01")))
    _import(_file(tmp_path, NEW, _row(NEW, "浜", 総人口="40")))
    _import(_file(tmp_path, NEW, _row(NEW, "浜", 総人口="41")))
    assert population_years(TOWN) == (date(2026, 4, 1), date(2025, 4, 1))
    newest, before = population_of(TOWN), population_of(TOWN, as_of=date(2026, 3, 31))
    assert newest is not None
    assert before is not None
    assert (newest.people, before.people) == (41, 36)
    assert population_of(TOWN, as_of=date(2000, 1, 1)) is None


def test_total_row_belongs_to_the_town_itself(tmp_path: Path) -> None:
    country()
    _import(_file(tmp_path, NEW, _row(NEW, "総数", 総人口="90"), _row(NEW, "浜", 総人口="36")))
    assert [town.name for town in towns_of(TOWN)] == ["浜"]
    assert Population.objects.filter(area__path=TOWN, minimum_age=0, sex="t", kind="people").get()
    figures = population_of(TOWN)
    assert figures is not None
    assert figures.people == 90


def test_bad_rows_are_named_and_the_rest_is_taken(tmp_path: Path) -> None:
    country()
    path = _file(
        tmp_path,
        NEW,
        _row(NEW, "浜", 総人口="三十"),
        _row(NEW, "川辺", 総人口="36", 調査年月日="令和100年13月"),
        _row(NEW, "", 総人口="1"),
        _row(NEW, "遠く", 総人口="1", 全国地方公共団体コード="902021"),
        _row(NEW, "北山", 総人口="36", 全国地方公共団体コード="902012"),
    )
    report = _import(path)
    assert report.added == 1
    assert [sentence[:4] for sentence in report.refused] == ["2行目:", "3行目:", "5行目:"]
    assert [town.name for town in towns_of(TOWN)] == ["北山"]


def test_file_names_its_own_town_when_none_is_chosen(tmp_path: Path) -> None:
    country()
    named = _file(tmp_path, NEW, _row(NEW, "浜", 総人口="1", 全国地方公共団体コード="902012"))
    assert _import(named, area_path="").added == 1
    with pytest.raises(AreaNotFound):
        _import(_file(tmp_path, NEW, _row(NEW, "浜", 総人口="1")), area_path="")


def test_file_is_refused_when_not_yours_or_of_no_known_kind(tmp_path: Path) -> None:
    country()
    path = _file(tmp_path, NEW, _row(NEW, "浜", 総人口="1"))
    with pytest.raises(NotYours):
        _import(path, by=NEIGHBOUR)
    with pytest.raises(NotYours):
        _import(_file(tmp_path, ["KEY_CODE", "T001101001"], "513204612,3"), area_path="")
    for header in (["名前", "数"], ["地域名", "総人口"]):
        with pytest.raises(FileRefused):
            _import(_file(tmp_path, header, "浜,1"))
    assert not Population.objects.exists()


@pytest.mark.parametrize(
    ("text", "value"),
    [("4,315 ", 4315), ("１２", 12), ("*", None), ("", None), ("-", None), ("0", 0), ("12.0", 12)],
)
def test_number_is_read_when_offices_write_it(text: str, value: int | None) -> None:
    assert number_of(text) == value


@pytest.mark.parametrize("text", ["三", "1.5", "-3", "1e9", "9" * 20])
def test_number_is_refused_when_it_is_no_count(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        number_of(text)


@pytest.mark.shared
def test_takamatsu_of_two_years_is_read(shared_files: Path) -> None:
    area("", "37", Tier.PREFECTURE, "香川県")
    town = area("37/", "37201", Tier.MUNICIPALITY, "高松市")
    folder = shared_files / "data/takamatsu"
    for month in ("202003", "202602"):
        report = _import(folder / f"population_by_town_age_{month}.csv", by=BY, area_path="")
        assert (report.added, report.refused) == (235, ())
    assert population_years(town.path) == (date(2026, 2, 1), date(2020, 3, 1))
    figures = population_of(town.path)
    assert figures is not None
    # Sums of derived_town_65plus_202602.csv, which was made from the file by other hands.
    assert (figures.people, figures.aged_65_and_over, figures.aged_75_and_over) == (
        418_129,
        120_999,
        72_026,
    )
    assert len(towns_of(town.path)) == 235
    assert all(each.latitude for each in towns_of(town.path))


@pytest.mark.shared
def test_meshes_keep_suppressed_ones_unknown(shared_files: Path) -> None:
    report = import_population(
        by=BY, at=AT, path=shared_files / "data/mesh/tblT001101H34.csv", source="e-Stat"
    )
    assert (report.added, report.refused) == (13_975, ())
    assert population_of_meshes(["513204612", "513204614", "000000000"]) == {
        "513204612": 27,
        "513204614": None,
    }
    old = Population.objects.filter(kind="people", minimum_age=65)
    assert old.filter(value=None).count() == 4_134
