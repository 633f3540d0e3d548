"""Who was erased, outside the backup: a backup made before would bring them back.

The list says no name and no number, only a keyed hash of each. The key is the hash of the first
entry of the journal, which stands in the database and its backups: the list alone tells nothing,
and beside a restored database it tells whom to erase once more.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from django.conf import settings

from yui.journal.queries import first_hash

NAME = "erased.jsonl"
# A backup that began while somebody was being erased may still hold them.
_MARGIN = timedelta(minutes=10)
_log = structlog.get_logger("yui.erase")


def note_erased(things: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """This function will append what is erased to the list, and say it in the log.

    `things` are (kind, id) pairs such as ("accounts.user", "12").
    """
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    secret = first_hash()
    lines = [
        {"at": moment, "kind": kind, "keyed": _keyed(secret, kind, key)} for kind, key in things
    ]
    descriptor = os.open(list_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(line) + "\n" for line in lines)
        stream.flush()
        os.fsync(stream.fileno())
    for line in lines:
        _log.info("erased", kind=line["kind"], keyed=line["keyed"], erased_at=line["at"])


def list_path() -> Path:
    """This function will name the list of this installation."""
    return Path(settings.YUI.data) / NAME


class Erased:
    """This class will say of things in a restored database whether they were erased since.

    Lines of the list that a crash tore are passed over.
    """

    def __init__(self, path: Path, *, since: datetime) -> None:
        lines = path.read_text(encoding="utf-8").splitlines()
        self._marks = set(_marks(lines, since - _MARGIN))

    def among(self, kind: str, keys: Iterable[object]) -> list[str]:
        """This function will return those of some ids of a kind that were erased."""
        secret, texts = first_hash(), map(str, keys)
        return [key for key in texts if (kind, _keyed(secret, kind, key)) in self._marks]


def _marks(lines: Iterable[str], since: datetime) -> Iterator[tuple[str, str]]:
    for text in lines:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if datetime.fromisoformat(line["at"]) >= since:
            yield line["kind"], line["keyed"]


def _keyed(secret: str, kind: str, key: str) -> str:
    return hmac.new(secret.encode(), f"{kind}:{key}".encode(), hashlib.sha256).hexdigest()
