"""The tables of the queue and of approvals by an only officer."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from yui.lib.clock import format_date_ja, format_moment_ja
from yui.review.queries import Line, LoneApproval
from yui.review.states import SubmissionState
from yui.ui.pages.desk_parts import Cell, Column, Row, StateWord, Weight

QUEUE_COLUMNS = (
    Column("名前"),
    Column("申し出"),
    Column("申し出た人"),
    Column("申し出た日時"),
    Column("いま持っている人"),
)
LONE_COLUMNS = (
    Column("名前"),
    Column("組織"),
    Column("承認した人"),
    Column("承認した日時"),
    Column("決裁日"),
    Column("文書番号"),
)
_WEIGHTS: dict[SubmissionState, Weight] = {
    SubmissionState.SUBMITTED: "wait",
    SubmissionState.RETURNED: "urgent",
    SubmissionState.DRAFT: "moving",
}


def queue_rows(lines: Iterable[Line]) -> tuple[Row, ...]:
    """This function will return submissions as rows; each leads to its page."""
    return tuple(
        Row(
            (
                Cell(line.title, reverse("review:submission", args=[line.id]), line.area_name),
                Cell(str(line.kind.label), word=state_word(line.state)),
                Cell(line.author, detail=line.body_name),
                Cell(format_moment_ja(line.submitted_at)),
                Cell(_("あなた") if line.may_decide else line.held_by, detail=_colleagues(line)),
            )
        )
        for line in lines
    )


def _colleagues(line: Line) -> str:
    """Who may decide is told that others may as well: one can be away."""
    return _("%sなら、だれでも決められます") % line.held_by if line.may_decide else ""


def state_word(state: SubmissionState) -> StateWord:
    """This function will say the state of a submission by its weight."""
    return StateWord(str(state.label), _WEIGHTS.get(state, "done"))


def lone_rows(approvals: Iterable[LoneApproval]) -> tuple[Row, ...]:
    """This function will return approvals by only officers as rows."""
    return tuple(
        Row(
            (
                Cell(each.title),
                Cell(each.body_name),
                Cell(each.decided_by),
                Cell(format_moment_ja(each.decided_at) if each.decided_at else ""),
                Cell(format_date_ja(each.decision_date) if each.decision_date else ""),
                Cell(each.document_number),
            )
        )
        for each in approvals
    )
