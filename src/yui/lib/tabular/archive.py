"""This module will judge the structure of a zip archive before anything in it is unpacked.

Python's zipfile trusts the central directory; here every local header is compared with it, so
overlapping and hidden entries are found (the "better zip bomb" of D. Fifield, 2019).
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from yui.lib.sandbox import SandboxRefused

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200 << 20
MOST_RATIO: Final = 100
# A small part may shrink as much as it likes: it cannot do harm.
_SMALL_BYTES: Final = 1 << 20
_BROKEN: Final = "ファイルが壊れています。もう一度保存してから、選び直してください。"
_UNUSUAL: Final = "ファイルの作りがふつうではないため、安全のため読みません。"
_TOO_LARGE: Final = "ファイルを開くと大きすぎます。小さく分けてください。"
_UNSAFE_NAME: Final = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\x00")
_LOCAL: Final = struct.Struct("<4s5H3L2H")


def open_archive(path: Path) -> zipfile.ZipFile:
    """This function will open a zip archive whose structure is sound, within the limits.

    Raises: SandboxRefused with a Japanese sentence.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
        raise SandboxRefused(_BROKEN) from None
    entries = archive.infolist()
    _check_sizes(entries)
    _check_names(entries)
    _check_places(archive, path, entries)
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes:
    """This function will return a whole part of an archive.

    Raises: SandboxRefused when the part is broken or is not there.
    """
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError):
        raise SandboxRefused(_BROKEN) from None


def _check_sizes(entries: Sequence[zipfile.ZipInfo]) -> None:
    """This function will refuse archives that are too many, too large or too dense."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise SandboxRefused(_TOO_LARGE)
    for entry in entries:
        if entry.file_size > max(_SMALL_BYTES, MOST_RATIO * entry.compress_size):
            raise SandboxRefused(_TOO_LARGE)


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    """This function will refuse locked entries, links, repeated names and names that lead away."""
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise SandboxRefused(
            "パスワードがかかっています。パスワードを外して、保存し直してください。"
        )
    names = [entry.filename.lower() for entry in entries]
    odd = (
        len(set(names)) != len(names)
        or any(_UNSAFE_NAME.search(entry.orig_filename) for entry in entries)
        or any(stat.S_ISLNK(entry.external_attr >> 16) for entry in entries)
        or any(entry.compress_type not in (0, zipfile.ZIP_DEFLATED) for entry in entries)
    )
    if odd:
        raise SandboxRefused(_UNUSUAL)


def _check_places(archive: zipfile.ZipFile, path: Path, entries: Sequence[zipfile.ZipInfo]) -> None:
    """This function will refuse entries that overlap, or whose own header tells another story."""
    end = 0
    with path.open("rb") as file:
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end or (end == 0 and entry.header_offset != 0):
                raise SandboxRefused(_UNUSUAL)
            file.seek(entry.header_offset)
            header = file.read(_LOCAL.size)
            if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
                raise SandboxRefused(_BROKEN)
            fields = _LOCAL.unpack(header)
            written = file.read(fields[9]).decode("utf-8" if fields[2] & 0x800 else "cp437")
            if written != entry.orig_filename or fields[3] != entry.compress_type:
                raise SandboxRefused(_UNUSUAL)
            end = entry.header_offset + _LOCAL.size + fields[9] + fields[10] + entry.compress_size
    if end > archive.start_dir:
        raise SandboxRefused(_UNUSUAL)
