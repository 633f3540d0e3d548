"""「手入力」 as people use it: nothing typed is lost, nothing unapproved is seen."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import AT, CITY, PASSWORD, build_person
from tests.directory.entries import NAME, Writers, build_writers, call, put_forward
from yui.accounts.models import User
from yui.areas.models import Area
from yui.directory.actions import approve_submission
from yui.directory.models import Draft, Service
from yui.directory.queries import service_url
from yui.policy.roles import Role
from yui.review.models import Submission
from yui.review.states import SubmissionState

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
NEW, DRAFTS, ALIKE = "/directory/new/", "/directory/drafts/", "/directory/alike/"
CANARY = "かなりあのことば"


@pytest.fixture
def writers(db: None, monkeypatch: pytest.MonkeyPatch, at: datetime) -> Writers:
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    made = build_writers()
    Area.objects.filter(path=CITY).update(code="982016")
    return made


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def _published(writers: Writers, **changed: Any) -> str:
    _draft, made = put_forward(writers.coordinator, **changed)
    return approve_submission(by=writers.officer, at=AT, submission_id=made)


def test_the_form_follows_the_order_of_a_telephone_call(writers: Writers) -> None:
    text = _text(_client("sc"), NEW)
    headings = re.findall(r"<h2>(.*?)</h2>", text)
    assert headings[:8] == [
        "なまえ", "何をする", "どこ", "いつ", "電話", "お金", "利用のはじめ方", "同意と公開範囲",
    ]  # fmt: skip
    assert "この画面の使い方" in headings
    assert 'data-hx-get="/directory/alike/"' in text


def test_a_save_that_is_not_whole_keeps_everything_as_a_draft(writers: Writers) -> None:
    client = _client("sc")
    answer = client.post(NEW, {"name": NAME, "phone": "まだ聞いていない", "act": "save"})
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("directory:draft", args=[draft.id])
    text = _text(client, answer["Location"])
    assert "下書きを保存しました" in text
    assert 'value="まだ聞いていない"' in text
    assert NAME in _text(client, DRAFTS)


def test_submitting_what_is_not_whole_names_each_mistake_and_keeps_the_text(
    writers: Writers,
) -> None:
    client = _client("sc")
    answer = client.post(NEW, {"name": NAME, "phone": "012", "rhythm": "weekly", "act": "submit"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="012"' in text
    for sentence in (
        "電話番号を読み取れません",
        "利用のはじめ方を書いてください",
        "聞いて書いてください",
    ):
        assert sentence in text
    draft = Draft.objects.get()
    assert f'action="{reverse("directory:draft", args=[draft.id])}"' in text
    assert draft.content["phone"] == "012"
    assert not Submission.objects.exists()


def test_a_number_of_a_person_is_refused_and_stays_on_the_page_alone(writers: Writers) -> None:
    answer = _client("sc").post(NEW, call(description="123456789018", act="save"))
    assert answer.status_code == 422
    assert "個人番号のような数字" in answer.content.decode()
    assert NAME in answer.content.decode()
    assert not Draft.objects.exists()


def test_submitting_leads_to_the_queue_and_approving_to_the_page(writers: Writers) -> None:
    answer = _client("sc").post(NEW, call(act="submit"))
    assert (answer.status_code, answer["Location"]) == (302, DRAFTS)
    row = Submission.objects.get()
    officer = _client("officer")
    here = reverse("review:submission", args=[row.id])
    text = _text(officer, here)
    assert NAME in _text(officer, "/review/")
    preview = _text(officer, row.preview_path)
    assert "まだ公開されていません" in preview
    assert f'action="{row.decide_path}"' in text
    approved = officer.post(row.decide_path)
    assert (approved.status_code, approved["Location"]) == (302, "/review/")
    assert "住民のページに出ています" in _text(officer, "/review/")
    code = Service.objects.get().short_code
    assert NAME in _text(Client(), service_url(code))
    assert officer.get(row.decide_path).status_code == 405
    again = officer.post(row.decide_path)
    assert again["Location"] == here
    assert "もう決まっています" in _text(officer, here)


def test_records_alike_are_shown_before_something_is_submitted_twice(writers: Writers) -> None:
    code = _published(writers)
    client = _client("sc")
    answer = client.post(NEW, call(phone="000-555-1888", act="submit"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "似た記録があります" in text
    assert f'href="/directory/services/{code}/edit/">これです</a>' in text
    here = reverse("directory:draft", args=[Draft.objects.get(is_open=True).id])
    version = Draft.objects.get(is_open=True).version
    done = client.post(here, call(not_same="1", version=version, act="submit"))
    assert done["Location"] == DRAFTS


def test_records_alike_are_listed_while_typing(writers: Writers) -> None:
    code = _published(writers)
    client = _client("sc")
    assert code in _text(client, f"{ALIKE}?name={NAME}")
    assert code in _text(client, f"{ALIKE}?phone=0005551377")
    assert code not in _text(client, f"{ALIKE}?name=北の会&phone=x")
    assert "似た記録はありません" in _text(client, ALIKE)
    assert _client("minsei").get(f"{ALIKE}?name={NAME}").status_code == 404


def test_numbers_and_names_in_public_text_are_looked_at_first(writers: Writers) -> None:
    client = _client("sc")
    given = call(description="山田さん 090-1234-5678", act="submit")
    answer = client.post(NEW, given)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "くわしい説明：電話番号のような数字があります、人の名前のようなことばがあります" in text
    draft = Draft.objects.get()
    here = reverse("directory:draft", args=[draft.id])
    done = client.post(here, {**given, "looked": "1", "version": draft.version})
    assert done["Location"] == DRAFTS
    row = Submission.objects.get()
    page = _text(_client("officer"), reverse("review:submission", args=[row.id]))
    assert "確かめる：" in page


def test_a_conflict_keeps_the_text_and_the_next_save_goes_through(writers: Writers) -> None:
    client = _client("sc")
    client.post(NEW, call(act="save"))
    draft = Draft.objects.get()
    here = reverse("directory:draft", args=[draft.id])
    client.post(here, call(name="甲の会", version=1, act="save"))
    late = client.post(here, call(name="乙の会", version=1, act="save"))
    text = late.content.decode()
    assert late.status_code == 409
    assert "ほかの人が、先に" in text
    assert 'value="乙の会"' in text
    version = re.findall(r'name="version" value="(\d+)"', text)[0]
    assert client.post(here, call(name="乙の会", version=version, act="save")).status_code == 302
    draft.refresh_from_db()
    assert draft.content["name"] == "乙の会"


def test_text_sent_after_the_sign_in_expired_is_there_for_the_same_person_alone(
    writers: Writers,
) -> None:
    client = _client("sc")
    mark = re.findall(r'name="typed_by" value="([^"]+)"', _text(client, NEW))[0]
    client.cookies.clear()
    gone = client.post(NEW, call(description=CANARY, typed_by=mark, act="submit"))
    assert gone["Location"] == f"/accounts/login/?next={NEW}"
    assert not Draft.objects.exists()
    client.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    assert CANARY not in _text(client, NEW)
    client.post("/accounts/logout/")
    client.cookies.clear()
    client.post(NEW, call(description=CANARY, typed_by=mark, act="submit"))
    client.post("/accounts/login/", {"login": "sc", "password": PASSWORD})
    text = _text(client, NEW)
    assert CANARY in text
    assert "打った内容は残っています" in text
    assert CANARY not in _text(client, NEW)


def test_a_stranger_leaves_no_text_in_a_session(writers: Writers) -> None:
    client = Client()
    client.post(NEW, call(description=CANARY, typed_by="forged:mark"))
    assert "typed" not in client.session


def test_a_draft_shows_where_it_is_and_why_it_came_back(writers: Writers) -> None:
    draft_id, made = put_forward(writers.coordinator)
    client, here = _client("sc"), reverse("directory:draft", args=[draft_id])
    assert "審査を待っています" in _text(client, here)
    assert "試験市の職員" in _text(client, DRAFTS)
    officer, there = _client("officer"), reverse("review:submission", args=[made])
    officer.post(there, {"act": "return", "reason": "電話を確かめて。"})
    text = _text(client, here)
    assert "電話を確かめて。" in text
    assert "差し戻し" in text
    version = Draft.objects.get(id=draft_id).version
    done = client.post(here, call(version=version, phone="000-555-1999", act="submit"))
    assert done["Location"] == DRAFTS
    states = Submission.objects.order_by("submitted_at", "id").values_list("state", flat=True)
    assert list(states) == [SubmissionState.ARCHIVED, SubmissionState.SUBMITTED]


def test_an_edit_starts_on_the_page_of_the_record(writers: Writers) -> None:
    code = _published(writers)
    client = _client("sc")
    assert f'href="/directory/services/{code}/edit/"' in _text(client, service_url(code))
    assert "/edit/" not in _text(Client(), service_url(code))
    assert "/edit/" not in _text(_client("minsei"), service_url(code))
    here = reverse("directory:edit", args=[code])
    text = _text(client, here)
    assert "いまは「毎週火曜 9時30分〜11時30分」とのっています" in text
    assert 'name="group"' not in text
    saved = client.post(here, call(summary=CANARY, act="save"))
    assert client.get(here)["Location"] == saved["Location"]
    assert CANARY not in _text(Client(), service_url(code))


def test_a_preview_of_a_draft_is_for_its_body_and_says_what_is_missing(writers: Writers) -> None:
    client = _client("sc")
    answer = client.post(NEW, call(act="preview"))
    text = _text(client, answer["Location"])
    assert "まだ公開されていません" in text
    assert NAME in text
    assert "火曜" in text
    assert _client("officer").get(answer["Location"]).status_code == 404
    client.post(NEW, {"name": "足りない会", "act": "save"})
    short = Draft.objects.get(content__name="足りない会")
    back = client.get(reverse("directory:draft-preview", args=[short.id]))
    assert back["Location"] == reverse("directory:draft", args=[short.id])
    assert "まだ足りないところ" in _text(client, back["Location"])
    assert not Service.objects.exists()


def test_what_does_not_reach_the_web_says_so_instead_of_a_preview(writers: Writers) -> None:
    client = _client("sc")
    answer = client.post(NEW, call(scopes=["paper"], act="preview"))
    back = client.get(answer["Location"])
    assert "住民のウェブのページには出ません" in _text(client, back["Location"])


def test_discard_asks_nothing_more_and_leaves_the_public_record(writers: Writers) -> None:
    client = _client("sc")
    client.post(NEW, call(act="save"))
    here = reverse("directory:draft", args=[Draft.objects.get().id])
    assert client.post(here, {"act": "discard"})["Location"] == DRAFTS
    assert not Draft.objects.exists()


def test_history_shows_before_and_after_and_erases_the_words(writers: Writers) -> None:
    code = _published(writers)
    draft = Draft.objects.get()
    _client("sc").post(reverse("directory:edit", args=[code]), call(summary=CANARY, act="submit"))
    made = Submission.objects.get(state=SubmissionState.SUBMITTED, object_id=str(draft.id))
    _client("officer").post(made.decide_path)
    here = reverse("directory:history", args=[code])
    officer = _client("officer")
    assert CANARY in _text(officer, here)
    assert officer.post(here).status_code == 302
    assert CANARY not in _text(officer, here)
    assert _client("stranger").get(here).status_code == 404
    assert _client("stranger").post(here).status_code == 404


def test_an_only_officer_fills_in_date_and_number_and_typed_ones_come_back(
    writers: Writers,
) -> None:
    from yui.review.models import LoneOffice

    LoneOffice.objects.create(body_id=writers.officer.body_id, declared_at=AT)
    _draft, made = put_forward(writers.officer)
    officer, row = _client("officer"), Submission.objects.get(id=made)
    refused = officer.post(row.decide_path, {"document_number": "高福第12号"})
    text = _text(officer, refused["Location"])
    assert "決裁日を選んでください" in text
    assert 'value="高福第12号"' in text
    paper = {"document_number": "高福第12号", "decision_date": "2026-11-24"}
    assert officer.post(row.decide_path, paper)["Location"] == "/review/"
    assert Service.objects.count() == 1


@pytest.mark.parametrize("login", ["minsei", "stranger"])
def test_who_may_not_write_here_finds_nothing(writers: Writers, login: str) -> None:
    draft_id, made = put_forward(writers.coordinator)
    client, row = _client(login), Submission.objects.get(id=made)
    for path in (
        reverse("directory:draft", args=[draft_id]),
        reverse("directory:draft-preview", args=[draft_id]),
        row.preview_path,
        reverse("directory:draft", args=[uuid4()]),
    ):
        assert client.get(path).status_code == 404, path
    assert client.post(row.decide_path).status_code == 404
    assert NAME not in _text(client, DRAFTS)
    if login == "minsei":
        assert client.get(NEW).status_code == 404
        assert "手入力はできません" in _text(client, DRAFTS)


def test_a_group_chooses_among_its_own(writers: Writers) -> None:
    from tests.builders import build_body, build_organization
    from yui.accounts.states import BodyKind
    from yui.directory.models import Organization

    group = build_organization(CITY, "あさひ会")
    body_id = build_body(CITY, "あさひ会", kind=BodyKind.GROUP)
    Organization.objects.filter(id=group.id).update(body_id=body_id)
    build_person("dantai", Role.ORGANIZATION_EDITOR, body_id=body_id)
    client = _client("dantai")
    assert '<option value="あさひ会"' in _text(client, NEW)
    done = client.post(NEW, call(group="あさひ会", district=CITY, act="submit"))
    assert done["Location"] == DRAFTS, done.content.decode()


def test_residents_see_the_approved_revision_through_every_door(writers: Writers) -> None:
    """Page, search, API, files, feeds and paper show what was approved, and not one word more."""
    code = _published(writers)
    new = {"name": f"{NAME}{CANARY}", "summary": CANARY, "description": CANARY, "fee": CANARY,
           "place_name": CANARY, "how_to_start": CANARY, "phone": "000-555-1666"}  # fmt: skip
    _client("sc").post(reverse("directory:edit", args=[code]), call(**new, act="submit"))
    row = Submission.objects.get(state=SubmissionState.SUBMITTED)
    service_id = Service.objects.get().id
    doors = (
        service_url(code), f"/s/{code}", f"/98201/search/?q={NAME}", "/98201/",
        "/directory/fields/place_to_be/?area=98201", f"/directory/list/?s={code}",
        "/opendata/hsds/services", f"/opendata/hsds/services/{service_id}",
        "/opendata/hsds/locations", "/opendata/hsds/organizations",
        "/opendata/98201/services.csv", "/opendata/98201/services.geojson",
        "/opendata/98201/services.jsonld", "/opendata/98201/changes.atom", "/opendata/sitemap.xml",
        f"/directory/organizations/{Service.objects.get().organization.short_code}/",
    )  # fmt: skip
    for who in (Client(), _client("stranger"), _client("minsei")):
        for door in doors:
            answer = who.get(door, follow=True)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200, (door, answer.status_code)
            assert CANARY not in body.decode(), door
            assert "555-1666" not in body.decode(), door
    _client("officer").post(row.decide_path)
    shown = [door for door in doors if CANARY in _everything(door)]
    assert {service_url(code), "/opendata/98201/services.csv",
            "/opendata/hsds/services", "/opendata/98201/services.jsonld"} <= set(shown)  # fmt: skip


def _everything(door: str) -> str:
    answer = Client().get(door, follow=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode())
