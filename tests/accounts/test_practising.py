"""「練習の場」: a role in the sample town by one press, for two weeks; the first five tasks."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.builders import AT, CITY, OTHER_CITY, build_area, build_body, build_person, build_service
from yui.accounts.actions import practise, put_first_week_away, stop_practising
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import Body, Membership, User
from yui.accounts.queries import contexts_of, count_people, people_of, steps_of, viewer_for
from yui.accounts.states import SecondStep
from yui.areas.states import Opening
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SAMPLE, HERE = "90/90101/", "/accounts/practice/"
ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def sample_office() -> int:
    build_area(SAMPLE, "見本市", is_sample=True, opening=Opening.OPEN)
    office = build_body(SAMPLE, "見本市役所")
    Body.objects.filter(id=office).update(is_sample=True)
    return office


@pytest.fixture
def production(settings: Any) -> None:
    """Where the passwords of sample people let nobody in."""
    settings.YUI = replace(django_settings.YUI, profile="production")


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _page(client: Client, address: str) -> str:
    return html.unescape(client.get(address, follow=True).content.decode())


def test_one_press_leads_to_the_desk_of_the_sample_town(sample_office: int) -> None:
    build_person("sc", Role.COORDINATOR_LAYER_2)
    client = _client("sc")
    assert "見本市は、作りごとのまちです。" in _page(client, HERE)
    assert client.post(HERE)["Location"] == "/desk/"

    assert "見本市<small>（見本のデータ）</small>" in _page(client, "/desk/")
    row = Membership.objects.get(is_practice=True)
    assert (row.role, row.body_id, row.until) == (
        Role.COORDINATOR_LAYER_1,
        sample_office,
        ON + timedelta(days=14),
    )
    assert not row.manages_accounts
    assert Entry.objects.get(verb="accounts.practice.begun").area_path == SAMPLE


def test_practice_ends_by_itself_and_by_a_press(sample_office: int) -> None:
    sc = build_person("sc", Role.COORDINATOR_LAYER_2)
    practise(by=sc, at=AT)
    assert len(contexts_of(sc.user_id or 0, on=ON + timedelta(days=14))) == 2
    assert len(contexts_of(sc.user_id or 0, on=ON + timedelta(days=15))) == 1

    client = _client("sc")
    client.post(HERE)
    assert "練習を終わりにする" in _page(client, HERE)
    client.post(HERE, {"act": "stop"})
    assert "試験市" in _page(client, "/desk/")
    assert len(contexts_of(sc.user_id or 0, on=ON)) == 1
    with pytest.raises(NotManaged):
        stop_practising(by=sc, at=AT)
    practise(by=sc, at=AT)
    assert Membership.objects.filter(is_practice=True).count() == 1


def test_who_practises_is_managed_and_counted_by_nobody(sample_office: int) -> None:
    officer = build_person("officer")
    practise(by=officer, at=AT)
    manager = Viewer(
        Role.MUNICIPAL_OFFICER,
        user_id=0,
        body_id=sample_office,
        area_path=SAMPLE,
        manages_accounts=True,
    )
    assert people_of(manager, on=ON) == ()
    assert count_people(SAMPLE, on=ON) == 0
    assert Membership.objects.get(is_practice=True).role == Role.MUNICIPAL_OFFICER


def test_practice_does_not_narrow_the_steps_of_the_own_office(sample_office: int) -> None:
    Body.objects.filter(id=sample_office).update(second_steps=[SecondStep.TOTP.value])
    officer = build_person("officer")
    practise(by=officer, at=AT)
    assert steps_of(officer.user_id or 0) == frozenset(SecondStep)


def test_sample_people_and_members_of_organizations_do_not_practise(sample_office: int) -> None:
    invented = build_person("mihon", area_path=SAMPLE, body_id=sample_office)
    owner = build_person("dantai", Role.ORGANIZATION_OWNER)
    for by in (invented, owner, Viewer()):
        with pytest.raises(NotManaged):
            practise(by=by, at=AT)
    assert not Membership.objects.filter(is_practice=True).exists()
    assert _client("dantai").get(HERE).status_code == 404


def test_without_a_sample_town_nobody_is_let_anywhere() -> None:
    officer = build_person("officer")
    with pytest.raises(AccountRefused, match="見本のまち"):
        practise(by=officer, at=AT)
    assert "見本のまちが、まだありません。" in _page(_client("officer"), HERE)


def test_in_production_only_practice_acts_for_a_sample_body(
    sample_office: int, production: None
) -> None:
    build_person("mihon", area_path=SAMPLE, body_id=sample_office)
    officer = build_person("officer")
    made = practise(by=officer, at=AT)

    invented = User.objects.get(login="mihon").id
    assert viewer_for(invented, membership_id=None, on=ON).role is Role.ANONYMOUS
    assert viewer_for(officer.user_id, membership_id=made, on=ON).area_path == SAMPLE


def test_first_tasks_follow_the_facts_of_the_town_until_put_away() -> None:
    build_person("sc", Role.COORDINATOR_LAYER_1)
    client, other = _client("sc"), build_person("far", Role.COORDINATOR_LAYER_1, OTHER_CITY)
    before = _page(client, "/desk/")
    assert before.count("これから</span>") == 5
    build_service(name="お茶の会")
    assert _page(client, "/desk/").count("これから</span>") == 4

    assert client.post("/desk/first-week/")["Location"] == "/desk/"
    assert "はじめの1週間" not in _page(client, "/desk/")
    assert "はじめの1週間" in _page(_client("far"), "/desk/")
    assert client.post("/desk/first-week/").status_code == 404
    put_first_week_away(by=other, at=AT)
    assert Membership.objects.filter(first_week_put_away_at=AT).count() == 2


@pytest.mark.parametrize("role", [Role.CARE_MANAGER, Role.WELFARE_COMMISSIONER])
def test_who_does_not_keep_the_list_is_not_asked_to(role: Role) -> None:
    build_person("reader", role, CITY)
    assert "はじめの1週間" not in _page(_client("reader"), "/desk/")
