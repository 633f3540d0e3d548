"""圏域 from tables and polygons: the whole layer is replaced, nothing is guessed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.areas.builders import AT, BY, NEIGHBOUR, OFFICER, TOWN, area, country, towns
from yui.areas.actions import (
    NewTown,
    create_postal_code,
    create_towns,
    import_layer_polygons,
    import_layers,
    set_window,
)
from yui.areas.errors import ChangeRefused, FileRefused, NotYours
from yui.areas.models import Area, Boundary, TownLayer
from yui.areas.queries import centre_for, find_town, layers_of, sphere_of_town
from yui.areas.states import Tier
from yui.journal.models import Entry

pytestmark = pytest.mark.django_db
TABLE = "町字,圏域名,電話番号\n川辺一丁目,北部,000-555-0001\n大字北山,北部,\n浜,南部,000-555-0002\n"


def _file(tmp_path: Path, text: str, name: str = "layers.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def _import(path: Path, layer: Tier = Tier.SPHERE, by: object = OFFICER) -> tuple[int, ...]:
    report = import_layers(by=by, at=AT, area_path=TOWN, layer=layer, path=path)  # type: ignore[arg-type]
    return report.added, report.changed, report.same, report.vanished


def _sphere_of(text: str) -> str:
    town = find_town(TOWN, text)
    assert town is not None
    assert town.id is not None
    sphere = sphere_of_town(town.id)
    return sphere.name if sphere else ""


def test_layer_stands_when_a_table_is_imported(tmp_path: Path) -> None:
    country()
    towns("北山")
    assert _import(_file(tmp_path, TABLE)) == (3, 0, 0, 0)
    assert [(each.path, each.name, each.phone) for each in layers_of(TOWN, Tier.SPHERE)] == [
        (f"{TOWN}90201-01/", "北部", "000-555-0001"),
        (f"{TOWN}90201-02/", "南部", "000-555-0002"),
    ]
    assert _sphere_of("川辺1-2-3") == "北部"
    assert _sphere_of("北山5") == "北部"
    assert _sphere_of("字浜7") == "南部"
    entry = Entry.objects.order_by("-position")[0]
    assert (entry.verb, entry.area_path) == ("layers_imported", TOWN)


def test_nothing_changes_when_the_same_table_comes_again(tmp_path: Path) -> None:
    country()
    path = _file(tmp_path, TABLE)
    _import(path)
    assert _import(path) == (0, 0, 3, 0)
    assert Area.objects.filter(tier=Tier.SPHERE).count() == 2


def test_table_is_the_whole_truth_when_a_newer_one_comes(tmp_path: Path) -> None:
    country()
    _import(_file(tmp_path, TABLE))
    newer = "町字,圏域\n川辺一丁目,東部\n北山,北部\n"
    assert _import(_file(tmp_path, newer)) == (0, 1, 1, 1)
    assert [each.name for each in layers_of(TOWN, Tier.SPHERE)] == ["北部", "東部"]
    gone = Area.objects.get(name="南部")
    assert str(gone.valid_to) == "2026-11-24"
    assert _sphere_of("浜") == ""
    # The number of a layer that ended is not given to another.
    assert Area.objects.get(name="東部").path == f"{TOWN}90201-03/"
    _import(_file(tmp_path, TABLE))
    assert {each.name for each in layers_of(TOWN, Tier.SPHERE)} == {"北部", "南部"}


def test_first_row_wins_and_is_told_when_a_town_is_named_twice(tmp_path: Path) -> None:
    country()
    path = _file(tmp_path, "町名,圏域\n浜,南部\n字浜,北部\n")
    report = import_layers(by=BY, at=AT, area_path=TOWN, layer=Tier.SPHERE, path=path)
    assert report.added == 1
    assert report.refused == ("3行目: 「字浜」は2行目で「南部」に入っています。",)
    assert _sphere_of("浜") == "南部"


def test_a_town_of_two_wards_joins_only_behind_its_ward(tmp_path: Path) -> None:
    country()
    for segment, name in (("90203", "川辺区"), ("90204", "浜区")):
        area(TOWN, segment, Tier.WARD, name)
        towns("泉町", path=f"{TOWN}{segment}/")
    table = "町字,圏域名\n泉町,北部\n浜区泉町,南部\n"
    report = import_layers(
        by=OFFICER, at=AT, area_path=TOWN, layer=Tier.SPHERE, path=_file(tmp_path, table)
    )
    assert report.added == 1
    assert report.refused == (
        "2行目: 「泉町」は川辺区と浜区にあります。"
        "「川辺区泉町」のように、区の名前から書いてください。",
    )
    assert TownLayer.objects.get().town.area.name == "浜区"


@pytest.mark.parametrize("text", ["", "町字,人口\n浜,3\n", "圏域\n北部\n", '町字,圏域\n"浜,北部\n'])
def test_table_is_refused_when_a_column_is_missing_or_broken(tmp_path: Path, text: str) -> None:
    country()
    entries = Entry.objects.count()
    with pytest.raises(FileRefused):
        _import(_file(tmp_path, text))
    assert not TownLayer.objects.exists()
    assert Entry.objects.count() == entries


def test_layer_is_refused_when_it_is_not_yours_or_no_layer(tmp_path: Path) -> None:
    country()
    path = _file(tmp_path, TABLE)
    with pytest.raises(NotYours):
        _import(path, by=NEIGHBOUR)
    with pytest.raises(ChangeRefused):
        _import(path, layer=Tier.WARD)
    assert not TownLayer.objects.exists()


def test_own_centre_is_found_when_the_town_is_known(tmp_path: Path) -> None:
    country()
    create_postal_code(by=BY, at=AT, code="9000001", area_path=TOWN, town_name="浜")
    for name in ("川辺一丁目", "北山"):
        create_postal_code(by=BY, at=AT, code="9000002", area_path=TOWN, town_name=name)
    _import(_file(tmp_path, TABLE.replace("圏域名", "包括")), layer=Tier.CENTRE_AREA)
    for text in ("浜3-1", "９００－０００１"):
        window = centre_for(TOWN, text)
        assert (window.name, window.phone, window.is_own_centre) == ("南部", "000-555-0002", True)
    # A postcode of two 町字 decides only where one 包括 has both.
    assert centre_for(TOWN, "9000002").name == "北部"
    create_postal_code(by=BY, at=AT, code="9000002", area_path=TOWN, town_name="浜")
    assert not centre_for(TOWN, "9000002").is_own_centre


def test_municipality_answers_when_no_centre_is_known() -> None:
    country()
    window = centre_for(TOWN, "どこか")
    assert (window.name, window.phone, window.website) == ("見本市", "", "https://mihon.example/")
    set_window(by=BY, at=AT, area_path=TOWN, phone="000-555-0120", website="")
    assert centre_for(TOWN).phone == "000-555-0120"
    assert not centre_for(TOWN).is_own_centre


def _collection(*squares: tuple[str, float, float]) -> str:
    def ring(west: float, south: float) -> list[list[float]]:
        east, north = west + 1, south + 1
        return [[west, south], [east, south], [east, north], [west, north], [west, south]]

    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {"学校名": name},
                    "geometry": {"type": "Polygon", "coordinates": [ring(west, south)]},
                }
                for name, west, south in squares
            ],
        }
    )


def _polygons(path: Path) -> tuple[int, tuple[str, ...]]:
    report = import_layer_polygons(
        by=OFFICER, at=AT, area_path=TOWN, layer=Tier.SCHOOL_AREA, path=path, source="試験"
    )
    return report.added, report.refused


def test_towns_join_polygons_by_their_point_when_imported(tmp_path: Path) -> None:
    country()
    points = {"西": (31.5, 136.5), "境": (31.5, 137.0), "東": (31.5, 137.5), "外": (33.0, 130.0)}
    made = create_towns(
        by=BY,
        at=AT,
        area_path=TOWN,
        towns=[
            *(
                NewTown(name, latitude=point[0], longitude=point[1])
                for name, point in points.items()
            ),
            NewTown("不明"),
        ],
    )
    path = _file(tmp_path, _collection(("西小", 136, 31), ("東小", 137, 31)), "a.geojson")
    added, refused = _polygons(path)
    assert added == 3
    assert refused == (
        "「外」は、どの図形にも入っていません。",
        "「不明」は、位置が分からないので入れていません。",
    )
    names = dict(TownLayer.objects.values_list("town_id", "area__name"))
    assert [names.get(town.id or 0) for town in made] == ["西小", "西小", "東小", None, None]
    assert Boundary.objects.filter(source="試験").count() == 2
    assert _polygons(path)[0] == 0
    assert Boundary.objects.count() == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[" * 100_000,
        '{"features": []}',
        '{"features": [{"properties": {"x": 1}, "geometry": null}]}',
        '{"features": [{"properties": {"name": "a"}, "geometry": {"type": "Point"}}]}',
        '{"features": ["a"]}',
    ],
)
def test_polygons_are_refused_when_the_file_is_not_geojson(tmp_path: Path, text: str) -> None:
    country()
    with pytest.raises(FileRefused):
        _polygons(_file(tmp_path, text, "a.geojson"))
    assert not Boundary.objects.exists()


@pytest.mark.shared
def test_school_areas_of_yaizu_are_read(shared_files: Path) -> None:
    country()
    report = import_layer_polygons(
        by=BY,
        at=AT,
        area_path=TOWN,
        layer=Tier.SCHOOL_AREA,
        path=shared_files / "data/yaizu/elementary_district.geojson",
        source="焼津市 CC BY 4.0",
    )
    assert report.refused == ()
    assert len(layers_of(TOWN, Tier.SCHOOL_AREA)) == 13
