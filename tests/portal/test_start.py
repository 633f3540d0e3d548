"""「はじめかた」: from nothing to an open town, by two people, in the browser."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    OTHER_CITY,
    PREFECTURE,
    build_area,
    build_body,
    build_person,
    build_service,
    build_town,
)
from yui.accounts.models import Body, User
from yui.areas.actions import set_opening
from yui.areas.errors import ChangeRefused
from yui.areas.queries import area_by_path
from yui.areas.states import Opening
from yui.directory.actions import confirm_service
from yui.directory.queries import published_for_opendata
from yui.directory.states import ConfirmedHow
from yui.journal.models import Entry
from yui.policy.roles import Role
from yui.policy.viewer import Viewer
from yui.portal.actions import ask_to_open
from yui.review.actions import declare_lone
from yui.review.models import Submission

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
START, HOME = "/desk/start/", "/98201/"


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> int:
    """The office of a town that prepares, with a group; the clock at `AT`."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    build_town()
    set_opening(by=OPERATOR, at=AT, area_path=CITY, opening=Opening.PREPARING)
    return Body.objects.get(kind="municipality", area__path=CITY).id


def _desk(login: str, office: int, role: Role = Role.MUNICIPAL_OFFICER, **more: Any) -> Client:
    build_person(login, role, body_id=office, **more)
    return _client(login)


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _page(client: Client, address: str = START) -> str:
    return html.unescape(client.get(address, follow=True).content.decode())


def test_steps_are_done_by_facts(office: int) -> None:
    desk = _desk("one", office)
    before = _page(desk)
    assert "住民に見えるもの 0件" in before
    assert before.count("できました") == 2, "the window is there, and the sentence of the table"
    for name in ("お茶の会", "体操の会"):
        made = build_service(name=name)
        confirm_service(
            by=OPERATOR, at=AT, service_id=made.id, how=ConfirmedHow.PHONE, on=AT.date()
        )
    _desk("two", office, Role.COORDINATOR_LAYER_1)

    after = _page(desk)
    assert "住民に見えるもの 2件" in after
    assert "確かめたもの 2件" in after
    assert after.count("できました") == 5
    assert "公開するまでに、あと1つあります。" in after


def test_one_asks_another_approves_and_the_town_opens(office: int) -> None:
    first, second = _desk("one", office), _desk("two", office)
    assert "公開を申し出ました。" in _posted(first, "ask")
    submission = Submission.objects.get()
    assert submission.area.path == CITY
    assert "いま持っているのは、" in _page(first)
    alone = html.unescape(first.post(f"{START}{submission.id}/open/", follow=True).content.decode())
    assert "自分の申し出は、自分では承認できません。" in alone
    assert area_by_path(CITY).opening is Opening.PREPARING

    assert "準備中" in _page(second, f"/review/{submission.id}/")
    opened = second.post(submission.decide_path, follow=True).content.decode()
    assert "公開しました。" in opened
    assert area_by_path(CITY).opening is Opening.OPEN
    assert [row.verb for row in Entry.objects.order_by("-position")[:2]] == [
        "opening_set",
        "review.submission.approved",
    ]


def test_an_only_officer_opens_with_day_and_number_of_the_decision(office: int) -> None:
    lone = _desk("one", office, manages=True)
    viewer = Viewer(
        Role.MUNICIPAL_OFFICER,
        user_id=User.objects.get(login="one").id,
        body_id=office,
        area_path=CITY,
        manages_accounts=True,
    )
    declare_lone(by=viewer, at=AT, body_id=office)
    asked = ask_to_open(by=viewer, at=AT, area_path=CITY)
    lone.post(f"{START}{asked}/open/")
    assert area_by_path(CITY).opening is Opening.PREPARING

    given = {"decision_date": "2026-11-20", "document_number": "高福第12号"}
    lone.post(f"{START}{asked}/open/", given)
    assert area_by_path(CITY).opening is Opening.OPEN


@pytest.mark.parametrize(
    ("login", "role", "path"),
    [
        ("sc", Role.COORDINATOR_LAYER_1, CITY),
        ("far", Role.MUNICIPAL_OFFICER, OTHER_CITY),
        ("ken", Role.PREFECTURAL_OFFICER, PREFECTURE),
    ],
)
def test_nobody_else_opens_the_town(office: int, login: str, role: Role, path: str) -> None:
    _desk("one", office)
    _posted(_client("one"), "ask")
    submission = Submission.objects.get()
    build_person(login, role, path, body_id=office if path == CITY else build_body(path))
    answer = _client(login).post(submission.decide_path)

    assert answer.status_code == 404
    assert area_by_path(CITY).opening is Opening.PREPARING
    assert "公開を申し出る</button>" not in _page(_client(login))


def test_no_officer_opens_a_town_alone_by_the_action(office: int) -> None:
    entries = Entry.objects.count()
    officer = Viewer(Role.MUNICIPAL_OFFICER, user_id=1, body_id=office, area_path=CITY)
    with pytest.raises(ChangeRefused, match="ふたりで決めます"):
        set_opening(by=officer, at=AT, area_path=CITY, opening=Opening.OPEN)
    assert Entry.objects.count() == entries


def test_town_that_prepares_shows_its_telephone_and_leaves_by_no_machine(office: int) -> None:
    service = build_service(name="お茶の会")
    card = f"/directory/services/{service.short_code}/"
    shut, own = _page(Client(), HOME), _page(_desk("one", office), HOME)
    assert "準備中です" in shut
    assert "000-555-0120" in shut
    assert 'role="search"' not in shut
    assert 'role="search"' in own, "who prepares the town sees it as it will be"
    assert published_for_opendata(at=AT).total == 0
    assert 'content="noindex"' in _page(Client(), card)

    set_opening(by=OPERATOR, at=AT, area_path=CITY, opening=Opening.OPEN)
    assert published_for_opendata(at=AT).total == 1
    assert 'content="noindex"' not in _page(Client(), card)
    assert 'role="search"' in _page(Client(), HOME)


def test_a_town_nobody_began_is_first_put_into_preparing(office: int) -> None:
    build_area(CITY)
    set_opening(by=OPERATOR, at=AT, area_path=CITY, opening=Opening.NOT_YET)
    desk = _desk("one", office)
    assert "準備中にしました。" in _posted(desk, "prepare")
    assert area_by_path(CITY).opening is Opening.PREPARING


def _posted(client: Client, act: str) -> str:
    return html.unescape(client.post(START, {"act": act}, follow=True).content.decode())
