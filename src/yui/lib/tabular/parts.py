"""This module will read the parts of a workbook that its sheets depend on.

Source: ECMA-376 Part 1 (SpreadsheetML): workbook, relationships, shared strings and styles.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from yui.lib.sandbox import SandboxRefused
from yui.lib.tabular.markup import parse_part
from yui.lib.tabular.shown import GENERAL, format_of_id

_NOT_A_WORKBOOK: Final = "Excelブック（.xlsx）ではありません。CSVか.xlsxで保存してください。"
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MOST_SHEETS: Final = 200


@dataclass(frozen=True, slots=True)
class SheetPart:
    """This value will hold where a sheet lies in the archive, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """This value will hold what a workbook says about all of its sheets."""

    sheets: tuple[SheetPart, ...]
    strings_part: str
    styles_part: str
    counts_from_1904: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """This value will hold a link from one part to another: what kind, and where to."""

    kind: str
    part: str


def read_book(archive: zipfile.ZipFile) -> Book:
    """This function will read the list of sheets of a workbook.

    Raises: SandboxRefused when the archive is no .xlsx, or holds macros.
    """
    names = set(archive.namelist())
    _refuse_other_archives(names)
    main = _only(_relations(archive, ""), "officeDocument", names)
    links = _relations(archive, main)
    entries: list[Mapping[str, str]] = []
    from_1904 = False

    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        if name == "sheet":
            entries.append(attributes)
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    parse_part(archive, main, started)
    sheets = tuple(
        SheetPart(entry["name"], link.part, entry.get("state", "visible") != "visible")
        for entry in entries
        if (link := links.get(_relation_id(entry))) and link.kind == "worksheet"
    )
    if not sheets or len(sheets) > _MOST_SHEETS or any(s.part not in names for s in sheets):
        raise SandboxRefused(_NOT_A_WORKBOOK)
    return Book(
        sheets,
        _only(links, "sharedStrings", names, needed=False),
        _only(links, "styles", names, needed=False),
        from_1904,
    )


def read_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """This function will return the shared strings; furigana above a word is left out."""
    strings: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def started(name: str, _: Mapping[str, str]) -> None:
        inside.append(name)

    def letters(text: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(text)

    def ended(name: str) -> None:
        inside.pop()
        if name == "si":
            strings.append(unescape("".join(pieces)))
            pieces.clear()

    if part:
        parse_part(archive, part, started, ended, letters)
    return strings


def read_formats(archive: zipfile.ZipFile, part: str) -> list[str]:
    """This function will return the number format code of each cell style, in order."""
    codes: dict[int, str] = {}
    formats: list[str] = []
    inside: list[str] = []

    def started(name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", GENERAL)
        elif name == "xf" and inside[-1] == "cellXfs":
            number = _number(attributes.get("numFmtId"))
            formats.append(codes.get(number) or format_of_id(number))
        inside.append(name)

    def ended(_: str) -> None:
        inside.pop()

    if part:
        parse_part(archive, part, started, ended)
    return formats


def unescape(text: str) -> str:
    """This function will turn _x000D_ and its like into the letters they stand for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _refuse_other_archives(names: set[str]) -> None:
    """This function will refuse archives that are no .xlsx, with a word on what they are."""
    if "xl/workbook.bin" in names:
        raise SandboxRefused("「.xlsb」のファイルは読めません。.xlsxで保存し直してください。")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise SandboxRefused("マクロのあるファイルは読めません。.xlsxで保存し直してください。")
    if any(name.lower().endswith(".csv") for name in names):
        raise SandboxRefused("圧縮されています。ZIPを開いて、中のCSVを選んでください。")
    if "[Content_Types].xml" not in names:
        raise SandboxRefused(_NOT_A_WORKBOOK)


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, Relation]:
    """This function will read the links of a part (of the whole archive for "")."""
    folder, file = posixpath.split(part)
    links: dict[str, Relation] = {}

    def started(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", folder, attributes.get("Target", ""))
            kind = attributes.get("Type", "").rpartition("/")[2]
            link = Relation(kind, posixpath.normpath(target).lstrip("/"))
            links[attributes.get("Id", "")] = link

    parse_part(archive, posixpath.join(folder, "_rels", f"{file}.rels"), started)
    return links


def _only(links: Mapping[str, Relation], kind: str, names: set[str], *, needed: bool = True) -> str:
    """This function will return the part that a link of one kind leads to, or refuse."""
    parts = [link.part for link in links.values() if link.kind == kind and link.part in names]
    if not parts and needed:
        raise SandboxRefused(_NOT_A_WORKBOOK)
    return parts[0] if parts else ""


def _relation_id(attributes: Mapping[str, str]) -> str:
    """This function will return the r:id of a sheet, whichever edition of the standard it has."""
    return next((value for key, value in attributes.items() if key.endswith(" id")), "")


def _number(text: str | None) -> int:
    """This function will return the number of a format, 0 (General) for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
