"""What of a table of layers can be used: rows whose 町字 is clear, telephones that can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from yui.areas.engine.addresses import beginnings, canonical
from yui.areas.formats.layers import LayerRow
from yui.areas.models import PostalCode
from yui.areas.queries.town_names import KnownTowns
from yui.areas.rules import within
from yui.lib.japanese import parse_phone


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """This value will hold the rows to use, and what is told of them and of the others.

    `refused` are sentences about rows that are not used, `notes` about telephones of rows that
    are; `unknown` are 町字 that no register knows, which are made only when that is wanted.
    """

    rows: tuple[LayerRow, ...]
    refused: tuple[str, ...]
    notes: tuple[str, ...]
    unknown: tuple[str, ...]


def judged_rows(
    read: Sequence[LayerRow], known: KnownTowns, path: str, *, takes_unknown: bool
) -> JudgedRows:
    """This function will sort the rows of a table for the municipality or ward of a path."""
    clear, doubted = _undoubted(read, known)
    strange = _strange(clear, known, path)
    used = [row for row in clear if takes_unknown or row.row not in strange]
    left = () if takes_unknown else _left_out(strange.values())
    rows, notes = _with_phones(used)
    return JudgedRows(
        rows=tuple(rows),
        refused=(*_named_twice(rows), *doubted, *left),
        notes=notes,
        unknown=tuple(dict.fromkeys(row.town_name for row in strange.values())),
    )


def _undoubted(
    rows: Sequence[LayerRow], known: KnownTowns
) -> tuple[list[LayerRow], tuple[str, ...]]:
    """This function will leave out rows whose 町字 could be in several wards, and say so."""
    doubts = [(row, known.doubt(row.town_name)) for row in rows]
    told = tuple(f"{row.row}行目: {doubt}" for row, doubt in doubts if doubt)
    return [row for row, doubt in doubts if not doubt], told


def _strange(rows: Iterable[LayerRow], known: KnownTowns, path: str) -> dict[int, LayerRow]:
    """Rows of a 町字 neither the town nor the national list knows; none without that list."""
    names = PostalCode.objects.filter(within(path, "area__path")).exclude(town_name="")
    listed = {canonical(name) for name in names.values_list("town_name", flat=True).distinct()}
    if not listed:
        return {}
    return {
        row.row: row
        for row in rows
        if canonical(row.town_name) not in known.ids and not _is_listed(row.town_name, listed)
    }


def _is_listed(name: str, listed: set[str]) -> bool:
    """「木太町一丁目」 lies in the 「木太町」 of the national list."""
    return any(begun in listed for begun in beginnings(canonical(name)))


def _left_out(rows: Iterable[LayerRow]) -> tuple[str, ...]:
    return tuple(
        f"{row.row}行目: 「{row.town_name}」は、まちの町字にも全国の町字の一覧にもありません。"
        for row in rows
    )


def _named_twice(rows: Sequence[LayerRow]) -> tuple[str, ...]:
    """A 町字 with two layers is put into the first one named; the rest is told."""
    first: dict[str, LayerRow] = {}
    refused: list[str] = []
    for row in rows:
        kept = first.setdefault(canonical(row.town_name), row)
        if kept.layer_name != row.layer_name:
            refused.append(
                f"{row.row}行目: 「{row.town_name}」は{kept.row}行目で"
                f"「{kept.layer_name}」に入っています。"
            )
    return tuple(refused)


def _with_phones(rows: Sequence[LayerRow]) -> tuple[list[LayerRow], tuple[str, ...]]:
    """Numbers as people call them; the first number of a layer stays, another one is told."""
    first: dict[str, LayerRow] = {}
    notes: list[str] = []
    found = []
    for row in rows:
        read = replace(row, phone=_read_phone(row, notes))
        kept = first.setdefault(row.layer_name, read) if read.phone else read
        if kept.phone != read.phone:
            notes.append(
                f"{row.row}行目: 「{row.layer_name}」の電話は、{kept.row}行目の {kept.phone} に"
                f"します。{read.phone} は入れません。"
            )
        found.append(read)
    return found, tuple(notes)


def _read_phone(row: LayerRow, notes: list[str]) -> str:
    if not row.phone:
        return ""
    phone = parse_phone(row.phone)
    if phone is None:
        notes.append(f"{row.row}行目: 電話「{row.phone}」は、読めないので入れません。")
        return ""
    if phone.display != row.phone:
        why = "消えた先頭の0を戻しました" if phone.lost_zero else "書き方をそろえました"
        notes.append(
            f"{row.row}行目: 電話「{row.phone}」を {phone.display} に直しました（{why}）。"
        )
    return phone.display
