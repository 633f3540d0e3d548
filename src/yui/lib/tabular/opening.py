"""This module will open a table in the sandbox and give its rows to the caller one by one."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, cast

from yui.lib.sandbox import Limits, SandboxFailed, SandboxRefused, run_in_sandbox
from yui.lib.tabular.table import DecodeRefused, Encoding, Row, Sheet, Table, TableRefused

# A text of 300 MB takes longer than a workbook, and far less memory.
_TEXT_LIMITS: Final = Limits(memory_mb=512, cpu_s=120, wall_s=180)
_WORKBOOK_LIMITS: Final = Limits(memory_mb=512, cpu_s=20, wall_s=60)


def open_table(path: Path, *, name: str, encoding: Encoding | None = None) -> Table:
    """This function will open a CSV, TSV or .xlsx file and return what it is, before its rows.

    `name` is the name the sender gave, `path` where the file lies. The encoding is found in the
    strict order byte order mark, UTF-8, CP932, EUC-JP; `encoding` is a person's own choice and
    is held to as strictly. Everything is read in a confined child process.

    Raises: DecodeRefused naming row and byte; TableRefused with a Japanese sentence.
    """
    arguments = {
        "path": str(path.resolve()),
        "name": name,
        "encoding": encoding.value if encoding else "",
    }
    limits = _TEXT_LIMITS if _looks_like_text(path) else _WORKBOOK_LIMITS
    found = list(_ask("yui.lib.tabular.inspection:inspect", arguments, limits))
    answer = cast("dict[str, object]", found[0])
    sheets = tuple(_sheet(entry) for entry in cast("list[dict[str, object]]", answer["sheets"]))
    how = Encoding(str(answer["encoding"]))
    delimiter = str(answer["delimiter"])
    read = partial(_rows, arguments["path"], how, delimiter, sheets)
    return Table(name, how, sheets, delimiter, read=read)


def _looks_like_text(path: Path) -> bool:
    """This function will tell whether a file does not begin like a zip archive."""
    with path.open("rb") as file:
        return file.read(4) != b"PK\x03\x04"


def _sheet(entry: Mapping[str, object]) -> Sheet:
    """This function will build a sheet from what the child found."""
    values = dict(entry)
    merged = tuple(cast("list[str]", values.pop("merged")))
    return Sheet(merged=merged, **values)  # type: ignore[arg-type]


def _rows(
    path: str, encoding: Encoding, delimiter: str, sheets: tuple[Sheet, ...], index: int
) -> Iterator[Row]:
    """This function will yield the rows of one sheet from a child of its own."""
    if encoding is Encoding.XLSX:
        sheet = sheets[index]
        order = {"path": path, "index": index, "width": sheet.width, "merged": sheet.merged}
        batches = _ask("yui.lib.tabular.workbook:rows", order, _WORKBOOK_LIMITS)
    else:
        order = {"path": path, "encoding": encoding.value, "delimiter": delimiter}
        batches = _ask("yui.lib.tabular.delimited:rows", order, _TEXT_LIMITS)
    for batch in batches:
        for number, hidden, cells in cast("list[tuple[int, bool, list[str]]]", batch):
            yield Row(number, tuple(cells), hidden)


def _ask(
    target: str, arguments: Mapping[str, object], limits: Limits
) -> Generator[object, None, None]:
    """This function will run a reader in the sandbox and turn its refusals into ours."""
    try:
        yield from run_in_sandbox(target, arguments, limits=limits)
    except SandboxRefused as refusal:
        details = refusal.details
        if "byte" in details:
            raise DecodeRefused(str(refusal), details["row"], details["byte"]) from None
        raise TableRefused(str(refusal), details.get("row")) from None
    except SandboxFailed as failure:
        raise TableRefused(str(failure)) from failure
