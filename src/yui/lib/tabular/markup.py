"""This module will read the XML of a workbook with expat, without any declarations of types.

A document type is refused before its first entity, so neither entity bombs nor outside files
can be reached. Names come as "namespace name"; only the local name is passed on.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from typing import IO, Final, NoReturn
from xml.parsers import expat

from yui.lib.sandbox import SandboxRefused

_PIECE_BYTES: Final = 1 << 16
_BROKEN: Final = "ファイルが壊れています。もう一度保存してから、選び直してください。"

Started = Callable[[str, Mapping[str, str]], None]
Ended = Callable[[str], None]


def new_parser(
    started: Started, ended: Ended | None = None, letters: Callable[[str], None] | None = None
) -> expat.XMLParserType:
    """This function will return a parser that calls back with local names and refuses DTDs."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    local: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        started(local.get(name) or local.setdefault(name, name.rpartition(" ")[2]), attributes)

    parser.StartElementHandler = start
    if ended:
        end = ended
        parser.EndElementHandler = lambda name: end(local[name])
    if letters:
        parser.CharacterDataHandler = letters
    return parser


def feed(parser: expat.XMLParserType, piece: bytes, *, final: bool) -> None:
    """This function will parse a piece of XML.

    Raises: SandboxRefused when it is not well formed.
    """
    try:
        parser.Parse(piece, final)
    except expat.ExpatError:
        raise SandboxRefused(_BROKEN) from None


def parse_part(
    archive: zipfile.ZipFile,
    name: str,
    started: Started,
    ended: Ended | None = None,
    letters: Callable[[str], None] | None = None,
) -> None:
    """This function will parse a whole part of an archive piece by piece.

    Raises: SandboxRefused when the part is broken or not there.
    """
    parser = new_parser(started, ended, letters)
    with open_part(archive, name) as part:
        while piece := read_piece(part):
            feed(parser, piece, final=False)
    feed(parser, b"", final=True)


def open_part(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """This function will open a part of an archive for reading.

    Raises: SandboxRefused when it is not there.
    """
    try:
        return archive.open(name)
    except (KeyError, zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        raise SandboxRefused(_BROKEN) from None


def read_piece(part: IO[bytes]) -> bytes:
    """This function will return the next bytes of a part, or none at its end.

    Raises: SandboxRefused when the compressed bytes are broken.
    """
    try:
        return part.read(_PIECE_BYTES)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError):
        raise SandboxRefused(_BROKEN) from None


def _refuse(*_: object) -> NoReturn:
    """This function will refuse a file that declares document types or entities."""
    raise SandboxRefused("ファイルの中に、許されない宣言があります。安全のため読みません。")
