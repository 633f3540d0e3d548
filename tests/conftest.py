"""One migrated database, copied for every test process; the clock and the people of tests."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# Before Django reads its settings: tests own their data directory and their profile.
_DATA = Path(tempfile.mkdtemp(prefix="yui-test-"))
(_DATA / "static").mkdir()
os.environ["YUI_DATA"] = str(_DATA)
os.environ["YUI_PROFILE"] = "test"
# Named here and not in pyproject.toml: pytest-django would read the settings before this file.
os.environ["DJANGO_SETTINGS_MODULE"] = "yui.config.settings"
if os.environ.get("YUI_TEST_DATABASE_URL"):
    os.environ["YUI_DATABASE_URL"] = os.environ["YUI_TEST_DATABASE_URL"]
else:
    os.environ.pop("YUI_DATABASE_URL", None)

import django  # noqa: E402 -- after the environment above

django.setup()

import hypothesis  # noqa: E402
import pytest  # noqa: E402 -- after the environment above
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402

# A busy machine must not decide whether a property holds.
hypothesis.settings.register_profile(
    "yui", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("yui")

# One world for journeys and hostile crawls.
pytest_plugins = ["tests.journeys.worlds"]
REPOSITORY = Path(__file__).resolve().parent.parent
AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)  # Tuesday 10:30 in Japan


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Worker processes read their settings from this file too, not from what they inherit.

    With the name in their environment pytest-django reads them before this file, and all
    processes share one data directory: one tidies away the files another has just received.
    """
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)


@pytest.fixture(scope="session", autouse=True)
def _remove_data() -> Iterator[None]:
    yield
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, request: Any
) -> Iterator[None]:
    """Migrate once, copy for each xdist worker: migrations run a single time per run."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    base = tmp_path_factory.getbasetemp()
    shared = base if worker == "main" else base.parent
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _copy_sqlite(shared, base)
            yield
            connections.close_all()
        else:
            name = _copy_postgresql(shared, worker)
            yield
            _drop_postgresql(name)


def _copy_sqlite(shared: Path, own: Path) -> None:
    template = shared / "migrated.sqlite3"
    with (shared / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            _use(str(template) + ".new")
            call_command("migrate", verbosity=0, interactive=False)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections.close_all()
            os.rename(str(template) + ".new", template)
    mine = own / "test.sqlite3"
    shutil.copyfile(template, mine)
    _use(str(mine))


def _use(name: str) -> None:
    connections.close_all()
    for settings in (connection.settings_dict, connections.settings["default"]):
        settings["NAME"] = name


def _copy_postgresql(shared: Path, worker: str) -> str:
    first = connection.settings_dict["NAME"]
    template, mine = f"{first}_template", f"{first}_{worker}"
    with (shared / "migrate.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (shared / "migrated").exists():
            _admin(f'DROP DATABASE IF EXISTS "{template}"', f'CREATE DATABASE "{template}"')
            _use(template)
            call_command("migrate", verbosity=0, interactive=False)
            _use(first)
            (shared / "migrated").touch()
        _admin(
            f'DROP DATABASE IF EXISTS "{mine}"', f'CREATE DATABASE "{mine}" TEMPLATE "{template}"'
        )
    _use(mine)
    return mine


def _drop_postgresql(name: str) -> None:
    _use("postgres")
    _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin(*statements: str) -> None:
    before = connection.settings_dict["NAME"]
    _use("postgres")
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    _use(before)


@pytest.fixture(autouse=True)
def _nothing_kept_of_another_test() -> None:
    """Tests begin with equal journals; a process that serves people has one database, whose
    anchors are noted in a file."""
    from yui.directory.queries.windows import forget_centres
    from yui.journal.queries import anchor_file
    from yui.portal.pages.kept import forget_pages

    anchor_file().unlink(missing_ok=True)
    forget_pages()
    forget_centres()


@pytest.fixture(scope="session", autouse=True)
def _own_data() -> None:
    from django.conf import settings

    assert settings.YUI.data == _DATA


@pytest.fixture
def at() -> datetime:
    """The moment tests happen: Tuesday 2026-11-24, 10:30 in Japan."""
    return AT


@pytest.fixture(scope="session")
def shared_files() -> Path:
    """The folder of real files; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("YUI_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"{folder} にデータがないため、実データの試験をとばします")
    return folder
