"""The press: sets type in a child process, few sheets at a time on a machine, within limits.

Measured: typst keeps what it laid out, 60 MB more for each list of 300 services until 900 MB are
reached. A child gives everything back, and can be stopped; it costs a quarter of a second.
All processes that serve one data directory share its slots: locks on files, which the system
lets go of when a process dies.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from yui.booklets.errors import PressBusy
from yui.lib.typst import PaperFailed

_TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
_START = (
    "import sys, json; job = json.loads(sys.stdin.buffer.read()); sys.path[:] = job['path'];"
    " from yui.booklets.formats.typesetting import main; main(job)"
)
# Half of the processors set type, so that pages are answered meanwhile.
_SLOTS = max(1, (os.cpu_count() or 1) // 2)
# Of the four threads of a process three may wait for the press: the fourth gives up soon, so that
# pages are answered however many ask for paper.
_HERE = threading.BoundedSemaphore(3)
_TURN_S = 2.0
_WAIT_S = 10.0
_LOOK_AGAIN_S = 0.05
_BUSY = "いま、印刷の用意が混んでいます。少し待って、もう一度開いてください。"
_LONGEST_S = 30.0


def printed(template: str, data: Mapping[str, object], *, title: str) -> bytes:
    """This function will return the PDF of a template of this room.

    Raises: PressBusy when the press stays taken or takes too long; PaperFailed.
    """
    job = {
        "template": str(_TEMPLATES / template),
        "data": data,
        "title": title,
        "path": [os.path.abspath(entry) for entry in sys.path if entry],
    }
    with pressing():
        return _set(json.dumps(job).encode())


@contextmanager
def pressing(wait_s: float | None = None) -> Iterator[None]:
    """This function will hold a slot of the machine's press.

    Raises: PressBusy when all stay taken for `wait_s` (10 s where none is given), after 2 s when
    three others of this process wait.
    """
    if not _HERE.acquire(timeout=_TURN_S):
        raise PressBusy(_BUSY)
    try:
        with _slot(time.monotonic() + (_WAIT_S if wait_s is None else wait_s)):
            yield
    finally:
        _HERE.release()


@contextmanager
def _slot(until: float) -> Iterator[None]:
    folder = Path(settings.YUI.data) / "press"
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for number in range(_SLOTS):
            with (folder / f"slot-{number}.lock").open("w") as file:
                if _is_taken(file):
                    continue
                yield
                return
        if time.monotonic() >= until:
            raise PressBusy(_BUSY)
        time.sleep(_LOOK_AGAIN_S)


def _is_taken(file: IO[str]) -> bool:
    """This function will lock a file unless another holds it; closing lets go of it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def _set(job: bytes) -> bytes:
    try:
        finished = subprocess.run(  # noqa: S603 -- our own interpreter and a constant program
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", _START],
            input=job,
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
            env={"LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise PressBusy("時間がかかりすぎました。条件を足して、短い一覧にしてください。") from error
    if finished.returncode != 0:
        message = finished.stderr.decode(errors="replace").strip()
        raise PaperFailed(message or f"exit code {finished.returncode}")
    return finished.stdout
