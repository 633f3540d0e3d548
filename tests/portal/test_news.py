"""News of a month: first published, changed, ended; only what the reader may see."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    SPHERE,
    build_area,
    build_person,
    build_service,
    build_town,
    consent_input,
)
from yui.accounts.models import User
from yui.areas.states import Tier
from yui.directory.actions import (
    LocationInput,
    PhoneInput,
    PlaceInput,
    change_service,
    end_service,
    publish_service,
    unpublish_service,
)
from yui.directory.models import Service
from yui.directory.states import Scope
from yui.journal.models import Entry
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("folder"),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
NEWS = "/desk/news/"
# The last minute of October in Japan, and the first of November.
OCTOBER = datetime(2026, 10, 31, 14, 59, tzinfo=UTC)
NOVEMBER = datetime(2026, 10, 31, 15, 0, tzinfo=UTC)


@pytest.fixture
def carer(folder: object) -> Client:
    """A care manager of a town with a 圏域."""
    build_town()
    build_area(SPHERE, "東圏域", tier=Tier.SPHERE)
    build_person("carer", Role.CARE_MANAGER)
    client = Client()
    client.force_login(User.objects.get(login="carer"))
    return client


def _sections(client: Client, **asked: str) -> dict[str, str]:
    """What stands in the table of each heading."""
    page = html.unescape(client.get(NEWS, asked).content.decode())
    parts = page.split("<caption>")[1:]
    return {part.partition("<")[0]: part for part in parts}


def test_each_kind_stands_in_its_month(carer: Client) -> None:
    build_service(name="十月の会", at=OCTOBER)
    build_service(name="十一月の会", at=NOVEMBER)
    old = build_service(name="変わる会", at=OCTOBER)
    change_service(
        by=OPERATOR, at=AT, service_id=old.id, changes={"phones": (PhoneInput("000-555-8881"),)}
    )
    gone = build_service(name="終わる会", at=OCTOBER)
    end_service(by=OPERATOR, at=AT, service_id=gone.id, on=AT.date())
    now, before = _sections(carer), _sections(carer, month="2026-10")

    assert "十一月の会" in now["新しいもの"]
    assert "十月の会" not in now["新しいもの"]
    assert "変わる会" in now["変わったもの"]
    assert "電話" in now["変わったもの"]
    assert "終わる会" in now["終わったもの"]
    assert "十月の会" in before["新しいもの"]
    assert "変わったもの" not in before


def test_draft_is_new_when_it_is_published_and_only_the_first_time(carer: Client) -> None:
    made = build_service(name="下書きの会", at=OCTOBER, is_published=False)
    assert _sections(carer, month="2026-10") == {}
    publish_service(by=OPERATOR, at=NOVEMBER, service_id=made.id)
    assert "下書きの会" in _sections(carer)["新しいもの"]
    assert _sections(carer, month="2026-10") == {}

    again = build_service(name="また出す会", at=OCTOBER)
    unpublish_service(by=OPERATOR, at=OCTOBER, service_id=again.id)
    publish_service(by=OPERATOR, at=NOVEMBER, service_id=again.id)
    assert "また出す会" not in _sections(carer)["新しいもの"]


def test_what_a_list_brought_is_new_in_its_month(carer: Client) -> None:
    made = build_service(name="一覧の会", at=OCTOBER)
    Entry.objects.filter(object_id=str(made.id)).delete()  # lists leave one entry for all
    assert "一覧の会" in _sections(carer, month="2026-10")["新しいもの"]
    assert _sections(carer) == {}


def test_hidden_records_and_other_towns_are_no_news(carer: Client) -> None:
    office = frozenset({Scope.OFFICE})
    hidden = consent_input(record=office, phone=office, address=office)
    made = build_service(name="ひみつの会", consent=hidden)
    build_service(OTHER_CITY, name="よその会")
    old = build_service(name="かくれた会", at=OCTOBER, consent=hidden)
    change_service(by=OPERATOR, at=AT, service_id=old.id, changes={"summary": "別の説明"})
    end_service(by=OPERATOR, at=AT, service_id=made.id, on=AT.date())

    assert _sections(carer) == {}
    assert "変わったことがありません" in html.unescape(carer.get(NEWS).content.decode())


def test_sphere_shows_what_is_given_there(carer: Client) -> None:
    place = PlaceInput(location=LocationInput(CITY, name="集会所", sphere_path=SPHERE))
    build_service(name="東の会", places=(place,))
    build_service(name="どこかの会")
    code = SPHERE.rstrip("/").rpartition("/")[2]

    assert "東の会" in _sections(carer, sphere=code)["新しいもの"]
    assert "どこかの会" not in _sections(carer, sphere=code)["新しいもの"]
    assert carer.get(NEWS, {"sphere": "98202-01"}).status_code == 404


@pytest.mark.parametrize("month", ["2026-12", "0001-01", "x", "2026-13"])
def test_month_that_is_none_gets_a_sentence(carer: Client, month: str) -> None:
    assert carer.get(NEWS, {"month": month}).status_code == 400


def test_queries_do_not_grow_with_the_news(carer: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            carer.get(NEWS)
        return len(seen)

    def news() -> None:
        build_service(name="新しい会")
        old = build_service(name="変わる会", at=OCTOBER)
        change_service(by=OPERATOR, at=AT, service_id=old.id, changes={"summary": "別の説明"})

    news()
    asked()
    at_one = asked()
    for _each in range(2):
        news()
    assert asked() == at_one
    assert Service.objects.count() == 6
