"""The page of an organization about itself: its services as rows, its profile as links."""

from __future__ import annotations

from django.urls import reverse

from yui.members.queries import OwnPage
from yui.ui.pages.desk_parts import Cell, Column, Press, Row
from yui.ui.pages.parts import Link

COLUMNS = (
    Column("名前"),
    Column("確かめた日"),
    Column("見られた回数（1年）", is_number=True),
    Column("直す"),
    Column("変わりがないとき"),
)


def answer_of(page: OwnPage) -> str:
    """This function will name the organizations the own body speaks for."""
    return "、".join(line.name for line in page.organizations)


def rows_of(page: OwnPage, *, may_edit: bool) -> tuple[Row, ...]:
    """This function will return the services as rows; the name leads to what residents see."""
    return tuple(
        Row(
            (
                Cell(line.card.name, line.card.url, line.card.summary),
                Cell(line.card.freshness.sentence),
                Cell(f"{line.views:,}回", is_number=True),
                Cell(
                    action=Link(
                        "営業時間などを直す", reverse("directory:edit", args=[line.card.short_code])
                    )
                    if may_edit
                    else None
                ),
                Cell(press=Press("変わりありません", "confirm", str(line.card.id))),
            )
        )
        for line in page.services
    )


def member_links(page: OwnPage) -> tuple[Link, ...]:
    """This function will lead to the profiles of members, and say who sees each."""
    return tuple(
        Link(
            f"{member.name}の「出せるもの、望むこと」を見る",
            reverse("members:member", args=[member.short_code]),
            str(member.visibility.label),
        )
        for member in page.members
    )
