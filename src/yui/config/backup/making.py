"""`yui backup`: database and files of one moment, while everybody goes on working."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from yui.config.backup import postgresql, sqlite
from yui.config.backup.archive import Writing, pieces_of, writing

# What can be made again, passes, or must not leave the machine. All else in the data directory
# is state: a folder that a later version adds is in the backup without anybody thinking of it.
NOT_STATE = frozenset(
    {"index", "cache", "log", "outbox", "press", "static", "secret_key", "erased.jsonl"}
)
# They run ahead of the database when copied after it: their lines would be counted twice.
_BEFORE_DATABASE = ("counts", "anchors.jsonl")
# Whoever was signed in then is not signed in after a restore, nor is a link in a mail good.
WITHOUT_ROWS = frozenset(
    {
        "django_session",
        "account_emailconfirmation",
        "usersessions_usersession",
        "journal_workerbeat",
    }
)


def database_of_kind() -> ModuleType:
    """This function will return the module that knows the kind of database in use."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def make_backup(path: Path, *, at: datetime) -> dict[str, Any]:
    """This function will write one file with everything; returns what its manifest says.

    Files are copied before or after the database so that each row finds its file: an uploaded
    file is there before its row, a counted line is deleted after its row.
    Raises: BackupRefused.
    """
    database = database_of_kind()
    with writing(path) as archive:
        for name in _BEFORE_DATABASE:
            _add(archive, settings.YUI.data / name)
        told = database.pack(archive, near=path.resolve().parent, without=WITHOUT_ROWS)
        for each in sorted(settings.YUI.data.iterdir()):
            if _is_state(each) and each.name not in _BEFORE_DATABASE:
                _add(archive, each)
        about = {
            "yui": version("yui"),
            "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "database": database.KIND,
            "migrations": _applied(),
            **told,
        }
        archive.describe(about)
    return about


def _is_state(path: Path) -> bool:
    return path.name not in NOT_STATE and not path.name.startswith((".", "yui.sqlite3"))


def _add(archive: Writing, path: Path) -> None:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    for each in files:
        is_passing = each.name.startswith(".") or each.suffix == ".lock"
        if is_passing or each.is_symlink() or not each.is_file():
            continue
        name = each.relative_to(settings.YUI.data).as_posix()
        archive.add(f"data/{name}", _read(each))


def _read(path: Path) -> Iterator[bytes]:
    """A file that was tidied away meanwhile is empty: what it belonged to is over."""
    try:
        with path.open("rb") as stream:
            yield from pieces_of(stream)
    except FileNotFoundError:
        return


def _applied() -> list[list[str]]:
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted([app, name] for app, name in applied)
