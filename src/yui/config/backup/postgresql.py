"""The database on a PostgreSQL server: every table as text, all read in one snapshot.

COPY is part of the server and of the driver. pg_dump would have to be installed beside Yui, in
the server's version or a later one, and often is not. The form of the tables is not in the
backup: the migrations make it, and so a backup restores into any version of PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from yui.config.backup.archive import BackupRefused, Writing, pieces_of

KIND = "postgresql"
# Stands in the database while it is only half restored, and names where its files belong.
_MARK = "yui_restore_unfinished"
_MIGRATIONS = "django_migrations"


def pack(archive: Writing, *, near: Path, without: frozenset[str]) -> dict[str, Any]:
    """This function will add every table of one moment; returns rows, columns and sequences.

    Of the tables `without`, no row goes along; `near` is not needed, nothing is written there.
    """
    rows: dict[str, int] = {}
    columns: dict[str, list[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = [name for name in _tables(cursor) if name != _MIGRATIONS]
        for table in tables:
            columns[table] = _columns(cursor, table)
            told = _Counted()
            if table not in without:
                archive.add(f"database/{table}.copy", told.lines(cursor, table, columns[table]))
            rows[table] = told.count
        return {"rows": rows, "columns": columns, "sequences": _sequences(cursor, tables)}


def prepare(target: str) -> None:
    """This function will mark an empty database as being restored for a target folder.

    What an earlier restore for the same folder left half done is removed.
    Raises: BackupRefused when anything else is there.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        found = _tables(cursor)
        if found and not (_MARK in found and _marked_for(cursor) == target):
            raise BackupRefused(
                "このデータベースは空ではありません。何も変えませんでした。"
                "空のデータベースに戻してください。"
            )
        _drop(cursor, found)
        cursor.execute(f"CREATE TABLE {_MARK} (target text NOT NULL)")
        cursor.execute(f"INSERT INTO {_MARK} VALUES (%s)", [target])  # noqa: S608 -- our own name


def load(about: dict[str, Any]) -> None:
    """This function will make the tables as they were and fill them, all in one transaction."""
    _migrate_as_then(about["migrations"])
    with transaction.atomic(), connection.cursor() as cursor:
        names = ", ".join(_quoted(table) for table in about["columns"])
        cursor.execute(f"TRUNCATE {names} CASCADE")
        for table, columns in about["columns"].items():
            _copy_in(cursor, table, columns)
        for sequence in about["sequences"]:
            cursor.execute(
                "SELECT setval(%s::regclass, %s, %s)",
                [_quoted(sequence["name"]), sequence["last"], sequence["is_called"]],
            )


def counts() -> dict[str, int]:
    """This function will count the rows of every table, as they were counted when packed."""
    with connection.cursor() as cursor:
        found = {}
        for table in _tables(cursor):
            if table in (_MARK, _MIGRATIONS):
                continue
            cursor.execute(f"SELECT count(*) FROM {_quoted(table)}")  # noqa: S608 -- our own names
            found[table] = cursor.fetchone()[0]
        return found


def give_up() -> None:
    """This function will leave the database as empty as it was."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = _tables(cursor)
        if _MARK in found:
            _drop(cursor, found)


def finish() -> None:
    """This function will take the mark away: what is here is whole."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_MARK}")


class _Counted:
    """Lines of a table on their way, counted: a line break inside a value is written as \\n."""

    def __init__(self) -> None:
        self.count = 0

    def lines(self, cursor: CursorWrapper, table: str, columns: list[str]) -> Iterator[bytes]:
        named = ", ".join(map(_quoted, columns))
        with cursor.copy(f"COPY {_quoted(table)} ({named}) TO STDOUT") as copy:
            for piece in copy:
                self.count += bytes(piece).count(b"\n")
                yield bytes(piece)


def _copy_in(cursor: CursorWrapper, table: str, columns: list[str]) -> None:
    member = settings.YUI.data / "database" / f"{table}.copy"
    if not member.exists():
        return
    named = ", ".join(map(_quoted, columns))
    with (
        member.open("rb") as stream,
        cursor.copy(f"COPY {_quoted(table)} ({named}) FROM STDIN") as copy,
    ):
        for piece in pieces_of(stream):
            copy.write(piece)


def _migrate_as_then(applied: list[list[str]]) -> None:
    """The tables of an older version are filled as they were; `migrate` brings them up to date."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in applied}
    nodes = executor.loader.graph.node_map
    last = [key for key in wanted if not ({one.key for one in nodes[key].children} & wanted)]
    if wanted >= set(nodes):
        call_command("migrate", interactive=False, verbosity=0)
    else:
        executor.migrate(sorted(last))


def _tables(cursor: CursorWrapper) -> list[str]:
    return sorted(
        info.name for info in connection.introspection.get_table_list(cursor) if info.type == "t"
    )


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def _sequences(cursor: CursorWrapper, tables: list[str]) -> list[dict[str, Any]]:
    """Numbers that were given away and deleted are never given again after a restore either."""
    found: list[dict[str, Any]] = []
    for table in tables:
        for sequence in connection.introspection.get_sequences(cursor, table):
            name = sequence["name"]
            cursor.execute(f"SELECT last_value, is_called FROM {_quoted(name)}")  # noqa: S608
            last, is_called = cursor.fetchone()
            found.append({"name": name, "last": last, "is_called": is_called})
    return found


def _marked_for(cursor: CursorWrapper) -> str:
    cursor.execute(f"SELECT target FROM {_MARK}")  # noqa: S608 -- our own name
    found = cursor.fetchone()
    return str(found[0]) if found else ""


def _drop(cursor: CursorWrapper, tables: list[str]) -> None:
    for table in tables:
        cursor.execute(f"DROP TABLE {_quoted(table)} CASCADE")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
