"""Entity tags, 304, HEAD, origins, cookies, copies."""

import json
from datetime import timedelta

import pytest

from tests.directory.builders import OPERATOR, published, ride
from tests.opendata.records import body_of
from yui.accounts.models import User
from yui.directory.actions import withdraw_consent
from yui.opendata.pages.answers import streamed_answer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tests.opendata.urls"),
    pytest.mark.filterwarnings("ignore:No directory at"),
]
PATHS = (
    "hsds/",
    "hsds/services",
    "hsds/organizations",
    "hsds/taxonomies",
    "openapi.json",
    "98001/services.csv",
    "98001/services.xlsx",
    "98001/services.geojson",
    "98001/services.jsonld",
    "98001/changes.atom",
    "catalog.csv",
    "catalog.jsonld",
    "sitemap.xml",
    "sitemap-0.xml",
    "sitemap-1.xml",
)


@pytest.fixture
def made(town, at):
    return published(town, at)


@pytest.mark.parametrize("path", PATHS)
def test_equal_data_gives_equal_bytes_and_then_nothing_at_all(visitor, made, path):
    first = visitor.get(f"/opendata/{path}")
    body = body_of(first)
    again = visitor.get(f"/opendata/{path}")
    assert body_of(again) == body
    assert dict(again.items()) == dict(first.items())
    for tag in (first["ETag"], f"W/{first['ETag']}", f'"x", {first["ETag"]}', "*"):
        answer = visitor.get(f"/opendata/{path}", headers={"If-None-Match": tag})
        assert answer.status_code == 304
        assert answer.getvalue() == b""
        assert answer["ETag"] == first["ETag"]
    for tag in ('"x"', "nonsense", ""):
        answer = visitor.get(f"/opendata/{path}", headers={"If-None-Match": tag})
        assert body_of(answer) == body


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_would_without_its_body(visitor, made, path):
    got = visitor.get(f"/opendata/{path}")
    length = len(body_of(got))
    answer = visitor.head(f"/opendata/{path}")
    assert answer.status_code == 200
    assert answer.getvalue() == b""
    assert answer["ETag"] == got["ETag"]
    assert answer["Content-Type"] == got["Content-Type"]
    assert int(answer["Content-Length"]) == length


@pytest.mark.parametrize("path", [*PATHS, "hsds/services?format=ndjson", "hsds/services?x=1"])
def test_anyone_may_read_and_nobody_is_marked(visitor, made, path):
    answer = visitor.get(f"/opendata/{path}", headers={"Origin": "https://example.jp"})
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert answer["Cache-Control"] == "public, max-age=1, must-revalidate"
    assert not answer.cookies
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    answer.getvalue()


def test_an_answer_to_somebody_signed_in_is_never_stored(visitor, made, at):
    officer = User.objects.create(login="officer", display_name="係", created_at=at)
    visitor.force_login(officer)
    answer = visitor.get("/opendata/hsds/services")
    assert json.loads(answer.content)["total_items"] == 1
    assert answer["Cache-Control"] == "no-store, private"


def test_pages_for_people_are_not_for_other_origins(visitor, made):
    for path in ("", "98/", "98001/"):
        assert "Access-Control-Allow-Origin" not in visitor.get(f"/opendata/{path}")


def test_last_modified_is_the_last_change_shown(visitor, made, town, at):
    published(town, at + timedelta(hours=1), ride(town, name="あと"))
    expected = "Tue, 24 Nov 2026 02:30:00 GMT"
    assert visitor.get("/opendata/hsds/services")["Last-Modified"] == expected
    assert visitor.head("/opendata/98001/services.csv")["Last-Modified"] == expected
    first = visitor.get(f"/opendata/hsds/services/{made.id}")
    assert first["Last-Modified"] == "Tue, 24 Nov 2026 01:30:00 GMT"


def test_a_withdrawn_record_is_not_kept_alive_by_its_date(visitor, made, at):
    path = "/opendata/hsds/services"
    seen = visitor.get(path)
    withdraw_consent(by=OPERATOR, at=at, service_id=made.id, on=at.date())
    known = {"If-Modified-Since": seen["Last-Modified"], "If-None-Match": seen["ETag"]}
    assert json.loads(body_of(visitor.get(path, headers=known)))["empty"] is True
    later = {"If-Modified-Since": "Tue, 24 Nov 2026 09:00:00 GMT"}
    assert json.loads(body_of(visitor.get(path, headers=later)))["empty"] is True


def test_a_change_changes_the_tag(visitor, made, town, at):
    before = visitor.head("/opendata/98001/services.csv")
    published(town, at, ride(town, name="もう1つ"))
    after = visitor.get("/opendata/98001/services.csv", headers={"If-None-Match": before["ETag"]})
    assert "もう1つ" in body_of(after).decode()
    assert after["ETag"] != before["ETag"]


def test_answers_carry_the_configured_address(visitor, made, settings):
    object.__setattr__(settings.YUI, "base_url", "https://yui.example.jp")
    try:
        found = json.loads(visitor.get("/opendata/hsds/").content)
    finally:
        object.__setattr__(settings.YUI, "base_url", "")
    assert found["openapi_url"] == "https://yui.example.jp/opendata/openapi.json"


def test_a_failing_file_leaves_nothing_open(rf, settings):
    def pieces():
        yield b"first"
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        streamed_answer(rf.get("/"), pieces(), "text/csv")


def test_a_large_file_is_written_out_and_streamed_whole(rf):
    block = b"0123456789" * 1000
    answer = streamed_answer(rf.get("/"), (block for _ in range(500)), "text/csv")
    assert answer["Content-Length"] == str(5_000_000)
    assert answer.getvalue() == block * 500
    answer.close()
