"""The desk's first page: where the work of this issue is reached. Issue B fills it."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yui.areas.queries import area_by_path
from yui.journal.queries import stopped_tasks
from yui.policy.door import door, viewer_of
from yui.portal.pages.addresses import home_of
from yui.portal.pages.desk import UNMET_COLUMNS, unmet_rows
from yui.portal.queries import index_behind, unmet_of
from yui.ui.pages.frame import staff_frame
from yui.ui.pages.parts import Link

_UNMET_DAYS = 180
_STOPPED_DAYS = 7


@door(policy="staff")
def desk(request: HttpRequest) -> HttpResponse:
    """This view will show what was looked for in vain, and lead to importing and printing."""
    viewer = viewer_of(request)
    area = area_by_path(viewer.area_path or "")
    since = timezone.localdate() - timedelta(days=_UNMET_DAYS)
    unmet = unmet_of(viewer, area.path, since=since)
    works, behind = index_behind()
    context = {
        "frame": staff_frame(
            request,
            "きょうの仕事",
            place=area.name,
            answer=_answer(len(unmet)),
            is_sample=area.is_sample,
            current="/desk/",
        ),
        "columns": UNMET_COLUMNS,
        "unmet": unmet_rows(unmet),
        "home": Link(f"{area.name}の住民の画面を開く", home_of(area)),
        "index_works": works,
        "behind": behind,
        "stopped": stopped_tasks(since=timezone.now() - timedelta(days=_STOPPED_DAYS)),
        "stopped_days": _STOPPED_DAYS,
    }
    return render(request, "portal/desk.jinja", context)


def _answer(count: int) -> str:
    if not count:
        return "さがして見つからなかったことばは、この半年ありません。"
    return f"さがしても見つからなかったことばが {count} 種類あります。多い順です。"
