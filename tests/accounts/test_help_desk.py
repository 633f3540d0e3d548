"""Whom staff ask: said once by the office of each tier, shown under every screen within."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from tests.builders import AT, CITY, OTHER_CITY, PREFECTURE, build_body, build_person, build_viewer
from yui.accounts.actions import set_help_desk
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import HelpDesk, User
from yui.accounts.queries import help_contacts
from yui.accounts.states import BodyKind
from yui.journal.models import Entry
from yui.policy.roles import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
HERE = "/accounts/help/"
GIVEN = {"name": "高齢福祉課 地域支援係", "phone": "000-555-0170", "hours": "平日 9時から17時"}


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _page(client: Client, address: str = HERE) -> str:
    return html.unescape(client.get(address).content.decode())


def test_manager_says_whom_to_ask_and_every_screen_within_shows_it() -> None:
    office = build_body(CITY)
    build_person("kanri", body_id=office, manages=True)
    build_person("sc", Role.COORDINATOR_LAYER_2, body_id=office)
    build_person("far", Role.MUNICIPAL_OFFICER, OTHER_CITY)
    answer = _client("kanri").post(HERE, GIVEN)

    assert answer["Location"] == HERE
    row = HelpDesk.objects.get()
    assert (row.area.path, row.name, row.phone) == (CITY, GIVEN["name"], GIVEN["phone"])
    entry = Entry.objects.get(verb="accounts.help.set")
    assert entry.area_path == CITY
    assert GIVEN["name"] not in str(entry.__dict__)
    assert "000-555-0170（平日 9時から17時）" in _page(_client("sc"), "/desk/")
    assert "000-555-0170" not in _page(_client("far"), "/desk/")


def test_town_is_asked_before_prefecture_and_prefecture_before_nation() -> None:
    build_body(CITY)
    for path, role, name in (
        ("", Role.NATIONAL_SECRETARIAT, "全国の窓口"),
        (PREFECTURE, Role.PREFECTURAL_OFFICER, "県の窓口"),
        (CITY, Role.MUNICIPAL_OFFICER, "市の窓口"),
    ):
        manager = build_viewer(role, path, body_id=1, manages_accounts=True)
        set_help_desk(by=manager, at=AT, name=name, phone="000-555-0171")

    names = [each.name for each in help_contacts(build_viewer(Role.CARE_MANAGER, CITY))]
    assert names == ["市の窓口", "県の窓口", "全国の窓口"]
    far = help_contacts(build_viewer(Role.CARE_MANAGER, PREFECTURE))
    assert [each.name for each in far] == ["県の窓口", "全国の窓口"]


@pytest.mark.parametrize(
    ("role", "manages"),
    [
        (Role.MUNICIPAL_OFFICER, False),
        (Role.SUPPORT_CENTRE, True),
        (Role.COORDINATOR_LAYER_1, True),
    ],
)
def test_who_does_not_manage_the_office_of_the_area_changes_nothing(
    role: Role, manages: bool
) -> None:
    build_body(CITY)
    entries = Entry.objects.count()
    other = build_viewer(role, CITY, body_id=1, manages_accounts=manages)
    with pytest.raises(NotManaged):
        set_help_desk(by=other, at=AT, name="わたし", phone="000-555-0172")

    assert not HelpDesk.objects.exists()
    assert Entry.objects.count() == entries


def test_who_may_not_change_it_gets_no_form_and_404() -> None:
    centre = build_body(CITY, "試験包括", kind=BodyKind.SUPPORT_CENTRE)
    build_person("centre", Role.SUPPORT_CENTRE, body_id=centre, manages=True)

    assert "どこに聞くか" not in _page(_client("centre"))
    assert _client("centre").post(HERE, GIVEN).status_code == 404
    assert not HelpDesk.objects.exists()


def test_what_cannot_be_called_is_refused_and_what_was_typed_stays() -> None:
    build_person("kanri", body_id=build_body(CITY), manages=True)
    client = _client("kanri")
    for wrong in ({"phone": "でんわ"}, {"phone": ""}, {"name": ""}):
        answer = client.post(HERE, GIVEN | wrong)
        assert answer.status_code == 422
        assert GIVEN["hours"] in answer.content.decode()
    assert not HelpDesk.objects.exists()


def test_left_empty_it_is_taken_back() -> None:
    manager = build_viewer(body_id=1, manages_accounts=True)
    build_body(CITY)
    set_help_desk(by=manager, at=AT, name="市の窓口", phone="000-555-0171")
    set_help_desk(by=manager, at=AT, name="", phone="")
    assert help_contacts(manager) == ()
    with pytest.raises(AccountRefused):
        set_help_desk(by=manager, at=AT, name="市の窓口", phone="")
