"""「SC への問い」: about one service, or for what was not found; the answer stays for the staff."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from yui.accounts.actions import set_answer_days
from yui.accounts.errors import AccountRefused, NotManaged
from yui.accounts.queries import answer_days_at, office_of
from yui.accounts.rules import may_set_answer_days
from yui.areas.queries import area_by_path
from yui.directory.actions import answer_inquiry, ask_about_service, tell_not_found
from yui.directory.errors import DirectoryRefused, InputRefused
from yui.directory.forms import (
    AnswerForm,
    AskForm,
    DaysForm,
    NewInquiryForm,
    NotFoundForm,
    PageForm,
)
from yui.directory.pages import inquiries as shown
from yui.directory.queries.inquiries import (
    InquiryView,
    areas_to_tell,
    get_inquiry,
    inquiries_page,
)
from yui.directory.queries.pages import cards_of_codes
from yui.directory.rules import may_answer, may_ask
from yui.directory.views.due import own_only
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.ui.pages.errors import error_response
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_TITLE = "SC への問い"
_BOTH = ("GET", "HEAD", "POST")


@door(policy="staff", object_type="directory.inquiry")
def inquiries(request: HttpRequest) -> HttpResponse:
    """This view will list the questions of the town: what waits first."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise Http404
    viewer, here = viewer_of(request), reverse("directory:inquiries")
    page = inquiries_page(viewer, at=timezone.now(), number=form.cleaned_data["page"] or 1)
    home = municipality_of(viewer.area_path or "")
    context = {
        "frame": _frame(request, _TITLE, answer=_answer(page.total)),
        "messages": messages.get_messages(request),
        "page": page,
        "columns": shown.COLUMNS,
        "rows": shown.rows(page.items),
        "hrefs": [f"{here}?page={number}" for number in range(1, page.page_count + 1)],
        "may_tell": bool(home) and may_ask(viewer, area_path=home),
        "answer_days": answer_days_at(home),
        "may_set": bool(home) and may_set_answer_days(viewer, body_id=office_of(home) or 0),
    }
    return render(request, "directory/inquiries.jinja", context)


@door(policy="staff", methods=("POST",), object_type="accounts.body", writes=True)
def days(request: HttpRequest) -> HttpResponse:
    """This view will note after how many days without an answer work goes to the next."""
    form, viewer = DaysForm(request.POST), viewer_of(request)
    if not form.is_valid():
        messages.error(request, "1日から90日までの数を入れてください。")
        return HttpResponseRedirect(reverse("directory:inquiries"))
    body_id = office_of(municipality_of(viewer.area_path or "") or "-") or 0
    try:
        set_answer_days(
            by=viewer, at=timezone.now(), body_id=body_id, days=form.cleaned_data["days"]
        )
    except (AccountRefused, NotManaged) as refused:
        raise Http404(str(refused)) from refused
    messages.success(request, "日数を変えました。")
    return HttpResponseRedirect(reverse("directory:inquiries"))


@door(policy="staff", methods=_BOTH, object_type="directory.inquiry", writes=True)
@own_only
def new(request: HttpRequest) -> HttpResponse:
    """This view will ask about a service (`s`), or tell what was not found (`q`)."""
    asked = NewInquiryForm(request.GET)
    if not asked.is_valid():
        return error_response(request, 400)
    code = asked.cleaned_data["s"]
    form = _form_of(request, code, asked.cleaned_data["q"])
    name = _name_of(request, code) if code else ""
    refused = ""
    if request.method == "POST" and form.is_valid():
        refused = shown.finding_in(form.cleaned_data["words"], sure=form.cleaned_data["sure"])
        if not refused:
            answer = _asked(request, form, code)
            if answer is not None:
                return answer
    return _page(request, form, name=name, finding=refused)


@door(policy="staff", methods=_BOTH, object_type="directory.inquiry", writes=True)
@own_only
def inquiry(request: HttpRequest, inquiry_id: UUID) -> HttpResponse:
    """This view will show a question with its answer, and take the answer."""
    viewer, at = viewer_of(request), timezone.now()
    found = get_inquiry(viewer, inquiry_id, at=at)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    refused = finding = ""
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        finding = shown.finding_in(answer, sure=form.cleaned_data["sure"])
        if not finding:
            try:
                answer_inquiry(by=viewer, at=at, inquiry_id=inquiry_id, answer=answer)
            except InputRefused as wrong:
                form.add_error("answer", wrong.sentence)
            except DirectoryRefused as error:
                refused = error.sentence
            else:
                messages.success(request, "答えました。聞いた人は、このページで読めます。")
                return HttpResponseRedirect(request.path)
    return _one(request, found, form, refused=refused, finding=finding)


def _one(
    request: HttpRequest, found: InquiryView, form: Form, *, refused: str, finding: str
) -> HttpResponse:
    viewer = viewer_of(request)
    is_open = found.held_by is not None
    context = {
        "frame": _frame(request, found.title, answer="", is_below=True),
        "messages": messages.get_messages(request),
        "found": found,
        "facts": shown.facts_of(found),
        "form": form,
        "may_answer": is_open and may_answer(viewer, area_path=found.area_path),
        "refused": refused,
        "finding": finding,
        "sure": request.POST.get("answer", "").strip() if finding else "",
    }
    status = 409 if refused else 400 if form.errors or finding else 200
    return render(request, "directory/inquiry.jinja", context, status=status)


def _form_of(request: HttpRequest, code: str, words: str) -> Form:
    given = request.POST if request.method == "POST" else None
    if code:
        return AskForm(given)
    viewer = viewer_of(request)
    home = municipality_of(viewer.area_path or "")
    if not home or not may_ask(viewer, area_path=home):
        raise Http404
    layers = [(area.path, area.name) for area in areas_to_tell(viewer)]
    areas = [(home, f"{area_by_path(home).name}のどこでも"), *layers]
    start = viewer.area_path if viewer.area_path in dict(areas) else home
    return NotFoundForm(given, areas=areas, initial={"words": words, "area": start})


def _name_of(request: HttpRequest, code: str) -> str:
    cards = cards_of_codes(viewer_of(request), [code], at=timezone.now())
    if not cards or not may_ask(viewer_of(request), area_path=cards[0].area_path):
        raise Http404
    return cards[0].name


def _asked(request: HttpRequest, form: Form, code: str) -> HttpResponse | None:
    """None where something does not fit: the form says what."""
    viewer, at, given = viewer_of(request), timezone.now(), form.cleaned_data
    try:
        if code:
            made = ask_about_service(by=viewer, at=at, short_code=code, words=given["words"])
        else:
            made = tell_not_found(
                by=viewer,
                at=at,
                area_path=given["area"] or municipality_of(viewer.area_path or ""),
                need=given["need"],
                day=given["day"],
                words=given["words"],
            )
    except InputRefused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.sentence)
        return None
    messages.success(request, "伝えました。答えは、このページに出ます。")
    return HttpResponseRedirect(reverse("directory:inquiry", args=[made]))


def _page(request: HttpRequest, form: Form, *, name: str, finding: str) -> HttpResponse:
    title = "SC にきく" if name else "見つからなかったことを伝える"
    answer = f"{name} のことを聞きます。" if name else "この地域の SC に伝わります。"
    context: dict[str, Any] = {
        "frame": _frame(request, title, answer=answer, is_below=True),
        "form": form,
        "finding": finding,
        "sure": form.cleaned_data["words"] if finding else "",
        "is_about_service": bool(name),
    }
    status = 400 if form.errors or finding else 200
    return render(request, "directory/inquiry_new.jinja", context, status=status)


def _answer(total: int) -> str:
    return (
        f"{total:,} 件あります。答えを待っているものが先です。" if total else "問いは、ありません。"
    )


def _frame(request: HttpRequest, title: str, *, answer: str, is_below: bool = False) -> Any:
    home = reverse("directory:inquiries")
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
