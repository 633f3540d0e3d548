"""The second step at signing in: an app, a printed sheet or a passkey, as the body allows."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from tests.builders import CITY, OPERATOR, OTHER_CITY, PASSWORD, build_body, build_person
from tests.journeys.totp import six_digits
from yui.accounts.actions import add_membership, allow_steps, issue_sheet
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.models import User
from yui.accounts.queries import steps_of, steps_of_body
from yui.accounts.states import SecondStep
from yui.journal.queries import entries_after, head_position
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SIGN_IN, SECOND, OWN = "/accounts/login/", "/accounts/2fa/authenticate/", "/accounts/2fa/"
ALLOWED, ADD_PASSKEY = "/accounts/steps/", "/accounts/2fa/passkeys/add/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EVERY = frozenset(SecondStep)


@pytest.fixture(autouse=True)
def _no_tries_of_other_tests() -> None:
    cache.clear()


@pytest.fixture
def manager(db: None) -> Viewer:
    return build_person("kanri", body_id=build_body(CITY), manages=True)


@pytest.fixture
def member(manager: Viewer) -> Viewer:
    return build_person("member", body_id=manager.body_id)


def _sure(login: str = "member") -> Client:
    """Somebody who signed in and has just typed their password again."""
    client = Client()
    client.post(SIGN_IN, {"login": login, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def _sheet(by: Viewer, at: datetime, of: Viewer) -> tuple[str, ...]:
    return issue_sheet(by=by, at=at, membership_id=of.membership_id or 0).codes


def _enter(code: str, login: str = "member") -> bool:
    client = Client()
    first = client.post(SIGN_IN, {"login": login, "password": PASSWORD})
    assert first["Location"] == SECOND
    assert client.get("/desk/").status_code == 302
    client.post(SECOND, {"code": code})
    return client.get("/desk/").status_code == 200


def test_a_number_of_the_sheet_lets_in_once_after_the_password(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    before = head_position()
    codes = _sheet(manager, at, member)
    assert len(set(codes)) == 40
    assert all(re.fullmatch(r"\d{8}", code) for code in codes)
    entries = entries_after(before)
    assert [(each.verb, each.object_id) for each in entries] == [
        ("accounts.sheet.issued", str(member.user_id))
    ]
    assert _enter(codes[17])
    assert not _enter(codes[17])
    assert _enter(f"{codes[3][:4]} {codes[3][4:]}")
    assert not _enter("00000000")


def test_a_new_sheet_makes_the_former_one_void(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    former, newer = _sheet(manager, at, member), _sheet(manager, at, member)
    assert not _enter(former[0])
    assert _enter(newer[0])


def test_the_numbers_of_a_sheet_do_not_stand_in_the_database(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    codes = _sheet(manager, at, member)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not [code for code in codes if code in kept]


def test_who_has_an_app_and_a_sheet_comes_in_by_either(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    TOTP.activate(User.objects.get(login="member"), SECRET)
    codes = _sheet(manager, at, member)
    assert _enter(six_digits(SECRET))
    assert _enter(codes[0])


def test_on_the_host_a_sheet_is_printed_for_who_manages_accounts(manager: Viewer) -> None:
    out = io.StringIO()
    call_command("code_sheet", "kanri", stdout=out)
    codes = re.findall(r"\d{4} \d{4}", out.getvalue())
    assert len(codes) == 40
    assert _enter(codes[0], "kanri")
    with pytest.raises(CommandError, match="見つかりません"):
        call_command("code_sheet", "dare-mo")


def test_nobody_draws_a_sheet_for_oneself_for_a_manager_or_for_another_office(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    second = build_person("tsugi", body_id=manager.body_id, manages=True)
    stranger = build_person("yoso", area_path=OTHER_CITY, manages=True)
    before = head_position()
    for of in (manager, second):
        with pytest.raises(AccountRefused, match="運用担当に"):
            _sheet(manager, at, of)
    for by in (stranger, member):
        with pytest.raises(NotManaged):
            _sheet(by, at, second)
    assert not Authenticator.objects.exists()
    assert head_position() == before
    assert len(_sheet(OPERATOR, at, second)) == 40


def test_the_sheet_is_shown_once_to_be_printed(manager: Viewer, member: Viewer) -> None:
    desk = Client()
    desk.force_login(User.objects.get(login="kanri"))
    page = f"/accounts/people/{member.membership_id}/"
    sheet = desk.post(page, {"act": "sheet"}).content.decode()
    codes = re.findall(r"<li>(\d{4}) (\d{4})</li>", sheet)
    assert len(codes) == 40
    assert codes[0][0] + codes[0][1] not in desk.get(page).content.decode().replace(" ", "")
    assert _enter("".join(codes[5]))


def _allow(by: Viewer, at: datetime, *steps: SecondStep) -> None:
    allow_steps(by=by, at=at, body_id=by.body_id or 0, allowed=steps)


def test_what_the_body_does_not_allow_is_not_set_up(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    before = head_position()
    _allow(manager, at, SecondStep.PASSKEY)
    assert [(each.verb, each.fields) for each in entries_after(before)] == [
        ("accounts.body.steps_allowed", ("webauthn",))
    ]
    assert steps_of(member.user_id or 0) == {SecondStep.PASSKEY}
    with pytest.raises(AccountRefused, match="番号の表を使わない"):
        _sheet(manager, at, member)
    client = _sure()
    assert client.get("/accounts/2fa/totp/activate/")["Location"] == OWN
    assert client.post("/accounts/2fa/recovery-codes/generate/")["Location"] == OWN
    assert client.get(ADD_PASSKEY).status_code == 200
    _allow(manager, at, SecondStep.TOTP)
    client.get("/accounts/2fa/totp/activate/")
    code = six_digits(client.session["mfa.totp.secret"])
    assert client.post("/accounts/2fa/totp/activate/", {"code": code})["Location"] == OWN
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp"}
    page = client.get(OWN).content.decode()
    assert "認証アプリをやめる" in page
    assert "パスキー" not in page


def test_a_person_of_two_bodies_sets_up_what_both_allow(manager: Viewer, at: datetime) -> None:
    other = build_person("yoso", area_path=OTHER_CITY, manages=True)
    _allow(manager, at, SecondStep.TOTP, SecondStep.SHEET)
    _allow(other, at, SecondStep.TOTP, SecondStep.PASSKEY)
    add_membership(
        by=OPERATOR,
        at=at,
        user_id=manager.user_id or 0,
        role=other.role,
        body_id=other.body_id or 0,
        area_path=OTHER_CITY,
    )
    assert steps_of(manager.user_id or 0) == {SecondStep.TOTP}
    assert steps_of(0) == EVERY


def test_who_uses_a_step_goes_on_when_the_body_allows_it_no_more(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    codes = _sheet(manager, at, member)
    _allow(manager, at, SecondStep.TOTP)
    assert _enter(codes[0])


def test_only_an_account_manager_chooses_for_the_body(
    manager: Viewer, member: Viewer, at: datetime
) -> None:
    for by in (member, build_person("yoso", area_path=OTHER_CITY, manages=True)):
        with pytest.raises(NotManaged):
            allow_steps(by=by, at=at, body_id=manager.body_id or 0, allowed=[SecondStep.TOTP])
    with pytest.raises(AccountRefused, match="少なくともひとつ"):
        _allow(manager, at)
    assert steps_of_body(manager.body_id or 0) == EVERY


@pytest.mark.parametrize(
    ("given", "status", "left"),
    [
        ({"steps": ["totp", "webauthn"]}, 302, {SecondStep.TOTP, SecondStep.PASSKEY}),
        ({}, 422, EVERY),
        ({"steps": ["telepathy"]}, 422, EVERY),
    ],
)
def test_the_page_keeps_the_choice_of_the_body(
    manager: Viewer, member: Viewer, given: dict[str, Any], status: int, left: set[SecondStep]
) -> None:
    desk, other = Client(), Client()
    desk.force_login(User.objects.get(login="kanri"))
    other.force_login(User.objects.get(login="member"))
    assert other.get(ALLOWED).status_code == 404
    assert other.post(ALLOWED, {"steps": ["totp"]}).status_code == 404
    assert "この画面の使い方" in desk.get(ALLOWED).content.decode()
    assert desk.post(ALLOWED, given).status_code == status
    assert steps_of_body(manager.body_id or 0) == left


@pytest.mark.parametrize(
    "credential", ["", "null", "[]", "{}", '{"id":"x"}', '{"response":{}}', "kein json", "1"]
)
def test_a_broken_passkey_answer_is_refused_with_a_page(member: Viewer, credential: str) -> None:
    TOTP.activate(User.objects.get(login="member"), SECRET)
    client = Client()
    client.post(SIGN_IN, {"login": "member", "password": PASSWORD})
    assert client.post(SECOND, {"credential": credential}).status_code == 200
    client.post(SECOND, {"code": six_digits(SECRET)})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(ADD_PASSKEY, {"credential": credential, "name": "x"}).status_code == 200
    assert not Authenticator.objects.filter(type=SecondStep.PASSKEY).exists()


@pytest.mark.parametrize("path", [OWN, "/accounts/2fa/totp/activate/", ADD_PASSKEY,
                                  "/accounts/2fa/passkeys/"])  # fmt: skip
def test_each_page_says_how_it_is_used(member: Viewer, path: str) -> None:
    page = _sure().get(path).content.decode()
    assert page.count("<h2>この画面の使い方</h2>") == 1
