"""「審査」: the queue, one submission with its differences, bodies with an only officer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.lib.clock import format_date_ja, format_moment_ja
from yui.policy.door import door, viewer_of
from yui.review import actions, queries
from yui.review.errors import InputRefused, ReviewRefused, SubmissionNotFound
from yui.review.forms import DocumentForm, LoneForm, ReturnForm
from yui.review.pages import listing
from yui.review.pages.differences import differences
from yui.review.queries import SubmissionPage
from yui.ui.pages.frame import DeskFrame
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_BOTH = ("GET", "HEAD", "POST")
_TITLE = "審査"
_SAID = {
    "return": "差し戻しました。わけは、申し出た人に見えています。",
    "withdraw": "取り下げました。下書きにもどっています。",
    "archive": "しまいました。",
    "declare": "一人担当と届け出ました。",
    "end": "一人担当の届けを終わりにしました。",
}


@door(policy="signed_in", object_type="review.submission")
def waiting(request: HttpRequest) -> HttpResponse:
    """This view will show what waits for a decision here, and what the own body submitted."""
    viewer = viewer_of(request)
    if viewer.area_path is None:
        return redirect(settings.CONTEXT_URL)
    found = queries.queue(viewer)
    context = {
        "frame": _frame(request, _TITLE),
        "messages": messages.get_messages(request),
        "columns": listing.QUEUE_COLUMNS,
        "to_decide": listing.queue_rows(found.to_decide),
        "more": found.more,
        "own": listing.queue_rows(found.own),
        "manages": viewer.manages_accounts,
    }
    return render(request, "review/queue.jinja", context)


@door(policy="signed_in", methods=_BOTH, object_type="review.submission", writes=True)
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will show one submission; giving back, taking back, putting away start here.

    It is approved at the door of the room that submitted it (docs/adr/0011).
    """
    try:
        if request.method == "POST":
            return _acted(request, submission_id)
        page = queries.get_submission(viewer_of(request), submission_id)
    except SubmissionNotFound as error:
        raise Http404(error.sentence) from error
    return _page(request, page, ReturnForm())


def _acted(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    given: dict[str, Any] = {
        "by": viewer_of(request),
        "at": timezone.now(),
        "submission_id": submission_id,
    }
    acts: dict[str, Callable[[], None]] = {
        "return": lambda: actions.return_(**given, reason=request.POST.get("reason", "")),
        "withdraw": lambda: actions.withdraw(**given),
        "archive": lambda: actions.archive(**given),
    }
    name = request.POST.get("act", "")
    if name not in acts:
        raise SubmissionNotFound
    try:
        acts[name]()
    except SubmissionNotFound:
        raise
    except ReviewRefused as error:
        return _refused(request, submission_id, error)
    messages.success(request, _SAID[name])
    return HttpResponseRedirect(reverse("review:queue"))


def _refused(request: HttpRequest, submission_id: UUID, error: ReviewRefused) -> HttpResponse:
    """What was typed stays on the page, beside what is wrong with it."""
    form = ReturnForm(request.POST)
    form.add_error("reason" if isinstance(error, InputRefused) else None, error.sentence)
    page = queries.get_submission(viewer_of(request), submission_id)
    return _page(request, page, form, status=error.status)


def _page(
    request: HttpRequest, page: SubmissionPage, form: ReturnForm, status: int = 200
) -> HttpResponse:
    line = page.line
    document = {name: request.GET.get(name, "") for name in DocumentForm.base_fields}
    context = {
        "frame": _frame(request, line.title, answer=_answer(page), is_below=True),
        "messages": messages.get_messages(request),
        "page": page,
        "line": line,
        "state": listing.state_word(line.state),
        "differences": differences(page.changes),
        "form": form,
        "document": DocumentForm(initial=document),
        "decided": _decided(page),
    }
    return render(request, "review/submission.jinja", context, status=status)


def _answer(page: SubmissionPage) -> str:
    line = page.line
    who = "　".join(part for part in (line.body_name, line.author) if part)
    return f"{line.kind.label}　{who}　{format_moment_ja(line.submitted_at)}"


def _decided(page: SubmissionPage) -> str:
    """Who decided when; 決裁日 and 文書番号 where an only officer approved the own."""
    if page.decided_at is None:
        return ""
    said = f"{format_moment_ja(page.decided_at)}　{page.decided_by}"
    if page.decision_date is None:
        return said
    return f"{said}　決裁日 {format_date_ja(page.decision_date)}　文書番号 {page.document_number}"


@door(policy="signed_in", methods=_BOTH, object_type="accounts.body", writes=True)
def alone(request: HttpRequest) -> HttpResponse:
    """This view will show account managers which bodies are 一人担当, and their own approvals."""
    viewer = viewer_of(request)
    if not viewer.manages_accounts:
        raise Http404(str(SubmissionNotFound()))
    if request.method == "POST":
        return _declared(request)
    context = {
        "frame": _frame(request, _("一人担当"), is_below=True),
        "messages": messages.get_messages(request),
        "bodies": [
            (each, format_moment_ja(each.declared_at) if each.declared_at else "")
            for each in queries.lone_bodies(viewer)
        ],
        "columns": listing.LONE_COLUMNS,
        "rows": listing.lone_rows(queries.lone_approvals(viewer)),
    }
    return render(request, "review/alone.jinja", context)


def _declared(request: HttpRequest) -> HttpResponse:
    form = LoneForm(request.POST)
    if not form.is_valid():
        raise Http404(str(SubmissionNotFound()))
    given, name = form.cleaned_data, form.cleaned_data["act"]
    change = actions.declare_lone if name == "declare" else actions.end_lone
    try:
        change(by=viewer_of(request), at=timezone.now(), body_id=given["body"])
    except SubmissionNotFound as error:
        raise Http404(error.sentence) from error
    except ReviewRefused:
        messages.error(request, _("もう、そうなっています。"))
    else:
        messages.success(request, _SAID[name])
    return HttpResponseRedirect(reverse("review:alone"))


def _frame(request: HttpRequest, title: str, answer: str = "", is_below: bool = False) -> DeskFrame:
    home = reverse("review:queue")
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
