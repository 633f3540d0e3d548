"""The desk's menu and tables."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl

from yui.policy.roles import MEMBERS, Role
from yui.search.formats.address import word_of
from yui.search.queries import UnmetLine
from yui.ui.pages.desk_parts import Cell, Column, Row
from yui.ui.pages.frame import DeskMenuGroup, DeskMenuItem

UNMET_COLUMNS = (Column("ことば"), Column("月"), Column("回数", is_number=True))
_GROUPS = (
    (
        "",
        (
            ("きょうの仕事", "/desk/"),
            ("台帳", "/desk/register/"),
            ("シート", "/desk/sheet/"),
            ("今月の新しいもの", "/desk/news/"),
            ("手入力", "/directory/drafts/"),
            ("審査", "/review/"),
            ("団体の申し込み", "/members/claims/"),
        ),
    ),
    (
        "確かめる",
        (
            ("確認の仕事", "/directory/due/"),
            ("変更の知らせ", "/directory/changes/"),
            ("SC への問い", "/directory/inquiries/"),
        ),
    ),
    (
        "まとめ",
        (
            ("取り込み", "/exchange/"),
            ("同じかもしれない記録", "/directory/same/"),
            ("まちの言葉・窓口・圏域", "/areas/keeping/"),
            ("オープンデータ", "/opendata/"),
        ),
    ),
    (
        "自分",
        (
            ("利用者", "/accounts/people/"),
            ("立場をえらぶ", "/accounts/context/"),
            ("入るときの守り", "/accounts/2fa/"),
        ),
    ),
)
_GROUPS_OF_MEMBERS = (
    (
        "",
        (
            ("自分たちの団体", "/members/own/"),
            ("手入力", "/directory/drafts/"),
            ("審査", "/review/"),
        ),
    ),
    _GROUPS[-1],
)


def desk_menu(current: str, role: Role) -> tuple[DeskMenuGroup, ...]:
    """This function will return the left menu; only pages that this role can open are linked."""
    return tuple(
        DeskMenuGroup(
            tuple(DeskMenuItem(label, href, is_current=href == current) for label, href in items),
            word,
        )
        for word, items in (_GROUPS_OF_MEMBERS if role in MEMBERS else _GROUPS)
    )


def unmet_rows(lines: Iterable[UnmetLine]) -> tuple[Row, ...]:
    """This function will return searches in vain as rows; masked numbers say so."""
    return tuple(
        Row(
            (
                _asked(line),
                Cell(f"{line.month.year}年{line.month.month}月"),
                Cell("5回未満" if line.count is None else f"{line.count:,}回", is_number=True),
            )
        )
        for line in lines
    )


def _asked(line: UnmetLine) -> Cell:
    """What was asked; beyond a number of kinds of words, all others are counted together."""
    said = conditions_in_words(line.conditions)
    if line.words:
        return Cell(line.words, detail=said)
    return Cell(said or ("（ことばなし）" if line.conditions else "（ほかのことば）"))


def conditions_in_words(conditions: str) -> str:
    """This function will say the counted conditions of a search: 「ごみ出し・土曜」."""
    return "・".join(word_of(name, code) for name, code in parse_qsl(conditions))
