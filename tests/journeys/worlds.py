"""The sample world that journeys and hostile crawls copy: built once a run, on either database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.journeys.site import build_world

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
    build_world(data, database_url=database(database_url, TEMPLATE_DATABASE))
    yield data
    drop(database_url, TEMPLATE_DATABASE)


def database(url: str, name: str, *, template: str = "template0") -> str:
    """This function will make a database on the server of the tests and return its URL.

    On SQLite it lies in the data directory, and there is nothing to make.
    """
    if not url:
        return ""
    _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _tell(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def drop(url: str, name: str) -> None:
    """This function will drop a database of the tests."""
    if url:
        _tell(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _tell(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type] -- our own names, no input
