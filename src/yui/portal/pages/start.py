"""「はじめかた」: what a town does before it opens, done or left by facts, not by ticks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from yui.areas.queries import AreaInfo
from yui.portal.queries import StartFacts
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord
from yui.ui.pages.parts import Link

COLUMNS: Final = (Column("すること"), Column("いま"), Column(""))
# As many calls as make a first list worth showing; a smaller town calls everybody.
ENOUGH_ASKED: Final = 20
_DONE, _LEFT = StateWord("できました"), StateWord("これから", "wait")


@dataclass(frozen=True, slots=True)
class Step:
    """This value will hold one step: what to do, why, how far it has come, where it is done."""

    label: str
    why: str
    now: str
    is_done: bool
    action: Link


def steps_of(area: AreaInfo, facts: StartFacts, *, manages: bool) -> tuple[Step, ...]:
    """This function will return the steps of a town in their order."""
    keeping = reverse("areas:keeping", args=[area.jis])
    invite = reverse("accounts-invite") if manages else reverse("accounts-people")
    return (
        Step(
            "困ったときの電話をきめる",
            "住民のどの画面にも、いちばん上に出ます。",
            facts.window or "まだありません",
            bool(facts.window),
            Link("窓口をきめる", f"{keeping}#window"),
        ),
        Step(
            "日常生活圏域と町字を入れる",
            "表がなければ、名前だけで作れます。包括の担当区域も、同じ画面です。",
            f"圏域 {facts.spheres:,}、町字の入った圏域 {facts.filled_spheres:,}",
            facts.filled_spheres > 0,
            Link("圏域を入れる", f"{keeping}#layers"),
        ),
        Step(
            "手もとの一覧を取り込む",
            "Excel のままで読めます。何が変わるかを先に見せ、あとで元に戻せます。",
            f"住民に見えるもの {facts.own.listed:,}件",
            facts.own.listed > 0,
            Link("取り込む", reverse("exchange:upload")),
        ),
        Step(
            "いっしょに働く人を招待する",
            "公開は、ふたりで決めます。生活支援コーディネーターと包括の人も招待します。",
            f"{facts.people:,}人",
            facts.people > 1,
            Link("招待する", invite),
        ),
        Step(
            "電話で確かめる",
            f"{ENOUGH_ASKED}件を確かめると、安心して公開できます。少ないまちは、ぜんぶです。",
            f"確かめたもの {facts.own.asked:,}件",
            0 < min(ENOUGH_ASKED, facts.own.listed) <= facts.own.asked,
            Link("確かめる", reverse("directory:due")),
        ),
    )


def rows_of(steps: tuple[Step, ...]) -> tuple[Row, ...]:
    """This function will return the steps as rows: done or left, and the way to do each."""
    return tuple(
        Row(
            (
                Cell(step.label, detail=step.why),
                Cell(step.now, word=_DONE if step.is_done else _LEFT),
                Cell(action=step.action),
            )
        )
        for step in steps
    )


def answer_of(steps: tuple[Step, ...]) -> str:
    """This function will say how many steps are left."""
    left = sum(not step.is_done for step in steps)
    return f"公開するまでに、あと{left}つあります。" if left else "公開の用意ができています。"
