"""How an entry would look, the door where it is approved, and what changed before."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.directory import actions
from yui.directory.errors import DirectoryRefused, DraftNotFound, NotYours, ServiceNotFound
from yui.directory.queries import ServicePage
from yui.directory.queries.drafts import get_draft, revisions_of
from yui.directory.queries.entries import live_entry
from yui.directory.views.entries import desk_frame_of, form_of
from yui.directory.views.services import service_page
from yui.lib.clock import format_moment_ja
from yui.policy.door import door, viewer_of
from yui.review.errors import ReviewRefused, SubmissionNotFound
from yui.ui.pages.document import back_with, typed_document

_PREVIEW = "承認されると、住民のページはこう見えます。いまは、だれにも見えていません。"
_NOT_WHOLE = "まだ足りないところがあります。「審査に出す」を押すと分かります。"
_UNSEEN = "この公開範囲では、住民のウェブのページには出ません。"


@door(policy="signed_in", object_type="directory.draft")
def draft_preview(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """This view will show a draft exactly as residents would see it."""
    viewer, back = viewer_of(request), reverse("directory:draft", args=[draft_id])
    try:
        if not form_of(request, get_draft(viewer, draft_id)).is_valid():
            messages.error(request, _(_NOT_WHOLE))
            return HttpResponseRedirect(back)
    except DraftNotFound as error:
        raise Http404(error.sentence) from error
    return _previewed(
        request,
        lambda: actions.preview_draft(by=viewer, at=timezone.now(), draft_id=draft_id),
        back,
    )


@door(policy="signed_in", object_type="review.submission")
def submission_preview(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will show a submission exactly as residents would see it once approved."""
    viewer, back = viewer_of(request), reverse("review:submission", args=[submission_id])
    try:
        return _previewed(
            request,
            lambda: actions.preview_submission(
                by=viewer, at=timezone.now(), submission_id=submission_id
            ),
            back,
        )
    except SubmissionNotFound as error:
        raise Http404(error.sentence) from error


def _previewed(request: HttpRequest, preview: Callable[[], ServicePage], back: str) -> HttpResponse:
    try:
        page = preview()
    except ServiceNotFound:
        messages.info(request, _UNSEEN)
        return HttpResponseRedirect(back)
    except DirectoryRefused as error:
        messages.error(request, error.sentence)
        return HttpResponseRedirect(back)
    return service_page(request, page, preview=_PREVIEW)


@door(policy="signed_in", methods=("POST",), object_type="review.submission", writes=True)
def approve(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will approve a submission and publish exactly what was submitted."""
    typed = typed_document(request)
    try:
        actions.approve_submission(
            by=viewer_of(request),
            at=timezone.now(),
            submission_id=submission_id,
            decision_date=typed.decision_date,
            document_number=typed.number,
        )
    except SubmissionNotFound as error:
        raise Http404(error.sentence) from error
    except (ReviewRefused, DirectoryRefused) as error:
        here = reverse("review:submission", args=[submission_id])
        return back_with(request, typed, to=here, sentence=error.sentence)
    messages.success(request, _("承認しました。住民のページに出ています。"))
    return HttpResponseRedirect(reverse("review:queue"))


@door(
    policy="signed_in",
    methods=("GET", "HEAD", "POST"),
    object_type="directory.service",
    writes=True,
)
def history(request: HttpRequest, short_code: str) -> HttpResponse:
    """This view will show what approved submissions changed; its words can be erased here."""
    viewer = viewer_of(request)
    try:
        live = live_entry(viewer, short_code)
        if request.method == "POST":
            actions.erase_revisions(by=viewer, at=timezone.now(), service_id=live.service_id)
            messages.success(request, _("前と後のことばを消しました。直したことは残っています。"))
            return HttpResponseRedirect(request.path)
        lines = revisions_of(viewer, live.service_id)
    except (ServiceNotFound, NotYours) as error:
        raise Http404(error.sentence) from error
    context = {
        "frame": desk_frame_of(request, _("これまでの直し"), is_below=True),
        "messages": messages.get_messages(request),
        "name": live.content["name"],
        "back": reverse("directory:edit", args=[live.short_code]),
        "lines": [(format_moment_ja(line.at), line) for line in lines],
    }
    return render(request, "directory/history.jinja", context)
