"""SudachiPy's core dictionary, opened once, without keeping all of it in memory.

Opening reads the whole file, and cutting the thesaurus into words most of it: some 120 MB stay
resident in every process, though a question touches a few pages. The mapping is read-only, so
its pages can be given back to the kernel at any time and come again when they are read.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

from sudachipy import Dictionary

_FILE = "system.dic"
# From <sys/mman.h>: no reading ahead; drop what is resident.
_MADV_RANDOM, _MADV_DONTNEED = 1, 4


def open_dictionary() -> Dictionary:
    """This function will open the core dictionary and give its pages back to the kernel."""
    opened = Dictionary(dict="core")
    give_pages_back()
    return opened


def give_pages_back() -> None:
    """This function will free the memory that reading the dictionary filled; it stays open."""
    if sys.platform == "linux":
        _give_back(_mappings())


def _mappings() -> Iterator[tuple[int, int]]:
    """Address and size in bytes of every read-only mapping of the dictionary's file."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        span, access, *_rest = line.split()
        if line.endswith(f"/{_FILE}") and "w" not in access:
            start, end = (int(part, 16) for part in span.split("-"))
            yield start, end - start


def _give_back(mappings: Iterator[tuple[int, int]]) -> None:
    """A kernel that refuses changes nothing but the memory used."""
    libc = ctypes.CDLL(None)
    for start, size_bytes in mappings:
        for advice in (_MADV_RANDOM, _MADV_DONTNEED):
            libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size_bytes), advice)
