"""A database file that is locked or full: a clear 503, nothing half done, and back by itself."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client

from tests.builders import CITY, PASSWORD, build_person, build_town, load_terms
from yui.accounts.models import User
from yui.exchange.actions.receiving import import_directory
from yui.exchange.models import Batch
from yui.journal.models import Entry
from yui.journal.queries import chain_fault

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected here
]


@pytest.fixture(autouse=True)
def _only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL を止めて起こす試験は test_serve にあります")


@pytest.fixture
def officer() -> Client:
    load_terms()
    build_town()
    build_person("officer", area_path=CITY)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(login="officer"))
    return client


@contextlib.contextmanager
def _locked() -> Iterator[None]:
    """Another process writes and does not come to an end."""
    name = str(connection.settings_dict["NAME"])
    _pragma("busy_timeout = 100")
    with contextlib.closing(sqlite3.connect(name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    _pragma("busy_timeout = 30000")


@contextlib.contextmanager
def _full() -> Iterator[None]:
    """The file can grow no further, as on a full disk."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filling (content BLOB)")
    _pragma(f"max_page_count = {_pragma('page_count')}")
    for size in (3500, 10):
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            while True:
                cursor.execute("INSERT INTO filling VALUES (zeroblob(%s))", [size])
    yield
    _pragma("max_page_count = 1073741823")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE filling")


def _pragma(words: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {words}")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _sent(client: Client) -> HttpResponse:
    file = SimpleUploadedFile("list.csv", "名称,電話\nあさひ体操,000-555-1201\n".encode())
    return client.post("/exchange/new/", {"file": file, "kind": "", "openness": ""})


def _files() -> set[Path]:
    return set(import_directory().iterdir())


@pytest.mark.parametrize("trouble", [_locked, _full], ids=["locked", "full"])
def test_writing_says_503_and_leaves_nothing_and_works_afterwards(
    officer: Client, trouble: Callable[[], contextlib.AbstractContextManager[None]]
) -> None:
    import_directory().mkdir(parents=True, exist_ok=True)
    files, accepted = _files(), 0
    with trouble():
        # What still fits into pages that are there is taken in, whole.
        while (answer := _sent(officer)).status_code == 302 and accepted < 300:
            accepted += 1
        reading = Client().get("/")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    assert "いま、少し止まっています" in answer.content.decode()
    assert reading.status_code == 200
    assert Batch.objects.count() == len(_files() - files) == accepted
    assert Entry.objects.filter(object_type="exchange.batch").count() == accepted
    assert chain_fault() is None
    assert _sent(officer).status_code == 302
    assert Batch.objects.count() == accepted + 1


def test_signing_in_while_it_is_locked_says_503_and_works_afterwards(officer: Client) -> None:
    client = Client(raise_request_exception=False)
    words = {"login": "officer", "password": PASSWORD}
    with _locked():
        refused = client.post("/accounts/login/", words)

    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert client.post("/accounts/login/", words).status_code == 302
