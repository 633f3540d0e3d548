"""One sample world a run, served as it is deployed, and a Chromium that complains aloud."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.journeys.site import Site, build_world, serving

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# What the browser itself notes about a status that the test expects.
EXPECTED = re.compile(r"status of (400|404|410|422)|ERR_ABORTED")
TEMPLATE_DATABASE = "yui_journeys"


@pytest.fixture(scope="session")
def database_url() -> str:
    """The URL of the PostgreSQL server of this run, "" on SQLite."""
    from django.conf import settings

    return str(settings.YUI.database_url)


@pytest.fixture(scope="session")
def world(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data directory with the sample world; sites are copies of it, so none disturbs another."""
    data = tmp_path_factory.mktemp("world")
    build_world(data, database_url=_database(database_url, TEMPLATE_DATABASE))
    yield data
    _drop(database_url, TEMPLATE_DATABASE)


@pytest.fixture(scope="session")
def site(world: Path, database_url: str, tmp_path_factory: Any) -> Iterator[Site]:
    """The site that only residents visit: nothing in it changes."""
    yield from _copied(world, database_url, tmp_path_factory.mktemp("site"), "residents")


@pytest.fixture(scope="module")
def desk_site(world: Path, database_url: str, tmp_path_factory: Any) -> Iterator[Site]:
    """A site with its worker, in which staff change things."""
    folder = tmp_path_factory.mktemp("desk")
    yield from _copied(world, database_url, folder, "staff", with_work=True)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of one module: while it runs, the database may not be asked."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium がないため、画面をたどる試験をとばします")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


Visit = Callable[..., Any]


@pytest.fixture
def visit(chromium: Any, request: Any) -> Iterator[Visit]:
    """Open a page of a site; errors of scripts and requests off the origin fail the test."""
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(
        site: Site, path: str, *, width: int = 360, height: int = 640, **options: Any
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="ja-JP",
            timezone_id="Asia/Tokyo", reduced_motion="reduce", **options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(message, complaints))
        page.on("request", lambda sent: _note_request(sent, site.url, complaints))
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _note(message: Any, complaints: list[str]) -> None:
    if message.type == "error" and not EXPECTED.search(message.text):
        complaints.append(message.text)


def _note_request(sent: Any, origin: str, complaints: list[str]) -> None:
    if not sent.url.startswith((origin, "data:")):
        complaints.append(f"off the origin: {sent.url}")


def _copied(
    world: Path, database_url: str, folder: Path, name: str, *, with_work: bool = False
) -> Iterator[Site]:
    own = f"{TEMPLATE_DATABASE}_{name}"
    shutil.copytree(world, folder / "data")
    url = _database(database_url, own, template=TEMPLATE_DATABASE)
    with serving(folder / "data", database_url=url, with_work=with_work) as site:
        yield site
    _drop(database_url, own)


def _database(url: str, name: str, *, template: str = "template0") -> str:
    """A database of its own on the server of the tests; on SQLite it lies in the data directory."""
    if not url:
        return ""
    _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _tell(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _drop(url: str, name: str) -> None:
    if url:
        _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _tell(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type] -- our own names, no input
