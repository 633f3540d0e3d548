"""This module will pack tables for somebody to take away: to read, and for other programs.

One zip holds a workbook for people and JSON with the same in it; both open without Yui.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from yui.lib.xlsx import Column, Page, sheet_names, write_workbook

# A zip cannot say when before 1980; when it was made stands inside.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MOST_LETTERS: Final = 32_000


@dataclass(frozen=True, slots=True)
class HeldTable:
    """This value will hold one table: what it is about, its columns, its cells as texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def packed(tables: Sequence[HeldTable], *, about: Mapping[str, str]) -> bytes:
    """This function will return a zip with every table, as a workbook and as JSON.

    `about` says whose and when; it is the first sheet. Empty tables stay: nothing is held there.
    """
    first = HeldTable("この書類について", ("項目", "内容"), tuple(about.items()))
    every = (first, *tables)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("内容.xlsx", _NO_TIME), write_workbook(_pages(every)))
        text = json.dumps(
            {
                "about": dict(about),
                "tables": [
                    {
                        "title": each.title,
                        "rows": [dict(zip(each.columns, row, strict=True)) for row in each.rows],
                    }
                    for each in tables
                ],
            },
            ensure_ascii=False,
            indent=1,
        )
        archive.writestr(zipfile.ZipInfo("内容.json", _NO_TIME), text)
    return stream.getvalue()


def _pages(tables: Sequence[HeldTable]) -> list[Page]:
    names = sheet_names([each.title for each in tables])
    return [
        Page(
            name,
            tuple(Column(column, width=24) for column in each.columns),
            [[cell[:_MOST_LETTERS] for cell in row] for row in each.rows],
        )
        for name, each in zip(names, tables, strict=True)
    ]
