"""`yui work`: supervised parts, tasks with tries, and what a dead worker leaves behind."""

import os
import signal
import subprocess
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from tests.config.conftest import Program, are_gone, children_of, eventually, stop
from yui.config import working
from yui.journal.actions import beat
from yui.journal.queries import living_workers, stopped_tasks

pytestmark = pytest.mark.xdist_group("program")

_calls: list[str] = []


@task()
def fail_always(word: str) -> None:
    _calls.append(word)
    raise RuntimeError(word)


@task()
def succeed(word: str) -> str:
    _calls.append(word)
    return word


@pytest.fixture(autouse=True)
def _no_calls() -> None:
    _calls.clear()


def test_work_until_empty_on_a_new_database_ends_at_once(migrated: Program) -> None:
    answer = migrated("work", "--until-empty")

    assert (answer.code, answer.err) == (0, "")
    assert migrated("verify", "--json").json()["ok"] is True


def test_work_when_a_part_is_killed_starts_it_again(migrated: Program) -> None:
    process = migrated.start("work", "--workers", "1")
    try:
        assert eventually(lambda: len(_parts(process)) == 2, within_s=30)
        for part in ("follow", "tasks"):
            first = _parts(process)[part]
            os.kill(first, signal.SIGKILL)
            assert eventually(lambda p=part, f=first: _parts(process).get(p, f) != f, within_s=30)
        offspring = children_of(process.pid)
        assert stop(process) <= 15
        assert are_gone(offspring, within_s=1)
        assert process.returncode == 0
    finally:
        process.kill()
        process.communicate()


def test_work_when_the_supervisor_is_killed_leaves_no_part(migrated: Program) -> None:
    process = migrated.start("work", "--workers", "2")
    assert eventually(lambda: len(children_of(process.pid)) == 3, within_s=30)
    offspring = children_of(process.pid)

    process.kill()
    process.communicate()

    assert are_gone(offspring, within_s=2)


@pytest.mark.django_db(transaction=True)
def test_task_when_it_fails_every_time_becomes_a_dead_letter_after_five_tries() -> None:
    result = fail_always.enqueue("always")

    waits = []
    for _ in range(working.MOST_TRIES + 2):
        working.run_tasks(until_empty=True)
        row = DBTaskResult.objects.get(id=result.id)
        if row.status == "READY":
            waits.append(round((row.run_after - timezone.now()).total_seconds() / 2) * 2)
        DBTaskResult.objects.filter(id=result.id).update(run_after=timezone.now())

    row.refresh_from_db()
    assert _calls == ["always"] * 5
    assert waits == [2, 4, 8, 16]
    assert row.status == "FAILED"
    assert "RuntimeError" in row.traceback
    assert stopped_tasks(since=row.finished_at) == 1


@pytest.mark.django_db(transaction=True)
def test_task_when_another_fails_is_done_all_the_same() -> None:
    fail_always.enqueue("poison")
    done = succeed.enqueue("medicine")

    working.run_tasks(until_empty=True)

    assert sorted(_calls) == ["medicine", "poison"]
    assert DBTaskResult.objects.get(id=done.id).status == "SUCCESSFUL"
    assert living_workers(since=timezone.now() - timedelta(days=1)) == frozenset()


@pytest.mark.django_db
def test_mend_when_the_worker_died_puts_its_task_back(at) -> None:
    row = _running(worker="dead", started_at=at - timedelta(seconds=61))

    assert working.mend(at=at) == 1

    row.refresh_from_db()
    assert row.status == "READY"
    assert row.run_after == at + timedelta(seconds=2)


@pytest.mark.django_db
def test_mend_when_the_worker_still_beats_leaves_its_task(at) -> None:
    row = _running(worker="alive", started_at=at - timedelta(hours=1))
    beat("alive", at=at - timedelta(seconds=59))

    assert working.mend(at=at) == 0

    row.refresh_from_db()
    assert row.status == "RUNNING"


@pytest.mark.django_db
def test_mend_before_the_lease_is_over_leaves_the_task(at) -> None:
    row = _running(worker="dead", started_at=at - timedelta(seconds=59))

    assert working.mend(at=at) == 0

    row.refresh_from_db()
    assert row.status == "RUNNING"


@pytest.mark.django_db
def test_mend_when_the_fifth_worker_died_buries_the_task(at) -> None:
    row = _running(worker="fifth", started_at=at - timedelta(minutes=5), tries=5)

    assert working.mend(at=at) == 1

    row.refresh_from_db()
    assert (row.status, row.finished_at) == ("FAILED", at)
    assert stopped_tasks(since=row.finished_at) == 1


@pytest.mark.django_db(transaction=True)
def test_heart_when_the_database_fails_once_goes_on_beating(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beats: list[str] = []

    def fail_first(worker_id: str, *, at: Any) -> None:
        beats.append(worker_id)
        if len(beats) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(working, "beat", fail_first)
    monkeypatch.setattr(working, "_BEAT_AGAIN_S", 0.01)
    monkeypatch.setattr(working, "_BEAT_EVERY_S", 0.01)
    result = wait_for_beats.enqueue()
    monkeypatch.setitem(_heart, "beats", beats)

    working.run_tasks(until_empty=True)

    assert DBTaskResult.objects.get(id=result.id).return_value is True


_heart: dict[str, list[str]] = {}


@task()
def wait_for_beats() -> bool:
    return eventually(lambda: len(_heart["beats"]) >= 3, within_s=10)


def _running(*, worker: str, started_at: Any, tries: int = 1) -> DBTaskResult:
    result = succeed.enqueue("again")
    DBTaskResult.objects.filter(id=result.id).update(
        status="RUNNING",
        started_at=started_at,
        worker_ids=["earlier"] * (tries - 1) + [worker],
    )
    return DBTaskResult.objects.get(id=result.id)


def _parts(process: subprocess.Popen[str]) -> dict[str, int]:
    return {
        line.split(" --part ")[1].split()[0]: pid
        for pid, line in children_of(process.pid).items()
        if " --part " in line
    }
