"""Every answer of the API against the published HSDS 3.1 schemas, formats checked."""

import json
from datetime import date, timedelta

import pytest

from tests.directory.builders import OPERATOR, published, ride
from tests.opendata.records import HIDDEN, OPEN, body_of, build_street
from yui.directory.actions import ProgramInput, create_program
from yui.directory.models import Organization, Service

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.opendata.urls")]


@pytest.fixture
def street(town, at):
    return build_street(town, at)


def read(visitor, path):
    return json.loads(body_of(visitor.get(f"/opendata/hsds{path}")))


LISTS = [
    ("/services", "service_list", ()),
    ("/services?minimal=true", "service_list", ()),
    ("/services?full=true", "service", ()),
    ("/organizations", "organization_list", ()),
    ("/organizations?full=true", "organization", ()),
    ("/organizations?full_service=true", "organization", ()),
    ("/locations", "service_at_location", ("properties", "location")),
    ("/service_at_locations", "service_at_location_list", ()),
    ("/service_at_locations?full=true", "service_at_location", ()),
    (
        "/taxonomy_terms",
        "service",
        ("properties", "attributes", "items", "properties", "taxonomy_term"),
    ),
    (
        "/taxonomies",
        "service",
        (
            *("properties", "attributes", "items", "properties", "taxonomy_term"),
            *("properties", "taxonomy_detail"),
        ),
    ),
]


@pytest.mark.parametrize(("path", "schema", "inside"), LISTS)
def test_lists_are_valid_for_every_kind_of_record(visitor, street, hsds, path, schema, inside):
    page = read(visitor, path)
    assert page["contents"]
    assert [fault for row in page["contents"] for fault in hsds(row, schema, *inside)] == []


@pytest.mark.parametrize(("path", "schema", "inside"), [*LISTS[2:3], *LISTS[4:5], *LISTS[6:]])
def test_single_records_are_valid_for_every_kind(visitor, street, hsds, path, schema, inside):
    noun = path.split("?")[0]
    for row in read(visitor, path)["contents"]:
        assert hsds(read(visitor, f"{noun}/{row['id']}"), schema, *inside) == []


@pytest.mark.parametrize("name", OPEN)
def test_service_is_open_when_its_scope_is_open_data(visitor, street, name):
    made = getattr(street, name)
    assert read(visitor, f"/services/{made.id}")["id"] == str(made.id)


@pytest.mark.parametrize("name", HIDDEN)
def test_service_does_not_exist_when_its_scope_is_narrower(visitor, street, name):
    unknown = visitor.get("/opendata/hsds/services/00000000-0000-4000-8000-000000000000")
    hidden = visitor.get(f"/opendata/hsds/services/{getattr(street, name).id}")
    assert hidden.status_code == unknown.status_code == 404
    assert hidden.content == unknown.content
    assert dict(hidden.items()) == dict(unknown.items())


def test_api_root_names_version_profile_and_document(visitor, db):
    assert read(visitor, "/") == {
        "version": "3.1",
        "profile": "http://testserver/opendata/#profile",
        "openapi_url": "http://testserver/opendata/openapi.json",
    }


def test_every_rhythm_becomes_schedule_rows(visitor, street):
    rows = read(visitor, f"/services/{street.bare.id}")["schedules"]
    told = [
        tuple(row.get(name) for name in ("freq", "interval", "byday", "bymonthday", "dtstart"))
        + tuple(row.get(name, "")[:5] for name in ("opens_at", "closes_at"))
        for row in rows
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("WEEKLY", 1, "MO,FR", None, None, "09:30", "11:30"),
            ("WEEKLY", 1, "MO,FR", None, None, "13:00", "15:00"),
            ("MONTHLY", 1, "2TU,4TU", None, None, "09:30", "11:30"),
            ("MONTHLY", 1, "-1SA", None, None, "18:00", ""),
            ("MONTHLY", 1, None, "5,15", None, "09:30", "11:30"),
            # Only the weeks the anchor names count: 2000-01-12 is 2026-11-25, fortnights earlier.
            ("WEEKLY", 2, "WE", None, "2000-01-12", "09:30", "11:30"),
            (None, None, None, None, "2026-12-24", "", ""),
        ],
        key=str,
    )
    assert {row["notes"] for row in rows} == {"要相談"}
    assert len({row["id"] for row in rows}) == 7


def test_a_pause_is_temporarily_closed_with_an_alert(visitor, street):
    row = read(visitor, f"/services/{street.paused.id}")
    assert row["status"] == "temporarily closed"
    assert row["alert"].startswith("2026-11-21から2026-12-04まで休みます。")
    assert "雪のため" not in json.dumps(row, ensure_ascii=False)


def test_what_nobody_confirmed_for_too_long_says_so(visitor, street):
    due = "確かめてから日がたっています。使う前に電話で確かめてください。"
    assert read(visitor, f"/services/{street.whole.id}")["alert"] == due
    for days, alert in ((180, None), (181, due)):
        day = date(2026, 11, 24) - timedelta(days=days)
        Service.objects.filter(id=street.whole.id).update(confirmed_date=day, confirmed_how="phone")
        assert read(visitor, f"/services/{street.whole.id}").get("alert") == alert


def test_a_pause_that_is_over_or_to_come_is_active(visitor, street):
    for paused in (
        {"paused_from": date(2026, 12, 1), "paused_to": date(2026, 12, 4)},
        {"paused_from": date(2026, 11, 1), "paused_to": date(2026, 11, 4)},
    ):
        Service.objects.filter(id=street.paused.id).update(**paused)
        assert read(visitor, f"/services/{street.paused.id}")["status"] == "active"


def test_numbers_that_are_no_numbers_and_bad_addresses_are_left_out(visitor, street, hsds):
    Service.objects.filter(id=street.whole.id).update(
        website="http://例え.jp/体操?a=1 [x]", email="電話で"
    )
    Organization.objects.update(website="tel:098-555-1201", email="a@b")
    row = read(visitor, f"/services/{street.whole.id}")
    assert "email" not in row
    assert "website" not in row["organization"]
    assert [phone.get("extension") for phone in row["phones"]] == [12, None]
    assert row["phones"][1]["description"] == "内線 A3"
    assert hsds(row, "service") == []


def test_addresses_of_the_web_are_written_as_uris(visitor, street, hsds):
    Service.objects.filter(id=street.whole.id).update(website="https://例え.jp/体操?日=火")
    row = read(visitor, f"/services/{street.whole.id}")
    assert row["url"] == ("https://xn--r8jz45g.jp/%E4%BD%93%E6%93%8D?%E6%97%A5=%E7%81%AB")
    assert hsds(row, "service") == []


def test_programmes_and_credits_come_along(visitor, town, at, hsds):
    program = create_program(
        by=OPERATOR, at=at, given=ProgramInput("訪問型サービスB", "98/98001/", description="説明")
    )
    made = published(town, at, ride(town, program_id=program, source_id=town.official_source_id))
    row = read(visitor, f"/services/{made.id}")
    assert row["program"] == {
        "id": str(program),
        "name": "訪問型サービスB",
        "description": "説明",
    }
    assert row["yui"]["source"] == {
        "name": "介護サービス情報の公表",
        "publisher": "厚生労働省",
        "licence": "CC BY 4.0",
        "credit": "厚生労働省の公表データを加工して作成",
        "period": "2026-06-30",
    }
    assert row["assured_date"] == "2026-06-30"
    assert hsds(row, "service") == []


def test_terms_become_attributes(visitor, street):
    row = read(visitor, f"/services/{street.whole.id}")
    (shopping,) = [each for each in row["attributes"] if each["link_type"] == "field"]
    assert (shopping["link_entity"], shopping["value"]) == ("service", "shopping")
    assert shopping["link_id"] == row["id"]
    assert shopping["taxonomy_term"]["id"] == shopping["taxonomy_term_id"]
    assert shopping["taxonomy_term"]["name"] == "買い物"


def test_address_is_told_apart_without_repeating_the_town(visitor, street):
    (place,) = read(visitor, f"/services/{street.whole.id}")["service_at_locations"]
    (address,) = place["location"]["addresses"]
    assert address["state_province"] == "試験県"
    assert address["city"] == "試験市"
    assert address["address_1"] == "川辺町10丁目1番"
    assert place["location"]["accessibility"][0]["description"] == "段差: あり"
