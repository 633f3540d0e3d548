"""One batch as it stands: being read, planned, applied, refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.directory.formats.definitions import SPREADSHEET
from yui.exchange.pages import ended
from yui.exchange.pages import plan as shown
from yui.exchange.pages.seen import seen_of
from yui.exchange.pages.words import words_of
from yui.exchange.queries import (
    PAGE_ROWS,
    BatchInfo,
    RejectionGroup,
    RowInfo,
    drafts_to_publish,
    hand_repairs_of,
    houses_to_publish,
    newer_batch_of,
    offers_of,
    own_lines_to_publish,
    public_records_of,
    rejection_groups,
    reveal_rows,
    rows_of,
)
from yui.exchange.states import BatchState, Outcome
from yui.exchange.views.desk import frame_of
from yui.lib.clock import format_date_ja, to_jst
from yui.policy.door import viewer_of

# A reason that one row alone has is mended in its own line.
_MANY = 2


def working_page(request: HttpRequest, plan: BatchInfo) -> HttpResponse:
    """This function will return the page that renews itself until the work is done."""
    register = words_of(plan).register
    words = {
        BatchState.APPLYING: f"{register}に書き込んでいます。終わるまで、このまま待てます。",
        BatchState.PLANNING: f"{plan.rows_done:,}行まで読みました。{register}はまだ変わりません。",
    }
    waiting = f"順番を待っています。{register}はまだ変わりません。"
    answer = plan.problem or words.get(plan.state, waiting)
    context = {
        "frame": frame_of(request, plan.state_words, answer=answer, aside=plan.file_name),
        "plan": plan,
    }
    return render(request, "exchange/working.jinja", context)


def plan_page(
    request: HttpRequest, plan: BatchInfo, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """This function will return the plan: counts, lists, what is asked, the button."""
    outcome = _outcome_asked(request, shown.first_shown(plan))
    rows, listed = _listing(request, plan, outcome)
    vanished = rows if outcome is Outcome.VANISHED else rows_of(plan.id, Outcome.VANISHED)
    is_rejected = outcome is Outcome.REJECTED
    offers = offers_of(plan.id) if is_rejected else {}
    context = {
        "frame": _frame(request, plan, "取り込みの計画", shown.answer(plan)),
        "problem": problem or plan.problem,
        "mend": shown.mend_rows(plan.id, rows, offers) if is_rejected else (),
        "offers": len(offers),
        "groups": _groups(plan) if is_rejected else (),
        "vanished": shown.vanished_rows(vanished),
        "vanished_name": words_of(plan).vanished,
        "vanished_choices": shown.vanished_choices(plan),
        "flag_columns": shown.FLAG_COLUMNS,
        "flags": shown.flag_rows(plan),
        "apply_label": shown.apply_label(plan),
        "apply_note": shown.apply_note(plan),
        "seen": seen_of(plan),
        "sphere_note": shown.sphere_note(plan),
        "keeping_href": reverse("areas:keeping-own"),
        "older_note": shown.older_note(plan),
        "kind_note": shown.kind_note(plan),
        "idle_note": shown.idle_note(plan),
        "has_own_columns": plan.kind == SPREADSHEET,
    }
    context |= listed | _of_file(request, plan)
    return render(request, "exchange/plan.jinja", context, status=status)


def ended_page(
    request: HttpRequest, plan: BatchInfo, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """This function will return what became of a batch, and what can still be done with it."""
    until = plan.undo_until()
    is_applied = plan.state is BatchState.APPLIED
    has_rows = is_applied or plan.state is BatchState.PLANNED
    is_in_time = plan.may_work and is_applied and until is not None and until >= timezone.now()
    newer = newer_batch_of(plan.id) if is_in_time else None
    can_undo = is_in_time and newer is None
    outcome = _outcome_asked(request, Outcome.CHANGE if plan.changed else Outcome.ADD)
    drafts = drafts_to_publish(viewer_of(request), plan.id)
    context = {
        "frame": _frame(request, plan, ended.ended_title(plan), ended.ended_answer(plan)),
        "problem": problem,
        "has_rows": has_rows,
        "is_applied": is_applied,
        "reader_note": ended.reader_note(plan),
        "can_undo": can_undo,
        "newer": newer,
        "past_note": ended.past_note(plan, can_undo=is_in_time) if plan.may_work else "",
        "public_records": public_records_of(plan.id) if can_undo else 0,
        "rejected_note": ended.rejected_note(plan) if is_applied else "",
        "flag_columns": shown.FLAG_COLUMNS,
        "flags": shown.flag_rows(plan) if has_rows else (),
        "undo_until": format_date_ja(to_jst(until).date()) if until else "",
        "is_refused": plan.state in (BatchState.REFUSED, BatchState.MATCHING),
        "must_match": plan.may_work and plan.state is BatchState.MATCHING,
        "can_read_again": plan.may_work and plan.state is BatchState.REFUSED and not plan.is_tidied,
        "drafts": drafts,
        "seen": seen_of(plan) if is_applied else None,
        "own_lines": own_lines_to_publish(plan.id) if drafts else 0,
        "houses": houses_to_publish(plan.id) if drafts else 0,
    }
    context |= _listing(request, plan, outcome)[1] | _of_file(request, plan)
    return render(request, "exchange/ended.jinja", context, status=status)


def _frame(request: HttpRequest, plan: BatchInfo, title: str, answer: str) -> object:
    note = shown.crumb_note(plan)
    return frame_of(request, title, answer=answer, aside=plan.file_name, note=note)


def _outcome_asked(request: HttpRequest, otherwise: Outcome) -> Outcome:
    asked = request.GET.get("show", "")
    return Outcome(asked) if asked in Outcome.values else otherwise


def _listing(
    request: HttpRequest, plan: BatchInfo, outcome: Outcome
) -> tuple[tuple[RowInfo, ...], dict[str, Any]]:
    """The rows of one outcome on the page that was asked for, and what shows them."""
    count = 0 if plan.is_tidied else shown.count_of(plan, outcome)
    page = _page_of(request, count)
    rows = rows_of(plan.id, outcome, offset=(page - 1) * PAGE_ROWS) if count else ()
    address = reverse("exchange:batch", args=[plan.id])
    last = max(1, -(-count // PAGE_ROWS))
    return rows, {
        "tiles": shown.tiles(plan, outcome),
        "outcome": outcome,
        "count": count,
        "columns": shown.add_columns(plan, outcome),
        "rows": shown.plain_rows(plan, outcome, rows),
        "page": page,
        "hrefs": tuple(f"{address}?show={outcome.value}&page={n}" for n in range(1, last + 1)),
    }


def _of_file(request: HttpRequest, plan: BatchInfo) -> dict[str, Any]:
    """What both pages say of the file: its sheets, what was mended, what it speaks of."""
    reveal_rows(plan)
    return {
        "plan": plan,
        "sheet_columns": shown.SHEET_COLUMNS,
        "sheets": shown.sheet_rows(plan),
        "aside_columns": shown.ASIDE_COLUMNS,
        "asides": shown.aside_rows(plan),
        "repair_columns": shown.REPAIR_COLUMNS,
        "repairs": shown.repair_rows(plan, () if plan.is_tidied else hand_repairs_of(plan.id)),
        "about": _about(request, plan),
    }


def _groups(plan: BatchInfo) -> tuple[RejectionGroup, ...]:
    """One value for many rows: days of events and numbers of people are never the same."""
    return tuple(
        group
        for group in rejection_groups(plan.id)
        if (group.count >= _MANY or group.is_phone)
        and (group.lacks_town or (plan.target == "service" and group.can_mend))
    )


def _about(request: HttpRequest, plan: BatchInfo) -> Mapping[str, Any]:
    """What is asked about the list: as it was just sent, else as it stands."""
    sent = request.POST if "period_date" in request.POST else None
    day = plan.period_date.isoformat() if plan.period_date else ""
    return {
        "title": sent.get("title", "") if sent else plan.title,
        "has_title": plan.kind == SPREADSHEET,
        "period_date": sent.get("period_date", "") if sent else day,
        "has_no_period": bool(sent.get("has_no_period")) if sent else plan.has_no_period,
        "hint": shown.period_hint(plan),
        "latest": timezone.localdate().isoformat(),
    }


def _page_of(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(1, min(number, max(1, -(-count // PAGE_ROWS))))
