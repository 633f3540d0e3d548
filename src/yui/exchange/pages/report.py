"""The report of a batch as a workbook: counts, rejected rows, repairs, what to look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yui.exchange.queries import BatchInfo, RowInfo
from yui.exchange.states import FLAG_LABELS, RULE_LABELS
from yui.lib.xlsx import Column, ColumnKind, Page, write_workbook


def report_workbook(
    plan: BatchInfo,
    rejected: Iterable[RowInfo],
    repairs: Iterable[dict[str, Any]],
    flags: Iterable[dict[str, Any]],
) -> bytes:
    """This function will return the report of a batch as the bytes of an .xlsx."""
    return write_workbook(
        [
            *_sheets(plan),
            Page(
                "まとめ", (Column("こと", width=24), Column("数", ColumnKind.NUMBER)), _counts(plan)
            ),
            Page(
                "取り込めない行",
                (
                    Column("行", ColumnKind.NUMBER, 8),
                    Column("名前", width=30),
                    Column("わけ", width=50),
                    Column("列", width=20),
                    Column("もとの値", width=40),
                    Column("シート", width=20),
                ),
                [_rejection(row) for row in rejected],
            ),
            *_asides(plan),
            Page(
                "自動で直したところ",
                (
                    Column("行", ColumnKind.NUMBER, 8),
                    Column("列", width=20),
                    Column("直し方", width=34),
                    Column("もとの値", width=40),
                    Column("直した値", width=40),
                ),
                [_repair(entry) for entry in repairs],
            ),
            *_flags(flags),
        ]
    )


def _sheets(plan: BatchInfo) -> list[Page]:
    if len(plan.sheets) + len(plan.skipped) < 2:
        return []
    columns = (
        Column("シート", width=24),
        Column("行", ColumnKind.NUMBER),
        Column("読まないわけ", width=50),
    )
    read: list[list[str | int]] = [[name, count, ""] for name, count in plan.sheets.items()]
    read += [[name, 0, reason] for name, reason in plan.skipped]
    return [Page("シート", columns, read)]


def _asides(plan: BatchInfo) -> list[Page]:
    """Notes and sums are no entries; whoever reads the report sees that they were not lost."""
    if not plan.asides:
        return []
    columns = (
        Column("行", ColumnKind.NUMBER, 8),
        Column("書いてあること", width=60),
        Column("シート", width=20),
    )
    return [Page("注や合計の行", columns, [list(each) for each in plan.asides])]


def _flags(flags: Iterable[dict[str, Any]]) -> list[Page]:
    """Every cell a person should look at, as it stands in the sheet."""
    rows: list[list[str | int]] = [
        [
            each["row"],
            each["name"],
            str(FLAG_LABELS.get(each["flag"], each["flag"])),
            each["column"],
            each["cell"],
        ]
        for each in flags
    ]
    columns = (
        Column("行", ColumnKind.NUMBER, 8),
        Column("名前", width=30),
        Column("確かめたいこと", width=44),
        Column("列", width=20),
        Column("もとの値", width=40),
    )
    return [Page("目で確かめたいところ", columns, rows)] if rows else []


def _counts(plan: BatchInfo) -> list[list[str | int]]:
    return [
        ["行", plan.row_count],
        ["加える", plan.added],
        ["変える", plan.changed],
        ["同じ", plan.same],
        ["ファイルにない", plan.vanished],
        ["ファイルになく、終わったことにするか消すもの", plan.ended],
        ["取り込めない", plan.rejected],
        ["自動で直したところ", plan.repairs],
    ]


def _rejection(row: RowInfo) -> list[str | int]:
    return [row.number, row.name, row.reason, row.column, row.came_as, row.sheet]


def _repair(entry: dict[str, Any]) -> list[str | int]:
    rule = str(RULE_LABELS.get(entry["rule"], entry["rule"]))
    return [entry["row"], entry["column"], rule, entry["from"], entry["to"]]
