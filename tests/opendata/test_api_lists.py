"""Pages, cumulative conditions, and what each list costs in queries."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.directory.builders import (
    CITY,
    OPERATOR,
    OTHER_CITY,
    SPHERE,
    WEB,
    consent,
    published,
    ride,
)
from tests.opendata.records import body_of
from yui.areas.models import Area, PostalCode, Town, TownLayer
from yui.directory.actions import (
    LocationInput,
    OrganizationInput,
    PlaceInput,
    ServiceAreaInput,
    create_organization,
    unpublish_service,
)
from yui.directory.models import Service
from yui.directory.queries import open_selection
from yui.opendata import queries
from yui.taxonomy.models import Taxonomy, TaxonomyTerm

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.opendata.urls")]


def read(visitor, path):
    return json.loads(body_of(visitor.get(f"/opendata/hsds{path}")))


def names(visitor, path):
    return [row["name"] for row in read(visitor, path)["contents"]]


def make(town, at, count, **changed):
    return [
        published(town, at + timedelta(minutes=number), ride(town, name=f"便{number}", **changed))
        for number in range(count)
    ]


def test_pages_follow_one_another_and_cover_everything_once(visitor, town, at):
    make(town, at, 5)
    pages = [read(visitor, f"/services?per_page=2&page={number}") for number in (1, 2, 3, 4)]
    shown = [{name: page[name] for name in page if name != "contents"} for page in pages]
    whole = {"total_items": 5, "total_pages": 3}
    assert shown == [
        whole
        | {"page_number": 1, "size": 2, "first_page": True, "last_page": False}
        | {"empty": False},
        whole
        | {"page_number": 2, "size": 2, "first_page": False, "last_page": False}
        | {"empty": False},
        whole
        | {"page_number": 3, "size": 1, "first_page": False, "last_page": True}
        | {"empty": False},
        whole
        | {"page_number": 4, "size": 0, "first_page": False, "last_page": True}
        | {"empty": True},
    ]
    read_names = [row["name"] for page in pages for row in page["contents"]]
    assert read_names == [f"便{number}" for number in range(5)]


def test_an_empty_list_is_a_page_of_its_own(visitor, town):
    assert read(visitor, "/services") == {
        "total_items": 0,
        "total_pages": 1,
        "page_number": 1,
        "size": 0,
        "first_page": True,
        "last_page": True,
        "empty": True,
        "contents": [],
    }


def test_conditions_are_cumulative(visitor, town, at):
    make(town, at, 2)
    group = create_organization(
        by=OPERATOR, at=at, given=OrganizationInput("となりの会", OTHER_CITY)
    )
    published(
        town,
        at,
        ride(town, name="となり便", organization_id=group.id, area_path=OTHER_CITY, terms=()),
    )
    shopping = TaxonomyTerm.objects.get(code="shopping")
    place = TaxonomyTerm.objects.get(code="place")
    field = Taxonomy.objects.get(code="field")
    assert set(names(visitor, "/services")) == {"便0", "便1", "となり便"}
    assert names(visitor, "/services?area_code=980021") == ["となり便"]
    assert names(visitor, f"/services?organization_id={group.id}") == ["となり便"]
    assert names(visitor, f"/services?taxonomy_term_id={shopping.id}") == ["便0", "便1"]
    assert names(visitor, f"/services?taxonomy_term_id={place.id}") == []
    assert names(visitor, f"/services?taxonomy_id={field.id}") == ["便0", "便1"]
    assert names(visitor, f"/services?taxonomy_id={field.id}&search=便1") == ["便1"]
    both = f"taxonomy_id={field.id}&organization_id={group.id}"
    assert names(visitor, f"/services?{both}") == []


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("便0", ["便0"]),
        ("便０", ["便0"]),
        ("助け合い", ["便0", "便1"]),
        ("助け合い 便1", ["便1"]),
        ("迎えに来ます", ["便0", "便1"]),
        ("かいもの", ["便0", "便1"]),
        ("%", []),
        ("便_", []),
        ("・", []),
        (" ", ["便0", "便1"]),
    ],
)
def test_search_wants_every_word(visitor, town, at, search, expected):
    make(town, at, 2)
    answer = visitor.get("/opendata/hsds/services", {"search": search})
    assert [row["name"] for row in json.loads(answer.content)["contents"]] == expected


def test_modified_after_includes_the_moment_itself(visitor, town, at):
    make(town, at, 3)
    # 01:31 UTC is the second change; a plus sign may come as a space.
    for written in (
        "2026-11-24T01:31:00Z",
        "2026-11-24T10:31:00%2B09:00",
        "2026-11-24T10:31:00+09:00",
        "2026-11-24T10:31",
    ):
        assert names(visitor, f"/services?modified_after={written}") == ["便1", "便2"], written
    assert names(visitor, "/services?modified_after=2026-11-25") == []
    assert len(names(visitor, "/services?modified_after=2026-11-24")) == 3


def test_area_codes_of_two_five_and_six_digits_lead_to_the_same_area(visitor, town, at):
    make(town, at, 1)
    for code in ("98", "98001", "980013"):
        assert names(visitor, f"/services?area_code={code}") == ["便0"]


def test_samples_are_in_no_national_answer(visitor, town, at):
    (made,) = make(town, at, 1)
    Area.objects.filter(path__startswith="98/").update(is_sample=True)
    for noun in ("services", "organizations", "locations", "service_at_locations"):
        assert read(visitor, f"/{noun}")["total_items"] == 0, noun
        assert read(visitor, f"/{noun}?area_code=98001")["total_items"] == 1, noun
    row = read(visitor, f"/services/{made.id}")
    assert row["yui"]["is_sample"] is True
    for path in ("catalog.csv", "catalog.jsonld", "sitemap-0.xml"):
        assert "98001" not in body_of(visitor.get(f"/opendata/{path}")).decode(), path
    assert visitor.get("/opendata/sitemap-1.xml").status_code == 404


def test_minimal_lists_ids_and_changes(visitor, town, at):
    (made,) = make(town, at, 1)
    assert read(visitor, "/services?minimal=true")["contents"] == [
        {
            "id": str(made.id),
            "name": "便0",
            "status": "active",
            "last_modified": "2026-11-24T01:30:00Z",
        }
    ]


def test_ndjson_streams_everything_by_id(visitor, town, at):
    made = make(town, at, 3)
    answer = visitor.get("/opendata/hsds/services?format=ndjson&minimal=true")
    assert answer["Content-Type"] == "application/x-ndjson"
    rows = [json.loads(line) for line in answer.getvalue().splitlines()]
    assert [row["id"] for row in rows] == sorted(str(each.id) for each in made)


def test_organizations_tell_services_as_they_are_asked_for(visitor, town, at):
    (made,) = make(town, at, 1)
    published(town, at, ride(town, name="ウェブだけ", consent=consent(record=WEB)))
    (plain,) = read(visitor, "/organizations")["contents"]
    assert "services" not in plain
    (full,) = read(visitor, "/organizations?full=true")["contents"]
    assert [row["id"] for row in full["services"]] == [str(made.id)]
    (whole,) = read(visitor, "/organizations?full_service=true")["contents"]
    assert [row["schedules"] for row in whole["services"][0]["service_at_locations"]]
    assert len(whole["services"]) == 1


def test_organizations_are_found_by_the_terms_of_their_services(visitor, town, at):
    make(town, at, 1)
    shopping = TaxonomyTerm.objects.get(code="shopping")
    place = TaxonomyTerm.objects.get(code="place")
    assert names(visitor, f"/organizations?taxonomy_term_id={shopping.id}") == [
        "あさひ助け合いの会"
    ]
    assert names(visitor, f"/organizations?taxonomy_term_id={place.id}") == []
    assert names(visitor, "/organizations?search=あさひ") == ["あさひ助け合いの会"]
    assert names(visitor, "/organizations?search=隣町") == []


def place_at(latitude, longitude):
    return (PlaceInput(location=LocationInput(CITY, "場", latitude=latitude, longitude=longitude)),)


@pytest.fixture
def postcode(town):
    """〒9800001 is 川辺町 of the city, in the 圏域 of the river."""
    city, sphere = Area.objects.get(path=CITY), Area.objects.get(path=SPHERE)
    street = Town.objects.create(
        area=city, name="川辺町", folded="川辺町", latitude=34.87, longitude=138.32
    )
    TownLayer.objects.create(town=street, area=sphere, layer="sphere")
    PostalCode.objects.create(code="9800001", area=city, town_name="川辺町")
    return "980-0001"


def placed(visitor, query):
    page = read(visitor, f"/service_at_locations?{query}")
    return {row["service"]["name"] for row in page["contents"]}


def test_postcode_finds_what_comes_there(visitor, town, at, postcode):
    make(town, at, 1)  # comes to the 圏域
    elsewhere = (ServiceAreaInput("98/98001/k-02/"),)
    published(town, at, ride(town, name="中央だけ", service_areas=elsewhere))
    published(town, at, ride(town, name="市内の場所", service_areas=()))
    published(town, at, ride(town, name="県内", service_areas=(ServiceAreaInput("98/"),)))
    assert placed(visitor, f"postcode={postcode}") == {"便0", "市内の場所", "県内"}
    assert placed(visitor, "postcode=〒９８００００１") == {"便0", "市内の場所", "県内"}
    assert placed(visitor, "postcode=0000000") == set()


def test_proximity_is_a_circle_in_metres_around_the_postcode(visitor, town, at, postcode):
    # 0.009 degrees of latitude are 1,001 m; 0.009 of longitude at 34.87 N are 821 m.
    for name, latitude, longitude in (
        ("ここ", 34.87, 138.32),
        ("北", 34.879, 138.32),
        ("東", 34.87, 138.329),
        ("北東", 34.879, 138.329),
    ):
        published(town, at, ride(town, name=name, places=place_at(latitude, longitude)))
    assert placed(visitor, f"postcode={postcode}&proximity=500") == {"ここ"}
    assert placed(visitor, f"postcode={postcode}&proximity=900") == {"ここ", "東"}
    assert placed(visitor, f"postcode={postcode}&proximity=1005") == {"ここ", "東", "北"}
    assert len(placed(visitor, f"postcode={postcode}&proximity=1300")) == 4
    assert placed(visitor, "postcode=0000000&proximity=1300") == set()


def test_taxonomies_and_terms(visitor, town):
    page = read(visitor, "/taxonomies?per_page=200")
    assert page["total_items"] == Taxonomy.objects.count()
    field = next(row for row in page["contents"] if row["yui"]["code"] == "field")
    assert read(visitor, f"/taxonomies/{field['id']}") == field
    terms = read(visitor, f"/taxonomy_terms?taxonomy_id={field['id']}")["contents"]
    assert [row["code"] for row in terms] == ["shopping", "place"]
    assert read(visitor, f"/taxonomy_terms/{terms[0]['id']}") == terms[0]
    assert names(visitor, "/taxonomy_terms?search=送迎") == ["送迎"]


def test_terms_below_another(visitor, town):
    above = TaxonomyTerm.objects.get(code="shopping")
    below = TaxonomyTerm.objects.create(
        taxonomy=above.taxonomy, code="below", name="下の分類", parent=above
    )
    Taxonomy.objects.filter(id=above.taxonomy_id).update(version="next")
    assert names(visitor, f"/taxonomy_terms?parent_id={above.id}") == ["下の分類"]
    assert "下の分類" not in names(visitor, "/taxonomy_terms?top_only=true")
    assert read(visitor, f"/taxonomy_terms/{below.id}")["parent_id"] == str(above.id)
    assert read(visitor, f"/taxonomy_terms?parent_id={below.id}")["total_items"] == 0


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/services", 27),
        ("/services?full=true", 27),
        ("/services?minimal=true", 2),
        ("/organizations", 11),
        ("/organizations?full=true", 12),
        ("/organizations?full_service=true", 34),
        ("/locations", 9),
        ("/service_at_locations", 36),
        ("/taxonomies", 2),
        ("/taxonomy_terms", 2),
    ],
)
def test_lists_cost_the_same_at_one_row_and_at_three(visitor, town, at, path, queries):
    make(town, at, 1)
    published(town, at, ride(town, name="ウェブだけ", consent=consent(record=WEB)))
    read(visitor, path)  # areas and terms are in memory from here on
    counted = []
    for total in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            page = read(visitor, path)
        if path.startswith("/services"):
            assert page["total_items"] == total
        counted.append(len(captured))
        if total == 1:
            make(town, at + timedelta(hours=1), 2)
    assert counted == [queries, queries]


def test_rows_are_told_in_the_order_of_their_change(visitor, town, at):
    made = make(town, at, 3)
    Service.objects.filter(id=made[0].id).update(modified_at=at + timedelta(days=1))
    assert names(visitor, "/services") == ["便1", "便2", "便0"]


def test_totals_are_counted_anew_when_the_journal_or_the_day_moves(visitor, town, at, monkeypatch):
    monkeypatch.setattr(open_selection, "_keeps_totals", lambda: True)
    monkeypatch.setattr(open_selection, "_totals", {})
    (made,) = make(town, at, 1, consent=consent(until=at.date()))
    assert read(visitor, "/services")["total_items"] == 1
    Service.objects.filter(id=made.id).update(state="draft")  # behind the journal's back
    assert read(visitor, "/services")["total_items"] == 1
    make(town, at, 1)
    assert read(visitor, "/services")["total_items"] == 1
    assert read(visitor, "/services?minimal=true")["total_items"] == 1
    Service.objects.filter(id=made.id).update(state="published")
    make(town, at, 1)
    assert read(visitor, "/services")["total_items"] == 3
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + timedelta(days=1))
    assert read(visitor, "/services")["total_items"] == 2


def test_few_totals_are_kept(visitor, town, at, monkeypatch):
    monkeypatch.setattr(open_selection, "_keeps_totals", lambda: True)
    monkeypatch.setattr(open_selection, "_totals", {})
    monkeypatch.setattr(open_selection, "_MOST_TOTALS", 2)
    make(town, at, 1)
    for search in ("a", "b", "c", "便0"):
        read(visitor, f"/services?search={search}")
    assert list(open_selection._totals.values()) == [0, 1]


def test_what_is_withdrawn_while_a_list_is_read_is_left_out(visitor, town, at, monkeypatch):
    make(town, at, 2)
    reading = queries.places_for_opendata

    def withdrawn_after(**asked):
        found = reading(**asked)
        unpublish_service(by=OPERATOR, at=at, service_id=Service.objects.get(name="便0").id)
        return found

    monkeypatch.setattr(queries, "places_for_opendata", withdrawn_after)
    assert placed(visitor, "") == {"便1"}
