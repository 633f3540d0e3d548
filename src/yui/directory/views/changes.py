"""「変更の知らせ」: what somebody asks to have changed, decided in one press each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.directory.actions import accept_change, close_change, decline_change, take_change
from yui.directory.errors import DirectoryRefused
from yui.directory.forms import DecideForm, PageForm
from yui.directory.pages import changes as shown
from yui.directory.queries.changes import ChangeView, get_change, open_changes
from yui.directory.states import ChangeSource, ChangeState
from yui.directory.views.due import own_only
from yui.policy.door import door, viewer_of
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_TITLE = "変更の知らせ"
_SAID = {
    "take": "あなたの受け持ちにしました。",
    "accept": "このとおりに直しました。",
    "close": "「直してある」と記録しました。",
    "decline": "「直さない」と記録しました。",
}


@door(policy="staff", object_type="directory.change_request")
@own_only
def changes(request: HttpRequest) -> HttpResponse:
    """This view will list the requests that wait in the own area, the oldest first."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise Http404
    page = open_changes(viewer_of(request), number=form.cleaned_data["page"] or 1)
    here = reverse("directory:changes")
    context = {
        "frame": _frame(request, _TITLE, answer=_answer(page.total)),
        "messages": messages.get_messages(request),
        "page": page,
        "columns": shown.COLUMNS,
        "rows": shown.rows(page.items, on=timezone.localdate()),
        "hrefs": [f"{here}?page={number}" for number in range(1, page.page_count + 1)],
    }
    return render(request, "directory/changes.jinja", context)


@door(
    policy="staff",
    methods=("GET", "HEAD", "POST"),
    object_type="directory.change_request",
    writes=True,
)
@own_only
def change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """This view will set a request beside the record and take what is decided."""
    found = get_change(viewer_of(request), change_id)
    if request.method == "POST":
        return _decided(request, found)
    return _page(request, found)


def _decided(request: HttpRequest, found: ChangeView) -> HttpResponse:
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, "伝えることは、200字までで書いてください。")
        return HttpResponseRedirect(request.path)
    given: dict[str, Any] = {"by": viewer_of(request), "at": timezone.now(), "change_id": found.id}
    answer, seen = form.cleaned_data["answer"], form.cleaned_data["seen"]
    acts: dict[str, Callable[[], None]] = {
        "take": lambda: take_change(**given),
        "accept": lambda: accept_change(**given, seen=seen, answer=answer),
        "close": lambda: close_change(**given, answer=answer),
        "decline": lambda: decline_change(**given, answer=answer),
    }
    act = form.cleaned_data["act"]
    try:
        acts[act]()
    except DirectoryRefused as refused:
        if refused.status == 404:
            raise
        # What was typed is not lost: the page says what is wrong and keeps it.
        return _page(request, get_change(given["by"], found.id), refused.sentence, answer)
    messages.success(request, f"「{found.name}」を{_SAID[act]}" if act != "take" else _SAID[act])
    return HttpResponseRedirect(request.path if act == "take" else reverse("directory:changes"))


def _page(
    request: HttpRequest, found: ChangeView, refused: str = "", typed: str = ""
) -> HttpResponse:
    context = {
        "frame": _frame(request, found.name, answer=_what(found), is_below=True),
        "messages": messages.get_messages(request),
        "found": found,
        "changes": shown.diff_of(found),
        "facts": shown.facts_of(found),
        "is_open": found.state is ChangeState.OPEN,
        "is_told": found.source is ChangeSource.READER,
        "refused": refused,
        "typed": typed,
    }
    return render(request, "directory/change.jinja", context, status=409 if refused else 200)


def _what(found: ChangeView) -> str:
    return f"{found.source.label}から、{found.reason or found.field.label}のことです。"


def _answer(total: int) -> str:
    return (
        f"待っている知らせが {total:,} 件あります。古い順です。"
        if total
        else "待っている知らせは、ありません。"
    )


def _frame(request: HttpRequest, title: str, *, answer: str, is_below: bool = False) -> Any:
    home = reverse("directory:changes")
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
