"""Lists to download, catalogues, feeds and sitemaps."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.directory.builders import (
    CITY,
    OPERATOR,
    OTHER_CITY,
    TUESDAYS,
    at_home,
    consent,
    published,
    ride,
)
from tests.opendata.records import body_of
from yui.areas.models import Area
from yui.directory.actions import (
    LocationInput,
    OrganizationInput,
    PlaceInput,
    ScheduleInput,
    create_organization,
    create_services,
)
from yui.directory.models import Service
from yui.directory.states import Sector
from yui.opendata.formats import feeds as feed_formats

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.opendata.urls")]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def download(visitor, path):
    return body_of(visitor.get(f"/opendata/{path}"))


def table(visitor, path="98001/services.csv"):
    text = download(visitor, path).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_table_has_the_standard_columns_first_and_one_row_a_place(visitor, town, at):
    second = PlaceInput(
        location=LocationInput(CITY, "第二集会所", address="試験県試験市中央1", building="2階"),
        schedule=ScheduleInput(TUESDAYS),
    )
    whole = ride(town)
    made = published(town, at, ride(town, places=(*whole.places, second), fee_text="1回200円"))
    text = download(visitor, "98001/services.csv")
    assert text.startswith(b"\xef\xbb\xbf")
    assert text.count(b"\r\n") == 3
    head = text.decode("utf-8-sig").splitlines()[0].split(",")
    assert head[:3] == ["全国地方公共団体コード", "ID", "地方公共団体名"]
    assert head[-1] == "更新日時"
    rows = {row["建物名等(方書)"]: row for row in table(visitor)}
    assert set(rows) == {"川辺集会所", "2階、第二集会所"}
    row = rows["2階、第二集会所"]
    assert {
        name: row[name]
        for name in (
            *(
                "全国地方公共団体コード",
                "ID",
                "地方公共団体名",
                "名称",
                "名称_カナ",
                "実施サービス",
            ),
            *("所在地_全国地方公共団体コード", "所在地_連結表記", "所在地_都道府県"),
            *("所在地_市区町村", "緯度", "電話番号", "法人の名称", "利用可能曜日"),
            *("利用可能曜日特記事項", "料金", "送迎", "対応する地域", "ページ"),
        )
    } == {
        "全国地方公共団体コード": "980013",
        "ID": made.short_code,
        "地方公共団体名": "試験県試験市",
        "名称": "あさひ 買い物いっしょ便",
        "名称_カナ": "あさひ かいものいっしょびん",
        "実施サービス": "送迎",
        "所在地_全国地方公共団体コード": "980013",
        "所在地_連結表記": "試験県試験市中央1",
        "所在地_都道府県": "試験県",
        "所在地_市区町村": "試験市",
        "緯度": "",
        "電話番号": "098-555-1201",
        "法人の名称": "あさひ助け合いの会",
        "利用可能曜日": "火",
        "利用可能曜日特記事項": "毎週火曜 9時30分〜11時30分",
        "料金": "1回200円",
        "送迎": "あり",
        "対応する地域": "川辺圏域",
        "ページ": f"http://testserver/directory/services/{made.short_code}/",
    }
    assert rows["川辺集会所"]["緯度"] == "34.87"


def test_table_cells_are_no_formulas(visitor, town, at):
    published(town, at, ride(town, name="=1+1", summary="@cmd"))
    (row,) = table(visitor)
    assert row["名称"] == "'=1+1"
    assert row["ひとこと"] == "'@cmd"


def test_sources_and_licences_are_carried_through(visitor, town, at):
    given = ride(
        town, consent=None, contacts=(), sector=Sector.INSURANCE, source_key="0170101950:訪問介護"
    )
    create_services(
        by=OPERATOR,
        at=at,
        given=[given],
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b",
    )
    (row,) = table(visitor)
    assert row["出典"] == "介護サービス情報の公表"
    assert row["ライセンス"] == "CC BY 4.0"
    assert row["クレジット"] == "厚生労働省の公表データを加工して作成"
    assert row["確認日"] == "2026-06-30"
    assert row["事業所番号"] == "0170101950"
    points = json.loads(download(visitor, "98001/services.geojson"))
    assert points["sources"][0]["credit"] == row["クレジット"]
    assert points["features"][0]["properties"]["licence"] == "CC BY 4.0"
    linked = json.loads(download(visitor, "98001/services.jsonld"))
    assert linked["citation"][0]["creditText"] == row["クレジット"]
    assert linked["@graph"][0]["isBasedOn"]["license"] == "CC BY 4.0"
    assert row["クレジット"] in download(visitor, "98001/changes.atom").decode()
    book = load_workbook(io.BytesIO(download(visitor, "98001/services.xlsx")))
    assert [cell.value for cell in book["出典"][2]] == [
        "介護サービス情報の公表",
        "厚生労働省",
        "CC BY 4.0",
        "厚生労働省の公表データを加工して作成",
    ]


def test_workbook_says_what_the_table_says(visitor, town, at):
    published(town, at)
    book = load_workbook(io.BytesIO(download(visitor, "98001/services.xlsx")))
    head, row = book["サービス一覧"].iter_rows(values_only=True)
    told = dict(zip(head, row, strict=True))
    (line,) = table(visitor)
    assert told["緯度"] == 34.87
    assert {name: str(value or "") for name, value in told.items()} == line


def test_points_are_longitude_first_and_only_where_known(visitor, town, at):
    made = published(town, at)
    published(town, at, at_home(ride(town, name="家")))
    nowhere = (PlaceInput(location=LocationInput(CITY, "点なし", address="中央1")),)
    published(town, at, ride(town, name="点なし", places=nowhere))
    (point,) = json.loads(download(visitor, "98001/services.geojson"))["features"]
    assert point["geometry"] == {"type": "Point", "coordinates": [138.32, 34.87]}
    assert point["properties"]["service_id"] == str(made.id)
    assert point["properties"]["terms"] == [
        "field:shopping",
        "need:shopping_together",
        "provision:ride",
    ]


def test_linked_data_has_hours_place_and_status(visitor, town, at):
    published(town, at)
    graph = json.loads(download(visitor, "98001/services.jsonld"))
    assert graph["@context"][0] == "https://schema.org"
    (row,) = graph["@graph"]
    assert row["@type"] == "Service"
    assert row["hsds:status"] == "active"
    place = row["availableChannel"][0]["serviceLocation"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 34.87, "longitude": 138.32}
    assert place["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Tuesday"],
            "opens": "09:30",
            "closes": "11:30",
        }
    ]


def test_each_town_has_its_own_list(visitor, town, at):
    published(town, at)
    group = create_organization(by=OPERATOR, at=at, given=OrganizationInput("隣の会", OTHER_CITY))
    published(town, at, ride(town, name="隣の便", organization_id=group.id, area_path=OTHER_CITY))
    assert [row["名称"] for row in table(visitor)] == ["あさひ 買い物いっしょ便"]
    assert [row["名称"] for row in table(visitor, "98002/services.csv")] == ["隣の便"]
    assert [row["データ名称"] for row in table(visitor, "catalog.csv")] == [
        "試験県試験市 暮らしを支える手助けの一覧",
        "試験県となり市 暮らしを支える手助けの一覧",
    ]


def test_an_empty_list_is_a_file_too(visitor, town):
    assert table(visitor) == []
    assert json.loads(download(visitor, "98001/services.geojson"))["features"] == []
    assert json.loads(download(visitor, "98001/services.jsonld"))["@graph"] == []
    feed = ET.fromstring(download(visitor, "98001/changes.atom"))
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.find(f"{ATOM}updated").text == "2000-01-01T00:00:00Z"


def test_a_town_that_merged_leads_to_the_present_one(visitor, town, at):
    present = Area.objects.get(path=CITY)
    Area.objects.filter(path=OTHER_CITY).update(successor=present, valid_to=at.date())
    answer = visitor.get("/opendata/98002/services.csv")
    assert (answer.status_code, answer["Location"]) == (302, "/opendata/98001/services.csv")
    answer = visitor.get("/opendata/980013/changes.atom")
    assert (answer.status_code, answer["Location"]) == (302, "/opendata/98001/changes.atom")


def test_the_feed_holds_the_last_fifty_changes_newest_first(visitor, town, at):
    given = [ride(town, name=f"便{number}", consent=None, contacts=()) for number in range(52)]
    made = create_services(
        by=OPERATOR,
        at=at,
        given=given,
        area_path=CITY,
        source_id=town.official_source_id,
        batch_id="b",
    )
    for number, each in enumerate(made):
        Service.objects.filter(id=each.id).update(modified_at=at + timedelta(minutes=number))
    feed = ET.fromstring(download(visitor, "98001/changes.atom"))
    titles = [entry.find(f"{ATOM}title").text for entry in feed.findall(f"{ATOM}entry")]
    assert titles == [f"便{number}" for number in range(51, 1, -1)]
    assert feed.find(f"{ATOM}updated").text == "2026-11-24T02:21:00Z"
    entry = feed.find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{made[51].id}"


def test_the_feed_is_xml_whatever_the_names_hold(visitor, town, at):
    published(town, at)
    Service.objects.update(name='<b>"&\x08', summary="]]>")
    feed = ET.fromstring(download(visitor, "98001/changes.atom"))
    assert feed.find(f"{ATOM}entry/{ATOM}title").text == '<b>"&'
    assert feed.find(f"{ATOM}entry/{ATOM}summary").text == "]]>"


def test_catalogue_has_what_dcat_asks_for(visitor, town, at):
    published(town, at)
    found = json.loads(download(visitor, "catalog.jsonld"))
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:dataset"} <= set(found)
    (dataset,) = found["dcat:dataset"]
    assert {"dct:title", "dct:description", "dct:license", "dct:spatial"} <= set(dataset)
    assert dataset["dct:modified"]["@value"] == "2026-11-24T01:30:00Z"
    addresses = [each["dcat:downloadURL"]["@id"] for each in dataset["dcat:distribution"]]
    assert [address.rsplit(".", 1)[1] for address in addresses] == [
        *("csv", "xlsx", "geojson", "jsonld")
    ]
    for address in addresses:
        assert visitor.head(address.removeprefix("http://testserver")).status_code == 200
    assert found["dcat:service"]["dcat:endpointURL"]["@id"] == "http://testserver/opendata/hsds/"


def test_open_data_list_follows_a06(visitor, town, at):
    published(town, at)
    (row,) = table(visitor, "catalog.csv")
    assert row["全国地方公共団体コード"] == "980013"
    assert row["分類"] == "社会保障・衛生"
    assert row["API対応有無"] == "有"
    assert row["ライセンス"] == "CC BY 4.0"
    assert row["最終更新日"] == "2026-11-24"


def test_sitemaps_are_cut_into_parts(visitor, town, at, monkeypatch):
    monkeypatch.setattr(feed_formats, "PART", 2)
    made = [published(town, at, ride(town, name=f"便{number}")) for number in range(3)]
    published(town, at, ride(town, name="秘", consent=consent(record=frozenset({"web"}))))
    index = ET.fromstring(download(visitor, "sitemap.xml"))
    parts = [part.text for part in index.iter(f"{MAP}loc")]
    assert parts == [f"http://testserver/opendata/sitemap-{number}.xml" for number in range(3)]
    pages = [
        page.text
        for part in parts[1:]
        for page in ET.fromstring(
            download(visitor, part.removeprefix("http://testserver/opendata/"))
        ).iter(f"{MAP}loc")
    ]
    codes = {each.short_code for each in made}
    assert {page.split("/")[-2] for page in pages} == codes
    assert len(pages) == 3
    assert b"http://testserver/98001/" in download(visitor, "sitemap-0.xml")
    assert visitor.get("/opendata/sitemap-3.xml").status_code == 404


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("98001/services.csv", 32),
        ("98001/services.xlsx", 32),
        ("98001/services.geojson", 32),
        ("98001/services.jsonld", 32),
        ("98001/changes.atom", 19),
        ("catalog.jsonld", 3),
        ("catalog.csv", 3),
        ("sitemap.xml", 1),
        ("sitemap-1.xml", 1),
    ],
)
def test_files_cost_the_same_at_one_row_and_at_three(visitor, town, at, path, queries):
    published(town, at)
    download(visitor, path)  # areas and terms are in memory from here on
    counted = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            download(visitor, path)
        counted.append(len(captured))
        for number in range(2):
            published(town, at, ride(town, name=f"便{number}"))
    assert counted == [queries, queries]
