"""広域連合 and 一部事務組合 that insure several municipalities, with the source of each fact."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from yui.areas.errors import FileRefused
from yui.areas.formats.sheets import Columns, read_sheet
from yui.areas.states import Confidence, GroupKind
from yui.lib.tabular import Row

_NEEDED = ("key", "name", "kind", "insurer_number", "member_jis", "source", "confidence")


@dataclass(frozen=True, slots=True)
class InsurerRow:
    """This value will hold one insurer; `member_jis` are five-digit codes."""

    key: str
    name: str
    kind: GroupKind
    insurer_number: str
    member_jis: tuple[str, ...]
    source: str
    confidence: Confidence


def read_insurers(path: Path | None = None) -> tuple[InsurerRow, ...]:
    """This function will read a list of insurers, or the one that comes with Yui.

    Raises: FileRefused naming the row.
    """
    if path is None:
        with as_file(files("yui.areas").joinpath("data", "insurers.csv")) as own:
            return read_insurers(own)
    columns, rows = read_sheet(path, path.name)
    missing = [name for name in _NEEDED if columns.first(name) is None]
    if missing:
        raise FileRefused(f"保険者の一覧に、列 {'、'.join(missing)} がありません。")
    return tuple(_row(columns, row) for row in rows)


def _row(columns: Columns, row: Row) -> InsurerRow:
    key, name, kind, number, members, source, confidence = (
        row.cell(columns.first(each) or 0).strip() for each in _NEEDED
    )
    if kind not in GroupKind.values or confidence not in Confidence.values or not source:
        raise FileRefused(
            f"保険者の一覧の{row.number}行目で、kind・confidence・sourceを確かめてください。"
        )
    return InsurerRow(
        key, name, GroupKind(kind), number, tuple(members.split()), source, Confidence(confidence)
    )
