"""「利用者」 as an account manager uses it, and joining by a letter as the invited person does."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import CITY, OTHER_CITY, build_body, build_person
from yui.accounts.actions import NewRole, invite
from yui.accounts.models import Approval, Invitation, Letter, Membership, Tally, User
from yui.accounts.states import Decision
from yui.policy.roles import Role
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
NEW_PASSWORD = "yuki-no-hi-no-otya-8"
CODE = re.compile(r'letter__code">([0-9A-Z-]{19})<')
PEOPLE, INVITE, JOIN = "/accounts/people/", "/accounts/people/invite/", "/accounts/join/"


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


@pytest.fixture
def manager(db: None) -> Viewer:
    return build_person("kanri", body_id=build_body(CITY), manages=True)


@pytest.fixture
def desk(manager: Viewer) -> Client:
    """The account manager, signed in."""
    return _client("kanri")


def _invite(
    desk: Client, manager: Viewer, role: Role = Role.COORDINATOR_LAYER_1, **more: Any
) -> str:
    given = {
        "name": "新田 ふみ", "body": manager.body_id, "role": role.value, "area": CITY,
        "until": "2030-04-30", **more,
    }  # fmt: skip
    answer = desk.post(INVITE, given)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_coordinator_is_invited_by_letter_and_comes_in(desk: Client, manager: Viewer) -> None:
    page = _invite(desk, manager)
    letter = desk.post(page, {"act": "letter"}).content.decode()
    (code,) = CODE.findall(letter)
    assert "新田 ふみ 様" in letter
    assert "http://testserver/accounts/join/" in letter
    assert "<svg" in letter
    invited = Client()
    choose = invited.post(JOIN, {"code": code.lower()})
    assert choose.status_code == 200
    assert "試験市役所 高齢福祉課の「第1層生活支援コーディネーター」" in choose.content.decode()
    given = {"code": code, "login": "nitta", "password": NEW_PASSWORD}
    assert "できました" in invited.post(JOIN, given).content.decode()
    signed_in = invited.post("/accounts/login/", {"login": "nitta", "password": NEW_PASSWORD})
    assert signed_in["Location"] == "/desk/"
    assert invited.get("/desk/").status_code == 200
    assert "新田 ふみ" in desk.get(PEOPLE).content.decode()
    assert desk.get(page).status_code == 404


def test_mail_carries_a_link_and_the_typed_code_as_well(desk: Client, manager: Viewer) -> None:
    page = _invite(desk, manager, email="nitta@machi.example")
    assert desk.post(page, {"act": "mail"}).status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["nitta@machi.example"]
    body = str(sent.body)
    (path,) = re.findall(r"http://testserver(/accounts/join/[\w-]{43}/)", body)
    (code,) = re.findall(r"^([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})$", body, re.MULTILINE)
    before = Letter.objects.values().get()
    opened = Client().get(path)
    assert (opened.status_code, opened["Referrer-Policy"]) == (200, "same-origin")
    assert opened["Cache-Control"] == "no-store, private"
    assert Letter.objects.values().get() == before
    assert Client().post(JOIN, {"code": code}).status_code == 200


def test_an_officer_waits_for_the_second_manager(desk: Client, manager: Viewer) -> None:
    page = _invite(desk, manager, Role.MUNICIPAL_OFFICER)
    assert "運用担当に承認をたのんでください" in desk.get("/accounts/approvals/").content.decode()
    build_person("futari", body_id=manager.body_id, manages=True)
    second = _client("futari")
    refused = desk.post(page, {"act": "letter"}, follow=True).content.decode()
    assert "二人目の承認が済んでから" in refused
    assert "1件あります" in second.get(PEOPLE).content.decode()
    given = {"approval": str(Approval.objects.get().id), "decision": "approved"}
    own = desk.post("/accounts/approvals/", given, follow=True).content.decode()
    assert "自分では承認できません" in own
    assert Approval.objects.get().decision == ""
    second.post("/accounts/approvals/", given)
    assert Approval.objects.get().decision == Decision.APPROVED
    assert CODE.search(desk.post(page, {"act": "letter"}).content.decode())


def test_to_others_the_pages_are_not_there(desk: Client, manager: Viewer, at: datetime) -> None:
    made = invite(
        by=manager,
        at=at,
        new=NewRole(manager.body_id or 0, Role.COORDINATOR_LAYER_1, "ひみつ", CITY),
    )
    plain = build_person("tada", body_id=manager.body_id)
    build_person("yoso", area_path=OTHER_CITY, manages=True)
    pages = [f"/accounts/invitations/{made}/", f"{PEOPLE}{manager.membership_id}/"]
    for client in (_client("tada"), _client("yoso")):
        for page in pages:
            assert client.get(page).status_code == 404
            for act in ("letter", "revoke", "end", "password", "manager"):
                assert client.post(page, {"act": act}).status_code == 404
        assert "ひみつ" not in client.get(PEOPLE).content.decode()
    for page in (INVITE, "/accounts/approvals/"):
        assert _client("tada").get(page).status_code == 404
    assert "<li>試験 利用者</li>" in _client("tada").get(PEOPLE).content.decode()
    for page in (*pages, PEOPLE, INVITE, "/accounts/approvals/"):
        assert Client().get(page).status_code == 302
    assert not Letter.objects.exists()
    assert Invitation.objects.get().revoked_at is None
    assert Membership.objects.filter(ended_at__isnull=False).count() == 0
    assert plain.manages_accounts is False


def test_a_form_that_does_not_fit_says_why_and_keeps_what_was_typed(
    desk: Client, manager: Viewer
) -> None:
    for more, says in (
        ({"role": "contractor", "until": ""}, "契約が終わる日"),
        ({"role": "prefectural_officer"}, "ここにあるものから"),
        ({"area": OTHER_CITY}, "ここにあるものから"),
        ({"until": "2020-01-01"}, "きょうより後"),
        ({"email": "kore"}, "メールアドレスの形"),
    ):
        given = {"name": "新田 ふみ", "body": manager.body_id, "role": "auditor", "area": CITY}
        answer = desk.post(INVITE, {**given, **more})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert "新田 ふみ" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_all_codes_that_do_not_work_get_the_same_page(desk: Client, manager: Viewer) -> None:
    page = _invite(desk, manager)
    (old,) = CODE.findall(desk.post(page, {"act": "letter"}).content.decode())
    desk.post(page, {"act": "revoke"})
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    said = set()
    for code in (old, "0000-0000-0000-0000"):
        answer = Client().post(JOIN, {"code": code})
        said.add((answer.status_code, token.sub("", answer.content.decode()).replace(code, "")))
    assert len(said) == 1
    assert Client().get(f"{JOIN}{'x' * 43}/").status_code == 404


def test_codes_are_not_guessed_past_the_limit(desk: Client, manager: Viewer) -> None:
    page = _invite(desk, manager)
    (code,) = CODE.findall(desk.post(page, {"act": "letter"}).content.decode())
    for number in range(20):
        Client().post(JOIN, {"code": f"WRONG-{number}"})
    assert "15分ほど待ってから" in Client().post(JOIN, {"code": code}).content.decode()
    assert Client().post(JOIN, {"code": code}, REMOTE_ADDR="192.0.2.4").status_code == 200
    Tally.objects.update(ends_at=timezone.now())
    assert Client().post(JOIN, {"code": code}).status_code == 200


def test_looking_at_a_link_counts_no_try_and_opens_no_typed_code(
    desk: Client, manager: Viewer
) -> None:
    page = _invite(desk, manager)
    (code,) = CODE.findall(desk.post(page, {"act": "letter"}).content.decode())
    before = Tally.objects.count()
    assert Client().get(f"{JOIN}{code}/").status_code == 404
    assert Client().get(f"{JOIN}{'x' * 43}/").status_code == 404
    assert Tally.objects.count() == before
    assert Client().post(JOIN, {"code": code}).status_code == 200


def test_a_role_ends_and_a_new_password_is_issued_from_the_persons_page(
    desk: Client, manager: Viewer
) -> None:
    member = build_person("wasure", Role.COORDINATOR_LAYER_1, body_id=manager.body_id)
    page = f"{PEOPLE}{member.membership_id}/"
    (code,) = CODE.findall(desk.post(page, {"act": "password"}).content.decode())
    choose = Client().post(JOIN, {"code": code}).content.decode()
    assert "入るときの名前は「wasure」" in choose
    assert 'name="login"' not in choose
    assert desk.post(page, {"act": "mukashi"}).status_code == 404
    said = desk.post(page, {"act": "end"}, follow=True).content.decode()
    assert "終わりにしました" in said
    own = desk.post(f"{PEOPLE}{manager.membership_id}/", {"act": "end"}, follow=True)
    assert "最後の利用者管理者" in own.content.decode()


def test_a_signed_in_person_adds_the_role_to_their_own_name(desk: Client, manager: Viewer) -> None:
    build_person("kenmu", area_path=OTHER_CITY)
    page = _invite(desk, manager)
    (code,) = CODE.findall(desk.post(page, {"act": "letter"}).content.decode())
    client = _client("kenmu")
    assert "いまの名前に足す" in client.post(JOIN, {"code": code}).content.decode()
    assert "できました" in client.post(JOIN, {"code": code, "act": "as"}).content.decode()
    assert Membership.objects.filter(user__login="kenmu").count() == 2
    assert Client().post(JOIN, {"code": code, "act": "as"}).status_code == 422


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    desk: Client, manager: Viewer, at: datetime
) -> None:
    counts = []
    for number in range(3):
        build_person(f"hito{number}", body_id=manager.body_id)
        new = NewRole(manager.body_id or 0, Role.COORDINATOR_LAYER_1, f"人{number}", CITY)
        invite(by=manager, at=at, new=new)
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(PEOPLE).content.decode()
        assert page.count('class="desk-table__title"') == 3 + 2 * number
        counts.append(len(asked))
    assert counts[1:] == [counts[1]] * 2


@pytest.mark.parametrize(
    ("choice", "until", "leads_to"),
    [
        ("go_on", date(2028, 4, 30), "/accounts/renewal/"),
        ("hand_over", date(2027, 3, 31), INVITE),
        ("end", date(2027, 3, 31), "/accounts/renewal/"),
    ],
)
def test_in_february_it_is_said_who_goes_on(
    desk: Client, manager: Viewer, monkeypatch: Any, choice: str, until: date, leads_to: str
) -> None:
    member = build_person("kigen", body_id=manager.body_id, until=date(2027, 4, 30))
    build_person("yoso", area_path=OTHER_CITY, manages=True)
    given = {"membership": str(member.membership_id), "choice": choice}
    page = "/accounts/renewal/"
    assert "2月から" in desk.get(page).content.decode()
    assert "2月から" in desk.post(page, given, follow=True).content.decode()
    february = datetime(2027, 2, 3, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: february)
    desk, others = _client("kanri"), _client("yoso")
    assert others.post(page, given).status_code == 404
    assert desk.post(page, {"membership": "kore", "choice": choice}).status_code == 404
    assert Membership.objects.get(id=member.membership_id).until == date(2027, 4, 30)
    assert desk.get(page).content.decode().count('name="membership"') == 1
    assert desk.post(page, given)["Location"] == leads_to
    assert Membership.objects.get(id=member.membership_id).until == until


def test_a_manager_kept_past_the_last_day_is_named_on_the_page(manager: Viewer) -> None:
    Membership.objects.filter(id=manager.membership_id).update(until=date(2020, 3, 31))
    page = _client("kanri").get(PEOPLE).content.decode()
    assert "ほかに利用者管理者がいないので続けています" in page
