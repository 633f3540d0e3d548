"""The plan page: the answer sentence, the five tiles, the tables below them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from yui.directory.states import FeeClass, Flag, ServiceState
from yui.exchange.engine.naming import period_words
from yui.exchange.engine.records import LABELS
from yui.exchange.queries import BatchInfo, RowInfo
from yui.exchange.states import FLAG_LABELS, RULE_LABELS, BatchState, Outcome, VanishedChoice
from yui.lib.clock import format_moment_ja
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord, Tile
from yui.ui.pages.frame import DeskMenuGroup, DeskMenuItem

_MENU = (
    ("", (("きょうの仕事", "/desk/"),)),
    ("まとめ", (("取り込み", "/exchange/"), ("オープンデータ", "/opendata/"))),
    ("自分", (("立場をえらぶ", "/accounts/context/"), ("入るときの守り", "/accounts/2fa/"))),
)
REPAIR_COLUMNS = (
    Column("直し方"),
    Column("たとえば"),
    Column("行"),
    Column("か所", is_number=True),
)
FLAG_COLUMNS = (
    Column("確かめたいこと"),
    Column("たとえば"),
    Column("行"),
    Column("件", is_number=True),
)
SHEET_COLUMNS = (Column("シート"), Column("ようす"), Column("中身・わけ"))
BATCH_COLUMNS = (
    Column("ファイル"),
    Column("ようす"),
    Column("加える", is_number=True),
    Column("変える", is_number=True),
    Column("取り込めない", is_number=True),
    Column("受け取った日"),
)
_WEIGHTS = {
    BatchState.PLANNED: "wait",
    BatchState.MATCHING: "wait",
    BatchState.REFUSED: "wait",
    BatchState.RECEIVED: "moving",
    BatchState.PLANNING: "moving",
    BatchState.APPLYING: "moving",
}
_SHORTEST = 60


@dataclass(frozen=True, slots=True)
class MendRow:
    """This value will hold a rejected row with the field that mends it."""

    row_id: int
    number: int
    sheet: str
    name: str
    reason: str
    column: str
    cell: str
    action: str


@dataclass(frozen=True, slots=True)
class VanishedRow:
    """This value will hold a record the file does not have, with the choice about it."""

    row_id: int
    name: str
    choice: str


def menu(current: str = "/exchange/") -> tuple[DeskMenuGroup, ...]:
    """This function will return the left menu of the desk."""
    return tuple(
        DeskMenuGroup(
            tuple(DeskMenuItem(label, href, is_current=href == current) for label, href in items),
            word,
        )
        for word, items in _MENU
    )


def crumb_note(plan: BatchInfo) -> str:
    """This function will say when the file was read, and how much of it was used."""
    if plan.planned_at is None:
        return format_moment_ja(plan.created_at) + " に受け取りました"
    if plan.publishes:
        return format_moment_ja(plan.planned_at) + " に公開しました"
    is_book, many = plan.encoding == "xlsx", len(plan.sheets)
    sheet = f"シート{many}枚、" if many > 1 else f"シート「{plan.sheet}」" if is_book else ""
    return (
        f"{format_moment_ja(plan.planned_at)} に読みました"
        f"（{sheet}{plan.row_count:,}行、{plan.column_count}列のうち{plan.columns_used}列を使用）"
    )


def answer(plan: BatchInfo) -> str:
    """This function will return the one sentence that holds the answer."""
    moving = plan.added + plan.changed
    parts = [f"{plan.row_count:,}行のうち {moving:,}行で台帳が変わります。"]
    if plan.same:
        parts.append(f"{plan.same:,}行は同じです。")
    if plan.rejected:
        parts.append(f"{plan.rejected:,}行は直すと入ります。")
    if plan.skipped:
        parts.append(f"シート{len(plan.skipped)}枚は、読んでいません。")
    return "".join(parts)


def tiles(plan: BatchInfo, shown: Outcome) -> tuple[Tile, ...]:
    """This function will return the five counts, each leading to its list."""
    address = reverse("exchange:batch", args=[plan.id])
    fields = f"項目 {plan.changed_fields:,}か所" if plan.changed else "ありません"
    is_plan = plan.state is BatchState.PLANNED
    notes = {
        Outcome.ADD: "新しい記録",
        Outcome.CHANGE: fields,
        Outcome.SAME: "何もしません" if is_plan else "変わっていません",
        Outcome.VANISHED: "消しません。どうするか選ぶ" if is_plan else "消していません",
        Outcome.REJECTED: "ここで直せます" if is_plan else "入っていません",
    }
    return tuple(
        Tile(
            str(outcome.label),
            f"{address}?show={outcome.value}",
            count_of(plan, outcome),
            note=note,
            is_current=outcome is shown,
        )
        for outcome, note in notes.items()
    )


def count_of(plan: BatchInfo, outcome: Outcome) -> int:
    """This function will return how many rows or records have an outcome."""
    return {
        Outcome.ADD: plan.added,
        Outcome.CHANGE: plan.changed,
        Outcome.SAME: plan.same,
        Outcome.VANISHED: plan.vanished,
        Outcome.REJECTED: plan.rejected,
    }[outcome]


def ended_answer(plan: BatchInfo) -> str:
    """This function will say what became of a batch."""
    if plan.state is BatchState.APPLIED and plan.applied_at is not None:
        moment = format_moment_ja(plan.applied_at)
        if plan.publishes:
            return f"{moment} に、下書き{plan.changed:,}件を公開しました。"
        return f"{moment} に、{plan.added:,}件を加え、{plan.changed:,}件を変えました。"
    if plan.state is BatchState.UNDONE:
        what = "この公開" if plan.publishes else "この取り込み"
        return f"{what}は、まるごと元に戻しました。"
    if plan.state is BatchState.CANCELLED:
        return "この取り込みは、やめました。台帳は変わっていません。"
    return plan.problem


def first_shown(plan: BatchInfo) -> Outcome:
    """This function will choose the list to open with: what a person must look at first."""
    if plan.rejected:
        return Outcome.REJECTED
    return Outcome.CHANGE if plan.changed else Outcome.ADD


def apply_label(plan: BatchInfo) -> str:
    """This function will name the result of the one filled button; "" when there is none."""
    if not plan.row_count - plan.rejected and not plan.vanished:
        return ""
    if plan.added and plan.changed:
        return f"{plan.added:,}件を加え、{plan.changed:,}件を変える"
    if plan.changed:
        return f"{plan.changed:,}件を変える"
    return f"{plan.added:,}件を加える" if plan.added else "この版で確かめたことにする"


def period_hint(plan: BatchInfo) -> str:
    """This function will say why the day of a list is asked for, and where the answer is from."""
    why = "取り込む日ではなく、一覧がいつのものかを書きます。"
    if plan.period_date is None:
        return f"{why}住民のページに「2026年5月末の公表による」のように出ます。"
    return f"{why}住民のページに「{period_words(plan.period_date)}の公表による」と出ます。"


def apply_note(plan: BatchInfo) -> str:
    """This function will say what follows from applying."""
    if plan.is_official:
        seen = "取り込むと、すぐ住民に見えます。"
    else:
        seen = "下書きとして入ります。取り込んだあとの画面で、まとめて公開できます。"
    return f"取り込んだあと30日は、まるごと元に戻せます。{seen}"


def repair_rows(plan: BatchInfo) -> tuple[Row, ...]:
    """This function will return the repairs by rule, most frequent first, one example each."""
    entries = sorted(plan.repair_counts.items(), key=lambda item: -item[1]["count"])
    return tuple(
        Row(
            (
                Cell(str(RULE_LABELS.get(rule, rule)), detail=entry["column"]),
                Cell(f"{_cut(entry['from'])} → {_cut(entry['to']) or '（空白）'}"),
                Cell(f"{entry['row']:,}"),
                Cell(f"{entry['count']:,}", is_number=True),
            )
        )
        for rule, entry in entries
    )


def flag_rows(plan: BatchInfo) -> tuple[Row, ...]:
    """This function will return what a person should look at, by kind."""
    entries = sorted(plan.flag_counts.items(), key=lambda item: -item[1]["count"])
    return tuple(
        Row(
            (
                Cell(str(FLAG_LABELS.get(flag, flag)), detail=entry["column"]),
                Cell(_cut(entry["cell"])),
                Cell(f"{entry['row']:,}"),
                Cell(f"{entry['count']:,}", is_number=True),
            )
        )
        for flag, entry in entries
    )


def mend_rows(batch_id: UUID, rows: Iterable[RowInfo]) -> tuple[MendRow, ...]:
    """This function will return rejected rows with the field that mends them."""
    return tuple(
        MendRow(
            row.id,
            row.number,
            row.sheet,
            row.name or "（空白）",
            row.reason,
            row.column,
            row.cell,
            reverse("exchange:mend", args=[batch_id, row.id]) if row.column else "",
        )
        for row in rows
    )


def sheet_rows(plan: BatchInfo) -> tuple[Row, ...]:
    """This function will return the sheets of a workbook: what was read, and what was not."""
    if len(plan.sheets) + len(plan.skipped) < 2:
        return ()
    read = [
        Row((Cell(name), Cell(word=StateWord("読みました", "done")), Cell(f"{count:,}行")))
        for name, count in plan.sheets.items()
    ]
    left = [
        Row((Cell(name), Cell(word=StateWord("読んでいません", "wait")), Cell(reason)))
        for name, reason in plan.skipped
    ]
    return (*left, *read)


def vanished_rows(rows: Iterable[RowInfo]) -> tuple[VanishedRow, ...]:
    """This function will return records the file does not have."""
    return tuple(VanishedRow(row.id, row.name, row.choice) for row in rows)


def add_columns(outcome: Outcome) -> tuple[Column, ...]:
    """This function will return the columns of a list of rows."""
    if outcome is Outcome.CHANGE:
        return (
            Column("行"),
            Column("名前"),
            Column("変わる項目"),
            Column("手で直したので残す項目"),
        )
    if outcome is Outcome.REJECTED:
        return (Column("行"), Column("名前"), Column("わけ"), Column("もとの値"))
    if outcome is Outcome.VANISHED:
        return (Column("名前"), Column("どうしたか"))
    return (Column("行"), Column("名前"), Column("住所"), Column("電話"))


def plain_rows(outcome: Outcome, rows: Iterable[RowInfo]) -> tuple[Row, ...]:
    """This function will return the rows of an outcome, to be read and not acted on."""
    row_of = {
        Outcome.CHANGE: _change_row,
        Outcome.REJECTED: _rejected_row,
        Outcome.VANISHED: _vanished_row,
    }.get(outcome, _value_row)
    return tuple(row_of(row) for row in rows)


def batch_rows(batches: Iterable[BatchInfo]) -> tuple[Row, ...]:
    """This function will return the list of batches."""
    return tuple(
        Row(
            (
                Cell(
                    batch.file_name,
                    href=reverse("exchange:batch", args=[batch.id]),
                    detail=batch.kind_words,
                ),
                Cell(word=StateWord(batch.state_words, _WEIGHTS.get(batch.state, "done"))),  # type: ignore[arg-type]
                Cell(f"{batch.added:,}", is_number=True),
                Cell(f"{batch.changed:,}", is_number=True),
                Cell(f"{batch.rejected:,}", is_number=True),
                Cell(format_moment_ja(batch.created_at)),
            )
        )
        for batch in batches
    )


def _change_row(row: RowInfo) -> Row:
    before = row.before.get("values", {})
    after = row.cleaned.get("values", {})
    changes = "、".join(
        f"{LABELS[name]}（{_shown(before.get(name))} → {_shown(after.get(name))}）"
        for name in row.changed_fields
    )
    kept = "、".join(LABELS[name] for name in row.kept_fields)
    return Row((_number(row), Cell(row.name), Cell(changes), Cell(kept)))


def _value_row(row: RowInfo) -> Row:
    values = row.cleaned.get("values", {})
    phones = "、".join(phone["number"] for phone in values.get("phones", []))
    return Row((_number(row), Cell(row.name), Cell(values.get("address", "")), Cell(phones)))


def _rejected_row(row: RowInfo) -> Row:
    name = row.name or "（空白）"
    return Row((_number(row), Cell(name), Cell(row.reason), Cell(_cut(row.cell))))


def _vanished_row(row: RowInfo) -> Row:
    return Row((Cell(row.name), Cell(str(VanishedChoice(row.choice).label))))


def _number(row: RowInfo) -> Cell:
    return Cell(f"{row.number:,}", detail=row.sheet)


def _shown(value: Any) -> str:
    if not value:
        return "空白"
    if value in FeeClass.values:
        return str(FeeClass(value).label)
    if value in Flag.values:
        return str(Flag(value).label)
    if value in ServiceState.values:
        return str(ServiceState(value).label)
    if isinstance(value, list):
        numbers = [part["number"] if isinstance(part, dict) else str(part) for part in value]
        return _cut("、".join(numbers))
    if isinstance(value, dict):
        words = (value.get(name) for name in ("name", "number", "other"))
        return _cut(str(next((word for word in words if word), "内容")))
    return _cut(str(value))


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHORTEST else f"{one_line[:_SHORTEST]}…"
