"""The table of questions to the coordinator."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from yui.directory.queries.inquiries import InquiryView
from yui.directory.rules import Flag, flags_in
from yui.lib.clock import format_date_ja
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord
from yui.ui.pages.parts import Fact

COLUMNS = (Column("問い"), Column("地域"), Column("どこから"), Column("いま持っている人"))
_FLAGGED = {Flag.NAME: "人の名前", Flag.PHONE: "電話番号"}


def rows(views: Iterable[InquiryView]) -> tuple[Row, ...]:
    """This function will return questions as rows; each leads to its page."""
    return tuple(
        Row(
            (
                Cell(view.title, href=address(view), detail=view.words),
                Cell(view.area_name),
                Cell(view.asked_from, detail=format_date_ja(view.asked_on)),
                _state(view),
            )
        )
        for view in views
    )


def facts_of(view: InquiryView) -> tuple[Fact, ...]:
    """This function will say what was looked for, where, by which office and since when."""
    held = ""
    if view.held_by is not None:
        held = str(view.held_by.label)
        if view.passed_days:
            held += f"（{view.passed_days}日返事がなく、移りました）"
    answered = format_date_ja(view.answered_on) if view.answered_on else ""
    pairs = (
        ("困りごと", view.need),
        ("曜日", view.day),
        ("地域", view.area_name),
        ("どこから", view.asked_from),
        ("聞いた日", format_date_ja(view.asked_on)),
        ("いま持っている人", held),
        ("答えた所", "　".join(filter(None, (view.answered_from, answered)))),
    )
    return tuple(Fact(label, (words,)) for label, words in pairs if words)


def address(view: InquiryView) -> str:
    """This function will return the address of a question's page."""
    return reverse("directory:inquiry", args=[view.id])


def finding_in(text: str, *, sure: str) -> str:
    """This function will say that words seem to name or reach somebody; "" once looked at."""
    found = "・".join(_FLAGGED[flag] for flag in flags_in(text))
    return f"{found}のような字があります。" if found and text != sure else ""


def _state(view: InquiryView) -> Cell:
    if view.held_by is None:
        day = format_date_ja(view.answered_on) if view.answered_on else ""
        return Cell("答えました", detail=day)
    detail = f"{view.passed_days}日返事がありません" if view.passed_days else ""
    return Cell(word=StateWord(str(view.held_by.label), "wait"), detail=detail)
