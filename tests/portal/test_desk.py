"""The desk's first page says when work behind the pages was given up."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.builders import AT, CITY, OTHER_CITY, build_person, build_service, build_town
from tests.review.builders import put_forward
from yui.accounts.models import Body, Membership, User
from yui.accounts.queries import viewer_for
from yui.areas.models import Area
from yui.directory.actions import report_wrong_service
from yui.directory.states import WrongReason
from yui.exchange.tasks import plan_later
from yui.policy.roles import Role
from yui.policy.viewer import ANONYMOUS
from yui.search.models import UnmetSearch

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture
def officer() -> Client:
    """An officer of the town, signed in."""
    build_town()
    area = Area.objects.get(path=CITY)
    body = Body.objects.create(name="試験市役所", kind="municipality", area=area)
    user = User.objects.create(login="o", display_name="試験 太郎", created_at=AT)
    Membership.objects.create(user=user, role=Role.MUNICIPAL_OFFICER, body=body, area=area)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("status", "days_ago", "says"),
    [("FAILED", 6, True), ("FAILED", 8, False), ("SUCCESSFUL", 1, False), ("READY", 1, False)],
)
def test_desk_says_for_a_week_that_work_was_given_up(
    status: str, days_ago: int, says: bool, officer: Client
) -> None:
    plan_later.enqueue("a", 1, 1)
    DBTaskResult.objects.update(
        status=status, finished_at=timezone.now() - timedelta(days=days_ago)
    )
    page = officer.get("/desk/").content.decode()

    assert ("裏の仕事が1件、止まりました" in page) is says


def test_desk_names_the_row_that_counts_all_other_words(officer: Client) -> None:
    month = timezone.localdate().replace(day=1)
    for words, conditions in (("", ""), ("", "買い物")):
        UnmetSearch.objects.create(
            area_path=CITY, month=month, words=words, conditions=conditions, count=9
        )
    page = officer.get("/desk/").content.decode()

    assert "（ほかのことば）" in page
    assert "（ことばなし）" in page


def _answer(client: Client) -> str:
    page = html.unescape(client.get("/desk/").content.decode())
    found = re.search(r'<p class="desk-head__answer">([^<]*)</p>', page)
    assert found is not None
    return found.group(1)


@pytest.fixture
def at_the_desk(monkeypatch: pytest.MonkeyPatch) -> dict[str, Client]:
    """An officer and the SC of one town, and an officer of another."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    build_town()
    office = Body.objects.get(kind="municipality", area__path=CITY)
    found = {}
    for login, role, path in (
        ("officer", Role.MUNICIPAL_OFFICER, CITY),
        ("sc", Role.COORDINATOR_LAYER_1, CITY),
        ("far", Role.MUNICIPAL_OFFICER, OTHER_CITY),
    ):
        build_person(login, role, path, body_id=office.id if path == CITY else None)
        found[login] = Client()
        found[login].force_login(User.objects.get(login=login))
    return found


def test_nothing_to_do_is_said(at_the_desk: dict[str, Client]) -> None:
    assert _answer(at_the_desk["officer"]) == "いま待っている仕事はありません。"


def test_what_readers_found_wrong_stands_first_and_what_is_due_last(
    at_the_desk: dict[str, Client],
) -> None:
    old = build_service(name="ふるい会", at=AT - timedelta(days=400))
    report_wrong_service(
        by=ANONYMOUS, at=AT - timedelta(days=3), short_code=old.short_code,
        reason=WrongReason.PHONE, note="", contact="",
    )  # fmt: skip
    page = html.unescape(at_the_desk["officer"].get("/desk/").content.decode())

    assert _answer(at_the_desk["officer"]) == "変更の知らせ 1 件、確認 1 件が待っています。"
    assert page.index("変更の知らせ　1 件") < page.index("確認　1 件")
    assert "3日前から" in page
    assert ">知らせを見る" in page
    assert _answer(at_the_desk["far"]) == "いま待っている仕事はありません。"


def test_desk_says_who_has_what_was_put_forward(at_the_desk: dict[str, Client]) -> None:
    sc = User.objects.get(login="sc")
    viewer = viewer_for(sc.id, membership_id=sc.memberships.get().id, on=AT.date())
    put_forward(viewer)

    own = html.unescape(at_the_desk["sc"].get("/desk/").content.decode())
    assert "返事を待っているもの" in own
    assert _answer(at_the_desk["officer"]) == "審査 1 件が待っています。"
    assert _answer(at_the_desk["far"]) == "いま待っている仕事はありません。"


def test_desk_asks_the_same_number_of_questions_whatever_waits(
    at_the_desk: dict[str, Client],
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as seen:
            at_the_desk["officer"].get("/desk/")
        return len(seen)

    build_service(name="会一", at=AT - timedelta(days=400))
    asked()
    at_one = asked()
    for number in range(3):
        build_service(name=f"会{number}の会", at=AT - timedelta(days=400))
    assert asked() == at_one
