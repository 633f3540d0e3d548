"""「同じかもしれない記録」: what was found in the own area, one pair, and the decision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yui.directory.actions import keep_apart, merge, unmerge
from yui.directory.errors import DirectoryRefused
from yui.directory.forms import SameForm
from yui.directory.pages.same import COLUMNS, rows_of
from yui.directory.queries.same import PairView, get_pair, merged_pairs, waiting_pairs
from yui.directory.rules import may_keep
from yui.policy.door import door, viewer_of
from yui.policy.viewer import Viewer
from yui.ui.pages.frame import DeskFrame
from yui.ui.pages.parts import Link
from yui.ui.pages.staff import area_frame

_TITLE = "同じかもしれない記録"


@door(policy="staff", object_type="directory.service")
def same_list(request: HttpRequest) -> HttpResponse:
    """This view will list the pairs that wait for a decision, and what was merged."""
    viewer, now = _keeper(request), timezone.now()
    waiting, merged = waiting_pairs(viewer, at=now), merged_pairs(viewer, at=now)
    answer = _("{count}組が、決めるのを待っています").format(count=f"{waiting.total:,}")
    context = {
        "frame": _frame(request, _TITLE, answer=answer if waiting.total else ""),
        "messages": messages.get_messages(request),
        "columns": COLUMNS,
        "waiting": rows_of(waiting.items),
        "merged": rows_of(merged.items),
        "shown": len(waiting.items),
        "total": waiting.total,
    }
    return render(request, "directory/same.jinja", context)


@door(
    policy="staff",
    object_type="directory.service",
    methods=("GET", "HEAD", "POST"),
    writes=True,
)
def same_pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """This view will show both records side by side and take the decision."""
    viewer = _keeper(request)
    try:
        pair = get_pair(viewer, pair_id, at=timezone.now())
        form = SameForm(request.POST or None)
        if form.is_valid():
            said = _decide(viewer, pair, form.cleaned_data["decision"])
            messages.success(request, said)
            return HttpResponseRedirect(reverse("directory:same"))
    except DirectoryRefused as refused:
        if refused.status != 409:
            raise Http404(refused.sentence) from None
        messages.error(request, refused.sentence)
        return HttpResponseRedirect(reverse("directory:same"))
    crumbs = (Link(_TITLE, reverse("directory:same")),)
    context = {
        "frame": _frame(request, pair.first.name, crumbs=crumbs),
        "pair": pair,
        "is_unanswered": request.method == "POST",
    }
    return render(request, "directory/same_pair.jinja", context)


def _decide(viewer: Viewer, pair: PairView, decision: str) -> str:
    """What was done, in one sentence."""
    at = timezone.now()
    if decision == SameForm.DIFFERENT:
        keep_apart(by=viewer, at=at, pair_id=pair.id)
        return _("ちがうものとして覚えました。もう、たずねません。")
    if decision == SameForm.BACK:
        unmerge(by=viewer, at=at, pair_id=pair.id)
        return _("まとめる前に戻しました。")
    kept = pair.first if decision == SameForm.FIRST else pair.second
    merge(by=viewer, at=at, pair_id=pair.id, keep_id=kept.id)
    return _("まとめました。もう一方の番号とページは、「{name}」に続きます。").format(
        name=kept.name
    )


def _keeper(request: HttpRequest) -> Viewer:
    """Raises: Http404 for who keeps no records of an area."""
    viewer = viewer_of(request)
    if viewer.area_path is None or not may_keep(viewer, area_path=viewer.area_path):
        raise Http404
    return viewer


def _frame(
    request: HttpRequest, title: str, *, answer: str = "", crumbs: tuple[Link, ...] = ()
) -> DeskFrame:
    return area_frame(
        request,
        title,
        answer=answer,
        crumbs=crumbs,
        current=reverse("directory:same"),
    )
