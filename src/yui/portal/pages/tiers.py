"""The desks of prefecture and nation: whom to phone and why, how towns stand, distributions.

Numbers of people under five are masked; no town is ranked against another for the nation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from yui.areas.queries import AreaInfo, prefectures
from yui.areas.states import Opening
from yui.lib.clock import format_date_ja
from yui.lib.counts import mask_small
from yui.portal.pages.addresses import home_of
from yui.portal.queries import TownLine
from yui.ui.pages.desk_parts import Cell, Column, Row
from yui.ui.pages.text import unbroken

MOST_CALLS: Final = 5
CALL_COLUMNS: Final = (Column("電話するまち"), Column("わけ"), Column("電話番号"))
SPREAD_COLUMNS: Final = (Column("まちの集まり"), Column("まちの数（か所）", is_number=True))
PREFECTURE_COLUMNS: Final = (
    Column("都道府県"),
    Column("市区町村（か所）", is_number=True),
    Column("公開（か所）", is_number=True),
    Column("準備中（か所）", is_number=True),
    Column("のせているもの（件）", is_number=True),
    Column("確かめる時期のもの（件）", is_number=True),
)
# A quarter of a list that waits to be asked is more than a bad month.
_STALE_SHARE: Final = 0.25
_ORDERS: Final[dict[str, tuple[str, Callable[[TownLine], int]]]] = {
    "listed": ("多い順", lambda line: -line.standing.listed),
    "stale": ("多い順", lambda line: -line.standing.stale),
    "unanswered": ("多い順", lambda line: -line.standing.unanswered),
}


def as_of(on: date) -> str:
    """This function will say of when the numbers are, and what they count."""
    return (
        f"{format_date_ja(on)}の数です。件は、住民に見えるもの（公表された一覧を除く）です。"
        "人数は実人数で、5人未満は出しません。"
    )


def calls(lines: Iterable[TownLine]) -> tuple[Row, ...]:
    """This function will name at most five towns to phone today, the most pressing first."""
    asked = [(reasons, line) for line in lines if (reasons := _reasons(line))]
    asked.sort(key=lambda each: (-sum(weight for weight, _said in each[0]), each[1].area.path))
    return tuple(
        Row(
            (
                Cell(line.area.name, href=home_of(line.area)),
                Cell("、".join(said for _weight, said in reasons)),
                Cell(unbroken(line.people.help_line or line.area.phone or "わかりません")),
            )
        )
        for reasons, line in asked[:MOST_CALLS]
    )


def _reasons(line: TownLine) -> tuple[tuple[int, str], ...]:
    """What is to be talked about, with its weight: people who wait weigh most."""
    standing, people = line.standing, line.people
    is_stale = standing.stale > standing.listed * _STALE_SHARE
    found = (
        (8, f"返事のない知らせが{standing.unanswered:,}件", standing.unanswered > 0),
        (4, f"確かめる時期のものが{standing.stale:,}件", is_stale),
        (2, "包括の電話番号がない", not (people.centres or standing.centres)),
        (2, f"期限の近い人が{_persons(people.ending)}", people.ending > 0),
        (1, str(line.area.opening.label), line.area.opening is not Opening.OPEN),
    )
    return tuple((weight, said) for weight, said, holds in found if holds)


def town_columns(order: str) -> tuple[Column, ...]:
    """This function will return the heads of the table of towns; those that sort carry a link."""
    return (
        Column("市区町村", sort_href=_address(""), sorted="" if order in _ORDERS else "ascending"),
        Column("参加の状態"),
        _sorting("listed", "のせているもの（件）", order),
        _sorting("stale", "確かめる時期（件）", order),
        _sorting("unanswered", "返事のない知らせ（件）", order),
        Column("包括の電話（か所）", is_number=True),
        Column("働く人（実人数）", is_number=True),
    )


def town_rows(lines: Sequence[TownLine], order: str) -> tuple[Row, ...]:
    """This function will return the towns as rows, by code or as the order says."""
    if order in _ORDERS:
        lines = sorted(lines, key=_ORDERS[order][1])
    return tuple(
        Row(
            (
                Cell(line.area.name, href=home_of(line.area)),
                Cell(str(line.area.opening.label)),
                _number(line.standing.listed),
                _number(line.standing.stale),
                _number(line.standing.unanswered),
                _number(max(line.people.centres, line.standing.centres)),
                Cell(_persons(line.people.people), is_number=True),
            )
        )
        for line in lines
    )


def spread_rows(lines: Sequence[TownLine]) -> tuple[Row, ...]:
    """This function will say how many towns list how much, and how much of it is old."""
    listing = [line.standing for line in lines if line.standing.listed]
    shares = [each.stale / each.listed for each in listing]
    groups = (
        ("1件ものせていない", len(lines) - len(listing)),
        ("1〜19件のせている", sum(each.listed < 20 for each in listing)),
        ("20〜99件のせている", sum(20 <= each.listed < 100 for each in listing)),
        ("100件から上をのせている", sum(each.listed >= 100 for each in listing)),
        ("のせていて、確かめる時期のものがない", sum(share == 0 for share in shares)),
        ("確かめる時期のものが、4分の1まで", sum(0 < share <= _STALE_SHARE for share in shares)),
        ("確かめる時期のものが、4分の1をこえる", sum(share > _STALE_SHARE for share in shares)),
    )
    return tuple(Row((Cell(label), _number(count))) for label, count in groups)


def prefecture_rows(lines: Sequence[TownLine]) -> tuple[Row, ...]:
    """This function will return the prefectures by code, each with the sums of its towns."""
    return tuple(
        _prefecture_row(above, [each for each in lines if each.area.path.startswith(above.path)])
        for above in prefectures()
    )


def _prefecture_row(above: AreaInfo, towns: Sequence[TownLine]) -> Row:
    states = [each.area.opening for each in towns]
    return Row(
        (
            Cell(above.name, href=home_of(above)),
            _number(len(towns)),
            _number(states.count(Opening.OPEN)),
            _number(states.count(Opening.PREPARING)),
            _number(sum(each.standing.listed for each in towns)),
            _number(sum(each.standing.stale for each in towns)),
        )
    )


def _number(count: int) -> Cell:
    return Cell(f"{count:,}", is_number=True)


def _persons(count: int) -> str:
    """How many people; few are not told, so that nobody can be meant."""
    shown = mask_small(count)
    return "5人未満" if shown is None else f"{shown:,}人"


def _sorting(order: str, label: str, current: str) -> Column:
    is_sorted = order == current
    return Column(
        label,
        is_number=True,
        sort_href=_address(order),
        sorted="descending" if is_sorted else "",
        sorted_words=_ORDERS[order][0] if is_sorted else "",
    )


def _address(order: str) -> str:
    home = reverse("portal:desk")
    return f"{home}?order={order}" if order else home
