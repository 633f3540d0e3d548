"""The database of an installation without a server: one file, copied while others write to it.

`VACUUM INTO` reads in one transaction, so the copy is the state of one moment however long it
takes; the backup API of SQLite would begin anew each time another process wrote.
"""

from __future__ import annotations

import contextlib
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from yui.config.backup.archive import Writing, pieces_of

KIND = "sqlite"
_MEMBER = "database/yui.sqlite3"


def pack(archive: Writing, *, near: Path, without: frozenset[str]) -> dict[str, Any]:
    """This function will add the database as it is at one moment; returns the rows per table.

    `near` is a folder with room for a copy; of the tables `without`, no row goes along.
    """
    with tempfile.TemporaryDirectory(prefix=".yui-backup-", dir=near) as folder:
        copy = Path(folder) / "yui.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        rows = _emptied_and_counted(copy, without)
        with copy.open("rb") as stream:
            archive.add(_MEMBER, pieces_of(stream))
    return {"rows": rows}


def prepare(target: str) -> None:
    """This function will do nothing: a new file stands in a new folder."""


def load(about: dict[str, Any]) -> None:
    """This function will put the unpacked file where this installation looks for it."""
    connection.close()
    data = settings.YUI.data
    (data / _MEMBER).rename(data / "yui.sqlite3")


def counts() -> dict[str, int]:
    """This function will count the rows of every table, as they were counted when packed."""
    with contextlib.closing(sqlite3.connect(settings.YUI.data / "yui.sqlite3")) as opened:
        return _counted(opened)


def give_up() -> None:
    """This function will do nothing: the folder is removed with everything in it."""


def finish() -> None:
    """This function will do nothing: the folder says by itself that it is whole."""


def _emptied_and_counted(copy: Path, without: frozenset[str]) -> dict[str, int]:
    """Sessions are wiped, not only marked as free: nobody who steals a backup can take one up."""
    with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as opened:
        opened.execute("PRAGMA secure_delete=ON")
        for table in without & _tables(opened):
            opened.execute(f'DELETE FROM "{table}"')  # noqa: S608 -- our own names
        return _counted(opened)


def _counted(opened: sqlite3.Connection) -> dict[str, int]:
    names = sorted(name for name in _tables(opened) if not name.startswith("sqlite_"))
    return {
        name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in names
    }


def _tables(opened: sqlite3.Connection) -> frozenset[str]:
    found = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return frozenset(name for (name,) in found)
