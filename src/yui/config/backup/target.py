"""Where a backup is restored to: an empty data directory that becomes whole in one last step.

Everything is made inside the folder `restore-unfinished` of the target; only what is whole is
moved up. As long as that folder is there, no command but `yui restore` touches the directory.
No Django here: it must not start before the place it will work in is there.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from yui.config.backup.archive import BackupRefused, check, sync_folder, unpack

UNFINISHED = "restore-unfinished"
# Inside it: everything is restored and only has to be moved up.
COMPLETE = "complete"
_NOT_OURS = frozenset({"lost+found"})


@contextlib.contextmanager
def staged(arguments: Sequence[str]) -> Iterator[None]:
    """This function will let `yui restore FILE` run in the place that later becomes the target.

    A restore that was killed is taken up again: from the start, or at the moving. When the body
    fails the target is left as empty as it was. Raises: BackupRefused.
    """
    file = next((word for word in arguments if not word.startswith("-")), "")
    if not file or {"-h", "--help"} & set(arguments):
        yield  # the command itself says what is missing
        return
    target = Path(os.environ.get("YUI_DATA") or "data").resolve()
    was_there = target.exists()
    place = target / UNFINISHED
    if not (place / COMPLETE).exists():
        manifest = check(Path(file))
        with _refusal_in_words(target):
            _begin(target, place)
    with _alone_in(place):
        try:
            if not (place / COMPLETE).exists():
                unpack(Path(file), manifest, place)
            os.environ["YUI_DATA"] = str(place)
            yield
        except BaseException:
            if not (place / COMPLETE).exists():
                shutil.rmtree(target if not was_there else place, ignore_errors=True)
            raise
        with _refusal_in_words(target):
            _move_up(place, target)


def _begin(target: Path, place: Path) -> None:
    """Raises: BackupRefused when anything is there that no unfinished restore has left."""
    target.mkdir(parents=True, exist_ok=True)
    found = [each for each in target.iterdir() if each.name not in _NOT_OURS]
    if found and place not in found:
        raise BackupRefused(
            f"{target} は空ではありません。何も変えませんでした。空のフォルダーに戻してください。"
        )
    if place.exists():
        with _alone_in(place):
            for each in (*place.iterdir(), *(one for one in found if one != place)):
                shutil.rmtree(each) if each.is_dir() else each.unlink()
    place.mkdir(mode=0o700, exist_ok=True)
    sync_folder(target)


@contextlib.contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """The lock ends with the process, however it ends."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupRefused("ほかの yui restore が、同じ場所に戻しています。") from error
    finally:
        os.close(descriptor)


def _move_up(place: Path, target: Path) -> None:
    """Each move is one step, and the folder goes last: a kill in between is taken up again."""
    for each in sorted(place.iterdir()):
        if each.name == COMPLETE:
            continue
        above = target / each.name
        if above.is_dir():  # made anew while the moving was taken up again
            shutil.rmtree(above)
        each.rename(above)
    sync_folder(target)
    (place / COMPLETE).unlink()
    place.rmdir()
    sync_folder(target)


@contextlib.contextmanager
def _refusal_in_words(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BackupRefused(
            f"{target} に書けません（{error.strerror}）。持ち主とディスクの空きを確かめてください。"
        ) from error
