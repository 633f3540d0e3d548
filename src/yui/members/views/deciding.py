"""「団体の申し込み」 on the desk: claims with their proof, and the approving door of review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.accounts.errors import NotManaged
from yui.directory.errors import DirectoryRefused
from yui.lib.clock import format_date_ja, format_moment_ja
from yui.members import actions, queries
from yui.members.errors import ApplicationNotFound, InputRefused, MembersRefused
from yui.members.forms import DeclineForm, GrantForm
from yui.members.pages import showing
from yui.members.queries.previewing import preview_of
from yui.members.rules import may_type
from yui.members.states import ApplicationState, Proof
from yui.members.views.public import member_page
from yui.policy.door import door, viewer_of
from yui.review.errors import ReviewRefused, SubmissionNotFound
from yui.ui.pages.document import back_with, typed_document
from yui.ui.pages.frame import DeskFrame
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

# Made by a room above; the structure of addresses is stable.
_LETTER, _PAPER = "/booklets/claim-letter.pdf", "/booklets/registration-form.pdf"
_BOTH = ("GET", "HEAD", "POST")
_TITLE = "団体の申し込み"
_PREVIEW = "承認されると、団体のページはこう見えます。いまは、だれにも見えていません。"


@door(policy="staff", object_type="members.application")
def claims(request: HttpRequest) -> HttpResponse:
    """This view will list the claims that wait for the viewer; registrations wait in review."""
    found = queries.waiting_claims(viewer_of(request))
    context = {
        "frame": _frame(request, _TITLE),
        "messages": messages.get_messages(request),
        "may_type": may_type(viewer_of(request)),
        "paper_href": _PAPER,
        "columns": showing.CLAIM_COLUMNS,
        "rows": showing.claim_rows(found),
    }
    return render(request, "members/claims.jinja", context)


@door(policy="staff", methods=_BOTH, object_type="members.application", writes=True)
def claim(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """This view will show one claim with the numbers on record; it is decided here."""
    try:
        if request.method == "POST":
            return _decided(request, application_id)
        return _page(request, application_id, _grant_form(), DeclineForm())
    except ApplicationNotFound as error:
        raise Http404(error.sentence) from error


def _decided(request: HttpRequest, application_id: UUID) -> HttpResponse:
    is_granted = request.POST.get("act") == "grant"
    form: forms.Form = GrantForm(request.POST) if is_granted else DeclineForm(request.POST)
    if not form.is_valid():
        return _refused(request, application_id, form)
    try:
        _act_on(request, application_id, form)
    except ApplicationNotFound:
        raise
    except InputRefused as refused:
        form.add_error(refused.field, refused.sentence)
        return _refused(request, application_id, form)
    except (MembersRefused, DirectoryRefused) as refused:
        form.add_error(None, refused.sentence)
        return _refused(request, application_id, form, refused.status)
    said = _("認めました。申し込んだ人は、申し込みのページから使い始められます。")
    messages.success(request, said if is_granted else _("認めませんでした。わけが見えています。"))
    return HttpResponseRedirect(reverse("members:claims"))


def _act_on(request: HttpRequest, application_id: UUID, form: forms.Form) -> None:
    given: dict[str, Any] = {
        "by": viewer_of(request),
        "at": timezone.now(),
        "application_id": application_id,
        "reason": form.cleaned_data["reason"],
    }
    if isinstance(form, GrantForm):
        actions.grant_claim(**given, proof=Proof(form.cleaned_data["proof"]))
    else:
        actions.decline_claim(**given)


def _refused(
    request: HttpRequest, application_id: UUID, form: forms.Form, status: int = 422
) -> HttpResponse:
    """What was typed stays on the page, beside what is wrong with it."""
    is_granted = isinstance(form, GrantForm)
    grant = form if is_granted else _grant_form()
    return _page(request, application_id, grant, DeclineForm() if is_granted else form, status)


def _grant_form() -> forms.Form:
    return GrantForm(auto_id="id_grant_%s")


def _page(
    request: HttpRequest,
    application_id: UUID,
    grant: forms.Form,
    decline: forms.Form,
    status: int = 200,
) -> HttpResponse:
    page = queries.get_claim(viewer_of(request), application_id)
    context = {
        "frame": _frame(request, page.line.organization, is_below=True),
        "messages": messages.get_messages(request),
        "page": page,
        "is_open": page.line.state is ApplicationState.SENT,
        "applicant": showing.applicant_of(page),
        "record": showing.record_of(page),
        "letter_href": _LETTER,
        "proof": showing.proof_words(page.line),
        "sent_at": format_moment_ja(page.line.sent_at),
        "letter_until": format_date_ja(timezone.localdate(page.letter_until))
        if page.letter_until
        else "",
        "grant": grant,
        "decline": decline,
    }
    return render(request, "members/claim_desk.jinja", context, status=status)


@door(policy="signed_in", methods=("POST",), object_type="review.submission", writes=True)
def approve(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will approve a registration and make exactly what was submitted."""
    typed = typed_document(request)
    try:
        actions.approve_registration(
            by=viewer_of(request),
            at=timezone.now(),
            submission_id=submission_id,
            decision_date=typed.decision_date,
            document_number=typed.number,
        )
    except (SubmissionNotFound, ApplicationNotFound, NotManaged) as error:
        raise Http404(str(error)) from error
    except (ReviewRefused, DirectoryRefused, MembersRefused) as error:
        here = reverse("review:submission", args=[submission_id])
        return back_with(request, typed, to=here, sentence=error.sentence)
    messages.success(request, _("承認しました。団体は、申し込みのページから使い始められます。"))
    return HttpResponseRedirect(reverse("review:queue"))


@door(policy="signed_in", object_type="review.submission")
def preview(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will show how the member's page would look to who is allowed to see it."""
    try:
        page = preview_of(viewer_of(request), submission_id, on=timezone.localdate())
    except SubmissionNotFound as error:
        raise Http404(error.sentence) from error
    return member_page(request, page, preview=_(_PREVIEW))


def _frame(request: HttpRequest, title: str, is_below: bool = False) -> DeskFrame:
    home = reverse("members:claims")
    return area_frame(
        request,
        title,
        crumbs=(Link(_TITLE, home),) if is_below else (),
        current=home,
    )
