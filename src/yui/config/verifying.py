"""What `yui verify` looks at: the database, the journal's chain, the index, the files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from yui.config.working import MOST_TRIES
from yui.journal.queries import chain_fault, head_position, reading_fault, stopped_tasks
from yui.search.queries import index_fault as search_fault


@dataclass(frozen=True, slots=True)
class Finding:
    """This value will hold the outcome of one check; `detail` is a Japanese sentence or "".

    A check that found nothing damaged can still say what somebody should look at.
    """

    name: str
    ok: bool
    seconds: float
    detail: str


_LOOK_BACK = timedelta(days=7)
# Each returns the first fault in Japanese, or None.
Check = Callable[[], str | None]


def findings() -> Iterator[Finding]:
    """This function will run every check, one after the other."""
    for name, check in _checks().items():
        began = time.perf_counter()
        try:
            fault = check()
        except Exception as error:
            fault = f"調べられませんでした（{type(error).__name__}: {error}）。"
        yield Finding(name, fault is None, round(time.perf_counter() - began, 3), fault or "")
    began = time.perf_counter()
    note = _stopped_tasks()
    yield Finding("tasks", True, round(time.perf_counter() - began, 3), note)


def _checks() -> dict[str, Check]:
    return {
        "migrations": _unapplied_migrations,
        "database": _database_damage,
        "foreign_keys": _foreign_key_damage,
        "durability": _weak_durability,
        "journal": chain_fault,
        "reads": reading_fault,
        "index": index_fault,
    }


def index_fault() -> str | None:
    """This function will ask the search room about the index of this installation.

    Before anything was ever recorded there is nothing to index, and no index is no fault.
    """
    folder = settings.YUI.data / "index"
    if not folder.exists() and head_position() == 0:
        return None
    return search_fault(folder)


def _stopped_tasks() -> str:
    """Work that was given up is no damage: whoever waits for it has been told."""
    try:
        count = stopped_tasks(since=timezone.now() - _LOOK_BACK)
    except DatabaseError:
        return ""  # the other checks say so
    if not count:
        return ""
    return (
        f"裏の仕事が {count} 件、{MOST_TRIES} 回失敗して止まりました（この{_LOOK_BACK.days}日）。"
        "記録（ログ）の task_failed にわけが出ます。"
    )


def _unapplied_migrations() -> str | None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return None
    return f"まだ当てていない変更が {len(waiting)} 件あります。yui migrate を動かしてください。"


def _database_damage() -> str | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        (answer,) = cursor.fetchone()
    return None if answer == "ok" else f"データベースが壊れています（{answer}）。"


def _foreign_key_damage() -> str | None:
    if connection.vendor != "sqlite":
        return None  # PostgreSQL keeps its foreign keys itself
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        first = cursor.fetchone()
    return (
        None if first is None else f"表 {first[0]} の行 {first[1]} に、相手のない参照があります。"
    )


def _weak_durability() -> str | None:
    """A power cut must lose nothing that was answered with yes (trust.md DU-02)."""
    if connection.vendor != "sqlite":
        return None
    wanted = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    with connection.cursor() as cursor:
        for name, value in wanted.items():
            cursor.execute(f"PRAGMA {name}")
            (found,) = cursor.fetchone()
            if found != value:
                return f"SQLite の {name} が {found} です（{value} のはずです）。"
    return None
