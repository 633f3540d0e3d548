"""What the page of a slip says: the facts to look at, and thanks."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from yui.directory.queries.slips import OpenSlip
from yui.lib.clock import format_date_ja
from yui.ui.pages.parts import Fact

CHANGED = (
    "知らせを受け取りました。役所か包括の人が見て、直します。"
    "くわしく聞くために、電話することがあります。"
)
SAME = "いまの内容と同じでした。何も変えていません。"


def facts_of(found: OpenSlip) -> tuple[Fact, ...]:
    """This function will give what the leader looks at: hours, and what residents see besides."""
    card = found.card
    number = card.phone.number if card and card.phone and not card.phone.whose else ""
    paused = card.paused if card else ""
    pairs = (
        ("いつ", found.hours),
        ("どこ", card.where if card else ""),
        ("電話", number),
        ("お休み", paused),
    )
    return tuple(Fact(label, (words,)) for label, words in pairs if words)


def confirmed_words(today: date) -> str:
    """This function will say what follows from 「変わりありません」."""
    return f"住民の画面と紙に、「{format_date_ja(today)}に代表者が確かめました」と出ます。"


def rests_words(today: date) -> str:
    """This function will say until when the rest is shown."""
    end = today.replace(day=monthrange(today.year, today.month)[1])
    return f"{format_date_ja(end)}まで、お休みと出ます。早く始めるときは、電話で知らせてください。"
