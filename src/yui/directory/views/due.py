"""「確認の仕事」: what an office asks about again, one press for each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from yui.directory.actions import (
    confirm_service,
    note_not_reached,
    propose_by_staff,
    take_back_confirmation,
)
from yui.directory.errors import DirectoryRefused, InputRefused
from yui.directory.forms import ChangedForm, DueForm
from yui.directory.pages import due as shown
from yui.directory.queries.due import (
    DueLine,
    DueOrder,
    check_to_take_back,
    due_lines,
    due_services,
    get_kept,
)
from yui.directory.states import ConfirmedHow
from yui.lib.clock import date_in_jst
from yui.lib.csvfile import write_csv
from yui.policy.door import door, viewer_of
from yui.ui.pages.downloads import download
from yui.ui.pages.frame import frame_slots
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_BOTH = ("GET", "HEAD", "POST")
_TITLE = "確認の仕事"


def own_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """This function will answer 404 for what is not the viewer's own to keep."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DirectoryRefused as refused:
            if refused.status != 404:
                raise
            raise Http404(refused.sentence) from refused

    return guarded


@door(policy="staff", methods=_BOTH, object_type="directory.service", writes=True)
@own_only
def due(request: HttpRequest) -> HttpResponse:
    """This view will list what is due in the own area; one press confirms, one takes it back."""
    if request.method == "POST":
        return _pressed(request)
    form = DueForm(request.GET)
    if not form.is_valid():
        raise Http404
    viewer, order = viewer_of(request), DueOrder(form.cleaned_data["sort"] or DueOrder.OLDEST)
    page = due_services(
        viewer, at=timezone.now(), order=order, number=form.cleaned_data["page"] or 1
    )
    done = form.cleaned_data["done"]
    here = reverse("directory:due")
    context = {
        "frame": _frame(request, _TITLE, answer=shown.answer(page.total, order)),
        "messages": messages.get_messages(request),
        "page": page,
        "order": order.value,
        "columns": shown.columns(order),
        "rows": shown.rows(page.items),
        "codes": ",".join(line.card.short_code for line in page.items),
        "hrefs": [
            f"{here}?{urlencode({'sort': order.value, 'page': number})}"
            for number in range(1, page.page_count + 1)
        ],
        "taken_back": check_to_take_back(viewer, done) if done else None,
        "slips_href": _slips_href(),
    }
    return render(request, "directory/due.jinja", context)


@door(policy="staff", object_type="directory.service")
@own_only
def due_csv(request: HttpRequest) -> HttpResponse:
    """This view will return the whole work list as CSV."""
    table = shown.as_table(_all_rows(request))
    return _file(write_csv(table), "csv")


@door(policy="staff", object_type="directory.service")
@own_only
def due_xlsx(request: HttpRequest) -> HttpResponse:
    """This view will return the whole work list as an Excel file."""
    return _file(shown.as_workbook(_all_rows(request)), "xlsx")


@door(policy="staff", methods=_BOTH, object_type="directory.service", writes=True)
@own_only
def due_one(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will show what to say on the telephone, and take what was heard."""
    line = get_kept(viewer_of(request), short_code, at=timezone.now())
    if request.method == "POST":
        return _heard(request, line)
    return _one_page(request, line, ChangedForm())


def _pressed(request: HttpRequest) -> HttpResponse:
    viewer, at = viewer_of(request), timezone.now()
    back = _list_href(request)
    if check := request.POST.get("take_back", ""):
        try:
            take_back_confirmation(by=viewer, at=at, check_id=_uuid(check))
        except DirectoryRefused as refused:
            if refused.status == 404:
                raise
            messages.error(request, refused.sentence)
        else:
            messages.success(request, "確認を取り消しました。前のとおりに戻りました。")
        return HttpResponseRedirect(back)
    line = get_kept(viewer, request.POST.get("confirm", ""), at=at)
    return _confirmed(request, line, back)


def _confirmed(request: HttpRequest, line: DueLine, back: str) -> HttpResponse:
    at = timezone.now()
    done = confirm_service(
        by=viewer_of(request),
        at=at,
        service_id=line.card.id,
        how=ConfirmedHow.PHONE,
        on=date_in_jst(at),
    )
    return HttpResponseRedirect(
        f"{back}{'&' if '?' in back else '?'}{urlencode({'done': str(done)})}"
    )


def _heard(request: HttpRequest, line: DueLine) -> HttpResponse:
    viewer, at, act = viewer_of(request), timezone.now(), request.POST.get("act", "")
    here = shown.detail_href(line.card)
    if act == "confirm":
        return _confirmed(request, line, reverse("directory:due"))
    if act == "not_reached":
        note_not_reached(by=viewer, at=at, service_id=line.card.id)
        messages.success(request, f"「{line.card.name}」は、つながらなかったと記録しました。")
        return HttpResponseRedirect(reverse("directory:due"))
    if act != "changed":
        raise Http404
    form = ChangedForm(request.POST)
    if form.is_valid():
        try:
            made = propose_by_staff(by=viewer, at=at, service_id=line.card.id, wanted=form.wanted())
        except InputRefused as refused:
            form.add_error(
                refused.field if refused.field in form.fields else None, refused.sentence
            )
        else:
            said = (
                f"{made}件を「変更の知らせ」に入れました。" if made else "いまの内容と同じでした。"
            )
            messages.success(request, said)
            return HttpResponseRedirect(here)
    return _one_page(request, line, form)


def _one_page(request: HttpRequest, line: DueLine, form: ChangedForm) -> HttpResponse:
    frame = _frame(request, line.card.name, answer=line.card.freshness.sentence, is_below=True)
    context = {
        "frame": frame,
        "messages": messages.get_messages(request),
        "line": line,
        "number": shown.number_of(line.card),
        "hours": shown.hours_of(line.card),
        "script": shown.script_of(line, office=frame.place, person=frame.person or "担当"),
        "warning": shown.unreachable_words() if line.is_unreachable else "",
        "tries": shown.tries_cell(line),
        "form": form,
        "slips_href": _slips_href(),
    }
    return render(request, "directory/due_one.jinja", context, status=422 if form.errors else 200)


def _all_rows(request: HttpRequest) -> list[tuple[Any, ...]]:
    return shown.file_rows(due_lines(viewer_of(request), at=timezone.now()))


def _file(content: bytes, ending: Literal["csv", "xlsx"]) -> HttpResponse:
    return download(content, name=f"{_TITLE}_庁内用（外に出さない）", ending=ending)


def _list_href(request: HttpRequest) -> str:
    """Back to the same order; the page may have become shorter meanwhile."""
    here = reverse("directory:due")
    form = DueForm(request.POST)
    if not form.is_valid():
        return here
    asked = {"sort": form.cleaned_data["sort"], "page": form.cleaned_data["page"]}
    kept = {name: value for name, value in asked.items() if value}
    return f"{here}?{urlencode(kept)}" if kept else here


def _slips_href() -> str:
    """Paper is made by a room above; without it nothing is offered."""
    paper = frame_slots("").paper
    return paper.slips if paper else ""


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _frame(request: HttpRequest, title: str, *, answer: str = "", is_below: bool = False) -> Any:
    home = reverse("directory:due")
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
