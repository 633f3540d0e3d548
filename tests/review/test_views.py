"""「審査」 as people see it: who sees what, what a press does, and how many queries it takes."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import AT, CITY, every_viewer
from tests.review.builders import SECRET, People, build_people, put_forward
from yui.accounts.models import User
from yui.policy.roles import Role
from yui.review import rules
from yui.review.actions import Document, approve, declare_lone, return_
from yui.review.models import LoneOffice, Submission
from yui.review.pages.differences import compared
from yui.review.queries import facts_of, queue, visible_submissions
from yui.review.states import SubmissionState

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
QUEUE, ALONE = "/review/", "/review/alone/"


@pytest.fixture
def people(db: None) -> People:
    return build_people()


def _client(login: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(login=login))
    return client


def _page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_queue_shows_officers_what_waits_and_authors_who_has_it(people: People) -> None:
    put_forward(people.coordinator)
    waiting = _page(_client("officer"), QUEUE)
    assert "川辺のお茶の会" in waiting
    assert "試験市の職員なら、だれでも決められます" in waiting
    own = _page(_client("sc"), QUEUE)
    assert "あなたの組織が申し出たもの" in own
    assert "試験市の職員" in own
    assert "あなたの審査を待つものはありません" in own


@pytest.mark.parametrize("login", ["stranger", "prefecture"])
def test_other_places_and_tiers_see_neither_queue_line_nor_page(people: People, login: str) -> None:
    made = put_forward(people.coordinator)
    client = _client(login)
    assert "川辺のお茶の会" not in _page(client, QUEUE)
    for method in (client.get, client.post):
        assert method(reverse("review:submission", args=[made])).status_code == 404


def test_what_is_seen_in_a_query_is_what_the_rule_says_of_one(people: People) -> None:
    for author in (people.coordinator, people.officer, people.stranger, people.prefecture):
        put_forward(author, area_path=author.area_path)
    asking = [
        *vars(people).values(),
        *every_viewer(CITY, body_id=people.officer.body_id).values(),
        *every_viewer(CITY, body_id=people.coordinator.body_id).values(),
        *every_viewer("98/", body_id=people.prefecture.body_id).values(),
        *every_viewer("98/98201/98201-01/", body_id=999_999).values(),
        *every_viewer("", body_id=999_998).values(),
    ]
    for viewer in asking:
        seen = set(visible_submissions(viewer).values_list("id", flat=True))
        for row in Submission.objects.select_related("area"):
            assert (row.id in seen) == rules.may_see(viewer, facts_of(row)), (viewer, row)


def test_the_queue_takes_the_same_queries_for_one_and_three(people: People) -> None:
    put_forward(people.stranger, area_path="98/98202/")
    counts = []
    for number in (1, 2):
        for _each in range(number):
            put_forward(people.coordinator)
            put_forward(people.officer)
        with CaptureQueriesContext(connection) as asked:
            found = queue(people.colleague)
        counts.append((len(found.to_decide), len(found.own), len(asked)))
    assert counts == [(2, 1, 4), (6, 3, 4)]


def test_a_submission_names_what_left_and_what_came_in_words(people: People) -> None:
    made = put_forward(people.coordinator)
    text = _page(_client("officer"), reverse("review:submission", args=[made]))
    assert "［加える：のお茶］" in text
    assert SECRET in text
    assert "この画面の使い方" in text
    assert 'action="/directory/submissions/x/approve/"' in text


def test_differences_give_back_both_texts_and_mark_only_what_changed() -> None:
    before, after = compared("毎週火曜 9時30分から", "毎週水曜 9時30分から 12時まで")
    assert "".join(piece.text for piece in before) == "毎週火曜 9時30分から"
    assert "".join(piece.text for piece in after) == "毎週水曜 9時30分から 12時まで"
    assert [piece.text for piece in before if piece.mark] == ["毎週火曜"]
    assert {piece.mark for piece in after} == {"", "ins"}
    assert compared("", "")[0] == ()


def test_return_with_a_reason_leads_to_the_queue_and_the_author_reads_it(people: People) -> None:
    made = put_forward(people.coordinator)
    here = reverse("review:submission", args=[made])
    officer = _client("officer")
    refused = officer.post(here, {"act": "return", "reason": "  "})
    assert refused.status_code == 422
    assert "差し戻すわけを書いてください" in refused.content.decode()
    answer = officer.post(here, {"act": "return", "reason": "電話を確かめてください。"})
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    text = _page(_client("sc"), here)
    assert "電話を確かめてください。" in text
    assert "しまう" in text


def test_a_refused_reason_stays_on_the_page(people: People) -> None:
    made = put_forward(people.coordinator)
    here = reverse("review:submission", args=[made])
    answer = _client("officer").post(here, {"act": "return", "reason": "長い話 123456789018"})
    assert answer.status_code == 422
    assert "長い話 123456789018" in answer.content.decode()
    assert Submission.objects.get(id=made).state == SubmissionState.SUBMITTED


def test_own_submissions_offer_no_approval_but_taking_back(people: People) -> None:
    made = put_forward(people.officer)
    here = reverse("review:submission", args=[made])
    text = _page(_client("officer"), here)
    assert "自分では承認できません" in text
    assert "approve/" not in text
    assert _client("officer").post(here, {"act": "withdraw"}).status_code == 302
    assert Submission.objects.get(id=made).state == SubmissionState.DRAFT
    assert _client("officer").post(here, {"act": "archive"}).status_code == 302
    assert Submission.objects.get(id=made).state == SubmissionState.ARCHIVED


def test_what_is_decided_offers_nothing_more_and_a_late_press_says_so(people: People) -> None:
    made = put_forward(people.coordinator)
    approve(by=people.officer, at=AT, submission_id=made, room="directory", document=Document())
    here = reverse("review:submission", args=[made])
    officer = _client("colleague")
    assert "approve/" not in _page(officer, here)
    late = officer.post(here, {"act": "return", "reason": "おそかった"})
    assert late.status_code == 409
    assert "もう決まっています" in late.content.decode()
    assert "おそかった" in late.content.decode()
    assert officer.post(here, {"act": "nothing"}).status_code == 404


def test_account_managers_declare_and_see_what_was_approved_alone(people: People) -> None:
    client = _client("officer")
    assert "一人担当ではありません" in _page(client, ALONE)
    body = {"body": people.officer.body_id}
    assert client.post(ALONE, {**body, "act": "declare"}).status_code == 302
    made = put_forward(people.officer)
    paper = Document(AT.date(), "高福第12号")
    approve(by=people.officer, at=AT, submission_id=made, room="directory", document=paper)
    text = _page(client, ALONE)
    assert "高福第12号" in text
    assert "川辺のお茶の会" in text
    assert client.post(ALONE, {**body, "act": "end"}).status_code == 302
    assert not LoneOffice.objects.filter(ended_at__isnull=True).exists()
    client.post(ALONE, {**body, "act": "end"})
    assert "もう、そうなっています" in _page(client, ALONE)


def test_who_manages_nobody_has_no_page_of_only_officers(people: People) -> None:
    for login in ("colleague", "sc", "stranger"):
        assert _client(login).get(ALONE).status_code == 404
    other = {"body": people.colleague.body_id, "act": "declare"}
    assert _client("colleague").post(ALONE, other).status_code == 404
    assert _client("officer").post(ALONE, {"body": "x", "act": "declare"}).status_code == 404
    other = {"body": people.stranger.body_id, "act": "declare"}
    assert _client("officer").post(ALONE, other).status_code == 404


def test_nobody_signed_in_is_led_to_sign_in(people: People) -> None:
    made = put_forward(people.coordinator)
    for path in (QUEUE, ALONE, reverse("review:submission", args=[made])):
        assert "/accounts/login/" in Client().get(path)["Location"]


def test_an_erased_snapshot_says_so(people: People) -> None:
    made = put_forward(people.coordinator, object_id=uuid4())
    return_(by=people.officer, at=AT + timedelta(hours=1), submission_id=made, reason="わけ")
    Submission.objects.filter(id=made).update(snapshot={})
    assert "消してあります" in _page(_client("officer"), reverse("review:submission", args=[made]))


def test_readers_of_the_same_body_see_nothing(people: People) -> None:
    put_forward(people.coordinator)
    readers = every_viewer(CITY, body_id=people.coordinator.body_id)
    for role in (Role.CARE_MANAGER, Role.WELFARE_COMMISSIONER, Role.AUDITOR, Role.ADVISER):
        assert not visible_submissions(readers[role]).exists()
    declare_lone(by=people.officer, at=AT, body_id=people.officer.body_id or 0)
