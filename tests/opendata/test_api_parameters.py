"""Hostile, unknown and unreadable parameters: a sentence in two languages, never a 500."""

import json

import pytest

from tests.directory.builders import published
from tests.opendata.records import body_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.opendata.urls")]

LISTS = (
    "services",
    "organizations",
    "locations",
    "service_at_locations",
    "taxonomies",
    "taxonomy_terms",
)
# parameter, value as it stands in the address
REFUSED = [
    ("page", "0"),
    ("page", "-1"),
    ("page", "1.5"),
    ("page", "NaN"),
    ("page", "1e3"),
    ("page", "9" * 5000),
    ("page", "1000001"),
    ("page", ""),
    ("page", "一"),
    ("per_page", "201"),
    ("per_page", "0"),
    ("per_page", "Infinity"),
    ("per_page", "0x10"),
    ("minimal", "maybe"),
    ("full", "2"),
    ("format", "xml"),
    ("format", "JSON"),
    ("taxonomy_term_id", "1"),
    ("taxonomy_id", "' OR 1=1 --"),
    ("organization_id", "../../etc/passwd"),
    ("organization_id", "x" * 6000),
    ("area_code", "99999"),
    ("area_code", "14100x"),
    ("area_code", "１４１００"),
    ("area_code", "980014"),
    ("area_code", "1"),
    ("modified_after", "yesterday"),
    ("modified_after", "NaN"),
    ("modified_after", "1e308"),
    ("modified_after", "0001-01-01T00:00:00%2B09:00"),
    ("modified_after", "9999-12-31T23:59:59-09:00"),
    ("modified_after", "2026-02-30"),
    ("modified_after", "2026-11-24T25:00"),
    ("modified_after", "令和100年13月"),
    ("modified_after", ""),
    ("search", "あ" * 101),
    ("search", "<script>alert(1)</script>" * 10),
    ("nonsense", "1"),
    ("area", "14100"),
    ("__proto__", "1"),
    ("page[]", "1"),
]


@pytest.mark.parametrize(("name", "value"), REFUSED)
def test_a_value_that_cannot_be_used_is_refused_by_name(visitor, town, name, value):
    answer = visitor.get(f"/opendata/hsds/services?{name}={value}")
    assert answer.status_code == 400
    if answer["Content-Type"].startswith("text/html"):
        assert len(value) > 1000
        return
    assert answer["Content-Type"] == "application/problem+json"
    problem = json.loads(answer.content)
    assert problem["status"] == 400
    assert problem["type"] == "http://testserver/opendata/#problem-parameters"
    assert [each["parameter"] for each in problem["errors"]] == [name]
    for each in (problem, *problem["errors"]):
        assert any("ぁ" <= letter <= "ヿ" for letter in each["detail"])
        assert each["detail_en"].isascii()
    assert value[:20] not in problem["detail"] or len(value) < 8
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize(
    "query",
    ["nonsense=1", "page=a", "page=1&page=2", "search=a&search=b", "per_page=201", "%F0%9F=1"],
)
def test_every_list_refuses_what_it_does_not_know(visitor, town, noun, query):
    assert visitor.get(f"/opendata/hsds/{noun}?{query}").status_code == 400


@pytest.mark.parametrize("noun", LISTS)
def test_single_records_and_the_root_refuse_parameters(visitor, town, at, noun):
    published(town, at)
    for path in ("", f"{noun}/00000000-0000-4000-8000-000000000000"):
        assert visitor.get(f"/opendata/hsds/{path}?full=1").status_code == 400


@pytest.mark.parametrize("noun", LISTS)
@pytest.mark.parametrize(
    "record_id",
    [
        "00000000-0000-4000-8000-000000000000",
        "1",
        "abc",
        "0" * 3000,
        "%27%20OR%201=1",
        "..%2f..%2fetc",
        "{0}",
        "{urn:uuid:00000000}",
        "%E4%BD%93%E6%93%8D",
    ],
)
def test_an_unknown_id_is_not_found(visitor, town, noun, record_id):
    assert visitor.get(f"/opendata/hsds/{noun}/{record_id}").status_code == 404


def test_not_found_says_so_in_two_languages(visitor, town):
    problem = json.loads(visitor.get("/opendata/hsds/services/1").content)
    assert problem["title"] == "見つかりません"
    assert problem["title_en"] == "Not found"
    assert problem["status"] == 404


@pytest.mark.parametrize(
    "query",
    [
        "search=%25%5F",
        "search=%E2%80%AE%F0%9F%92%A9",
        "search=%FF%FE",
        "search=%01%02%1b",
        "search=%27%22%3B--",
        "search=" + "a%20" * 30,
        "page=1000000",
        "modified_after=1970-01-01",
        "modified_after=2199-12-31T23:59:59Z",
        "taxonomy_term_id=00000000-0000-4000-8000-000000000000",
        "area_code=",
        "full=TRUE&minimal=true",
    ],
)
def test_strange_but_readable_values_find_little_and_break_nothing(visitor, town, at, query):
    published(town, at)
    page = json.loads(body_of(visitor.get(f"/opendata/hsds/services?{query}")))
    assert page["total_items"] in (0, 1)


@pytest.mark.parametrize("query", ["search=%00", "search=" + "a" * 9000])
def test_impossible_letters_and_lengths_are_refused(visitor, town, query):
    for path in ("hsds/services", "98001/services.csv", "", "98001/"):
        assert visitor.get(f"/opendata/{path}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("postcode=123", "postcode"),
        ("postcode=abcdefg", "postcode"),
        ("postcode=" + "1" * 200, "postcode"),
        ("proximity=100", "proximity"),
        ("postcode=9800001&proximity=0", "proximity"),
        ("postcode=9800001&proximity=NaN", "proximity"),
        ("postcode=9800001&proximity=inf", "proximity"),
        ("postcode=9800001&proximity=20001", "proximity"),
        ("postcode=9800001&proximity=-5", "proximity"),
    ],
)
def test_circles_that_cannot_be_drawn_are_refused(visitor, town, query, parameter):
    answer = visitor.get(f"/opendata/hsds/service_at_locations?{query}")
    assert answer.status_code == 400
    assert [each["parameter"] for each in json.loads(answer.content)["errors"]] == [parameter]


@pytest.mark.parametrize(
    "path",
    [
        "1/services.csv",
        "abc/services.csv",
        "99999/services.csv",
        "98/services.csv",
        "９８００１/services.csv",
        "98001/services.exe",
        "x" * 3000 + "/services.csv",
        "..%2F..%2F/services.csv",
        "abc/",
        "99/",
        "abc/changes.atom",
        "sitemap-99999999999999999999.xml",
        "hsds/nonsense",
        "hsds/services/1/2",
    ],
)
def test_addresses_that_mean_nothing_are_not_found(visitor, town, path):
    assert visitor.get(f"/opendata/{path}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["hsds/services", "98001/services.csv", "openapi.json", ""])
def test_nothing_but_reading_is_possible(visitor, town, method, path):
    answer = getattr(visitor, method)(f"/opendata/{path}")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"
