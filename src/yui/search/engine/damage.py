"""Is this index whole? Every file is compared with the checksum tantivy wrote at its end."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yui.search.engine.schema import FIELD_NAMES

_PARTS = ("term", "idx", "pos", "fieldnorm", "fast", "store")
_TAIL = struct.Struct("<II")
_MAGIC = 1337
_BLOCK = 1 << 20
_FOOTER_MAX = 4096

FileMark = tuple[str, int, int]


class IndexDamaged(RuntimeError):
    """This error will say that the index is missing or broken; the SQL fallback should answer."""


class IndexOutdated(IndexDamaged):
    """This error will say that another version of Yui made the index: it must be made anew."""


def check_generation(path: Path, known: frozenset[FileMark] = frozenset()) -> frozenset[FileMark]:
    """This function will check all files of a generation and return their marks.

    Files are never changed once written, so those whose mark (name, size, time) is already
    `known` are not read again. Raises: IndexDamaged naming the first broken file.
    """
    marks = []
    for file in _files_of(path, _read_meta(path)):
        mark = _mark(file)
        if mark not in known:
            _check_file(file)
        marks.append(mark)
    return frozenset(marks)


@dataclass(frozen=True, slots=True)
class MetaFacts:
    """This class will hold what meta.json says that no checksum covers."""

    rows: int
    schema: str


def meta_facts(path: Path) -> MetaFacts:
    """This function will count the rows alive by meta.json and hash its schema.

    Both are compared with the state inside the index. Raises: IndexDamaged.
    """
    meta = _read_meta(path)
    rows = 0
    for segment in meta["segments"]:
        deletes = segment["deletes"]
        rows += segment["max_doc"] - (deletes["num_deleted_docs"] if deletes else 0)
    schema = json.dumps(meta["schema"], sort_keys=True).encode()
    return MetaFacts(rows, hashlib.sha256(schema).hexdigest()[:16])


def _read_meta(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads((path / "meta.json").read_text(encoding="utf-8"))
        names = [field["name"] for field in meta["schema"]]
        for segment in meta["segments"]:
            int(segment["segment_id"].replace("-", ""), 16)
            _natural(segment["max_doc"])
            if segment["deletes"] is not None:
                _natural(segment["deletes"]["opstamp"])
                _natural(segment["deletes"]["num_deleted_docs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"meta.json: {error}") from error
    if set(names) != FIELD_NAMES:
        raise IndexOutdated("meta.json: other fields than ours")
    return dict(meta)


def _natural(number: Any) -> None:
    if not isinstance(number, int) or number < 0:
        raise ValueError(f"no natural number: {number!r}")


def _files_of(path: Path, meta: dict[str, Any]) -> list[Path]:
    files = []
    for segment in meta["segments"]:
        stem = segment["segment_id"].replace("-", "")
        files += [path / f"{stem}.{part}" for part in _PARTS]
        if segment["deletes"] is not None:
            files.append(path / f"{stem}.{segment['deletes']['opstamp']}.del")
    return files


def _mark(file: Path) -> FileMark:
    try:
        state = file.stat()
    except OSError as error:
        raise IndexDamaged(f"{file.name}: {error.strerror}") from error
    return (file.name, state.st_size, state.st_mtime_ns)


def _check_file(file: Path) -> None:
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            length = _footer_length(stream, size)
            found = 0
            left = size - length
            while left > 0:
                block = stream.read(min(_BLOCK, left))
                if not block:
                    break
                found = zlib.crc32(block, found)
                left -= len(block)
            footer = json.loads(stream.read(length - _TAIL.size))
            expected = footer["crc"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"{file.name}: {error}") from error
    if found != expected:
        raise IndexDamaged(f"{file.name}: checksum differs")


def _footer_length(stream: Any, size: int) -> int:
    """Length of the footer with its tail; the stream is left at the start of the file."""
    if size < _TAIL.size:
        raise ValueError("too short")
    stream.seek(size - _TAIL.size)
    length, magic = _TAIL.unpack(stream.read(_TAIL.size))
    if magic != _MAGIC or not 0 < length <= _FOOTER_MAX or length + _TAIL.size > size:
        raise ValueError("no footer")
    stream.seek(0)
    return int(length) + _TAIL.size
