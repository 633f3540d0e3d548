"""What a plan changes and why, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yui.exchange.pages.plan import count_of, sphere_note
from yui.exchange.pages.words import cut, words_of
from yui.exchange.queries import BatchInfo, RowInfo, rows_of
from yui.exchange.states import FLAG_LABELS, RULE_LABELS, Outcome

MOST_LINES = 20


def reasons(plan: BatchInfo) -> Iterator[str]:
    """This function will yield what is changed, mended and not taken, with its reasons.

    At most `MOST_LINES` rows of a kind; what is left out is counted.
    """
    words = words_of(plan)
    yield from _rows(plan, Outcome.REJECTED, "取り込めない行", _rejected)
    yield from _rows(
        plan, Outcome.CHANGE, "変わるところ", lambda row: f"{row.name} {words.changes(row)}"
    )
    yield from _grouped("自動で直したところ", plan.repair_counts, RULE_LABELS, _mended)
    yield from _grouped("目で確かめたいところ", plan.flag_counts, FLAG_LABELS, _looked_at)
    if sphere_note(plan):
        yield sphere_note(plan) + "先に「まちの言葉・窓口・圏域」で作ると、入ります。"


def rejections(plan: BatchInfo) -> list[dict[str, Any]]:
    """This function will return every row that cannot be taken: row, name, cell and reason."""
    return [
        {
            "row": row.number,
            "name": row.name,
            "column": row.column,
            "cell": row.cell,
            "reason": row.reason,
        }
        for row in rows_of(plan.id, Outcome.REJECTED, limit=None)
    ]


def changes(plan: BatchInfo) -> list[dict[str, Any]]:
    """This function will return every row that changes a record: field → what was, what will be."""
    return [
        {
            "row": row.number,
            "name": row.name,
            "changed": {
                name: {
                    "from": row.before.get("values", {}).get(name),
                    "to": row.cleaned.get("values", {}).get(name),
                }
                for name in row.changed_fields
            },
        }
        for row in rows_of(plan.id, Outcome.CHANGE, limit=None)
    ]


def _rows(plan: BatchInfo, outcome: Outcome, heading: str, say: Any) -> Iterator[str]:
    count = count_of(plan, outcome)
    if not count:
        return
    yield f"{heading}（{count:,}行）"
    for row in rows_of(plan.id, outcome)[:MOST_LINES]:
        sheet = f"{row.sheet} " if row.sheet else ""
        yield f"  {sheet}{row.number}行目 {say(row)}"
    if count > MOST_LINES:
        yield f"  ほか {count - MOST_LINES:,}行。全部は --json で出ます"


def _rejected(row: RowInfo) -> str:
    where = f"［{row.column}「{cut(row.cell)}」］" if row.column else ""
    return f"{row.name or '（名前なし）'} {where}{row.reason}"


def _grouped(
    heading: str, counts: Mapping[str, Mapping[str, Any]], labels: Mapping[str, Any], say: Any
) -> Iterable[str]:
    if not counts:
        return
    yield heading
    for name, entry in sorted(counts.items(), key=lambda item: -item[1]["count"]):
        yield f"  {labels.get(name, name)}（{entry['count']:,}か所）たとえば {say(entry)}"


def _mended(entry: Mapping[str, Any]) -> str:
    became = f"「{cut(entry['from'])}」→「{cut(entry['to'])}」"
    return f"{entry['row']}行目 {entry['column']}{became}"


def _looked_at(entry: Mapping[str, Any]) -> str:
    return f"{entry['row']}行目 {entry['column']}「{cut(entry['cell'])}」"
