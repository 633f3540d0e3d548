"""This module will take powers away from the running process: limits, kernel rules, a hook.

Three layers, because no one of them exists everywhere: POSIX limits hold on every system,
Landlock (Linux 5.13 and later, also without root) and an empty network where the kernel grants
them, and an audit hook that stops Python code on all others. RLIMIT_NPROC does not bind root.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import Final

from yui.lib.sandbox.job import Limits

_NEW_NETWORK, _NEW_USER = 0x4000_0000, 0x1000_0000
_SET_PARENT_DEATH_SIGNAL, _SET_NO_NEW_PRIVILEGES = 1, 38
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _REFER, _TRUNCATE, _DEVICE_CONTROL = 1 << 0, 1 << 13, 1 << 14, 1 << 15
# Write, remove and make entries of every type: bits 1 and 4-12 of linux/landlock.h.
_WRITES: Final = (1 << 1) | sum(1 << bit for bit in range(4, 13))
_TCP: Final = 0b11
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN: Final = (
    "os.fork",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
    "os.chmod",
    "os.chown",
    "subprocess.",
    "socket.",
    "ctypes.",
    "pty.",
)
_CHANGING: Final = frozenset(
    ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate")
)


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("directory", ctypes.c_int32))


def confine(limits: Limits, directory: str) -> None:
    """This function will leave the process only reading, and writing inside `directory`."""
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "prctl"):
        library.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        library.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if hasattr(library, "unshare"):
        library.unshare(_NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER)
    _set_limits(limits)
    _restrict_files(library, directory)
    sys.addaudithook(_watch(os.path.realpath(directory)))


def _set_limits(limits: Limits) -> None:
    """This function will set the POSIX limits; a second of CPU is left to say goodbye."""
    size = limits.temporary_mb << 20
    for name, soft, hard in (
        (resource.RLIMIT_CPU, limits.cpu_s, limits.cpu_s + 1),
        (resource.RLIMIT_FSIZE, size, size),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        resource.setrlimit(name, (soft, hard))


def _restrict_files(library: ctypes.CDLL, directory: str) -> None:
    """This function will let the kernel refuse every write outside a directory, where it can."""
    version = library.syscall(_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return
    newer = (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rules = _Ruleset(_EXECUTE | _WRITES | newer, _TCP if version >= 4 else 0)
    size = ctypes.sizeof(rules) if version >= 4 else 8
    ruleset = library.syscall(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    if ruleset < 0:
        return
    opened = os.open(directory, os.O_PATH | os.O_DIRECTORY)
    allowed = _PathBeneath(_WRITES | newer, opened)
    library.syscall(_ADD_RULE, ruleset, 1, ctypes.byref(allowed), 0)
    library.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(opened)
    os.close(ruleset)


def _watch(directory: str) -> Callable[[str, tuple[object, ...]], None]:
    """This function will return the hook that stops Python code from leaving the directory."""

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if (event == "open" and _writes(arguments)) or event in _CHANGING:
            _must_be_inside(directory, arguments[0])
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(event)

    return hook


def _writes(arguments: tuple[object, ...]) -> bool:
    """This function will tell whether an `open` event asks for more than reading."""
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & _WRITING)


def _must_be_inside(directory: str, path: object) -> None:
    """This function will raise PermissionError for a path outside the directory."""
    if not isinstance(path, (str, bytes, os.PathLike)):
        return  # a number: the file was judged when it was opened
    real = os.path.realpath(os.fsdecode(path))
    if os.path.commonpath((directory, real)) != directory:
        raise PermissionError("outside the temporary directory")
