"""One sample world a run, served as it is deployed, and a Chromium that complains aloud."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.site import Site, serving
from tests.journeys.worlds import TEMPLATE_DATABASE, database, drop

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# What the browser itself notes about a status that the test expects.
EXPECTED = re.compile(r"status of (400|404|410|422)|ERR_ABORTED")


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
        _settle_after_clicks(page)
        page.goto(site.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _settle_after_clicks(page: Any) -> None:
    """Let a click return when the next page is whole: its first bytes are not all of it."""
    press = page.click

    def click(*where: Any, **how: Any) -> None:
        press(*where, **how)
        page.wait_for_load_state()

    page.click = click


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
    url = database(database_url, own, template=TEMPLATE_DATABASE)
    with serving(folder / "data", database_url=url, with_work=with_work) as site:
        yield site
    drop(database_url, own)
