"""This module will append lines from many processes to files that one reader takes and empties.

Counting in a file costs the web no lock of the database. A reader first renames a file, so that
the writers go on in a new one; what it holds is then read once and thrown away.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LOCK: Final = "fold.lock"


def append_line(folder: Path, stem: str, line: str) -> None:
    """This function will append one line to this process's file of a kind: 「unmet-4711.jsonl」.

    A file that was taken between opening and locking is left alone: its reader may be done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}-{os.getpid()}.jsonl"
    while True:
        with path.open("a", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            if _is_still(path, stream.fileno()):
                stream.write(line + "\n")
                return


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


@contextmanager
def reading_alone(folder: Path) -> Iterator[None]:
    """This context will keep other readers of a folder out; it ends with the process, however."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def taken_files(folder: Path, stem: str) -> Iterator[Path]:
    """This function will take the files of a kind from their writers and yield them, by name.

    A file that was taken before and not thrown away comes again under the same name.
    """
    if not folder.is_dir():
        return
    for path in sorted(folder.glob(f"{stem}-*.jsonl")):
        path.rename(path.with_suffix(f".{path.stat().st_mtime_ns}.taken"))
    yield from sorted(folder.glob(f"{stem}-*.taken"))


def lines_of(path: Path) -> list[str]:
    """This function will return the lines of a taken file, once whoever still writes has ended."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        return stream.read().splitlines()
