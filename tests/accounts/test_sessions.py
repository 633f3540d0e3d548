"""Where somebody is signed in, how long it lasts, and that typed text outlives it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import CITY, OTHER_CITY, PASSWORD, build_body, build_person
from yui.accounts.actions import end_role, issue_password, join, tidy_sessions
from yui.accounts.engine.sealing import opened, seal
from yui.accounts.engine.sessions import Stay
from yui.accounts.models import Invitation, User
from yui.accounts.pages.sessions import kind_of_browser
from yui.journal.queries import entries_after, head_position
from yui.policy.viewer import Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SIGN_IN, SESSIONS, LEFT = "/accounts/login/", "/accounts/sessions/", "/accounts/sessions/left/"
INVITE = "/accounts/people/invite/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0"
NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


class Clock:
    """What time it is, for everybody who asks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = NOW
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def officer(clock: Clock) -> Viewer:
    return build_person("officer", body_id=build_body(CITY), manages=True)


def _sign_in(client: Client | None = None, login: str = "officer", **more: Any) -> Client:
    client = client or Client()
    given = {"login": login, "password": PASSWORD, **more}
    answer = client.post(SIGN_IN, given, HTTP_USER_AGENT=EDGE, REMOTE_ADDR="192.0.2.77")
    assert answer.status_code == 302, answer.content.decode()
    return client


def _is_in(client: Client) -> bool:
    return client.get(SESSIONS).status_code == 200


@pytest.mark.parametrize(
    ("stay", "left_s"),
    [
        (Stay(0, 0), 3600),
        (Stay(0, 600), 4200),
        (Stay(0, 600, is_shared=True), 1500),
        (Stay(0, 42_000), 43_200),
    ],
)
def test_a_session_lasts_an_idle_hour_a_shared_one_a_quarter_and_none_past_half_a_day(
    stay: Stay, left_s: int
) -> None:
    assert stay.left_s(0) == left_s
    assert stay.left_s(left_s) == 0


@pytest.mark.parametrize(("shared", "idle_min"), [({}, 60), ({"is_shared": "on"}, 15)])
@pytest.mark.usefixtures("officer")
def test_a_session_ends_when_nothing_happened(
    clock: Clock, shared: dict[str, str], idle_min: int
) -> None:
    client = _sign_in(**shared)
    assert client.cookies["sessionid"]["max-age"] == ""
    clock.forward(minutes=idle_min - 1)
    assert _is_in(client)
    clock.forward(minutes=idle_min - 1)
    assert client.get(LEFT).json() == {"left_s": idle_min * 60}
    clock.forward(minutes=idle_min)
    assert client.get(SESSIONS)["Location"] == f"{SIGN_IN}?next={SESSIONS}"
    assert not Session.objects.filter(session_key__in=_noted_keys()).exists()


def _noted_keys() -> list[str]:
    return list(UserSession.objects.values_list("session_key", flat=True))


@pytest.mark.usefixtures("officer")
def test_a_session_ends_after_half_a_day_however_busy(clock: Clock) -> None:
    client = _sign_in()
    for _hour in range(14):
        clock.forward(minutes=50)
        assert _is_in(client)
    clock.forward(minutes=20)
    assert not _is_in(client)


@pytest.mark.usefixtures("officer")
def test_the_list_shows_own_sessions_with_a_rough_browser_and_no_address(clock: Clock) -> None:
    build_person("yoso", area_path=OTHER_CITY)
    here, there = _sign_in(), _sign_in(is_shared="on")
    _sign_in(login="yoso")
    page = here.get(SESSIONS).content.decode()
    assert page.count("<h2>Edge（Windows）") == 2
    assert page.count("いま見ている画面") == 1
    assert page.count("共用のパソコンです。") == 1
    assert "2026年11月24日 10時30分" in page
    assert "192.0.2.77" not in page + "".join(UserSession.objects.values_list("ip", flat=True))
    assert there.get(SESSIONS).status_code == 200


@pytest.mark.usefixtures("officer")
def test_one_session_or_all_others_are_ended_and_those_of_others_never(clock: Clock) -> None:
    build_person("yoso", area_path=OTHER_CITY)
    here, first, second, third = (_sign_in() for _each in range(4))
    foreign = _sign_in(login="yoso")
    key = first.session.session_key
    row = UserSession.objects.get(session_key=key).id
    foreign_row = UserSession.objects.get(user__login="yoso").id
    before = head_position()
    assert here.post(SESSIONS, {"session": row})["Location"] == SESSIONS
    assert "終わりにしました。" in here.get(SESSIONS).content.decode()
    assert [_is_in(each) for each in (here, first, second)] == [True, False, True]
    here.post(SESSIONS, {"session": foreign_row})
    assert "もう終わっています。" in here.get(SESSIONS).content.decode()
    for wrong in ("", "-1", "x", "9" * 40, "１"):
        assert here.post(SESSIONS, {"session": wrong}).status_code == 404
    here.post(SESSIONS, {"session": "others"})
    ends = [_is_in(each) for each in (here, second, third, foreign)]
    assert ends == [True, False, False, True]
    entries = entries_after(before)
    assert [entry.verb for entry in entries] == ["accounts.session.ended"] * 3
    assert entries[0].object_id == str(row)


@pytest.mark.usefixtures("officer")
def test_the_list_takes_as_many_queries_for_three_as_for_one(clock: Clock) -> None:
    here, counts = _sign_in(), []
    for _each in range(3):
        with CaptureQueriesContext(connection) as asked:
            here.get(SESSIONS)
        counts.append(len(asked))
        _sign_in()
    assert counts == [counts[0]] * 3


@pytest.mark.usefixtures("officer")
def test_a_chosen_role_keeps_the_session_in_the_list(clock: Clock) -> None:
    client = _sign_in()
    (context,) = re.findall(r'value="(\d+)"', client.get("/accounts/context/").content.decode())
    assert client.post("/accounts/context/", {"context": context}).status_code == 302
    assert client.get(SESSIONS).content.decode().count("<h2>Edge") == 1


def test_an_ended_role_and_a_new_password_end_every_session(officer: Viewer) -> None:
    member = build_person("member", body_id=officer.body_id)
    first = _sign_in(login="member")
    issued = issue_password(by=officer, at=NOW, membership_id=member.membership_id or 0)
    assert _is_in(first)
    join(at=NOW, secret=issued.code, login="", password="yuki-no-hi-no-otya-8")
    assert not _is_in(first)
    assert not UserSession.objects.filter(user__login="member").exists()
    second = Client()
    second.post(SIGN_IN, {"login": "member", "password": "yuki-no-hi-no-otya-8"})
    assert _is_in(second)
    end_role(by=officer, at=NOW, membership_id=member.membership_id or 0)
    assert not _is_in(second)


def test_who_ends_the_own_role_is_out_with_a_page(clock: Clock, officer: Viewer) -> None:
    build_person("tsugi", body_id=officer.body_id, manages=True)
    client = _sign_in()
    clock.forward(minutes=5)
    page = f"/accounts/people/{officer.membership_id}/"
    assert client.post(page, {"act": "end"})["Location"] == "/accounts/people/"
    assert not _is_in(client)


@pytest.mark.usefixtures("officer")
def test_what_is_over_is_forgotten_by_the_daily_tidying(clock: Clock) -> None:
    _sign_in()
    assert tidy_sessions(at=clock.now + timedelta(days=3)) == 0
    assert tidy_sessions(at=clock.now + timedelta(days=5)) == 1
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "kind"),
    [
        (EDGE, "Edge（Windows）"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1", "Safari（iPhone）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko Firefox/140.0", "Firefox（Linux）"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/130.0 Mobile Safari/537.36", "Chrome（Android）"),
        ("<script>", "ほかのブラウザー"),
        ("", "ほかのブラウザー"),
    ],
)
def test_a_browser_is_named_roughly(user_agent: str, kind: str) -> None:
    assert kind_of_browser(user_agent) == kind


def _invitation(officer: Viewer, **more: Any) -> dict[str, Any]:
    return {
        "name": "新田 ふみ", "body": officer.body_id, "role": "coordinator_layer_1", "area": CITY,
        "until": "2030-04-30", "email": "", **more,
    }  # fmt: skip


def _expired(clock: Clock, officer: Viewer, **more: Any) -> tuple[Client, str]:
    """Somebody sends a form after an idle hour; returned: their browser and where it led."""
    client = _sign_in()
    clock.forward(minutes=61)
    referer = {"HTTP_REFERER": f"http://testserver{INVITE}"}
    answer = client.post(INVITE, _invitation(officer, **more), **referer)
    return client, answer["Location"]


def test_text_sent_after_the_session_ended_is_in_the_form_again_and_not_sent(
    clock: Clock, officer: Viewer
) -> None:
    client, leads_to = _expired(clock, officer, password="geheim")
    assert leads_to == f"{SIGN_IN}?next={INVITE}"
    stored = Session.objects.get(session_key=client.session.session_key).get_decoded()
    assert "新田" not in str(stored)
    assert client.get(INVITE).status_code == 302
    clock.forward(minutes=5)
    _sign_in(client, next=INVITE)
    page = client.get(INVITE).content.decode()
    assert "まだ送っていません" in page
    assert 'value="新田 ふみ"' in page
    assert 'value="coordinator_layer_1" selected' in page
    assert "geheim" not in page
    assert not Invitation.objects.exists()
    assert "新田" not in client.get("/accounts/people/").content.decode()
    assert client.post(INVITE, _invitation(officer)).status_code == 302
    assert Invitation.objects.get().name == "新田 ふみ"
    assert "新田" not in client.get(INVITE).content.decode()


def test_kept_text_is_for_the_same_person_and_for_half_an_hour(
    clock: Clock, officer: Viewer
) -> None:
    build_person("tonari", body_id=officer.body_id, manages=True)
    client, _leads_to = _expired(clock, officer)
    _sign_in(client, login="tonari")
    assert "新田" not in client.get(INVITE).content.decode()
    assert "typed" not in client.session
    client, _leads_to = _expired(clock, officer)
    clock.forward(minutes=29)
    _sign_in(client)
    assert "新田" in client.get(INVITE).content.decode()
    clock.forward(minutes=2)
    assert "新田" not in client.get(INVITE).content.decode()


def test_text_that_fits_no_form_any_more_is_written_above_it(clock: Clock, officer: Viewer) -> None:
    client = _sign_in()
    clock.forward(hours=50)
    referer = {"HTTP_REFERER": f"http://testserver{SESSIONS}"}
    client.post(INVITE, _invitation(officer, name="<b>新田"), **referer)
    _sign_in(client)
    page = client.get(SESSIONS).content.decode()
    assert "写して使ってください" in page
    assert "<li>&lt;b&gt;新田</li>" in page


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("https://evil.example/accounts/people/", INVITE),
        ("http://testserver/no-such-page/", INVITE),
        ("http://testserver//evil.example/", INVITE),
        ("http://[", INVITE),
        ("", INVITE),
        ("http://testserver/accounts/people/?a=1", "/accounts/people/%3Fa%3D1"),
    ],
)
def test_one_comes_back_to_the_page_of_the_form_and_never_to_a_foreign_one(
    clock: Clock, officer: Viewer, referer: str, page: str
) -> None:
    client = _sign_in()
    clock.forward(minutes=61)
    answer = client.post(INVITE, _invitation(officer), HTTP_REFERER=referer)
    assert answer["Location"] == f"{SIGN_IN}?next={page}"


def test_without_a_form_token_nothing_is_kept(clock: Clock, officer: Viewer) -> None:
    client = _sign_in(Client())
    client.handler.enforce_csrf_checks = True
    clock.forward(minutes=61)
    assert client.post(INVITE, _invitation(officer)).status_code == 403
    assert "typed" not in client.session


def test_too_much_text_and_empty_forms_are_not_kept(clock: Clock, officer: Viewer) -> None:
    client, _leads_to = _expired(clock, officer, note="あ" * 200_001)
    assert "typed" not in client.session
    client = _sign_in()
    clock.forward(minutes=61)
    assert client.post(INVITE, {"name": ""}).status_code == 302
    assert "typed" not in client.session


def test_a_public_form_goes_on_without_signing_in(clock: Clock, officer: Viewer) -> None:
    client = _sign_in()
    clock.forward(minutes=61)
    answer = client.post("/accounts/join/", {"code": "AAAA"})
    assert answer.status_code == 422


def test_a_seal_is_of_one_site_one_purpose_and_one_time() -> None:
    sealed = seal("ことば", secret="s", purpose="p", now_s=100)
    assert "ことば" not in sealed
    given: dict[str, Any] = {"secret": "s", "purpose": "p", "now_s": 110, "most_s": 10}
    assert opened(sealed, **given) == "ことば"
    for other in ({"secret": "t"}, {"purpose": "q"}, {"now_s": 111}):
        assert opened(sealed, **given | other) is None
    assert opened(sealed[:-3] + "AA=", **given) is None
    assert opened("", **given) is None


def test_a_person_who_was_switched_off_is_out_at_once(officer: Viewer) -> None:
    client = _sign_in()
    User.objects.filter(login="officer").update(is_active=False)
    assert not _is_in(client)
