"""The OpenAPI document says what the doors do; the doors all have one."""

import json
import re

import pytest
from django.urls import URLPattern, get_resolver

from tests.directory.builders import published
from tests.opendata.records import body_of
from yui.opendata.api import api
from yui.opendata.formats.fields import ENTITIES, OWN_FIELDS
from yui.policy.checks import check_doors, patterns
from yui.policy.door import door_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.opendata.urls")]


@pytest.fixture
def document(visitor, db):
    return json.loads(body_of(visitor.get("/opendata/openapi.json")))


def test_document_is_openapi_31_with_a_server_and_a_licence(document):
    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "http://testserver/opendata/hsds"}]
    assert document["info"]["license"]["identifier"] == "CC-BY-4.0"


def test_document_describes_every_door_of_the_api(document):
    doors = {
        "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path.removeprefix("opendata/hsds/"))
        for path, name, _pattern in patterns(get_resolver())
        if path.startswith("opendata/hsds/")
    }
    assert set(document["paths"]) == doors
    assert len(doors) == 13
    for operations in document["paths"].values():
        assert set(operations) == {"get"}
        answers = operations["get"]["responses"]
        assert {"200", "304", "400"} <= set(answers)
        assert operations["get"]["summary"]
        assert operations["get"]["description"]
        assert all(
            parameter.get("description") or parameter["in"] == "path"
            for parameter in operations["get"]["parameters"]
        )


def test_references_lead_somewhere(document):
    text = json.dumps(document)
    named = set(re.findall(r'"#/components/schemas/(\w+)"', text))
    assert named
    assert named <= set(document["components"]["schemas"])


def test_parameters_of_the_document_are_those_that_are_taken(document, visitor, town):
    for path, operations in document["paths"].items():
        if "{" in path or path == "/":
            continue
        names = {parameter["name"] for parameter in operations["get"]["parameters"]}
        assert {"page", "per_page", "search"} <= names
        for name in names:
            answer = visitor.get(f"/opendata/hsds{path}?{name}=")
            refused = [each["detail_en"] for each in json.loads(answer.content).get("errors", ())]
            assert "There is no such parameter." not in refused


def fields_in(value, name):
    entity = next(each for each in ENTITIES if each.name == name)
    return set(value) - {field.name for field in entity.fields}


def test_fields_that_are_answered_are_described(visitor, town, at):
    made = published(town, at)
    whole = json.loads(body_of(visitor.get(f"/opendata/hsds/services/{made.id}")))
    (place,) = whole["service_at_locations"]
    group = json.loads(body_of(visitor.get(f"/opendata/hsds/organizations/{town.group.id}")))
    terms = json.loads(body_of(visitor.get("/opendata/hsds/taxonomy_terms")))
    assert fields_in(whole, "Service") == set()
    assert fields_in(place, "ServiceAtLocation") == set()
    assert fields_in(place["location"], "Location") == set()
    assert fields_in(place["schedules"][0], "Schedule") == {"service_at_location_id"}
    assert fields_in(whole["phones"][0], "Phone") == {"service_id"}
    assert fields_in(group, "Organization") == set()
    assert fields_in(terms["contents"][0], "TaxonomyTerm") == set()
    assert set(whole["yui"]) <= {field.name for field in OWN_FIELDS}
    assert set(place["location"]["yui"]) <= {field.name for field in OWN_FIELDS}


def test_every_door_is_public_and_reads_only():
    assert check_doors() == []
    for path, _name, pattern in patterns(get_resolver()):
        if path.startswith("opendata/"):
            door = door_of(pattern.callback)
            assert (door.policy, door.methods, door.writes) == ("public", ("GET", "HEAD"), False)


def test_single_records_name_what_they_show():
    shown = {
        path: door_of(pattern.callback).object_type
        for path, _name, pattern in patterns(get_resolver())
        if path.startswith("opendata/hsds/") and "{" not in path and "<" in path
    }
    assert set(shown.values()) == {
        "directory.service",
        "directory.organization",
        "directory.location",
        "directory.serviceatlocation",
        "taxonomy.taxonomy",
        "taxonomy.taxonomyterm",
    }


def test_no_door_of_django_ninja_stays_without_ours():
    own = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern)]
    assert len(own) == 14  # 13 and the page of the root that is left out
