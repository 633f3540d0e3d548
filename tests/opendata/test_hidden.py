"""What nobody agreed to give away is on no public surface; the rest is where it belongs."""

import json

import pytest

from tests.directory.builders import OPERATOR, published
from tests.opendata.records import (
    HIDDEN,
    OPEN,
    build_hidden,
    build_street,
    everything_open,
    secrets_of,
)
from yui.directory.actions import withdraw_consent

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.opendata.urls"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]


@pytest.fixture
def surfaces(town, at, visitor):
    street = build_street(town, at)
    return street, everything_open(visitor)


def where(surfaces, text):
    return [path for path, body in surfaces.items() if text in body]


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_of_a_hidden_record_is_anywhere(surfaces, name):
    street, bodies = surfaces
    made = getattr(street, name)
    for text in (*secrets_of(name).values(), str(made.id), made.short_code):
        assert where(bodies, text) == [], text


@pytest.mark.parametrize("name", OPEN)
def test_an_open_record_is_in_every_list(surfaces, name):
    street, bodies = surfaces
    made = getattr(street, name)
    assert {
        "hsds/services?per_page=200",
        "98001/services.csv",
        "98001/services.jsonld",
        "98001/changes.atom",
        "hsds/services?format=ndjson&full=true",
    } <= set(where(bodies, secrets_of(name)["name"]))
    assert "sitemap-1.xml" in where(bodies, made.short_code)


# record → what of it must be nowhere; "whole" shows that each of them is somewhere otherwise.
KEPT_BACK = {
    "no_phone": ("phone", "leader_phone"),
    "no_address": ("address", "place"),
    "no_leader": ("leader", "leader_phone"),
    "home": ("address", "place"),
}


@pytest.mark.parametrize(("name", "parts"), KEPT_BACK.items())
def test_parts_that_are_kept_back_are_nowhere(surfaces, name, parts):
    _street, bodies = surfaces
    for part in parts:
        assert where(bodies, secrets_of(name)[part]) == [], part
    shown = set(secrets_of(name)) - set(parts)
    assert shown
    for part in shown:
        assert where(bodies, secrets_of(name)[part]), part


def test_parts_of_a_record_that_keeps_nothing_back_are_shown(surfaces):
    _street, bodies = surfaces
    for part, text in secrets_of("no_leader").items():
        if part in ("phone", "address", "place"):
            assert "hsds/services?full=true&per_page=200" in where(bodies, text), part


def test_a_place_in_a_home_leaves_its_sphere_and_no_point(surfaces, visitor):
    street, bodies = surfaces
    row = json.loads(visitor.get(f"/opendata/hsds/services/{street.home.id}").content)
    (place,) = row["service_at_locations"]
    assert place["description"] == "川辺圏域"
    assert "location" not in place
    assert "location_id" not in place
    points = json.loads(bodies["98001/services.geojson"])["features"]
    assert str(street.home.id) not in {point["properties"]["service_id"] for point in points}
    assert str(street.whole.id) in {point["properties"]["service_id"] for point in points}


def test_hidden_records_are_not_counted(surfaces):
    _street, bodies = surfaces
    assert json.loads(bodies["hsds/services?per_page=200"])["total_items"] == len(OPEN)
    assert f"{len(OPEN)}件" in bodies["98001/"]
    assert f"{len(OPEN)}件。" in bodies["catalog.csv"]


def test_a_hidden_record_changes_no_byte(town, at, visitor):
    """Non-interference, entity tags and times of change included."""
    published(town, at)
    paths = ("hsds/services", "98001/services.csv", "98001/changes.atom", "catalog.jsonld")
    before = [visitor.get(f"/opendata/{path}") for path in paths]
    told = [(answer.getvalue(), dict(answer.items())) for answer in before]
    build_hidden(town, at)
    after = [visitor.get(f"/opendata/{path}") for path in paths]
    assert [(answer.getvalue(), dict(answer.items())) for answer in after] == told


def test_a_withdrawn_record_is_gone_with_the_next_answer(surfaces, visitor, at):
    street, _bodies = surfaces
    withdraw_consent(by=OPERATOR, at=at, service_id=street.whole.id, on=at.date())
    bodies = everything_open(visitor)
    for text in (secrets_of("whole")["name"], str(street.whole.id), street.whole.short_code):
        assert where(bodies, text) == []
