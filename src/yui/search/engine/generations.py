"""Where an index lives: one directory per generation and a pointer that is swapped in one step.

    <directory>/current          the name of the generation that answers
    <directory>/generation-…/    a tantivy index
    <directory>/rebuild.lock     held while a new generation is being made

A process that dies at any moment leaves the pointer at the old or at the new generation.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_POINTER = "current"
_PREFIX = "generation-"
_LOCK = "rebuild.lock"


class RebuildRunning(RuntimeError):
    """This error will say that another process is making a new generation."""


def pointer_path(directory: Path) -> Path:
    """This function will return the path of the pointer file."""
    return directory / _POINTER


def current_generation(directory: Path) -> Path | None:
    """This function will return the generation that answers, None where there is none.

    A pointer that names nothing of ours counts as none: it is never followed outside.
    """
    try:
        name = pointer_path(directory).read_bytes().decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return None
    if not name.startswith(_PREFIX) or "/" in name or "\0" in name:
        return None
    path = directory / name
    return path if path.is_dir() else None


def new_generation(directory: Path) -> Path:
    """This function will make an empty generation that nobody reads yet."""
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"{_PREFIX}{secrets.token_hex(8)}"
    path.mkdir()
    return path


def publish(directory: Path, generation: Path) -> None:
    """This function will make a generation the one that answers, durably and in one step."""
    _sync(generation)
    draft = directory / f"{_POINTER}.{secrets.token_hex(4)}"
    with draft.open("w", encoding="ascii") as file:
        file.write(generation.name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(pointer_path(directory))
    _sync(directory)


def sweep(directory: Path) -> None:
    """This function will remove generations that no longer answer. Call it under the lock.

    Readers that still hold an old one keep reading: its files live until they let go.
    """
    current = current_generation(directory)
    for path in directory.glob(f"{_PREFIX}*"):
        if path != current:
            shutil.rmtree(path, ignore_errors=True)
    for draft in directory.glob(f"{_POINTER}.*"):
        draft.unlink(missing_ok=True)


@contextmanager
def rebuild_lock(directory: Path) -> Iterator[None]:
    """This function will hold the right to make a generation; a dead holder lets go by itself.

    Raises: RebuildRunning when another process holds it.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / _LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RebuildRunning from None
        yield


def _sync(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
