"""The desk's first page: what waits today, and what residents looked for in vain."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from yui.areas.queries import area_by_path
from yui.journal.queries import stopped_tasks
from yui.lib.clock import weekday_ja
from yui.policy.door import door, viewer_of
from yui.policy.roles import MEMBERS, Role
from yui.portal.pages import today as pages
from yui.portal.pages.addresses import home_of
from yui.portal.pages.desk import UNMET_COLUMNS, unmet_rows
from yui.portal.queries import index_behind, unmet_of, work_of
from yui.ui.pages.frame import staff_frame
from yui.ui.pages.parts import Link

_UNMET_DAYS = 180
_STOPPED_DAYS = 7


@door(policy="signed_in")
def desk(request: HttpRequest) -> HttpResponse:
    """This view will show what to do now, and below it what was looked for in vain.

    Who speaks for a company or group has a page of their own; who has no role is told so.
    """
    viewer = viewer_of(request)
    if viewer.role in MEMBERS:
        return redirect("members:own")
    if viewer.role is Role.ANONYMOUS:
        return redirect(settings.CONTEXT_URL)
    area = area_by_path(viewer.area_path or "")
    since = timezone.localdate() - timedelta(days=_UNMET_DAYS)
    unmet = unmet_of(viewer, area.path, since=since)
    works, behind = index_behind()
    today, work = timezone.localdate(), work_of(viewer, at=timezone.now())
    context = {
        "frame": staff_frame(
            request,
            "きょうの仕事",
            place=area.name,
            answer=pages.answer_of(work),
            aside=f"{today.month}月{today.day}日（{weekday_ja(today)}）",
            is_sample=area.is_sample,
            current="/desk/",
        ),
        "next_job": pages.next_job(work),
        "work_columns": pages.COLUMNS,
        "work": pages.rows_of(work, on=today),
        "awaited_columns": pages.AWAITED_COLUMNS,
        "awaited": pages.awaited_rows(work, on=today),
        "columns": UNMET_COLUMNS,
        "unmet": unmet_rows(unmet),
        "home": Link(f"{area.name}の住民の画面を開く", home_of(area)),
        "index_works": works,
        "behind": behind,
        "stopped": stopped_tasks(since=timezone.now() - timedelta(days=_STOPPED_DAYS)),
        "stopped_days": _STOPPED_DAYS,
    }
    return render(request, "portal/desk.jinja", context)
