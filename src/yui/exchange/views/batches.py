"""The pages of batches: the list, one batch in each of its states, and the acts on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.exchange.actions import (
    cancel_batch,
    choose_for_vanished,
    mend_row,
    undo_batch,
)
from yui.exchange.errors import ExchangeRefused
from yui.exchange.pages import plan as shown
from yui.exchange.pages.report import report_workbook
from yui.exchange.queries import (
    PAGE_ROWS,
    BatchInfo,
    get_batch,
    repairs_of,
    rows_of,
    visible_batches,
)
from yui.exchange.states import WORKING, BatchState, Outcome, VanishedChoice
from yui.exchange.tasks import apply_later, plan_later
from yui.exchange.views.desk import frame_of, hidden_when_not_yours, staff_area, to_batch
from yui.lib.clock import format_date_ja, format_moment_ja, to_jst
from yui.policy.door import door, viewer_of
from yui.ui.pages.parts import Choice

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_POST = ("POST",)
_VANISHED = "vanished-"
# As many digits as every key of a row has at most, in both databases.
_ROW_ID = re.compile(r"[0-9]{1,18}")


@door(policy="staff")
def batch_list(request: HttpRequest) -> HttpResponse:
    """This view will list the imports of the viewer's area, newest first."""
    viewer, _area_path = staff_area(request)
    found = visible_batches(viewer)
    answer = f"{len(found)} 件の取り込みがあります。" if found else "まだ取り込みはありません。"
    context = {
        "frame": frame_of(request, "取り込み", answer=answer),
        "columns": shown.BATCH_COLUMNS,
        "rows": shown.batch_rows(found),
    }
    return render(request, "exchange/batches.jinja", context)


@door(policy="staff", object_type="exchange.batch")
@hidden_when_not_yours
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will show a batch as it stands: reading, the plan, applied, or refused."""
    plan = get_batch(viewer_of(request), batch_id)
    if plan.state in WORKING:
        return _working_page(request, plan)
    if plan.state is BatchState.PLANNED:
        return _plan_page(request, plan)
    return _ended_page(request, plan)


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def apply(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will keep the choices about vanished records and start applying.

    The form names the plan it shows: what nobody has seen is not applied.
    """
    return _acted(request, batch_id, lambda: _start_applying(request, batch_id), "?started=1")


def _start_applying(request: HttpRequest, batch_id: UUID) -> None:
    viewer, planned_at = viewer_of(request), _plan_shown(request)
    choose_for_vanished(
        by=viewer,
        at=timezone.now(),
        batch_id=batch_id,
        choices=_choices(request),
        planned_at=planned_at,
    )
    apply_later.enqueue(str(batch_id), viewer.user_id, viewer.membership_id, planned_at.isoformat())


def _plan_shown(request: HttpRequest) -> datetime:
    """When the plan was made that the person saw. A form without it is of no plan we know."""
    try:
        return datetime.fromisoformat(request.POST.get("planned_at", ""))
    except ValueError:
        return datetime.min


def _choices(request: HttpRequest) -> dict[int, VanishedChoice]:
    named = {
        name.removeprefix(_VANISHED): str(value)
        for name, value in request.POST.items()
        if name.startswith(_VANISHED)
    }
    return {
        int(number): VanishedChoice(value)
        for number, value in named.items()
        if _ROW_ID.fullmatch(number) and value in VanishedChoice.values
    }


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def cancel(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will give a batch up."""
    return _acted(request, batch_id, lambda: cancel_batch(
        by=viewer_of(request), at=timezone.now(), batch_id=batch_id
    ))  # fmt: skip


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def undo(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will take an applied batch back."""
    return _acted(request, batch_id, lambda: undo_batch(
        by=viewer_of(request), at=timezone.now(), batch_id=batch_id
    ))  # fmt: skip


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def plan_again(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will read the file again, after columns or records changed."""
    viewer = viewer_of(request)
    get_batch(viewer, batch_id)
    plan_later.enqueue(str(batch_id), viewer.user_id, viewer.membership_id)
    return to_batch(batch_id, "?started=1")


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def mend(request: HttpRequest, batch_id: UUID, row_id: int) -> HttpResponse:
    """This view will put a new cell into a rejected row."""
    cell = request.POST.get("cell", "")
    return _acted(request, batch_id, lambda: mend_row(
        by=viewer_of(request), at=timezone.now(), batch_id=batch_id, row_id=row_id, cell=cell
    ))  # fmt: skip


@door(policy="staff", object_type="exchange.batch")
@hidden_when_not_yours
def report(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will give the report of a batch as a workbook."""
    plan = get_batch(viewer_of(request), batch_id)
    rejected = rows_of(batch_id, Outcome.REJECTED, limit=None)
    workbook = report_workbook(plan, rejected, repairs_of(batch_id, limit=100_000))
    response = HttpResponse(workbook, content_type=_XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="import-report.xlsx"'
    return response


def _acted(
    request: HttpRequest, batch_id: UUID, act: Callable[[], object], query: str = ""
) -> HttpResponse:
    """A finished act leads back to the batch; a refused one says there why, with status 409."""
    try:
        act()
    except ExchangeRefused as refused:
        plan = get_batch(viewer_of(request), batch_id)
        pages = {BatchState.PLANNED: _plan_page}
        return pages.get(plan.state, _ended_page)(request, plan, problem=str(refused), status=409)
    return to_batch(batch_id, query)


def _working_page(request: HttpRequest, plan: BatchInfo) -> HttpResponse:
    words = {
        BatchState.APPLYING: "台帳に書き込んでいます。終わるまで、このまま待てます。",
        BatchState.PLANNING: f"{plan.rows_done:,}行まで読みました。台帳はまだ変わりません。",
    }
    answer = words.get(plan.state, "順番を待っています。台帳はまだ変わりません。")
    context = {
        "frame": frame_of(request, plan.state_words, answer=answer, aside=plan.file_name),
        "plan": plan,
    }
    return render(request, "exchange/working.jinja", context)


def _plan_page(
    request: HttpRequest, plan: BatchInfo, *, problem: str = "", status: int = 200
) -> HttpResponse:
    asked = request.GET.get("show", "")
    outcome = Outcome(asked) if asked in Outcome.values else shown.first_shown(plan)
    count = _count_of(plan, outcome)
    page = _page_of(request, count)
    rows = rows_of(plan.id, outcome, offset=(page - 1) * PAGE_ROWS)
    address = reverse("exchange:batch", args=[plan.id])
    last = max(1, -(-count // PAGE_ROWS))
    vanished = rows if outcome is Outcome.VANISHED else rows_of(plan.id, Outcome.VANISHED)
    context = {
        "frame": frame_of(
            request,
            "取り込みの計画",
            answer=shown.answer(plan),
            aside=plan.file_name,
            note=shown.crumb_note(plan),
        ),
        "plan": plan,
        "problem": problem or plan.problem,
        "tiles": shown.tiles(plan, outcome),
        "outcome": outcome,
        "count": count,
        "mend": shown.mend_rows(plan.id, rows) if outcome is Outcome.REJECTED else (),
        "columns": shown.add_columns(outcome),
        "rows": shown.plain_rows(outcome, rows)
        if outcome in (Outcome.ADD, Outcome.CHANGE, Outcome.SAME)
        else (),
        "vanished": shown.vanished_rows(vanished),
        "vanished_choices": tuple(Choice(each.value, str(each.label)) for each in VanishedChoice),
        "repair_columns": shown.REPAIR_COLUMNS,
        "repairs": shown.repair_rows(plan),
        "flag_columns": shown.FLAG_COLUMNS,
        "flags": shown.flag_rows(plan),
        "page": page,
        "hrefs": tuple(f"{address}?show={outcome.value}&page={n}" for n in range(1, last + 1)),
        "apply_label": shown.apply_label(plan),
        "apply_note": shown.apply_note(plan),
        "has_own_columns": plan.kind == "spreadsheet",
        "started": request.GET.get("started") == "1",
    }
    return render(request, "exchange/plan.jinja", context, status=status)


def _ended_page(
    request: HttpRequest, plan: BatchInfo, *, problem: str = "", status: int = 200
) -> HttpResponse:
    until = plan.undo_until()
    can_undo = plan.state is BatchState.APPLIED and until is not None and until >= timezone.now()
    context = {
        "frame": frame_of(
            request,
            plan.state_words,
            answer=_ended_answer(plan),
            aside=plan.file_name,
            note=shown.crumb_note(plan),
        ),
        "plan": plan,
        "problem": problem,
        "tiles": shown.tiles(plan, Outcome.SAME) if plan.state is BatchState.APPLIED else (),
        "can_undo": can_undo,
        "undo_until": format_date_ja(to_jst(until).date()) if until else "",
        "is_refused": plan.state in (BatchState.REFUSED, BatchState.MATCHING),
        "must_match": plan.state is BatchState.MATCHING,
        "repair_columns": shown.REPAIR_COLUMNS,
        "repairs": shown.repair_rows(plan),
    }
    return render(request, "exchange/ended.jinja", context, status=status)


def _ended_answer(plan: BatchInfo) -> str:
    if plan.state is BatchState.APPLIED and plan.applied_at is not None:
        done = f"{plan.added:,}件を加え、{plan.changed:,}件を変えました。"
        return f"{format_moment_ja(plan.applied_at)} に、{done}"
    if plan.state is BatchState.UNDONE:
        return "この取り込みは、まるごと元に戻しました。"
    if plan.state is BatchState.CANCELLED:
        return "この取り込みは、やめました。台帳は変わっていません。"
    return plan.problem


def _count_of(plan: BatchInfo, outcome: Outcome) -> int:
    return {
        Outcome.ADD: plan.added,
        Outcome.CHANGE: plan.changed,
        Outcome.SAME: plan.same,
        Outcome.VANISHED: plan.vanished,
        Outcome.REJECTED: plan.rejected,
    }[outcome]


def _page_of(request: HttpRequest, count: int) -> int:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    return max(1, min(number, max(1, -(-count // PAGE_ROWS))))
