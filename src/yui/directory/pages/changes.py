"""The tables of requests for a change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from yui.directory.queries.changes import ChangeLine, ChangeView
from yui.directory.states import ChangeField
from yui.lib.clock import format_date_ja
from yui.ui.pages.desk_parts import Cell, Change, Column, Row, StateWord
from yui.ui.pages.parts import Fact

COLUMNS = (
    Column("名前"),
    Column("何のこと"),
    Column("だれから"),
    Column("来た日"),
    Column("受け持ち"),
)


def rows(lines: Iterable[ChangeLine], *, on: date) -> tuple[Row, ...]:
    """This function will return requests as rows; each leads to where it is decided."""
    return tuple(
        Row(
            (
                Cell(line.name, reverse("directory:change", args=[line.id])),
                Cell(str(line.field.label), detail=line.reason),
                Cell(str(line.source.label)),
                Cell(format_date_ja(line.asked_on), detail=_waits(line.asked_on, on)),
                _holder(line),
            )
        )
        for line in lines
    )


def diff_of(view: ChangeView) -> tuple[Change, ...]:
    """This function will set what the record says beside what it should say."""
    if view.field is ChangeField.WORDS:
        return ()
    moved = f"知らせが来たあとに変わりました。そのときは「{view.before or '（なし）'}」でした。"
    finding = moved if view.is_moved and view.decided_on is None else ""
    return (Change(str(view.field.label), view.now, view.after, finding),)


def facts_of(view: ChangeView) -> tuple[Fact, ...]:
    """This function will give who has a request, since when, and how the reporter is reached."""
    held = f"{view.holder}（{format_date_ja(view.held_on)}から）" if view.held_on else ""
    decided = (
        f"{format_date_ja(view.decided_on)}　{view.decided_by}　{view.state.label}"
        if view.decided_on
        else ""
    )
    pairs = (
        ("来た日", format_date_ja(view.asked_on)),
        ("受け持ち", held or "まだいません"),
        ("知らせてほしい先", view.contact),
        ("決めた日", decided),
        ("伝えたこと", view.answer),
    )
    return tuple(Fact(label, (words,)) for label, words in pairs if words)


def _waits(asked_on: date, on: date) -> str:
    days = (on - asked_on).days
    return f"{days}日前から" if days else "きょう"


def _holder(line: ChangeLine) -> Cell:
    if not line.holder or line.held_on is None:
        return Cell(word=StateWord("まだいません", "wait"))
    return Cell(line.holder, detail=f"{format_date_ja(line.held_on)}から")
