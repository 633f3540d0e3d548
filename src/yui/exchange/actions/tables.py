"""Set-based writing: rows prepared in temporary tables, then copied by INSERT … SELECT.

Filling a temporary table takes no lock on the database, on SQLite as on PostgreSQL; the copy is
one statement per table. Columns and defaults come from the models, so that a new field of the
directory keeps its default here too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models


def key_of(value: UUID | str) -> str:
    """This function will return a UUID as both databases take it: 32 hexadecimal digits."""
    return value.hex if isinstance(value, UUID) else UUID(value).hex


def moment_of(at: datetime) -> Any:
    """This function will return a moment as a parameter of the database in use."""
    return connection.ops.adapt_datetimefield_value(at)


def day_of(day: date | None) -> Any:
    """This function will return a day as a parameter of the database in use."""
    return connection.ops.adapt_datefield_value(day) if day else None


def json_of(value: object) -> str:
    """This function will return JSON as Django stores it in a JSONField of SQLite."""
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def spared_memory() -> Iterator[None]:
    """This function will keep SQLite's temporary tables out of the memory of this process."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    _keep_temporary("FILE")
    try:
        yield
    finally:
        _keep_temporary("MEMORY")


def _keep_temporary(where: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA temp_store = {where}")


@dataclass(slots=True)
class Prepared:
    """This object will hold rows of one model in a temporary table."""

    model: type[models.Model]
    waiting: list[tuple[Any, ...]] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    defaults: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    @property
    def table(self) -> str:
        """This property will return the name of the real table."""
        return self.model._meta.db_table

    @property
    def temporary(self) -> str:
        """This property will return the name of the temporary table."""
        return f"prepared_{self.table}"

    def create(self) -> None:
        """This function will make the empty temporary table, without the automatic id."""
        fields = [
            column
            for column in self.model._meta.concrete_fields
            if not isinstance(column, models.AutoField)
        ]
        self.columns = tuple(column.column for column in fields)
        self.defaults = {
            column.column: column.get_db_prep_save(column.get_default(), connection)
            for column in fields
            if not column.primary_key and not column.unique
        }
        names = ", ".join(self.columns)
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.temporary}")
            empty = f"SELECT {names} FROM {self.table} WHERE 1 = 0"  # noqa: S608 -- our own names
            cursor.execute(f"CREATE TEMPORARY TABLE {self.temporary} AS {empty}")

    def add(self, values: dict[str, Any]) -> None:
        """This function will keep one row, by column name; the rest has the model's defaults."""
        row = self.defaults | values
        self.waiting.append(tuple(row[column] for column in self.columns))
        if len(self.waiting) >= 2000:
            self.flush()

    def flush(self) -> None:
        """This function will write the waiting rows to the temporary table."""
        if self.waiting:
            insert_rows(self.temporary, self.columns, self.waiting)
            self.count += len(self.waiting)
            self.waiting = []

    def copy(self, replacing: Mapping[str, Any] | None = None) -> None:
        """This function will copy all rows to the real table, with some columns set anew."""
        if not self.count:
            return
        given = replacing or {}
        shown = ", ".join("%s" if name in given else name for name in self.columns)
        parameters = [given[name] for name in self.columns if name in given]
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {self.table} ({', '.join(self.columns)}) "  # noqa: S608
                f"SELECT {shown} FROM {self.temporary}",
                parameters,
            )

    def drop(self) -> None:
        """This function will drop the temporary table."""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {self.temporary}")


def insert_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """This function will insert prepared tuples with one prepared statement."""
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
            list(rows),
        )


def update_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """This function will set columns of rows by id; each tuple ends with the id."""
    sets = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE id = %s", list(rows))  # noqa: S608
