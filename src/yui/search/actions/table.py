"""The flat table, read and written in bulk: a million rows go through no model instance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import connection, transaction

from yui.search.actions.documents import Row, is_kept_whole
from yui.search.models import Document

_NAMES = ", ".join(Row._fields)
_MARKS = ", ".join(["%s"] * len(Row._fields))
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in Row._fields if name != "key")
_UPSERT = (
    f"INSERT INTO search_document ({_NAMES}) VALUES ({_MARKS}) "  # noqa: S608 -- our own names
    f"ON CONFLICT (key) DO UPDATE SET {_CHANGES}"
)
_READ = (
    "SELECT key, CAST(content AS TEXT), cut, analysis FROM search_document "
    "WHERE key > %s ORDER BY key LIMIT %s"
)
_CHUNK = 2_000


def write_rows(rows: Iterable[Row], *, gone: Sequence[UUID] = ()) -> None:
    """This function will write rows to the table and remove those that are gone, in one step."""
    values = [(_key(UUID(row.key)), *row[1:]) for row in rows]
    with transaction.atomic():
        if gone:
            Document.objects.filter(key__in=gone).delete()
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, values)


def read_rows() -> Iterator[tuple[str, str, str]]:
    """This function will yield content (JSON), cut and analysis of all rows, by key.

    One portion is in memory at a time, and no transaction stays open between two.
    """
    last = _key(UUID(int=0))
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [last, _CHUNK])
            rows = cursor.fetchall()
        if not rows:
            return
        yield from (row[1:] for row in rows)
        last = rows[-1][0]


def is_table_current() -> bool:
    """This function will say whether this version wrote the table: its rows hold the same."""
    first = next(read_rows(), None)
    return first is None or is_kept_whole(first[0])


def _key(key: UUID) -> str | UUID:
    """SQLite keeps a UUID as its 32 digits."""
    return key.hex if connection.vendor == "sqlite" else key
