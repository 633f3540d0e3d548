"""Once a day: finished tasks, ended sessions, and what the rooms throw away."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.config.test_work import succeed
from yui.config import tidying, working
from yui.config.tasks import enqueue_once, load_postal_codes_later
from yui.search.models import UnmetSearch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _not_yet_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tidying, "_done_on", None)
    monkeypatch.setattr(tidying, "_not_before", None)


def test_worker_tidies_when_it_follows(at: datetime) -> None:
    _task("SUCCESSFUL", at - timedelta(days=31))
    working.follow_once(at=at)

    assert not DBTaskResult.objects.exists()
    assert "yui.config.tidying.tidy_daily" in settings.FOLLOWERS


def test_tidying_happens_once_a_day_in_japan(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    done: list[datetime] = []
    monkeypatch.setattr(tidying, "tidy", lambda *, at: done.append(at))
    moments = [at + timedelta(hours=hours) for hours in (0, 1, 13, 14, 15, 37, 38)]
    for moment in moments:
        tidying.tidy_daily(at=moment)

    assert done == [moments[0], moments[3], moments[6]]


def test_tidying_that_failed_is_tried_again_after_an_hour(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    asked: list[datetime] = []

    def fail(*, at: datetime) -> None:
        asked.append(at)
        raise OSError("disk")

    monkeypatch.setattr(tidying, "tidy", fail)
    for minutes in (0, 1, 59, 60, 61):
        moment = at + timedelta(minutes=minutes)
        if minutes in (0, 60):
            with pytest.raises(OSError, match="disk"):
                tidying.tidy_daily(at=moment)
        else:
            tidying.tidy_daily(at=moment)

    assert asked == [at, at + timedelta(minutes=60)]


def test_finished_tasks_go_and_what_is_still_needed_stays(at: datetime) -> None:
    kept = {
        _task("SUCCESSFUL", at - timedelta(days=29)),
        _task("FAILED", at - timedelta(days=89)),
        _task("READY", None),
        _task("RUNNING", None),
    }
    _task("SUCCESSFUL", at - timedelta(days=31))
    _task("FAILED", at - timedelta(days=91))
    tidying.tidy(at=at)

    assert {str(key) for key in DBTaskResult.objects.values_list("id", flat=True)} == kept


def test_list_that_was_prepared_long_ago_is_not_prepared_again(at: datetime) -> None:
    assert enqueue_once(load_postal_codes_later)
    long_ago = at - timedelta(days=400)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=long_ago)
    tidying.tidy(at=at)

    assert not enqueue_once(load_postal_codes_later)


def test_sessions_that_ended_go(at: datetime) -> None:
    now = timezone.now()
    Session.objects.create(session_key="ended", expire_date=now - timedelta(minutes=1))
    Session.objects.create(session_key="living", expire_date=now + timedelta(hours=1))
    tidying.tidy(at=at)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["living"]


def test_searches_in_vain_go_after_three_years(at: datetime) -> None:
    for month in ("2023-10-01", "2023-11-01"):
        UnmetSearch.objects.create(area_path="37/", month=month, words="電球", count=1)
    tidying.tidy(at=at)

    assert [f"{row.month:%Y-%m}" for row in UnmetSearch.objects.all()] == ["2023-11"]


def _task(status: str, finished_at: datetime | None) -> str:
    result = succeed.enqueue("done")
    DBTaskResult.objects.filter(id=result.id).update(status=status, finished_at=finished_at)
    return str(result.id)
