"""The pages as people use them: from the search to the first sign-in, and what is refused."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.booklets.paper import body_of, reader
from tests.directory.desk import words_of
from tests.members.builders import (
    CANARY,
    CLAIMANT,
    WHOLE,
    Office,
    build_office,
    claimed,
    sent,
    written,
)
from yui.accounts.models import User
from yui.journal.models import Access
from yui.members.models import Application, Member
from yui.members.states import FIELDS_OF, ApplicationState, Step
from yui.ui.pages.by_hand import stamp

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
JOIN, REGISTER, GO_ON, CLAIMS = (
    "/members/",
    "/members/register/",
    "/members/continue/",
    "/members/claims/",
)
CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


@pytest.fixture
def office(db: None) -> Office:
    return build_office()


def by_hand() -> dict[str, str]:
    """What a form sends that was open for a minute."""
    return {"homepage": "", "began": stamp(timezone.now() - timedelta(minutes=1))}


def desk(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def test_claimant_finds_the_record_and_begins_after_the_office_rang(office: Office) -> None:
    browser, code = Client(), office.organization.short_code
    record = browser.get(f"/directory/organizations/{code}/").content.decode()
    assert f'href="/members/claim/{code}/"' in record
    for words in ("あさひ", "000-555-1201"):
        assert f"/members/claim/{code}/" in browser.get(JOIN, {"q": words}).content.decode()
    made = browser.post(f"/members/claim/{code}/", {**CLAIMANT, **by_hand()})
    (letter,) = mail.outbox
    assert made.headers["Location"] in letter.body
    assert "確かめています" in words_of(browser.get(made.headers["Location"]))
    row = Application.objects.get()
    page = desk("officer").get(f"{CLAIMS}{row.id}/")
    assert {"000-555-1201", CANARY, row.spoken} <= set(re.split(r"[<>\s]+", page.content.decode()))
    read = dict(Access.objects.values_list("object_type", "object_id"))
    assert read["members.application"] == str(row.id)
    assert read["directory.organization"] == str(office.organization.id)
    granted = desk("officer").post(f"{CLAIMS}{row.id}/", {"act": "grant", "proof": "call_back"})
    assert granted.headers["Location"] == CLAIMS
    begun = browser.post(made.headers["Location"], {"act": "begin"})
    assert "入るときの名前" in words_of(browser.get(begun.headers["Location"]))
    assert "代表の方が書いています" in words_of(browser.get(JOIN, {"q": "あさひ"}))


def test_registration_is_written_on_two_devices_and_approved(office: Office) -> None:
    first, second = Client(), Client()
    here = first.post(REGISTER, {"email": "", **by_hand()}).headers["Location"]
    secret = CODE.findall(first.get(here).content.decode())[0]
    assert second.post(GO_ON, {"code": secret.lower().replace("-", "")}).status_code == 302
    for number, step in enumerate(Step):
        given = {field.value: WHOLE[field.value] for field in FIELDS_OF[step]}
        given |= {"areas": "\n".join(given["areas"])} if "areas" in given else {}
        device = (first, second)[number % 2]
        assert device.post(f"{here}{step.value}/", given).headers["Location"] == here
        assert first.get(f"{here}{step.value}/").status_code == 200
    assert "みなと運送株式会社" in words_of(second.get(f"{here}send/"))
    assert first.post(f"{here}send/", by_hand()).headers["Location"] == here
    assert first.get(f"{here}about/").headers["Location"] == here
    queue = desk("officer").get("/review/").content.decode()
    (waiting,) = set(re.findall(r"/review/([0-9a-f-]{36})/", queue))
    shown = words_of(desk("officer").get(f"/members/submissions/{waiting}/preview/"))
    assert "平日の昼なら" in shown
    assert CANARY not in shown
    approved = desk("officer").post(f"/members/submissions/{waiting}/approve/")
    assert approved.headers["Location"] == "/review/"
    code = Member.objects.get().organization.short_code
    assert CANARY not in words_of(Client().get(f"/members/{code}/"))
    assert not Access.objects.filter(object_type="members.member").exists()
    assert CANARY in words_of(desk("stranger").get(f"/members/{code}/"))
    assert Access.objects.filter(object_type="members.member").count() == 1
    assert "みなと運送株式会社" in words_of(Client().get("/members/list/?area=98201"))
    assert "まだありません" in words_of(Client().get("/members/list/?area=98202"))
    assert "使い始める" in words_of(first.get(here))


def test_program_is_refused_and_nothing_kept(office: Office) -> None:
    browser, code = Client(), office.organization.short_code
    for spoiled in ({"homepage": "https://x.example"}, {"began": stamp(timezone.now())}):
        sent_by = {**CLAIMANT, **by_hand(), **spoiled}
        assert browser.post(f"/members/claim/{code}/", sent_by).status_code == 422
        assert browser.post(REGISTER, {**by_hand(), **spoiled}).status_code == 422
    assert not Application.objects.exists()
    assert mail.outbox == []


def test_eleventh_application_of_an_hour_is_not_taken(office: Office) -> None:
    browser = Client()
    answers = [browser.post(REGISTER, by_hand()).status_code for _each in range(11)]
    assert answers == [302] * 10 + [429]
    assert Application.objects.count() == 10
    assert desk("sc").post(REGISTER, by_hand()).status_code == 302


def test_codes_are_tried_twenty_times_only(office: Office) -> None:
    browser = Client()
    answers = [browser.post(GO_ON, {"code": "0000"}).status_code for _each in range(21)]
    assert answers == [422] * 20 + [429]


def test_letter_goes_to_the_address_on_record_and_its_code_proves(
    office: Office, quick_press: None
) -> None:
    secret, row = claimed(office, at=timezone.now())
    officer = desk("officer")
    answer = officer.post("/booklets/claim-letter.pdf", {"claim": row.id})
    text = body_of(answer)
    assert "試験県試験市川辺町3番5号" in text
    assert CANARY not in text
    (code,) = CODE.findall(reader(answer.content).pages[0].extract_text())
    here = f"/members/application/{secret}/"
    assert Client().post(here, {"code": "0000-0000-0000-0000"}).status_code == 422
    assert Client().post(here, {"code": code}).status_code == 302
    assert "手紙のコードが届きました" in words_of(officer.get(CLAIMS))


def test_letter_is_printed_for_nobody_else(office: Office, quick_press: None) -> None:
    _secret, row = claimed(office, at=timezone.now())
    for login in ("sc", "stranger", "prefecture"):
        answer = desk(login).post("/booklets/claim-letter.pdf", {"claim": row.id})
        assert answer.status_code == 404, login
        assert desk(login).get(f"{CLAIMS}{row.id}/").status_code == 404, login
    assert Client().post("/booklets/claim-letter.pdf", {"claim": row.id}).status_code == 302
    assert Application.objects.get().letter_hash is None
    assert desk("officer").post("/booklets/claim-letter.pdf", {"claim": "x"}).status_code == 400


def test_paper_form_asks_what_the_pages_ask(office: Office, quick_press: None) -> None:
    answer = Client().get("/booklets/registration-form.pdf")
    text = body_of(answer)
    headings = [f"{number}{step.label}" for number, step in enumerate(Step, start=1)]
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    assert len(reader(answer.content).pages) <= 3


def test_claim_is_refused_on_its_page_with_what_was_typed(office: Office) -> None:
    _secret, row = claimed(office, at=timezone.now())
    officer, here = desk("officer"), f"{CLAIMS}{row.id}/"
    refused = officer.post(here, {"act": "grant", "proof": "officer", "reason": ""})
    assert (refused.status_code, "確かめたかを" in words_of(refused)) == (422, True)
    assert officer.post(here, {"act": "grant"}).status_code == 422
    assert officer.post(here, {"act": "decline", "reason": ""}).status_code == 422
    assert officer.post(here, {"act": "decline", "reason": "ちがう人です。"}).status_code == 302
    assert "もう決まっています" in words_of(officer.get(here))
    assert officer.post(here, {"act": "decline", "reason": "また"}).status_code == 409
    assert Application.objects.get().state == ApplicationState.DECLINED


def test_what_is_not_there_is_404(office: Office) -> None:
    nothing = "application/0000-0000-0000-0000/"
    for path in (
        "claim/ZZZZZZZZ/",
        nothing,
        f"{nothing}about/",
        f"{nothing}send/",
        "ZZZZZZZZ/",
        "list/?area=98999",
    ):
        assert Client().get(f"/members/{path}").status_code == 404, path


def test_looking_changes_nothing(office: Office) -> None:
    now: Any = timezone.now()
    secret = written(at=now)
    claim_secret, row = claimed(office, at=now)
    before = list(Application.objects.order_by("id").values())
    for path in ("", "send/", "about/", "where/", "nothing/"):
        Client().get(f"/members/application/{secret}/{path}")
    Client().get(f"/members/application/{claim_secret}/")
    desk("officer").get(f"{CLAIMS}{row.id}/")
    assert list(Application.objects.order_by("id").values()) == before


def test_stranger_neither_sees_nor_approves_a_registration(office: Office) -> None:
    _secret, waiting = sent(at=timezone.now())
    for login in ("sc", "stranger"):
        for door in ("approve", "preview"):
            ask = desk(login).post if door == "approve" else desk(login).get
            assert ask(f"/members/submissions/{waiting.id}/{door}/").status_code == 404
    assert not Member.objects.exists()
