"""Who may be erased and how: what is shown first, what is refused, who is erased once more."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    build_body,
    build_organization,
    build_person,
    build_service,
    load_terms,
)
from yui.accounts.actions import end_role
from yui.accounts.errors import AccountRefused
from yui.accounts.models import Membership, User
from yui.config.erasing import people
from yui.config.erasing.listing import Erased, list_path, note_erased
from yui.config.erasing.people import SERVICE, USER, erase_again
from yui.directory.actions import ContactInput, Identity, PhoneInput, erase_contact
from yui.directory.errors import NotYours
from yui.directory.models import Contact, Organization, Phone, Service
from yui.directory.queries.erasing import contact_held
from yui.journal.models import Entry
from yui.journal.queries import chain_fault

pytestmark = pytest.mark.django_db
LEADER, NUMBER = "見本 花子", "000-555-7801"


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database is copied anew in no transaction: `test_erase_person` does it for real."""
    monkeypatch.setattr(people, "scrub", lambda: True)
    list_path().unlink(missing_ok=True)


@pytest.fixture
def salon() -> Identity:
    load_terms()
    leader = ContactInput(LEADER, "代表", is_leader=True, phones=(PhoneInput(NUMBER),))
    window = ContactInput("窓口 太郎", "事務局")
    group = build_organization(CITY, "山の手の会")
    build_service(organization=group, name="朝の会", description=f"くわしくは {LEADER} まで")
    build_service(name="となりの会", contacts=(leader,))
    return build_service(organization=group, name="山の手サロン", contacts=(leader, window))


def _erase(*words: str) -> str:
    out = io.StringIO()
    call_command("erase_person", *words, stdout=out)
    return out.getvalue()


def test_nothing_is_erased_before_it_was_shown(salon: Identity) -> None:
    before = Entry.objects.count()
    said = _erase("--contact", salon.short_code)

    neighbour = Service.objects.get(name="となりの会").short_code
    assert all(word in said for word in (LEADER, "0005557801", neighbour, "--yes"))
    assert Contact.objects.filter(name=LEADER).count() == 2
    assert (Entry.objects.count(), list_path().exists()) == (before, False)


def test_erased_contact_is_gone_from_the_whole_group_and_from_nobody_else(salon: Identity) -> None:
    said = _erase("--contact", salon.short_code, "--yes")

    own = Contact.objects.filter(service_id=salon.id)
    assert [(row.name, row.title) for row in own] == [("", "事務局")]
    assert Service.objects.get(name="朝の会").description == "くわしくは  まで"
    assert Contact.objects.filter(name=LEADER, service__name="となりの会").exists()
    assert Phone.objects.filter(digits="0005557801").count() == 1
    assert "directory.contact に 1件" in said
    row = Service.objects.get(id=salon.id)
    assert "contacts" in row.edited_fields
    verbs = Entry.objects.filter(verb="directory.service.person_erased")
    assert verbs.count() == 2
    assert chain_fault() is None


def test_contact_of_an_organization_is_erased_with_its_mail(salon: Identity) -> None:
    group = Organization.objects.get(name="山の手の会")
    Organization.objects.filter(id=group.id).update(email="a@salon.example")
    Contact.objects.create(organization=group, name="見本 次郎", is_leader=True)
    _erase("--contact", group.short_code, "--yes")

    group.refresh_from_db()
    assert group.email == ""
    assert not Contact.objects.filter(organization=group).exists()
    assert Contact.objects.filter(name=LEADER, service_id=salon.id).exists()


def test_record_that_names_nobody_is_refused(salon: Identity) -> None:
    nobody = Service.objects.get(name="朝の会").short_code
    with pytest.raises(CommandError, match="ありません"):
        _erase("--contact", nobody, "--yes")
    with pytest.raises(CommandError, match="見つかりません"):
        _erase("--contact", "00000000", "--yes")


def test_only_the_operator_erases_contacts(salon: Identity) -> None:
    officer = build_person("officer", manages=True)
    held = contact_held(salon.short_code)
    with pytest.raises(NotYours):
        erase_contact(by=officer, at=AT, held=held)

    assert Contact.objects.filter(name=LEADER, service_id=salon.id).exists()


def test_erased_user_keeps_the_number_and_nothing_that_names_them() -> None:
    viewer = build_person("Tanaka")
    _erase("--user", "tanaka", "--yes")

    row = User.objects.get(id=viewer.user_id)
    assert (row.display_name, row.email, row.is_active) == ("（消した人）", "", False)
    assert "tanaka" not in row.login.lower()
    assert not row.has_usable_password()
    assert Membership.objects.get(user=row).ended_at is not None
    assert Entry.objects.filter(verb="accounts.user.erased", object_id=row.id).count() == 1
    assert chain_fault() is None
    with pytest.raises(CommandError, match="いません"):
        _erase("--user", "tanaka")


def test_last_account_manager_is_not_erased_before_there_is_another() -> None:
    body = build_body(name="一人の課")
    viewer = build_person("alone", body_id=body, manages=True)
    with pytest.raises(CommandError, match="一人の課 の最後の利用者管理者"):
        _erase("--user", "alone", "--yes")
    assert User.objects.get(id=viewer.user_id).login == "alone"
    assert not list_path().exists()

    build_person("second", body_id=body, manages=True)
    _erase("--user", "alone", "--yes")
    with pytest.raises(AccountRefused):
        end_role(by=OPERATOR, at=AT, membership_id=Membership.objects.get(user__login="second").id)


def test_list_names_nobody_and_erases_once_more_what_was_erased_since(
    salon: Identity, tmp_path: Path
) -> None:
    gone, stays = build_person("gone", manages=True), build_person("stays")
    early = build_person("early")
    note_erased([(USER, str(early.user_id))], at=AT - timedelta(days=3))
    note_erased([(USER, str(gone.user_id)), (SERVICE, str(salon.id))], at=AT)
    with list_path().open("a") as stream:
        stream.write('{"at": "2026-')
    text = list_path().read_text()

    assert str(salon.id) not in text
    assert set(json.loads(text.splitlines()[0])) == {"at", "kind", "keyed"}
    since = AT - timedelta(days=1)
    assert erase_again(by=OPERATOR, at=AT, path=list_path(), since=since) == 2
    logins = set(User.objects.values_list("login", flat=True))
    assert {"stays", "early"} <= logins
    assert "gone" not in logins
    assert not Contact.objects.filter(name=LEADER, service_id=salon.id).exists()
    assert Erased(list_path(), since=since).among(USER, [stays.user_id]) == []
    assert settings.YUI.data in list_path().parents
