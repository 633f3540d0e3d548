"""Tries are counted exactly, over threads and processes, and lift by themselves."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import OPERATOR, PASSWORD, build_person
from yui.accounts.actions import forget_tries, issue_sheet, take, tidy_tallies
from yui.accounts.adapters.entering import TRIES_OF_ADDRESS, TRIES_OF_NAME, WINDOW_S
from yui.accounts.models import Tally, User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]
SIGN_IN = "/accounts/login/"


def _take(at: datetime, key: str = "k") -> bool:
    return take(key, most=3, seconds=60, at=at)


def test_tries_past_the_limit_are_refused_until_the_window_ends(at: datetime) -> None:
    assert [_take(at) for _each in range(5)] == [True, True, True, False, False]
    assert not _take(at + timedelta(seconds=59))
    assert _take(at, "other")
    later = at + timedelta(seconds=60)
    assert [_take(later) for _each in range(4)] == [True, True, True, False]


def test_trying_on_while_refused_does_not_lengthen_the_window(at: datetime) -> None:
    for second in range(60):
        _take(at + timedelta(seconds=second))
    assert _take(at + timedelta(seconds=60))


def test_names_are_not_kept_and_what_is_over_is_thrown_away(at: datetime) -> None:
    _take(at, "sign-in-name:yamada")
    _take(at + timedelta(seconds=30), "later")
    assert all(len(row.key) == 64 for row in Tally.objects.all())
    assert tidy_tallies(at=at + timedelta(seconds=60)) == 1
    forget_tries("later")
    assert not Tally.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_tries_at_once_exactly_as_many_pass_as_are_allowed(at: datetime) -> None:
    most, tries, each_tries = 17, 10, 5
    start, passed = threading.Barrier(tries), []

    def try_often() -> None:
        try:
            start.wait(timeout=20)
            for _each in range(each_tries):
                passed.append(take("race", most=most, seconds=60, at=at))
        finally:
            connection.close()

    threads = [threading.Thread(target=try_often) for _each in range(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (len(passed), sum(passed)) == (tries * each_tries, most)
    assert Tally.objects.get().count == tries * each_tries


PROGRAM = """
import sys, threading
from datetime import datetime
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.db import connections
connections.settings["default"]["NAME"] = sys.argv[1]
from yui.accounts.actions import take
at, passed = datetime.fromisoformat(sys.argv[2]), []
def once():
    passed.append(take("over-processes", most=17, seconds=60, at=at))
    connection.close()
threads = [threading.Thread(target=once) for _each in range(10)]
print("ready", flush=True)
sys.stdin.readline()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(passed), sum(passed), flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_of_fifty_tries_in_five_processes_exactly_the_limit_passes(at: datetime) -> None:
    words = [sys.executable, "-c", PROGRAM, str(connection.settings_dict["NAME"]), at.isoformat()]
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "yui.config.settings"}
    started = [
        subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables
        )
        for _each in range(5)
    ]
    assert [process.stdout and process.stdout.readline() for process in started] == ["ready\n"] * 5
    for process in started:
        if process.stdin:
            process.stdin.write("go\n")
            process.stdin.flush()
    said = [process.communicate(timeout=120)[0].split() for process in started]
    assert [tries for tries, _passed in said] == ["10"] * 5
    assert sum(int(passed) for _tries, passed in said) == 17
    assert Tally.objects.get().count == 50


def _sign_in(login: str, password: str = "chigau-kotoba-99", address: str = "192.0.2.1") -> str:
    answer = Client().post(SIGN_IN, {"login": login, "password": password}, REMOTE_ADDR=address)
    return "in" if answer.status_code == 302 else answer.content.decode()


def test_a_name_is_refused_after_too_many_tries_even_with_the_right_password() -> None:
    build_person("officer")
    for _each in range(TRIES_OF_NAME):
        assert "続けて何度も" not in _sign_in("officer")
    assert "続けて何度も" in _sign_in("OFFICER", PASSWORD, "192.0.2.9")
    Tally.objects.update(ends_at="2020-01-01T00:00:00Z")
    assert _sign_in("officer", PASSWORD) == "in"
    assert WINDOW_S <= 15 * 60


def test_the_right_password_clears_the_name_but_not_the_address() -> None:
    build_person("officer")
    for _each in range(TRIES_OF_NAME - 1):
        _sign_in("officer")
    assert _sign_in("officer", PASSWORD) == "in"
    assert "続けて何度も" not in _sign_in("officer")
    for _each in range(TRIES_OF_ADDRESS - TRIES_OF_NAME - 1):
        address = "sign-in-address:192.0.2.1"
        assert take(address, most=TRIES_OF_ADDRESS, seconds=WINDOW_S, at=timezone.now())
    assert "続けて何度も" in _sign_in("officer", PASSWORD)
    assert _sign_in("officer", PASSWORD, "192.0.2.7") == "in"


def test_whether_a_name_exists_is_told_neither_by_words_nor_by_status_nor_by_work(
    monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """Hashing is what takes time: as much of it, and as many queries, for every name."""
    build_person("officer")
    issue_sheet(by=OPERATOR, at=at, membership_id=build_person("with-a-sheet").membership_id or 0)
    build_person("gone-away")
    User.objects.filter(login="gone-away").update(is_active=False)
    counted: list[int] = []
    argon2 = type(hashers.get_hasher())
    encode, verify = argon2.encode, argon2.verify
    monkeypatch.setattr(argon2, "encode", lambda *args: (counted.append(1), encode(*args))[1])
    monkeypatch.setattr(argon2, "verify", lambda *args: (counted.append(1), verify(*args))[1])
    answers = {}
    for login in ("officer", "with-a-sheet", "gone-away", "nobody-here"):
        client, told = Client(), []
        for _each in range(TRIES_OF_NAME + 1):
            given = {"login": login, "password": "chigau-kotoba-99"}
            with CaptureQueriesContext(connection) as asked:
                answer = client.post(SIGN_IN, given)
            page = answer.content.decode().replace(login, "NAME")
            words = page.split('name="csrfmiddlewaretoken"')[0]
            told.append((answer.status_code, sorted(answer.headers), words, len(asked)))
            told.append(len(counted))
            counted.clear()
        answers[login] = told
    assert answers["officer"][1::2] == [1] * TRIES_OF_NAME + [0]
    assert [answers[login] == answers["officer"] for login in answers] == [True] * 4
