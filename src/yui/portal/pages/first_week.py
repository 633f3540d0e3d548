"""The first five tasks of a new desk, done or left by facts."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from yui.portal.queries import FirstWeek
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord
from yui.ui.pages.parts import Link

COLUMNS: Final = (Column("はじめの5つ"), Column("いま"), Column(""))
_DONE, _LEFT = StateWord("できました"), StateWord("これから", "wait")


def rows_of(week: FirstWeek | None, *, manages: bool) -> tuple[Row, ...]:
    """This function will return the five tasks as rows; nothing once all are done."""
    if week is None or week.is_done:
        return ()
    invite = reverse("accounts-invite") if manages else reverse("accounts-people")
    tasks = (
        (week.imported, "手もとの一覧を取り込む", Link("取り込む", reverse("exchange:upload"))),
        (week.asked, "1件に電話して確かめる", Link("確かめる", reverse("directory:due"))),
        (week.put_forward, "1件を手入力して審査に出す", Link("書く", reverse("directory:new"))),
        (week.slips, "はがきを印刷する", Link("印刷する", reverse("directory:due"))),
        (week.people, "ふたり目を招待する", Link("招待する", invite)),
    )
    return tuple(
        Row((Cell(label), Cell(word=_DONE if is_done else _LEFT), Cell(action=action)))
        for is_done, label, action in tasks
    )
