from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from tests.directory.builders import CITY, OFFICER, OPERATOR, SPHERE
from tests.events.builders import SATURDAY, day, lecture, published
from tests.ui.markup import read, reference_problems
from yui.directory.actions import LocationInput, create_location
from yui.events.actions import cancel_event, create_event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
LIST = "/events/?area=98001"
FEED = "/events/calendar.ics?area=98001"


@pytest.fixture(autouse=True)
def _now(monkeypatch, at):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def client(town) -> Client:
    return Client()


def text_of(response) -> str:
    text = response.content.decode()
    reader = read(text)
    assert reader.problems == []
    assert reference_problems(reader) == []
    return text


def test_list_shows_events_by_date(client, town, at):
    published(town, at, title="あとの会", dates=(day(SATURDAY + timedelta(days=1)),))
    published(town, at, title="さきの会")
    create_event(by=OPERATOR, at=at, given=lecture(town, title="下書きの会"))
    text = text_of(client.get(LIST))
    assert text.index("さきの会") < text.index("あとの会")
    assert "下書きの会" not in text
    assert "&amp;first=2026-12-22" in text


def test_list_without_a_town_leads_to_the_towns(client):
    assert client.get("/events/")["Location"] == "/areas/"


def test_empty_list_says_so(client):
    assert "まだのっていません" in text_of(client.get(LIST))


def test_event_page_says_when_where_and_how_to_sign_up(client, town, at):
    made = published(town, at)
    text = text_of(client.get(f"/events/{made.short_code}/"))
    for words in ("11月28日（土）", "川辺集会所", "098-555-1500", "12人", "自分のスマホ", "無料"):
        assert words in text


def test_cancelled_event_says_so_first_and_large(client, town, at):
    made = published(town, at)
    cancel_event(by=OFFICER, at=at, event_id=made.id, reason="台風のため")
    text = text_of(client.get(f"/events/{made.short_code}/"))
    assert "<h1>この催しは中止になりました</h1>" in text
    assert "台風のため" in text
    assert "【中止】スマホで写真を送る会" in text_of(client.get(LIST))


def test_draft_and_unknown_are_not_found(client, town, at):
    draft = create_event(by=OPERATOR, at=at, given=lecture(town))
    assert client.get(f"/events/{draft.short_code}/").status_code == 404
    assert client.get("/events/00000000/").status_code == 404


def test_code_in_small_letters_leads_to_the_page(client, town, at):
    made = published(town, at)
    response = client.get(f"/events/{made.short_code.lower()}-/")
    assert response["Location"] == f"/events/{made.short_code}/"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/events/?area=99999", 404),
        ("/events/?area=abc", 400),
        ("/events/?area=98001&first=令和100年13月", 400),
        ("/events/?area=98001&first=9999-12-31", 200),
        ("/events/?area=98001&first=0001-01-01", 200),
        ("/events/calendar.ics", 400),
        ("/events/calendar.ics?area=99999", 404),
    ],
)
def test_bad_input_gets_a_sentence(client, url, status):
    assert client.get(url).status_code == status


def test_address_of_a_home_is_on_no_page_and_in_no_feed(client, town, at):
    home = LocationInput(
        CITY, name="試験さん宅", sphere_path=SPHERE, address="川辺町3丁目45番6号", is_home=True
    )
    location_id = create_location(by=OPERATOR, at=at, given=home)
    there = day(SATURDAY, location_id=location_id, place_name="試験さん宅", address="3丁目45番")
    made = published(town, at, dates=(there,))
    for address in (LIST, f"/events/{made.short_code}/", FEED):
        text = client.get(address).content.decode().replace("\r\n ", "")
        assert "川辺圏域" in text
        assert "3丁目" not in text
        assert "試験さん" not in text


def test_feed_can_be_read_back(client, town, at):
    published(town, at, dates=(day(SATURDAY), day(SATURDAY + timedelta(days=1), is_all_day=True)))
    gone = published(town, at, title="やめた会")
    cancel_event(by=OFFICER, at=at, event_id=gone.id, reason="")
    create_event(by=OPERATOR, at=at, given=lecture(town, title="下書きの会"))
    response = client.get(FEED)
    assert response["Content-Type"].startswith("text/calendar")
    entries = list(Calendar.from_ical(response.content).walk("VEVENT"))
    assert [(str(e["SUMMARY"]), str(e["STATUS"])) for e in entries] == [
        ("【中止】やめた会", "CANCELLED"),
        ("スマホで写真を送る会", "CONFIRMED"),
        ("スマホで写真を送る会", "CONFIRMED"),
    ]
    assert entries[1].decoded("DTSTART") == SATURDAY
    assert entries[2].decoded("DTSTART") == SATURDAY.date() + timedelta(days=1)
    assert len({str(e["UID"]) for e in entries}) == 3
