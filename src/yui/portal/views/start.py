"""「はじめかた」: a town goes from its first window to its opening, in the browser."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.areas.actions import set_opening
from yui.areas.errors import NotYours
from yui.areas.queries import AreaInfo, area_by_path
from yui.areas.rules import may_open
from yui.areas.states import Opening
from yui.policy.decide import municipality_of
from yui.policy.door import door, viewer_of
from yui.portal.actions import ROOM, ask_to_open, open_town, opening_id
from yui.portal.pages import start as pages
from yui.portal.pages.addresses import home_of
from yui.portal.queries import start_facts
from yui.review.errors import ReviewRefused, SubmissionNotFound
from yui.review.queries import latest_of
from yui.review.states import SubmissionState
from yui.ui.pages.document import back_with, typed_document
from yui.ui.pages.staff import staff_frame


@door(policy="staff", methods=("GET", "HEAD", "POST"), object_type="areas.area", writes=True)
def start(request: HttpRequest) -> HttpResponse:
    """This view will show what is done and left before a town opens; preparing starts here."""
    area = _own_town(request)
    if request.method == "POST":
        return _acted(request, area)
    viewer = viewer_of(request)
    steps = pages.steps_of(
        area,
        start_facts(area.path, on=timezone.localdate()),
        manages=viewer.manages_accounts,
    )
    key = opening_id(area.path)
    asked = latest_of(viewer, room=ROOM, object_ids=(key,)).get(key)
    is_open = area.opening is Opening.OPEN
    context = {
        "frame": staff_frame(
            request,
            _("はじめかた"),
            place=area.name,
            answer=_("公開しています。") if is_open else pages.answer_of(steps),
            is_sample=area.is_sample,
            current=reverse("portal:desk"),
        ),
        "messages": messages.get_messages(request),
        "area": area,
        "home": home_of(area),
        "columns": pages.COLUMNS,
        "rows": pages.rows_of(steps),
        "opening": area.opening.value,
        "may_open": may_open(viewer, area.path),
        "asked": asked if asked and asked.state is SubmissionState.SUBMITTED else None,
    }
    return render(request, "portal/start.jinja", context)


@door(policy="staff", methods=("POST",), object_type="review.submission", writes=True)
def opened(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """This view will approve the opening of a town, and open it."""
    typed = typed_document(request)
    try:
        open_town(
            by=viewer_of(request),
            at=timezone.now(),
            submission_id=submission_id,
            decision_date=typed.decision_date,
            document_number=typed.number,
        )
    except (SubmissionNotFound, NotYours) as error:
        raise Http404(str(error)) from error
    except ReviewRefused as error:
        here = reverse("review:submission", args=[submission_id])
        return back_with(request, typed, to=here, sentence=error.sentence)
    messages.success(request, _("公開しました。住民の画面が開いています。"))
    return HttpResponseRedirect(reverse("portal:start"))


def _acted(request: HttpRequest, area: AreaInfo) -> HttpResponse:
    by, at = viewer_of(request), timezone.now()
    try:
        if request.POST.get("act") == "prepare":
            set_opening(by=by, at=at, area_path=area.path, opening=Opening.PREPARING)
            messages.success(request, _("準備中にしました。住民の画面には「準備中です」と出ます。"))
        elif request.POST.get("act") == "ask":
            ask_to_open(by=by, at=at, area_path=area.path)
            messages.success(
                request, _("公開を申し出ました。もうひとりの職員が承認すると開きます。")
            )
    except (SubmissionNotFound, NotYours) as error:
        raise Http404(str(error)) from error
    except ReviewRefused as error:
        messages.error(request, error.sentence)
    return HttpResponseRedirect(reverse("portal:start"))


def _own_town(request: HttpRequest) -> AreaInfo:
    """The town the viewer works in; prefectures and the nation have nothing to open."""
    path = municipality_of(viewer_of(request).area_path or "")
    if not path:
        raise Http404(_("このページは、市区町村で働く人のページです。"))
    return area_by_path(path)
