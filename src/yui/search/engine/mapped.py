"""Giving back to the kernel what only reading mapped files filled.

Dictionary and index are mapped, and the kernel lays sixteen pages into the process for each one
that is read: after a while a process seems to hold both files whole. The mappings are read-only,
so their pages can be let go of at any time; they stay in the kernel's cache and come again with
the next reading.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

# From <sys/mman.h>: drop what is resident.
_MADV_DONTNEED = 4


def give_pages_back(*under: Path) -> None:
    """This function will free the memory that mapped files at or below these paths fill.

    Linux only; elsewhere, and where the kernel refuses, nothing changes but the memory used.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    for start, size_bytes in _mappings(tuple(str(path) for path in under)):
        libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size_bytes), _MADV_DONTNEED)


def _mappings(prefixes: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Address and size in bytes of every read-only mapping of these files."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        span, access, _offset, _device, _inode, *name = line.split(maxsplit=5)
        if name and name[0].startswith(prefixes) and "w" not in access:
            start, end = (int(part, 16) for part in span.split("-"))
            yield start, end - start
