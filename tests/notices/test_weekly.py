"""One mail a week: grouped, never empty, never twice, stopped by one press."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client

from tests.builders import (
    AT,
    CITY,
    OPERATOR,
    SPHERE,
    build_area,
    build_person,
    build_service,
    build_town,
    consent_input,
    load_terms,
)
from yui.accounts.models import User
from yui.accounts.queries import office_of
from yui.areas.states import Tier
from yui.directory.actions import answer_inquiry, report_wrong_service, tell_not_found
from yui.directory.states import Scope, WrongReason
from yui.journal.models import Entry
from yui.notices import followers
from yui.notices.actions import tell_next
from yui.notices.models import Notice, Stop, Week
from yui.notices.queries import stop_token
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS, Viewer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
OLD = AT - timedelta(days=400)


@pytest.fixture
def people(settings: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Viewer]:
    """Those who work in a town, each with an address but for one."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    monkeypatch.setattr(followers, "_not_before", None)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.YUI = replace(django_settings.YUI, base_url="https://yui.example")
    load_terms()
    build_town()
    build_area(SPHERE, "東圏域", tier=Tier.SPHERE)
    office = office_of(CITY)
    made = {
        "carer": build_person("carer", Role.CARE_MANAGER),
        "sc2": build_person("sc2", Role.COORDINATOR_LAYER_2, SPHERE, body_id=office),
        "sc1": build_person("sc1", Role.COORDINATOR_LAYER_1, body_id=office),
        "silent": build_person("silent", body_id=office),
    }
    for login in ("carer", "sc2", "sc1"):
        User.objects.filter(login=login).update(email=f"{login}@yui.example")
    return made


def _tell_all(*, at: Any = AT) -> dict[str, str]:
    """Everybody is told; returned are the new mails by who got them."""
    mail.outbox.clear()
    while tell_next(by=OPERATOR, at=at):
        pass
    return {each.to[0].partition("@")[0]: each.body for each in mail.outbox}


def test_each_gets_what_is_theirs_in_groups_without_a_typed_word(
    people: dict[str, Viewer],
) -> None:
    old = build_service(name="ふるい会", at=OLD)
    build_service(name="あたらしい会", at=AT - timedelta(days=1))
    report_wrong_service(
        by=ANONYMOUS, at=AT, short_code=old.short_code,
        reason=WrongReason.PHONE, note="ひみつの言葉", contact="",
    )  # fmt: skip
    asked = tell_not_found(
        by=people["carer"], at=AT - timedelta(days=8), area_path=SPHERE,
        need="", day="", words="ひみつの車",
    )  # fmt: skip
    first = _tell_all()

    assert set(first) == {"carer", "sc2", "sc1"}
    assert "あたらしい会" in first["carer"]
    assert "確認の時期" not in first["carer"]
    assert "SC への問い 1件" in first["sc2"]
    assert "SC への問い 1件（1件は、返事がなく、移ってきました）" in first["sc1"]
    assert "変更の知らせ 1件" in first["sc1"]
    assert re.search(r"確認の時期が来たもの\n・\d件（1件は、長く", first["sc1"])
    assert "https://yui.example/directory/due/" in first["sc1"]
    assert not any("ひみつ" in body for body in first.values())

    answer_inquiry(by=people["sc2"], at=AT, inquiry_id=asked, answer="ひみつの答え")
    second = _tell_all(at=AT + timedelta(days=6))
    assert f"/directory/inquiries/{asked}/" in second["carer"]
    assert "ひみつ" not in second["carer"]


def test_nobody_is_told_twice_in_a_week_and_again_in_the_next(
    people: dict[str, Viewer],
) -> None:
    build_service(name="ふるい会", at=OLD)
    assert set(_tell_all()) == {"sc1"}
    assert not _tell_all(at=AT + timedelta(days=5))
    assert Notice.objects.filter(was_sent=True).count() == 1
    assert set(_tell_all(at=AT + timedelta(days=6))) == {"sc1"}
    assert Week.objects.count() == 2
    assert Entry.objects.filter(verb="notices.week.begun").count() == 2


def test_nothing_to_say_sends_nothing(people: dict[str, Viewer]) -> None:
    assert not _tell_all()
    assert Notice.objects.filter(was_sent=False).count() == 3


def test_hidden_service_is_named_in_no_mail(people: dict[str, Viewer]) -> None:
    office = frozenset({Scope.OFFICE})
    hidden = consent_input(record=office, phone=office, address=office)
    build_service(name="かくれた会", consent=hidden)
    build_service(name="かくれた古い会", at=OLD, consent=hidden)
    assert not any("かくれた" in body for body in _tell_all().values())


def test_who_left_or_has_no_address_gets_no_mail_and_begins_no_week(
    people: dict[str, Viewer],
) -> None:
    build_service(name="ふるい会", at=OLD)
    User.objects.filter(login__in=("carer", "sc2", "sc1")).update(is_active=False)
    entries = Entry.objects.count()
    assert not _tell_all()
    assert Entry.objects.count() == entries


def test_a_server_that_takes_nothing_is_asked_again_later(
    people: dict[str, Viewer], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_service(name="ふるい会", at=OLD)
    sent = mail.EmailMessage.send

    def refuse(*_given: Any, **_more: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    while followers.weekly(at=AT):
        pass
    assert not Notice.objects.filter(was_sent=True).exists()
    monkeypatch.setattr(mail.EmailMessage, "send", sent)
    mail.outbox.clear()
    assert not followers.weekly(at=AT + timedelta(minutes=14))
    assert not mail.outbox
    while followers.weekly(at=AT + timedelta(minutes=15)):
        pass
    assert [each.to for each in mail.outbox] == [["sc1@yui.example"]]


def test_monday_before_eight_is_too_early(people: dict[str, Viewer]) -> None:
    monday = (AT + timedelta(days=6)).replace(hour=22, minute=59)  # 7:59 on Tuesday in Japan
    early = monday - timedelta(days=1)
    assert not followers.weekly(at=early)
    assert not Week.objects.exists()
    assert followers.weekly(at=early + timedelta(minutes=1))


def test_one_press_stops_the_mail_and_another_begins_it_again(
    people: dict[str, Viewer],
) -> None:
    build_service(name="ふるい会", at=OLD)
    body = _tell_all()["sc1"]
    link = re.search(r"https://yui\.example(/notices/stop/\S+)", body)
    assert link is not None
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<https://yui.example{link[1]}>"
    client = Client(enforce_csrf_checks=True)
    page = html.unescape(client.get(link[1]).content.decode())
    assert "メールをやめる" in page
    assert not Stop.objects.exists()

    # As a program of mail does it (RFC 8058).
    assert client.post(link[1], {"List-Unsubscribe": "One-Click"}).status_code == 302
    assert Stop.objects.get().user.login == "sc1"
    assert client.post(link[1], {"act": "stop"}).status_code == 302
    assert "もう送りません" in html.unescape(client.get(link[1]).content.decode())
    assert not _tell_all(at=AT + timedelta(days=6))
    assert Entry.objects.filter(verb="notices.stop.stopped").count() == 1
    assert client.post(link[1], {"act": "start"}).status_code == 302
    assert not Stop.objects.exists()
    assert set(_tell_all(at=AT + timedelta(days=6))) == {"sc1"}


def test_link_of_nobody_leads_nowhere(people: dict[str, Viewer]) -> None:
    for token in ("x", stop_token(0), stop_token(people["sc1"].user_id or 0)[:-1] + "_"):
        for answer in (
            Client().get(f"/notices/stop/{token}/"),
            Client().post(f"/notices/stop/{token}/"),
        ):
            assert answer.status_code == 404
    assert not Stop.objects.exists()
