"""The table of the register, on screen and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import urlencode

from django.urls import reverse

from yui.directory.queries import GroupLine, Kept, RegisterAsk, RegisterLine, ServiceCard
from yui.lib import xlsx
from yui.lib.clock import format_date_ja
from yui.lib.csvfile import Cell as Value
from yui.ui.pages.desk_parts import Cell, Column, Row
from yui.ui.pages.parts import Link, MenuItem
from yui.ui.pages.text import unbroken

_SORTED: Final = {"name": "五十音順", "checked": "古い順"}
_KINDS: Final[tuple[tuple[Kept, str], ...]] = (
    ("", "のっているもの"),
    ("draft", "下書き"),
    ("ended", "終わったもの"),
)
TITLES: Final = (
    "名前",
    "団体",
    "状態",
    "市区町村",
    "電話（公開しているもの）",
    "場所（公開しているもの）",
    "確かめた日",
    "つぎに確かめる日",
    "ページ",
)
GROUP_COLUMNS: Final = (Column("団体"), Column("市区町村"))


def address(ask: RegisterAsk, *, to: str = "portal:register") -> str:
    """This function will return the address of this part of the register."""
    asked = {
        "q": ask.words,
        "kept": ask.kept,
        "order": "" if ask.order == "name" else ask.order,
        "page": "" if ask.number == 1 else str(ask.number),
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse(to)}?{query}" if query else reverse(to)


def columns(ask: RegisterAsk) -> tuple[Column, ...]:
    """This function will return the heads; those that sort carry their address."""
    return (
        _head(ask, "name", "名前"),
        Column("電話"),
        Column("状態"),
        _head(ask, "checked", "確かめた日"),
        *((Column(""),) if not ask.kept else ()),
    )


def _head(ask: RegisterAsk, order: Literal["name", "checked"], label: str) -> Column:
    is_sorted = ask.order == order
    return Column(
        label,
        sort_href=address(replace(ask, order=order, number=1)),
        sorted="ascending" if is_sorted else "",
        sorted_words=_SORTED[order] if is_sorted else "",
    )


def rows(ask: RegisterAsk, cards: Iterable[ServiceCard]) -> tuple[Row, ...]:
    """This function will return the records as rows: the number to call stands beside the name.

    What is listed can be put on a sheet.
    """
    return tuple(
        Row(
            (
                Cell(card.name, href=card.url, detail=_detail(card)),
                _phone(card),
                Cell(card.staff_mark or card.status_label),
                _checked(card),
                *((_pick(card),) if not ask.kept else ()),
            )
        )
        for card in cards
    )


def _pick(card: ServiceCard) -> Cell:
    href = f"{reverse('portal:sheet')}?add={card.short_code}"
    return Cell(action=Link("シートへ", href))


def _phone(card: ServiceCard) -> Cell:
    line = card.phone or card.ask_at
    return Cell(unbroken(line.number), detail=line.whose or line.note) if line else Cell()


def _checked(card: ServiceCard) -> Cell:
    """The day by itself is read at a glance down a column; without one the sentence says why."""
    day = card.freshness.confirmed_on
    if day is None:
        return Cell(card.freshness.sentence)
    return Cell(format_date_ja(day), detail="確かめる時期です" if card.freshness.is_stale else "")


def _detail(card: ServiceCard) -> str:
    place = card.sphere_name or card.area_name
    owner = card.organization_name if card.organization_name != card.name else ""
    return "・".join(filter(None, (owner, place)))


def group_rows(groups: Iterable[GroupLine]) -> tuple[Row, ...]:
    """This function will return groups as rows."""
    return tuple(Row((Cell(each.name, href=each.url), Cell(each.area_name))) for each in groups)


def kinds(ask: RegisterAsk) -> tuple[MenuItem, ...]:
    """This function will return what else of the register can be looked at with these words."""
    return tuple(
        MenuItem(label, address(replace(ask, kept=kept, number=1)), kept == ask.kept)
        for kept, label in _KINDS
    )


def page_links(ask: RegisterAsk, count: int) -> list[str]:
    """This function will return the addresses of all pages."""
    return [address(replace(ask, number=number)) for number in range(1, count + 1)]


def taking_links(ask: RegisterAsk) -> tuple[Link, ...]:
    """This function will return the files this part of the register can be taken away as."""
    whole = replace(ask, number=1)
    return (
        Link("Excel", address(whole, to="portal:register-xlsx")),
        Link("CSV", address(whole, to="portal:register-csv")),
    )


def table(lines: Iterable[RegisterLine], base_url: str) -> list[list[Value]]:
    """This function will return the register as the rows of a file, without its heading."""
    return [
        [
            line.name,
            line.organization,
            line.state,
            line.area_name,
            line.phone,
            line.where,
            line.confirmed_date.isoformat() if line.confirmed_date else "",
            line.due_date.isoformat() if line.due_date else "",
            f"{base_url}{line.url}" if line.url else "",
        ]
        for line in lines
    ]


def workbook(found: list[list[Value]]) -> bytes:
    """This function will return the register as a workbook, text as text."""
    heads = tuple(xlsx.Column(title, width=24) for title in TITLES)
    return xlsx.write_workbook([xlsx.Page("台帳", heads, found)])
