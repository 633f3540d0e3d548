"""The desk's first page says when work behind the pages was given up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.builders import AT, CITY, build_town
from yui.accounts.models import Body, Membership, User
from yui.areas.models import Area
from yui.exchange.tasks import plan_later
from yui.policy.roles import Role
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
