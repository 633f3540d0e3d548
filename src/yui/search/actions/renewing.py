"""After an upgrade: making the index anew beside everything else the worker does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Thread

from django.db import connection

from yui.search.actions.following import index_folder
from yui.search.actions.rebuilding import rebuild
from yui.search.engine.damage import IndexDamaged, IndexOutdated
from yui.search.engine.reader import IndexReader

# How long one look at the running work may hold up whoever looks.
_LOOK_S = 0.05


class Renewal:
    """This class will rebuild an index that another version of Yui made, in a thread of its own.

    A large index takes minutes, and nobody else's work waits for them. Looked at once in the life
    of a process: an upgrade starts the worker anew. Until it is done, the database answers, and
    the journal is followed afterwards from where the rebuild began.
    """

    def __init__(self) -> None:
        self._seen_current: set[Path] = set()
        self._work: Thread | None = None
        self._faults: list[Exception] = []

    @property
    def is_running(self) -> bool:
        """This property will say whether an index is being made anew."""
        return self._work is not None

    def go_on(self, *, at: datetime) -> bool:
        """This function will begin the work where it is due; true while it goes on.

        Raises: what stopped the work; the next call begins again.
        """
        folder = index_folder()
        if folder in self._seen_current:
            return False
        if self._work is None:
            return self._begin(folder, at)
        self._work.join(timeout=_LOOK_S)
        if not self._work.is_alive():
            self._end(folder)
        return True

    def _begin(self, folder: Path, at: datetime) -> bool:
        if not _is_outdated(folder):
            self._seen_current.add(folder)
            return False
        self._work = Thread(target=self._rebuild, args=(at,), name="renew-index", daemon=True)
        self._work.start()
        return True

    def _end(self, folder: Path) -> None:
        self._work = None
        if self._faults:
            raise self._faults.pop()
        self._seen_current.add(folder)

    def _rebuild(self, at: datetime) -> None:
        try:
            rebuild(at=at)
        except Exception as error:  # raised again by whoever looks next
            self._faults.append(error)
        finally:
            connection.close()


def _is_outdated(folder: Path) -> bool:
    """A broken index is left as it is: staff are told, and may want to know why."""
    try:
        return IndexReader(folder).cursor < 0
    except IndexOutdated:
        return True
    except IndexDamaged:
        return False
