"""After the rows are gone: no byte of them is left in the files below the database.

A deleted row leaves its bytes in the page, in the write-ahead log, in statistics. SQLite writes
over what it frees (`secure_delete`), is copied anew and its log emptied. PostgreSQL copies the
tables anew; what its own log (`pg_wal`) holds passes when the server recycles it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import CharField, Field, JSONField, Model, TextField

from yui.lib.traces import Traces

_ROOMS = ("accounts", "directory", "events", "exchange", "review", "search")
_BESIDE = ("sessions", "account", "mfa", "usersessions")
# Made anew from the rooms: what stands there stands in a room first.
_DERIVED = frozenset({"search_document"})
_PATIENCE_S = 30
_PAUSE_S = 0.5


def scrub() -> bool:
    """This function will copy the database anew; false when somebody still reads the old log.

    Who writes meanwhile waits. Never inside a transaction.
    """
    if connection.vendor == "postgresql":
        _copy_tables()
        return True
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    return _empty_log()


def drop_mail(traces: Traces) -> int:
    """This function will delete kept mails that name somebody; returns how many."""
    named = [path for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml") if _names(path, traces)]
    for path in named:
        path.unlink(missing_ok=True)
    return len(named)


def remains(traces: Traces) -> Counter[str]:
    """This function will count the rows that still say the same, by "room.model".

    They may speak of somebody else of that name: only a person can tell.
    """
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if not model.__module__.startswith("yui.") or model._meta.db_table in _DERIVED:
            continue
        names = [each.attname for each in model._meta.concrete_fields if _holds_words(each)]
        if names:
            rows = model._default_manager.values_list(*names).iterator(chunk_size=2000)
            found[model._meta.label_lower] += sum(traces.stand_in(list(row)) for row in rows)
    return +found


def _holds_words(column: Field[Any, Any]) -> bool:
    return isinstance(column, CharField | TextField | JSONField) and not column.choices


def _copy_tables() -> None:
    """Statistics hold samples of what stood in the tables: they are taken anew as well."""
    with connection.cursor() as cursor:
        for model in _models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"VACUUM (FULL, ANALYZE) {table}")
        cursor.execute("VACUUM FULL pg_catalog.pg_statistic")


def _models() -> Iterator[type[Model]]:
    for label in (*_ROOMS, *_BESIDE):
        yield from apps.get_app_config(label).get_models()


def _empty_log() -> bool:
    """The log is emptied when nobody reads an older state any more."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (is_busy, _pages, _copied) = cursor.fetchone()
        if not is_busy or time.monotonic() > deadline:
            return not is_busy
        time.sleep(_PAUSE_S)


def _names(path: Path, traces: Traces) -> bool:
    message = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)
    texts = [str(value) for value in message.values()]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            texts.append(str(part.get_content()))
    return traces.stand_in(texts)
