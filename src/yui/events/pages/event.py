"""Labelled facts of one event, in the order of its page."""

from __future__ import annotations

from yui.events.queries import EventDay, EventPage, day_text
from yui.ui.pages.parts import Fact


def facts_of(page: EventPage) -> tuple[Fact, ...]:
    """This function will give when, where, cost, sign-up, capacity and what to bring."""
    pairs = (
        ("いつ", tuple(_when(day) for day in page.days)),
        ("どこ", _places(page)),
        ("お金", (page.fee,)),
        ("申込み", (page.sign_up, _until(page))),
        ("定員", (f"{page.capacity}人" if page.capacity else "",)),
        ("持ち物", (page.bring,)),
    )
    labelled = ((label, tuple(line for line in lines if line)) for label, lines in pairs)
    return tuple(Fact(label, lines) for label, lines in labelled if lines)


def _when(day: EventDay) -> str:
    return f"{day.day.year}年{day.day_text} {day.hours_text}".strip()


def _places(page: EventPage) -> tuple[str, ...]:
    lines = (line for day in page.days for line in (day.place, day.address))
    return tuple(dict.fromkeys(line for line in lines if line))


def _until(page: EventPage) -> str:
    return f"{day_text(page.sign_up_until)}まで" if page.sign_up_until else ""
