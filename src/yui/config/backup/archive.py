"""The file of a backup: a plain zip whose last bytes are the SHA-256 of all before them.

Any unzip opens it; nothing of Yui is needed to get at the data. The seal stands in the comment
of the zip, so one changed, missing or added byte anywhere is found before anything is unpacked.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
_SEAL = b"yui-backup sha256 "
_DIGITS = 64
_PIECE_BYTES = 1 << 20
# A zip cannot say when before 1980; what was copied when stands in the manifest.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

NEWER = "この控えは、新しい版の結（Yui）で作られました。同じか新しい版で戻してください。"
DAMAGED = "この控えは壊れています（{why}）。何も戻しませんでした。別の控えを使ってください。"


class BackupRefused(Exception):
    """This error will carry the Japanese sentence why a backup is not made or not restored."""


@dataclass(frozen=True, slots=True)
class Member:
    """This value will name one file inside a backup, its length in bytes and its SHA-256 (hex)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """This value will hold what a backup says of itself.

    `about` is what the maker wrote: versions, migrations, counts of rows.
    """

    about: dict[str, Any]
    members: tuple[Member, ...]


class Writing:
    """This class will take members one after the other into an archive that is being made."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.members: list[Member] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """This function will add one member from its pieces, whatever its length."""
        digest, size = hashlib.sha256(), 0
        with self._packed.open(_info(name), "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece)
                digest.update(piece)
                size += len(piece)
        self.members.append(Member(name, size, digest.hexdigest()))

    def describe(self, about: dict[str, Any]) -> None:
        """This function will add the manifest, the last member."""
        told = {"format": FORMAT, **about, "members": [asdict(each) for each in self.members]}
        text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)
        self._packed.writestr(_info(MANIFEST), text)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[Writing]:
    """This function will make an archive that appears under its name only when it is whole.

    Raises: BackupRefused when the name is taken or the place cannot be written.
    """
    if path.exists():
        raise BackupRefused(f"{path} は、もうあります。別の名前にしてください。")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                yield Writing(packed)
                packed.comment = _SEAL + b"0" * _DIGITS
            _seal(stream)
        os.link(draft, path)
    except FileExistsError as error:
        raise BackupRefused(f"{path} は、もうあります。別の名前にしてください。") from error
    except OSError as error:
        raise BackupRefused(
            f"{path} に書けません（{error.strerror}）。場所とディスクの空きを確かめてください。"
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def check(path: Path) -> Manifest:
    """This function will read the whole archive and return what it says of itself.

    Raises: BackupRefused when a single byte is not as it was written, or it is no backup, or a
    later version of Yui made it.
    """
    try:
        with path.open("rb") as stream:
            _check_seal(stream)
            with zipfile.ZipFile(stream) as packed:
                told = json.loads(packed.read(MANIFEST))
                names = sorted(packed.namelist())
    except OSError as error:
        raise BackupRefused(f"{path} を読めません（{error.strerror}）。") from error
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BackupRefused(DAMAGED.format(why="中身が読めません")) from error
    if told.pop("format") != FORMAT:
        raise BackupRefused(NEWER)
    members = tuple(Member(**each) for each in told.pop("members"))
    if names != sorted([MANIFEST, *(each.name for each in members)]):
        raise BackupRefused(DAMAGED.format(why="中身の一覧が合いません"))
    return Manifest(told, members)


def unpack(path: Path, manifest: Manifest, into: Path) -> None:
    """This function will write every member below a folder, each checked by its own SHA-256.

    What the backup says of itself is written beside them as `manifest.json`.

    Raises: BackupRefused when a member is not what the manifest says, or the disk is full.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            for member in manifest.members:
                _unpack_one(packed, member, into)
        (into / MANIFEST).write_text(json.dumps(manifest.about), encoding="utf-8")
    except (zipfile.BadZipFile, EOFError, ValueError) as error:
        raise BackupRefused(DAMAGED.format(why="中身が読めません")) from error
    except OSError as error:
        raise BackupRefused(
            f"{into} に書けません（{error.strerror}）。ディスクの空きを確かめてください。"
        ) from error


def pieces_of(stream: IO[bytes]) -> Iterator[bytes]:
    """This function will yield a stream in pieces of at most a mebibyte."""
    while piece := stream.read(_PIECE_BYTES):
        yield piece


def sync_folder(folder: Path) -> None:
    """This function will make the names in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _seal(stream: IO[bytes]) -> None:
    """What was written is read again: a disk that kept something else is found now, not later."""
    stream.flush()
    size = stream.seek(0, os.SEEK_END)
    digits = _digest(stream, size - _DIGITS).encode()
    stream.seek(size - _DIGITS)
    stream.write(digits)
    stream.flush()
    os.fsync(stream.fileno())


def _check_seal(stream: IO[bytes]) -> None:
    size = stream.seek(0, os.SEEK_END)
    if size < len(_SEAL) + _DIGITS:
        raise BackupRefused(DAMAGED.format(why="途中で切れています"))
    stream.seek(size - len(_SEAL) - _DIGITS)
    end = stream.read()
    if not end.startswith(_SEAL):
        raise BackupRefused(DAMAGED.format(why="終わりの印がありません"))
    if end[len(_SEAL) :] != _digest(stream, size - _DIGITS).encode():
        raise BackupRefused(DAMAGED.format(why="検査の値（SHA-256）が合いません"))
    stream.seek(0)


def _digest(stream: IO[bytes], size: int) -> str:
    digest = hashlib.sha256()
    stream.seek(0)
    while size > 0 and (piece := stream.read(min(size, _PIECE_BYTES))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def _unpack_one(packed: zipfile.ZipFile, member: Member, into: Path) -> None:
    where = PurePosixPath(member.name)
    if where.is_absolute() or ".." in where.parts:
        raise BackupRefused(DAMAGED.format(why="名前が正しくありません"))
    target = into.joinpath(*where.parts)
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with packed.open(member.name) as source, os.fdopen(descriptor, "wb") as stream:
        for piece in pieces_of(source):
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    if digest.hexdigest() != member.sha256 or target.stat().st_size != member.size:
        raise BackupRefused(DAMAGED.format(why=f"{member.name} が合いません"))
