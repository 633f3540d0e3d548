"""The press: sets type in a child process, one sheet at a time, within limits.

Measured: typst keeps what it laid out, 60 MB more for each list of 300 services until 900 MB are
reached. A child gives everything back, and can be stopped; it costs a quarter of a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from yui.booklets.errors import PressBusy
from yui.lib.typst import PaperFailed

_TEMPLATES = Path(__file__).resolve().parent.parent / "typst"
_START = (
    "import sys, json; job = json.loads(sys.stdin.buffer.read()); sys.path[:] = job['path'];"
    " from yui.booklets.formats.typesetting import main; main(job)"
)
_PRESS = threading.BoundedSemaphore(1)
_WAIT_S = 20.0
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
def pressing(wait_s: float = _WAIT_S) -> Iterator[None]:
    """This function will hold the press. Raises: PressBusy when it stays taken for `wait_s`."""
    if not _PRESS.acquire(timeout=wait_s):
        raise PressBusy("いま、印刷の用意が混んでいます。少し待って、もう一度開いてください。")
    try:
        yield
    finally:
        _PRESS.release()


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
