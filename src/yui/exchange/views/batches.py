"""The pages of batches: the list, one batch in each of its states, and the acts on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yui.exchange.actions import (
    Choices,
    cancel_batch,
    mend_row,
    publish_batch,
    undo_batch,
)
from yui.exchange.errors import ExchangeRefused, NotYours
from yui.exchange.forms import AboutForm
from yui.exchange.pages.listing import BATCH_COLUMNS, batch_rows, list_words
from yui.exchange.pages.report import report_workbook
from yui.exchange.queries import (
    flags_of,
    get_batch,
    public_records_of,
    repairs_of,
    reveal_rows,
    rows_of,
    visible_batches,
)
from yui.exchange.rules import may_import
from yui.exchange.states import WORKING, BatchState, Outcome, VanishedChoice
from yui.exchange.tasks import start_applying, start_reading
from yui.exchange.views.desk import frame_of, hidden_when_not_yours, staff_area, to_batch
from yui.exchange.views.mending import mend_alike
from yui.exchange.views.showing import ended_page, plan_page, working_page
from yui.journal.states import Purpose
from yui.policy.door import door, viewer_of
from yui.ui.pages.downloads import download

_POST = ("POST",)
_NOT_AGREED = (
    "{count:,}件が住民のページから消えます。よければ、印を付けてから「元に戻す」を押してください。"
)
_VANISHED = "vanished-"
_OLDER = {"take": True, "leave": False}
# As many digits as every key of a row has at most, in both databases.
_ROW_ID = re.compile(r"[0-9]{1,18}")


@door(policy="staff")
def batch_list(request: HttpRequest) -> HttpResponse:
    """This view will list the imports of the viewer's area, newest first."""
    viewer, area_path = staff_area(request)
    found = visible_batches(viewer)
    allowed = may_import(viewer, area_path=area_path)
    words = list_words(area_path, found, allowed=allowed)
    context = {
        "frame": frame_of(request, "取り込み", answer=words.answer),
        "words": words,
        "allowed": allowed,
        "columns": BATCH_COLUMNS,
        "rows": batch_rows(area_path, found),
    }
    return render(request, "exchange/batches.jinja", context)


@door(policy="staff", object_type="exchange.batch")
@hidden_when_not_yours
def batch(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will show a batch as it stands: reading, the plan, applied, or refused."""
    plan = get_batch(viewer_of(request), batch_id)
    if plan.state in WORKING:
        return working_page(request, plan)
    if plan.state is BatchState.PLANNED and plan.may_work:
        return plan_page(request, plan)
    return ended_page(request, plan)


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def apply(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will keep what the form says about a plan and let it wait to be applied.

    The form names the plan it shows: what nobody has seen is not applied.
    """
    return _acted(request, batch_id, lambda: _start_applying(request, batch_id))


def _start_applying(request: HttpRequest, batch_id: UUID) -> None:
    start_applying(
        by=viewer_of(request),
        at=timezone.now(),
        batch_id=batch_id,
        choices=_said(request),
        planned_at=_plan_shown(request),
    )


def _said(request: HttpRequest) -> Choices:
    """Everything the form of a plan says. Raises: ExchangeRefused."""
    about = _about(request)
    return Choices(
        vanished=_choices(request),
        period_date=about["period_date"],
        has_no_period=about["has_no_period"],
        title=about["title"],
        takes_older=_OLDER.get(request.POST.get("older", "")),
    )


def _about(request: HttpRequest) -> dict[str, Any]:
    """What the form says about the list. Raises: ExchangeRefused for a day that is none."""
    form = AboutForm(request.POST)
    if not form.is_valid():
        raise ExchangeRefused(next(iter(form.errors.values()))[0])
    return form.cleaned_data


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
    return _acted(request, batch_id, lambda: _undone(request, batch_id))


def _undone(request: HttpRequest, batch_id: UUID) -> None:
    """What residents see is taken from them only by who was told how much it is."""
    by = viewer_of(request)
    count = public_records_of(get_batch(by, batch_id).id)
    if count and request.POST.get("agreed") != str(count):
        raise ExchangeRefused(_NOT_AGREED.format(count=count))
    undo_batch(by=by, at=timezone.now(), batch_id=batch_id)


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def publish(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will publish the drafts of an applied batch, and lead to what became of them."""
    made: list[UUID] = []
    answer = _acted(request, batch_id, lambda: made.append(_published(request, batch_id)))
    return to_batch(made[0]) if made else answer


def _published(request: HttpRequest, batch_id: UUID) -> UUID:
    about = _about(request)
    return publish_batch(
        by=viewer_of(request),
        at=timezone.now(),
        batch_id=batch_id,
        period_date=about["period_date"],
        has_no_period=about["has_no_period"],
        title=about["title"],
    )


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def plan_again(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will read the file again, after columns or records changed."""
    return _acted(request, batch_id, lambda: _read_again(request, batch_id))


def _read_again(request: HttpRequest, batch_id: UUID) -> None:
    said = _said(request) if "period_date" in request.POST else None
    start_reading(by=viewer_of(request), at=timezone.now(), batch_id=batch_id, choices=said)


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def mend(request: HttpRequest, batch_id: UUID, row_id: int) -> HttpResponse:
    """This view will put a new cell into a rejected row."""
    cell = request.POST.get("cell", "")
    return _acted(request, batch_id, lambda: mend_row(
        by=viewer_of(request), at=timezone.now(), batch_id=batch_id, row_id=row_id, cell=cell
    ))  # fmt: skip


@door(policy="staff", methods=_POST, object_type="exchange.batch", writes=True)
@hidden_when_not_yours
def mend_many(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will put one value into every row that was rejected for the same reason."""
    return _acted(request, batch_id, lambda: mend_alike(request, batch_id))


@door(policy="staff", object_type="exchange.batch")
@hidden_when_not_yours
def report(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """This view will give the report of a batch as a workbook."""
    plan = get_batch(viewer_of(request), batch_id)
    reveal_rows(plan, purpose=Purpose.EXPORT)
    rejected = rows_of(batch_id, Outcome.REJECTED, limit=None)
    workbook = report_workbook(
        plan,
        rejected,
        repairs_of(batch_id, limit=100_000),
        flags_of(batch_id, limit=100_000),
    )
    return download(workbook, name="import-report", ending="xlsx")


def _acted(request: HttpRequest, batch_id: UUID, act: Callable[[], object]) -> HttpResponse:
    """A finished act leads back to the batch; a refused one says there why, with status 409.

    Work that has begun meanwhile, by a second press of the button, shows its progress.
    """
    try:
        act()
    except NotYours:
        raise
    except ExchangeRefused as refused:
        plan = get_batch(viewer_of(request), batch_id)
        if plan.state not in WORKING:
            page = plan_page if plan.state is BatchState.PLANNED else ended_page
            return page(request, plan, problem=str(refused), status=409)
    return to_batch(batch_id)
