"""Tries are counted exactly, over threads and processes, and lift by themselves."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.builders import PASSWORD, build_person
from yui.accounts.actions import forget_tries, take, tidy_tallies
from yui.accounts.adapters import TRIES_OF_ADDRESS, TRIES_OF_NAME, WINDOW_S
from yui.accounts.models import Tally

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


def test_whether_a_name_exists_is_told_neither_by_words_nor_by_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_person("officer")
    counted: list[int] = []
    argon2 = type(hashers.get_hasher())
    encode, verify = argon2.encode, argon2.verify
    monkeypatch.setattr(argon2, "encode", lambda *args: (counted.append(1), encode(*args))[1])
    monkeypatch.setattr(argon2, "verify", lambda *args: (counted.append(1), verify(*args))[1])
    answers = []
    for login in ("officer", "nobody-here"):
        for _each in range(TRIES_OF_NAME + 1):
            page = _sign_in(login).replace(login, "NAME")
            answers.append((page.split('name="csrfmiddlewaretoken"')[0], len(counted)))
            counted.clear()
    half = len(answers) // 2
    assert [work for _page, work in answers[:half]] == [1] * TRIES_OF_NAME + [0]
    assert answers[:half] == answers[half:]
