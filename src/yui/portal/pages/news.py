"""「今月の新しいもの」: three tables that print on A4."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from yui.areas.queries import AreaInfo
from yui.directory.queries import ServiceCard
from yui.directory.queries.news import Changed, Ended, News
from yui.lib.clock import format_date_ja
from yui.search.formats.address import code_of_layer
from yui.ui.pages.desk_parts import Cell, Column, Row
from yui.ui.pages.parts import Link, MenuItem
from yui.ui.pages.text import unbroken

NEW_COLUMNS = (Column("名前"), Column("どんな手助けか"), Column("いつ"), Column("電話"))
CHANGED_COLUMNS = (Column("名前"), Column("変わったこと"), Column("変わった日"), Column("電話"))
ENDED_COLUMNS = (Column("名前"), Column("終わった日"))


def address(month: date, sphere: str = "") -> str:
    """This function will return the address of a month's page."""
    asked = {"month": f"{month:%Y-%m}", "sphere": sphere}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('portal:news')}?{query}"


def answer_of(news: News, month: date) -> str:
    """This function will say in one sentence what happened in a month."""
    parts = (
        ("新しいもの", len(news.new)),
        ("変わったもの", len(news.changed)),
        ("終わったもの", len(news.ended)),
    )
    said = "、".join(f"{label} {count} 件" for label, count in parts if count)
    spoken = f"{month.year}年{month.month}月は"
    return f"{spoken}、{said}です。" if said else f"{spoken}、変わったことがありません。"


def months(month: date, *, today: date, sphere: str) -> tuple[Link, ...]:
    """This function will lead to the month before, and to the next unless it has not begun."""
    before = (month - timedelta(days=1)).replace(day=1)
    after = (month + timedelta(days=32)).replace(day=1)
    links = [Link(f"{before.month}月へ", address(before, sphere))]
    if after <= today:
        links.append(Link(f"{after.month}月へ", address(after, sphere)))
    return tuple(links)


def spheres(
    layers: Iterable[AreaInfo], place: str, month: date, chosen: str
) -> tuple[MenuItem, ...]:
    """This function will lead to each 圏域 of the town; none where it has none."""
    found = [(code_of_layer(layer), layer.name) for layer in layers]
    choices = [("", place), *found] if found else []
    return tuple(MenuItem(label, address(month, code), code == chosen) for code, label in choices)


def new_rows(cards: Iterable[ServiceCard]) -> tuple[Row, ...]:
    """This function will return what is new as rows."""
    return tuple(
        Row((_name(card), Cell(card.summary), Cell(card.when or card.fee), _phone(card)))
        for card in cards
    )


def changed_rows(changed: Iterable[Changed]) -> tuple[Row, ...]:
    """This function will return what changed as rows."""
    return tuple(
        Row(
            (
                _name(each.card),
                Cell("・".join(each.what)),
                Cell(format_date_ja(each.on)),
                _phone(each.card),
            )
        )
        for each in changed
    )


def ended_rows(ended: Iterable[Ended]) -> tuple[Row, ...]:
    """This function will return what ended as rows."""
    return tuple(
        Row((Cell(each.name, href=each.url), Cell(format_date_ja(each.on) if each.on else "")))
        for each in ended
    )


def _name(card: ServiceCard) -> Cell:
    return Cell(card.name, href=card.url, detail=card.sphere_name or card.area_name)


def _phone(card: ServiceCard) -> Cell:
    line = card.phone or card.ask_at
    return Cell(unbroken(line.number), detail=line.whose or line.note) if line else Cell()
