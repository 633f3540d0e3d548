"""The plan page: the answer sentence, the five tiles, the tables below them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse

from yui.exchange.actions.editions import older_words
from yui.exchange.engine.list_kinds import LIST_KINDS, MIXED
from yui.exchange.engine.naming import period_words
from yui.exchange.engine.rules import Flag
from yui.exchange.pages.words import Words, cut, ending_words, figures_words, shown, words_of
from yui.exchange.queries import BatchInfo, Offer, RowInfo
from yui.exchange.states import FLAG_LABELS, RULE_LABELS, BatchState, Outcome, VanishedChoice
from yui.lib.clock import format_date_ja, format_moment_ja, to_jst
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord, Tile
from yui.ui.pages.parts import Choice

REPAIR_COLUMNS = (
    Column("直し方"),
    Column("たとえば"),
    Column("行", is_number=True),
    Column("か所", is_number=True),
)
FLAG_COLUMNS = (
    Column("確かめたいこと"),
    Column("たとえば"),
    Column("行", is_number=True),
    Column("件", is_number=True),
)
ASIDE_COLUMNS = (Column("書いてあること"), Column("行", is_number=True))
SHEET_COLUMNS = (Column("シート"), Column("ようす"), Column("中身・わけ"))
_MOST_ASIDES = 100


@dataclass(frozen=True, slots=True)
class MendRow:
    """This value will hold a rejected row with the field that mends it.

    `value` stands in the field: what was written before, else the cell; `before` says so.
    """

    row_id: int
    number: int
    sheet: str
    name: str
    reason: str
    column: str
    cell: str
    action: str
    value: str
    before: str


@dataclass(frozen=True, slots=True)
class VanishedRow:
    """This value will hold a record the file does not have, with the choice about it."""

    row_id: int
    name: str
    choice: str


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
    parts = [f"{plan.row_count:,}行のうち {moving:,}行で{words_of(plan).register}が変わります。"]
    parts.append(figures_words(plan))
    if plan.held:
        parts.append(f"{plan.held:,}行は、新しい版があるのでそのままです。")
    if plan.same:
        parts.append(f"{plan.same:,}行は同じです。")
    if plan.kept_rows:
        parts.append(f"手で直した項目がある{plan.kept_rows:,}行は、手で直したほうを残します。")
    if plan.rejected:
        parts.append(f"{plan.rejected:,}行は直すと入ります。")
    if plan.asides:
        parts.append(f"注や合計の{len(plan.asides):,}行は、入れません。")
    if plan.skipped:
        parts.append(f"シート{len(plan.skipped)}枚は、読んでいません。")
    return "".join(parts)


def tiles(plan: BatchInfo, shown: Outcome) -> tuple[Tile, ...]:
    """This function will return the five counts, each leading to its list."""
    address = reverse("exchange:batch", args=[plan.id])
    fields = f"項目 {plan.changed_fields:,}か所" if plan.changed else "ありません"
    is_plan = plan.state is BatchState.PLANNED and plan.may_work
    notes = {
        Outcome.ADD: words_of(plan).new,
        Outcome.CHANGE: fields,
        Outcome.SAME: "何もしません" if is_plan else "変わっていません",
        Outcome.VANISHED: ending_words(plan)
        or ("消しません。どうするか選ぶ" if is_plan else "消していません"),
        Outcome.REJECTED: "ここで直せます" if is_plan else "入っていません",
    } | ({Outcome.OLDER: "変えません" if is_plan else "変えていません"} if plan.newer else {})
    return tuple(
        Tile(
            str(outcome.label),
            f"{address}?show={outcome.value}",
            count_of(plan, outcome),
            note=note if count_of(plan, outcome) or outcome is Outcome.ADD else "ありません",
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
        Outcome.OLDER: plan.held,
    }[outcome]


def first_shown(plan: BatchInfo) -> Outcome:
    """This function will choose the list to open with: what a person must look at first."""
    if plan.rejected:
        return Outcome.REJECTED
    if plan.newer and not plan.added:
        return Outcome.OLDER
    return Outcome.CHANGE if plan.changed else Outcome.ADD


def apply_label(plan: BatchInfo) -> str:
    """This function will name the result of the one filled button; "" when there is none."""
    if not plan.row_count - plan.rejected and not plan.vanished:
        return ""
    if plan.newer:
        return f"{plan.added:,}件を加える" if plan.added else ""
    chosen = f"ファイルにない{plan.vanished:,}件は選んだとおりにする" if plan.vanished else ""
    if plan.added and plan.changed:
        done = f"{plan.added:,}件を加え、{plan.changed:,}件を変える"
    elif plan.changed:
        done = f"{plan.changed:,}件を変える"
    else:
        done = f"{plan.added:,}件を加える" if plan.added else "この版で確かめたことにする"
    return "、".join(part for part in (done, chosen) if part)


def period_hint(plan: BatchInfo) -> str:
    """This function will say why the day of a list is asked for, and where the answer is from."""
    return words_of(plan).period(plan)


def kind_note(plan: BatchInfo) -> str:
    """This function will say as what kind of list a town's own table comes in; "" for others."""
    kind, seems = plan.layout.get("list_kind", ""), plan.layout.get("seems", "")
    if kind not in LIST_KINDS:
        return ""
    if kind == MIXED:
        said = "この表は、どんな手助けや活動かを、行ごとに見分けて入れます。"
    else:
        said = f"この表は「{LIST_KINDS[kind]}」として入れます。"
    if seems and seems != kind and MIXED not in (kind, seems):
        said += f"名前や内容は「{LIST_KINDS[seems]}」のように見えます。"
    return f"{said}ちがうときは、「列の合わせ方」で直してください。"


def idle_note(plan: BatchInfo) -> str:
    """This function will say why there is nothing to apply."""
    if plan.newer:
        return "新しい版があるので、この表で変えるものはありません。"
    if not plan.rejected:
        return "取り込める行がありません。元の表に行を入れて、もう一度選んでください。"
    return "取り込める行がありません。上の行を直すか、元の表を直して、もう一度選んでください。"


def older_note(plan: BatchInfo) -> str:
    """This function will say which edition is in when a list is older, or of no known day."""
    if plan.newer:
        left = "この表だけにある記録は、加えます。" if plan.takes_older else ""
        return f"{older_words(plan.newer)}いまの内容は変えません。終わったことにもしません。{left}"
    if plan.undated:
        wanted = "「一覧が表す日」を入れて、「もう一度読む」を押してください。"
        return undated_words(plan.undated) + wanted
    return ""


def undated_words(day: str) -> str:
    """This function will say that the edition of a day (ISO) is in, and a list has no day."""
    said = period_words(date.fromisoformat(day))
    return f"{said}の一覧が入っています。この表がいつのものか、分かりません。"


def apply_note(plan: BatchInfo) -> str:
    """This function will say what follows from applying; who sees it says `seen_of`."""
    return f"{ending_words(plan)}取り込んだあと30日は、まるごと元に戻せます。"


def sphere_note(plan: BatchInfo) -> str:
    """This function will name the 圏域 that do not exist yet; "" when all do."""
    names = plan.layout.get("unknown_spheres") or ()
    if not names:
        return ""
    said = "、".join(f"「{cut(name)}」" for name in names)
    return f"{said}という圏域は、まだありません。いま取り込むと、圏域なしで入ります。"


def repair_rows(
    plan: BatchInfo, by_hand: Sequence[tuple[str, dict[str, Any]]] = ()
) -> tuple[Row, ...]:
    """This function will return the repairs by rule, most frequent first, one example each.

    `by_hand`: what people wrote, (rule, entry) for each cell as it stood and what it became.
    """
    entries = [*by_hand]
    taken_apart = {rule for rule, _ in entries}
    entries += [item for item in plan.repair_counts.items() if item[0] not in taken_apart]
    entries.sort(key=lambda item: -item[1]["count"])
    return tuple(
        Row(
            (
                Cell(str(RULE_LABELS.get(rule, rule)), detail=entry["column"]),
                Cell(_example(plan, entry)),
                Cell(f"{entry['row']:,}"),
                Cell(f"{entry['count']:,}", is_number=True),
            )
        )
        for rule, entry in entries
    )


def _example(plan: BatchInfo, entry: Mapping[str, str]) -> str:
    if plan.is_tidied:
        return "（中身は消しました）"
    return f"{cut(entry['from'])} → {cut(entry['to']) or '（空白）'}"


def flag_rows(plan: BatchInfo) -> tuple[Row, ...]:
    """This function will return what a person should look at, by kind."""
    entries = sorted(plan.flag_counts.items(), key=lambda item: -item[1]["count"])
    return tuple(
        Row(
            (
                Cell(str(FLAG_LABELS.get(flag, flag)), detail=entry["column"]),
                Cell(cut(entry["cell"])),
                Cell(f"{entry['row']:,}"),
                Cell(f"{entry['count']:,}", is_number=True),
            )
        )
        for flag, entry in entries
    )


def mend_rows(
    batch_id: UUID, rows: Iterable[RowInfo], offers: Mapping[int, Offer]
) -> tuple[MendRow, ...]:
    """This function will return rejected rows with the field that mends them."""
    return tuple(
        MendRow(
            row.id,
            row.number,
            row.sheet,
            row.name or "（空白）",
            row.reason,
            row.column,
            row.came_as,
            reverse("exchange:mend", args=[batch_id, row.id]) if row.column else "",
            offers[row.id].cell if row.id in offers else row.cell,
            offer_words(offers[row.id]) if row.id in offers else "",
        )
        for row in rows
    )


def aside_rows(plan: BatchInfo) -> tuple[Row, ...]:
    """This function will return the notes and sums of a sheet, which do not become records."""
    is_one_of_many = len(plan.sheets) > 1
    return tuple(
        Row((Cell(words), Cell(f"{number:,}", detail=sheet if is_one_of_many else "")))
        for number, words, sheet in plan.asides[:_MOST_ASIDES]
    )


def offer_words(offer: Offer) -> str:
    """This function will say who mended a row before, and how."""
    day = format_date_ja(to_jst(offer.made_at).date())
    how = f"「{cut(offer.cell)}」に直しました" if offer.cell else "空けて入れました"
    return f"前に、{offer.office}が{how}（{day}）"


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


def vanished_choices(plan: BatchInfo) -> tuple[Choice, ...]:
    """This function will return what can become of a record the file does not have."""
    words = words_of(plan)
    return tuple(Choice(each.value, words.label_of(each)) for each in VanishedChoice)


def add_columns(plan: BatchInfo, outcome: Outcome) -> tuple[Column, ...]:
    """This function will return the columns of a list of rows."""
    words = words_of(plan)
    head = (Column(words.name), Column("行", is_number=True))
    kept = (Column("手で直したので残す項目"),) if plan.target == "service" else ()
    if outcome is Outcome.CHANGE:
        return (*head, Column("変わる項目"), *kept)
    if outcome is Outcome.OLDER:
        return (*head, Column("この表がちがうところ（いま → この表）"))
    if outcome is Outcome.REJECTED:
        return (*head, Column("わけ"), Column("もとの値"))
    if outcome is Outcome.VANISHED:
        return (Column(words.name), Column("どうしたか"))
    return (*head, *words.columns, *(kept if outcome is Outcome.SAME else ()))


def plain_rows(plan: BatchInfo, outcome: Outcome, rows: Iterable[RowInfo]) -> tuple[Row, ...]:
    """This function will return the rows of an outcome, to be read and not acted on."""
    words = words_of(plan)
    return tuple(_row_of(plan, outcome, row, words) for row in rows)


def _row_of(plan: BatchInfo, outcome: Outcome, row: RowInfo, words: Words) -> Row:
    if outcome is Outcome.CHANGE:
        return _change_row(plan, row, words)
    if outcome is Outcome.OLDER:
        is_known = row.target_id is not None
        differing = words.changes(row) if is_known else "いまの一覧にありません"
        return Row((Cell(row.name), _number(row), Cell(differing)))
    if outcome is Outcome.REJECTED:
        name = row.name or "（空白）"
        return Row((Cell(name), _number(row), Cell(row.reason), Cell(cut(row.cell))))
    if outcome is Outcome.VANISHED:
        return Row((Cell(row.name), Cell(words.label_of(VanishedChoice(row.choice)))))
    cells = (Cell(row.name), _number(row), *words.cells(row.cleaned.get("values", {})))
    unread = [each["cell"] for each in row.flags if each["flag"] == Flag.PHONE_LEFT_OUT]
    if unread:
        cells = (*cells[:-1], Cell("電話なし", detail=f"表では {cut(unread[0])}"))
    is_compared = outcome is Outcome.SAME and plan.target == "service"
    return Row((*cells, _kept_cell(row, words)) if is_compared else cells)


def _change_row(plan: BatchInfo, row: RowInfo, words: Words) -> Row:
    cells = (Cell(row.name), _number(row), Cell(words.changes(row)))
    if plan.target != "service":
        return Row(cells)
    return Row((*cells, _kept_cell(row, words)))


def _kept_cell(row: RowInfo, words: Words) -> Cell:
    """What stands in the directory by hand, and what the file says instead."""
    before, after = row.before.get("values", {}), row.cleaned.get("values", {})
    said = (
        f"{words.labels[name]}（{shown(before.get(name))}。表では {shown(after.get(name))}）"
        for name in row.kept_fields
    )
    return Cell("、".join(said))


def _number(row: RowInfo) -> Cell:
    return Cell(f"{row.number:,}", detail=row.sheet)
