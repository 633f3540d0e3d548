"""「きょうの仕事」: one queue of what waits for the viewer, and what is awaited from whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse

from yui.directory.queries import ServiceCard
from yui.directory.queries.inquiries import InquiryView
from yui.lib.clock import date_in_jst, format_date_ja
from yui.portal.queries import Work
from yui.ui.pages.desk_parts import Cell, Column, GroupRow, Row
from yui.ui.pages.parts import Link

COLUMNS: Final = (Column("仕事"), Column("いつから"), Column(""))
AWAITED_COLUMNS: Final = (Column("出したもの"), Column("いま持っている人"), Column("いつから"))


@dataclass(frozen=True, slots=True)
class NextJob:
    """This value will hold the one thing to begin with."""

    heading: str
    text: str
    action: Link


def answer_of(work: Work) -> str:
    """This function will say in one sentence how much waits; nothing is a sentence too."""
    said = [
        f"{label} {count:,} 件"
        for label, count in (
            ("変更の知らせ", work.changes.total),
            ("SC への問い", len(work.inquiries) + work.more_inquiries),
            ("審査", len(work.to_decide) + work.more_to_decide),
            ("確認", work.due.total),
        )
        if count
    ]
    return f"{'、'.join(said)}が待っています。" if said else "いま待っている仕事はありません。"


def rows_of(work: Work, *, on: date) -> tuple[Row | GroupRow, ...]:
    """This function will return the queue, grouped: people wait first, records afterwards."""
    return (
        *_group("変更の知らせ", work.changes.total, _changes(work, on)),
        *_group("SC への問い", len(work.inquiries) + work.more_inquiries, _inquiries(work, on)),
        *_group("審査", len(work.to_decide) + work.more_to_decide, _to_decide(work, on)),
        *_group("確認", work.due.total, _due(work), _passed(work)),
    )


def next_job(work: Work) -> NextJob | None:
    """This function will name the first job of the queue, None where nothing waits."""
    if work.changes.items:
        first = work.changes.items[0]
        href = reverse("directory:change", args=[first.id])
        return NextJob(
            first.name, f"{first.source.label}。{first.reason}", Link("知らせを見る", href)
        )
    if work.inquiries:
        asked = work.inquiries[0]
        return NextJob(asked.title, _asked(asked), Link("答える", _inquiry(asked)))
    if work.to_decide:
        line = work.to_decide[0]
        href = reverse("review:submission", args=[line.id])
        return NextJob(
            line.title, f"{line.body_name}から。{line.kind.label}", Link("審査する", href)
        )
    if work.due.items:
        card = work.due.items[0].card
        href = reverse("directory:due-one", args=[card.short_code])
        return NextJob(card.name, _checked(card), Link("電話して確かめる", href))
    return None


def awaited_rows(work: Work, *, on: date) -> tuple[Row, ...]:
    """This function will return what the own office waits for, and who has it now."""
    asked = tuple(
        Row(
            (
                Cell(each.title, href=_inquiry(each), detail="SC への問い"),
                Cell(str(each.held_by.label) if each.held_by else ""),
                Cell(_since(each.asked_on, on)),
            )
        )
        for each in work.asked
    )
    return asked + tuple(
        Row(
            (
                Cell(
                    line.title,
                    href=reverse("review:submission", args=[line.id]),
                    detail=str(line.state.label),
                ),
                Cell(line.held_by),
                Cell(_since(date_in_jst(line.submitted_at), on)),
            )
        )
        for line in work.awaited
    )


def _group(
    label: str, total: int, rows: tuple[Row, ...], note: str = ""
) -> tuple[Row | GroupRow, ...]:
    if not rows:
        return ()
    cut = "" if len(rows) == total else f"のうち {len(rows)} 件"
    return (GroupRow(f"{label}　{total:,} 件{cut}{note}"), *rows)


def _passed(work: Work) -> str:
    if not work.passed_due:
        return ""
    return f"　{work.passed_due:,} 件は、長く確かめられず、移ってきました"


def _changes(work: Work, on: date) -> tuple[Row, ...]:
    return tuple(
        _row(
            line.name,
            reverse("directory:change", args=[line.id]),
            f"{line.source.label}　{line.reason}",
            _since(line.asked_on, on),
            "見る",
        )
        for line in work.changes.items
    )


def _inquiries(work: Work, on: date) -> tuple[Row, ...]:
    return tuple(
        _row(each.title, _inquiry(each), _asked(each), _since(each.asked_on, on), "答える")
        for each in work.inquiries
    )


def _asked(each: InquiryView) -> str:
    """Who asked and what; what was passed on says so."""
    passed = ""
    if each.passed_days and each.held_by is not None:
        passed = f"{each.passed_days}日返事がなく、{each.held_by.label}に移りました"
    return "　".join(filter(None, (passed, each.asked_from, each.words)))


def _inquiry(each: InquiryView) -> str:
    return reverse("directory:inquiry", args=[each.id])


def _to_decide(work: Work, on: date) -> tuple[Row, ...]:
    return tuple(
        _row(
            line.title,
            reverse("review:submission", args=[line.id]),
            f"{line.kind.label}　{line.body_name}",
            _since(date_in_jst(line.submitted_at), on),
            "審査する",
        )
        for line in work.to_decide
    )


def _due(work: Work) -> tuple[Row, ...]:
    return tuple(
        _row(
            line.card.name,
            reverse("directory:due-one", args=[line.card.short_code]),
            line.card.sphere_name or line.card.area_name,
            _checked(line.card),
            "電話する",
        )
        for line in work.due.items
    )


def _checked(card: ServiceCard) -> str:
    day = card.freshness.confirmed_on
    return f"{format_date_ja(day)}に確かめたまま" if day else "まだ確かめていません"


def _row(name: str, href: str, detail: str, since: str, verb: str) -> Row:
    return Row((Cell(name, href=href, detail=detail), Cell(since), Cell(action=Link(verb, href))))


def _since(day: date, on: date) -> str:
    days = (on - day).days
    return "きょうから" if days <= 0 else f"{days}日前から"
