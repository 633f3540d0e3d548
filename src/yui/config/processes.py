"""Child processes that die with their parent: a kill -9 leaves nothing behind."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1


def start_yui(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """This function will start another `yui` with the same environment, bound to this life."""
    return subprocess.Popen(
        [sys.executable, "-m", "yui", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=die_with_parent,
    )


def die_with_parent() -> None:
    """This function will ask Linux to end this process when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def end(children: Sequence[subprocess.Popen[bytes]], *, within_s: float) -> None:
    """This function will ask children to stop and kill those that do not."""
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=within_s)
        except subprocess.TimeoutExpired:
            child.kill()
