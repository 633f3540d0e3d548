"""`yui restore`: the part that needs Django, inside the folder that becomes the data directory."""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from yui.config.backup.archive import DAMAGED, MANIFEST, NEWER, BackupRefused
from yui.config.backup.making import database_of_kind
from yui.config.backup.target import COMPLETE
from yui.config.erasing.listing import list_path
from yui.config.erasing.people import erase_again
from yui.journal.queries import cursor_moved_at
from yui.policy.viewer import operator
from yui.search.actions import rebuild
from yui.search.actions.following import FOLLOWER

_KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def restore(*, at: datetime, erased: Path | None = None) -> dict[str, Any] | None:
    """This function will make the unpacked backup an installation; returns what it says of itself.

    Who stands in the list `erased` and was erased after the backup was made is erased once more;
    "erased_again" of what is returned counts them. None when an earlier run had done all of it
    and was killed while the files were moved.
    Raises: BackupRefused, with the database as empty as it was.
    """
    database, place = database_of_kind(), settings.YUI.data
    if (place / COMPLETE).exists():
        database.finish()
        return None
    about: dict[str, Any] = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
    _refuse_other_kind(about)
    _refuse_newer(about)
    database.prepare(str(place.parent))
    try:
        database.load(about)
        if database.counts() != about["rows"]:
            raise BackupRefused(DAMAGED.format(why="行の数が合いません"))
        call_command("migrate", interactive=False, verbosity=0)
        _put_files(place)
        about["erased_again"] = _erase_again(erased, about, at)
        _index()
    except BaseException:
        database.give_up()
        raise
    (place / COMPLETE).touch()
    database.finish()
    return about


def _refuse_other_kind(about: dict[str, Any]) -> None:
    then, now = about["database"], database_of_kind().KIND
    if then != now:
        raise BackupRefused(
            f"この控えは {_KINDS[then]} のものです。{_KINDS[now]} には戻せません。"
            "YUI_DATABASE_URL を確かめてください。"
        )


def _refuse_newer(about: dict[str, Any]) -> None:
    known = MigrationLoader(None).disk_migrations
    if any((app, name) not in known for app, name in about["migrations"]):
        raise BackupRefused(NEWER)


def _put_files(place: Path) -> None:
    """The unpacked files take their places; what was only packing goes."""
    packed = place / "data"
    for each in packed.iterdir() if packed.exists() else ():
        each.rename(place / each.name)
    for folder in (packed, place / "database"):
        shutil.rmtree(folder, ignore_errors=True)
    (place / MANIFEST).unlink()


def _erase_again(erased: Path | None, about: dict[str, Any], at: datetime) -> int:
    """Raises: BackupRefused when the list cannot be read: nobody comes back unseen."""
    if erased is None:
        return 0
    try:
        since = datetime.fromisoformat(about["made_at"])
        count = erase_again(by=operator("restore"), at=at, path=erased, since=since)
        shutil.copyfile(erased, list_path())
    except (OSError, ValueError, LookupError) as error:
        raise BackupRefused(
            f"消した人のリスト {erased} を読めません。正しいファイルを --erased に渡してください。"
        ) from error
    return count


def _index() -> None:
    """An installation whose index was never made has none to make again: its worker will.

    Its follower has been where it was, not here now: the same data gives the same dump.
    """
    moved_at = cursor_moved_at(FOLLOWER)
    if moved_at is not None:
        rebuild(at=moved_at)
