"""Child processes that die with their parent: a kill -9 leaves nothing behind."""

from __future__ import annotations

import ctypes
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1
# glibc gives each thread its own heap, which for short pages only holds on to memory.
_FEW_ARENAS = {"MALLOC_ARENA_MAX": "2"}


def start_yui(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """This function will start another `yui` with the same environment, bound to this life."""
    return start_python(["-m", "yui", *arguments])


def start_python(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """This function will start a Python bound to this life; what it prints goes to stderr."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        env=_FEW_ARENAS | os.environ,
        preexec_fn=functools.partial(die_with_parent, os.getpid()),
    )


def die_with_parent(parent_pid: int) -> None:
    """This function will have Linux kill this process when its parent ends, however it ends.

    The kernel is asked first and the parent looked at afterwards: none can die in between
    unnoticed. SIGKILL, because there is nobody left to wait for a graceful end.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent_pid:
        os._exit(1)


def end(children: Sequence[subprocess.Popen[bytes]], *, within_s: float) -> None:
    """This function will ask children to stop and kill those still there after `within_s`."""
    deadline = time.monotonic() + within_s
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for child in children:
        try:
            child.wait(timeout=max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
