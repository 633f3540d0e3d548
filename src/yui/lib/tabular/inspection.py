"""This module will find out in the child what a file is, and refuse what is no table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular.decoding import find_encoding
from yui.lib.tabular.delimited import find_delimiter
from yui.lib.tabular.table import Encoding
from yui.lib.tabular.workbook import inspect_workbook

MOST_TEXT_BYTES: Final = 300 << 20
MOST_WORKBOOK_BYTES: Final = 200 << 20
_AGAIN: Final = "Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選んでください。"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES: Final = frozenset(("", ".csv", ".tsv", ".txt"))
_OTHER_KINDS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "画像"),
    (b"\xff\xd8\xff", "画像"),
    (b"GIF8", "画像"),
    (b"\x1f\x8b", "圧縮ファイル"),
    (b"Rar!", "圧縮ファイル"),
    (b"7z\xbc\xaf", "圧縮ファイル"),
    (b"{\\rtf", "文書"),
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")


def inspect(*, path: str, name: str, encoding: str) -> Iterator[dict[str, object]]:
    """This function will yield one answer: the encoding, the delimiter and the sheets of a file.

    Raises: SandboxRefused with a Japanese sentence.
    """
    place = Path(path)
    with place.open("rb") as file:
        start = file.read(512)
    suffix = PurePath(name).suffix.lower()
    _refuse_other_kinds(place, start, suffix)
    if start.startswith(b"PK\x03\x04"):
        yield _workbook(place, suffix)
    else:
        yield _text(place, name, suffix, encoding)


def _workbook(place: Path, suffix: str) -> dict[str, object]:
    """This function will answer for a zip archive that should be an .xlsx."""
    if suffix not in ("", ".xlsx"):
        raise SandboxRefused("ファイルの名前と中身がちがいます。" + _AGAIN)
    if place.stat().st_size > MOST_WORKBOOK_BYTES:
        raise SandboxRefused("ファイルが大きすぎます。200MBまでに分けてください。")
    return {"encoding": Encoding.XLSX, "delimiter": "", "sheets": inspect_workbook(place)}


def _text(place: Path, name: str, suffix: str, encoding: str) -> dict[str, object]:
    """This function will answer for a text that should be a CSV or TSV."""
    if suffix not in _TEXT_SUFFIXES:
        raise SandboxRefused("ファイルの名前と中身がちがいます。CSVか.xlsxで保存してください。")
    if place.stat().st_size > MOST_TEXT_BYTES:
        raise SandboxRefused("ファイルが大きすぎます。300MBまでに分けてください。")
    found = find_encoding(place, Encoding(encoding) if encoding else None)
    delimiter = "\t" if suffix == ".tsv" else find_delimiter(place, found)
    sheet = {"name": PurePath(name).stem, "merged": []}
    return {"encoding": found, "delimiter": delimiter, "sheets": [sheet]}


def _refuse_other_kinds(place: Path, start: bytes, suffix: str) -> None:
    """This function will refuse what is no table by its first bytes, and say what to do."""
    if not start:
        raise SandboxRefused("ファイルが空です。")
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise SandboxRefused(_about_old_file(place))
    if suffix in (".xls", ".xlsm", ".xlsb", ".ods"):
        raise SandboxRefused(f"「{suffix}」のファイルは読めません。" + _AGAIN)
    if start.lstrip().lower().startswith(_MARKUP):
        raise SandboxRefused("表計算のファイルではなく、ウェブページです。" + _AGAIN)
    for magic, noun in _OTHER_KINDS:
        if start.startswith(magic):
            raise SandboxRefused(f"{noun}は、表として読めません。CSVか.xlsxを選んでください。")


def _about_old_file(place: Path) -> str:
    """This function will tell an old .xls from a workbook locked with a password."""
    overlap = b""
    with place.open("rb") as file:
        while piece := file.read(1 << 20):
            if _ENCRYPTED in overlap + piece:
                return "パスワードがかかっています。パスワードを外して、保存し直してください。"
            overlap = piece[-len(_ENCRYPTED) :]
    return "古い形式（.xls）のファイルは読めません。" + _AGAIN
